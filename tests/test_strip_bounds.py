"""Near misses of the rules on noise: what just is planted, and what stands one short of it and is the text's own."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from jammer import jammer
from test_strip_families import MANY, PROSE, SENTENCE, cleaned, repeated
from test_strip_layout import NOISE, page
from test_strip_measure import runs

from forumclean.ledger import edited
from forumclean.strip import strip
from forumclean.strip.families import _repeats
from forumclean.strip.noise import _collapsed, denoise_text, find_noise
from forumclean.strip.runs import at_edge, blank_before, blank_behind, outside
from forumclean.strip.tight import find_tight

PLACES = ["河湾茶馆", "东街米铺"]


def between(lines: Sequence[str]) -> str:
    """The lines with noise between them, behind a line's text or in front of the next one's in turn."""
    rng = random.Random(2)
    return "\n".join(line + jammer(rng) if i % 2 else jammer(rng) + line for i, line in enumerate(lines))


def test_names_that_end_and_begin_a_few_lines_are_the_texts() -> None:
    rng = random.Random(3)
    ending = [f"{line[:-1]}去了{place}" for place in PLACES for line in MANY[:3]]
    beginning = [f"{place}{line}" for place in PLACES for line in MANY[3:6]]
    named = [*(line + jammer(rng) for line in ending), *(jammer(rng) + line for line in beginning)]
    text = "\n".join([between(MANY), *named])
    found = denoise_text(text)
    assert _repeats(text, found)  # looked for they are
    assert edited(text, found).split("\n") == [*MANY, *ending, *beginning]


@pytest.mark.parametrize(("count", "gone"), [(3, False), (4, True)])
def test_a_sentence_in_front_of_four_lines_at_least(count: int, gone: bool) -> None:  # noqa: FBT001
    text = "\n".join([*(SENTENCE + line for line in PROSE[:count]), *PROSE[count:6]])
    assert (repeated(text) == "\n".join(PROSE[:6])) is gone


def test_noise_behind_text_keeps_its_break_where_most_noise_has_lines_of_its_own() -> None:
    own = "".join(f"第{i}段。\n{NOISE[i % 4]}\n" for i in range(8))
    assert (
        strip(page(f"{own}甲。{NOISE[0]}\n{NOISE[1]}乙。\n丙。")).text
        == "".join(f"第{i}段。\n" for i in range(8)) + "甲。\n乙。\n丙。"
    )


def test_blanks_between_text_and_noise_hide_neither_a_break_nor_a_line() -> None:
    text = f"一 {NOISE[0]}二。\n \u3000{NOISE[1]}三。\n四{NOISE[2]} \u3000五。\n六。{NOISE[3]} \n七。"
    lines = [line.strip() for line in strip(page(text)).text.split("\n")]
    assert lines == ["一", "二。", "三。", "四", "五。", "六。", "七。"]


@pytest.mark.parametrize("blank", [" ", "\xa0"])
def test_groups_with_two_spaces_say_that_none_was_lost(blank: str) -> None:
    lost = "甲! q? x z( e* H8 f"
    assert _collapsed(lost, runs(lost))
    served = f"{lost}\n乙! q? x{blank} z( e* H"
    assert not _collapsed(served, runs(served))
    both = f"甲! q? x z( e{blank} H8 f"
    assert not _collapsed(both, runs(both))


def test_noise_of_two_posts_may_touch() -> None:
    first, second = "水退了三寸。! q x z( e* H8 f", ", w b k) t' M9 e人散了。"
    text = first + second
    edits = find_noise(text, [(0, len(first)), (len(first), len(text))])
    assert edited(text, edits) == "水退了三寸。人散了。"


def test_what_looks_like_noise_in_the_middle_of_a_line_stays_where_noise_ends_lines() -> None:
    line = "参数 -a 1 -b 2 -c: x, y; z/ k 都行。"
    lines = [*MANY[:6], line, *MANY[6:12]]
    assert cleaned(between(lines)).split("\n") == lines


def test_a_sentence_with_an_address_is_the_texts_where_the_noise_is_of_another_kind() -> None:
    lines = [f"{line[:-1]}，见 www.hewan-bbs.com 的帖" for line in MANY[:8]]
    assert cleaned(between(lines)).split("\n") == lines


@pytest.mark.parametrize("short", ["% _0 T5 a4 d. h", "$ @1 C2 Z2 y% C", "5 p) ~- h3 r) A"])
def test_short_noise_in_the_middle_of_a_line_goes_where_lines_were_joined(short: str) -> None:
    noise = [*NOISE, short, *NOISE[:3]]
    assert cleaned("".join(map("".join, zip(PROSE, noise, strict=True)))) == "".join(PROSE)


def test_noise_in_front_of_a_last_line_of_one_character() -> None:
    for noise in NOISE:
        assert cleaned(f"水退了三寸。{NOISE[1]}\n人散了。\n{noise}完") == "水退了三寸。\n人散了。\n完"


def test_what_is_blank_beside_a_place() -> None:
    text = "甲 \u3000乙\xa0 丙"
    assert [blank_before(text, low, 3) for low in (0, 1, 2, 3)] == [False, True, True, True]
    assert [blank_behind(text, 4, high) for high in (4, 5, 6, 7)] == [True, True, True, False]


def test_what_is_left_of_a_group_at_a_lines_start_hides_no_noise_there() -> None:
    noise = "& p1 b: ]% j( e* H8 f"
    for before, edge in (("", True), ("~", True), ("\u3000", True), ("水退", False)):
        (run,) = runs(f"{'水退了三寸。' * 20}\n{before}{noise}人散了。")
        assert at_edge(f"{'水退了三寸。' * 20}\n{before}{noise}人散了。", run) is edge


@pytest.mark.parametrize("end", ["型号是 K7 ", "用的是 Python ", "没有回信 ", "价钱 1,299 ", "。 "])
@pytest.mark.parametrize("noise", ["0 T6 Q8 v# i. `3 v. E% {3 ?", "- V4 G2 s' u0 ^- b", "' H3 B% u( O+ i$ d6 J# L, n"])
def test_noise_behind_a_space_goes_whole(end: str, noise: str) -> None:
    text = f"水退了三寸。{NOISE[0]}\n老周说{end}{noise}\n人散了。{NOISE[1]}\n船开了。"
    assert cleaned(text).split("\n") == ["水退了三寸。", f"老周说{end}", "人散了。", "船开了。"]


def test_noise_that_begins_like_the_rest_of_a_line_joins_nothing() -> None:
    noise = [", p1 b: ]% j( e", ") r$ Y6 w* N& `+ O", "! M9 e, P0 {5 ?", "; D: v! C3 @1 q5 }"]
    lines = ["水退了三寸", "人散了", "船开了", "天亮了", "门开了"]
    text = "".join(f"{line}\n{noise[i % 4]}\n" for i, line in enumerate(lines))
    assert strip(page(text)).text.strip().split("\n") == lines


def test_the_lines_of_all_posts_are_counted_where_pairs_without_spaces_are_few() -> None:
    pairs = "!q%T0^5w#x*e"
    first = "\n".join([*(line + pairs for line in PROSE[:4]), *MANY, ""])
    text = f"{first}补了。"
    assert list(find_tight(text, [(0, len(first)), (len(first), len(text))])) == []
    few = "\n".join([*(line + pairs for line in PROSE[:4]), ""])
    assert len(list(find_tight(f"{few}补了。", [(0, len(few)), (len(few), len(few) + 3)]))) == 4


def test_code_between_posts_hides_nothing_of_them() -> None:
    code = [(1, 2), (5, 6), (8, 9), (22, 23)]
    assert list(outside([(0, 4), (20, 30)], code)) == [(0, 1), (2, 4), (20, 22), (23, 30)]
