"""The measure behind the edges of noise: probabilities that add up to one, and what is known of lines."""

from __future__ import annotations

import random
from collections import defaultdict
from math import exp, isclose, log

import pytest
from jammer import jammer

import forumclean
from forumclean.strip import edges
from forumclean.strip.neighbours import fold, kind
from forumclean.strip.noise_text import Habits
from forumclean.strip.runs import FIRSTS, Run, at_edge, evidence, firsts, outside, runs_of, stretches, thirds

NOISE = "& p1 b: ]% j( e* H8 f6 L1 b"
"""One string of nine groups by the forum's rule."""


# ── runs ────────────────────────────────────────────────────────────────────────────────────────


def runs(text: str) -> list[Run]:
    return list(runs_of(text, stretches(text, [(0, len(text))])))


def test_a_run_tells_its_groups_and_its_line() -> None:
    text = f"前\n中{NOISE}后\n末"
    (run,) = runs(text)
    assert (list(run.starts), run.end, run.low, run.high, run.whole) == (list(range(3, 30, 3)), 30, 2, 31, True)
    assert firsts(text, run) == "&1:%(*861"
    assert thirds(text, run) == "pb]jeHfLb"
    assert text[run.low : run.high] == f"中{NOISE}后"


def test_a_run_of_collapsed_groups_has_a_space_for_each_that_is_short() -> None:
    text = "说& p b: ] j( e* H"
    (run,) = runs(text)
    assert not run.whole
    assert [text[a:b] for a, b in zip(run.starts, [*run.starts[1:], run.end], strict=True)] == [
        "& p",
        " b",
        ": ]",
        " j",
        "( e",
        "* H",
    ]
    assert firsts(text, run) == "& : (*"
    assert thirds(text, run) == "pb]jeH"


def test_a_range_bounds_a_line() -> None:
    text = f"前前{NOISE}后后"
    (run,) = runs_of(f"{text}\n末", stretches(f"{text}\n末", [(1, len(text) - 1)]))
    assert (run.low, run.high) == (1, len(text) - 1)


def test_the_first_sign_of_a_group_belongs_to_it_if_the_rule_can_draw_it() -> None:
    for sign in map(chr, range(32, 60)):
        (run,) = runs(f"说{sign} p1 b: ]% j( e")
        assert run.starts[0] == 1
    for sign in "<=A中":
        (run,) = runs(f"说{sign} p1 b: ]% j( e")
        assert run.starts[0] == 2


@pytest.mark.parametrize(
    ("line", "edge"),
    [
        ("☒", True),
        ("说☒", True),
        ("☒说", True),
        ("说☒话", True),
        ("前说☒话", False),
        (" ☒话", True),
        ("说☒ \u3000", True),
        ("a☒话", True),
        ("ab☒话", False),
    ],
)
def test_noise_at_the_edge_of_a_line(line: str, edge: bool) -> None:  # noqa: FBT001
    text = line.replace("☒", NOISE)
    (run,) = runs(text)
    assert at_edge(text, run) is edge


@pytest.mark.parametrize(
    ("ranges", "protected", "wanted"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(0, 3)], [(3, 10)]),
        ([(0, 10)], [(7, 10)], [(0, 7)]),
        ([(0, 10)], [(2, 4), (4, 6)], [(0, 2), (6, 10)]),
        ([(0, 10)], [(2, 8), (3, 5)], [(0, 2), (8, 10)]),
        ([(0, 4), (6, 10)], [(3, 7)], [(0, 3), (7, 10)]),
        ([(0, 4), (6, 10)], [(4, 6)], [(0, 4), (6, 10)]),
        ([(0, 4), (6, 10), (12, 20)], [(1, 14)], [(0, 1), (14, 20)]),
        ([(5, 10)], [(0, 5), (10, 12)], [(5, 10)]),
    ],
)
def test_what_is_outside(
    ranges: list[tuple[int, int]], protected: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    assert list(outside(ranges, protected)) == wanted


# ── the measure ─────────────────────────────────────────────────────────────────────────────────


def test_what_text_puts_next_in_a_row_adds_up_to_one() -> None:
    """Evidence is what chance says less what text says; so its exponents, weighed by chance, add up to one."""
    rows = ["( e* H8 f6 L", "1 a1 b1 c1 d", "x, y, z, u, v", "9 ?8 @7 _6 A"]
    chars = "".join(map(chr, range(32, 60)))
    for row in rows:
        text = "说" + row
        before = evidence(text, runs(text)[0])
        total = 0.0
        for sign in chars:
            for last in map(chr, range(63, 127)):
                more = f"{text}{sign} {last}"
                (run,) = runs(more)
                total += exp(-(evidence(more, run) - before)) / (28 * 64)
        assert total == pytest.approx(1, abs=0.02)


def test_chance_is_told_from_text() -> None:
    rng = random.Random(4)
    drawn = ["说" + jammer(rng) for _ in range(200)]
    weighed = [evidence(text, run) for text in drawn for run in runs(text)]
    assert sum(weight > 4 for weight in weighed) > 190
    written = ["说( a, b, c, d, e, f", "A B C D E F G", "e4 e5 d4 d5 c4 c6", "- a - b - c - d - e"]
    assert all(evidence(text, run) < -5 for text in written for run in runs(text))


def drawn_counts() -> dict[int, float]:
    """How probable each number of groups is, by the forum's loop: the bound is drawn anew at every turn."""
    alive, out = 1.0, {}
    for groups in range(1, 17):
        goes_on = sum(groups < bound for bound in range(5, 16)) / 11
        out[groups] = alive * (1 - goes_on)
        alive *= goes_on
    return out


def test_counts_of_groups_are_those_of_the_loop() -> None:
    one = drawn_counts()
    two: dict[int, float] = defaultdict(float)
    three: dict[int, float] = defaultdict(float)
    for a, p in one.items():
        for b, q in one.items():
            two[a + b] += p * q
            for c, r in one.items():
                three[a + b + c] += p * q * r
    logs = edges._log_counts()
    assert logs == edges.LOG_COUNTS
    for groups in range(5, 31):
        wanted = 0.8 * one.get(groups, 0) + 0.15 * two[groups] + 0.05 * three[groups]
        assert exp(logs[groups]) == pytest.approx(wanted, rel=0.05, abs=2e-4)
    assert max(logs[:5]) < -20
    assert edges.log_count(9) == logs[9]
    assert edges.log_count(len(logs) - 1) == logs[-1]
    assert edges.log_count(len(logs)) == edges.log_count(10_000) == edges.IMPOSSIBLE


ASCII = "".join(map(chr, range(32, 127)))
ALL = [*ASCII, "中", "。", "「"]
NEXT = [*ALL, "\u3000", "\n"]


def test_the_first_and_last_characters_of_lines_add_up_to_one() -> None:
    for habits in (Habits((), ()), Habits(["　　他说", "a"] * 40, ["说。", "3"] * 40)):
        shown = [char for char in ALL if char != " "]
        indent = exp(habits.begin(" ", 0, 0))
        begins = [exp(habits.begin(char, 0, 1)) for char in shown]
        assert sum(begins) / indent == pytest.approx(1, abs=1e-3)
        assert sum(exp(habits.end(char, 0, 1)) for char in ALL) == pytest.approx(1, abs=1e-3)


def test_what_was_never_seen_side_by_side_is_rare_not_impossible() -> None:
    """Before 「` noise left its last group, for 「 and a backtick never began a line that was counted."""
    noise = "/ ~+ W9 h* ~3 J+ c) f- _"
    lines = ["母亲把账本摊在桌上。", f"{noise}「`ls -l`。", *["1 v0 c% w/ L3 Q9 U母亲把账本摊在桌上。"] * 5]
    assert forumclean.clean("\n".join(lines)).to_text().split("\n")[1] == "「`ls -l`。"


def test_the_next_character_adds_up_to_one() -> None:
    habits, word = Habits((), ()), pytest.approx(0.75, abs=0.25)  # the rest is for words that end there
    for line in ("中", "中a", "中 3", "中，", "中Ab"):
        size = len(line)
        base = habits.begin("说" + line, 0, size + 1)
        ahead = [exp(habits.begin("说" + line + char, 0, size + 2) - base) for char in NEXT]
        assert sum(ahead) == (pytest.approx(1, abs=1e-4) if not line[-1].isalpha() or line[-1] == "中" else word)
        base = habits.end(line[::-1] + "说", 0, size + 1)
        behind = [exp(habits.end(char + line[::-1] + "说", 0, size + 2) - base) for char in NEXT]
        assert sum(behind) == (pytest.approx(1, abs=1e-4) if not line[-1].isalpha() or line[-1] == "中" else word)


@pytest.mark.parametrize(
    ("first", "then"), [("中", "中"), ("t", "h"), ("中", "。"), ("。", "「"), ("3", "4"), ("i", "n")]
)
def test_what_real_text_puts_side_by_side_is_likelier_than_chance(first: str, then: str) -> None:
    plain = Habits((), ())
    ahead = plain.begin(f"说{first}{then}", 0, 3) - plain.begin(f"说{first}", 0, 2)
    behind = plain.end(f"{first}{then}说", 0, 3) - plain.end(f"{then}说", 0, 2)
    assert ahead > -4.6
    assert behind > -4.6


def test_a_documents_own_lines_outweigh_what_lines_are_like_in_general() -> None:
    general, listed = Habits((), ()), Habits(["#一", "#二", "#三"] * 30, ["一~", "二~"] * 30)
    assert listed.begin("#甲", 0, 2) > general.begin("#甲", 0, 2) + 2
    assert listed.begin("甲", 0, 1) < general.begin("甲", 0, 1) - 1
    assert listed.end("甲~", 0, 2) > general.end("甲~", 0, 2) + 2
    assert listed.end("甲", 0, 1) < general.end("甲", 0, 1) - 1


def test_an_indent_is_judged_by_the_others() -> None:
    general, indented = Habits((), ()), Habits(["　　甲乙"] * 50, [])
    assert general.begin("甲", 0, 1) > general.begin("　　甲", 0, 3)
    assert indented.begin("　　甲", 0, 3) > indented.begin("甲", 0, 1) + 3
    assert general.begin("    甲", 0, 5) > general.begin("   甲", 0, 4)
    assert isclose(exp(general.begin("\u3000\u3000", 0, 2)), 0.05, rel_tol=1e-6)
    assert isclose(exp(general.begin("\t", 0, 1)), 0.003, rel_tol=1e-6)
    assert isclose(exp(indented.begin("\u3000\u3000", 0, 2)), (50 + 0.1) / 52, rel_tol=1e-6)


def test_years_words_and_list_marks_are_known() -> None:
    plain = Habits((), ())
    year, figure = plain.end("生于1987", 0, 6), plain.end("生于4987", 0, 6)
    assert year == pytest.approx(figure + log(30))
    assert plain.end("于31987", 0, 6) < year - 3  # the tail of a longer figure is no year
    assert plain.begin("- Faster", 0, 6) > plain.begin("- faster", 0, 6) + 3
    assert plain.begin("- Faster", 0, 6) > plain.begin("> Faster", 0, 6) + 3
    assert plain.begin("Databricks", 0, 4) > plain.begin("atabricks", 0, 4)
    assert plain.begin("The", 0, 3) > plain.begin("Xqz", 0, 3)
    assert plain.end("ing", 0, 3) > plain.end("qxj", 0, 3)
    assert plain.begin("3", 0, 1) == pytest.approx(plain.begin("7", 0, 1))


@pytest.mark.parametrize(
    ("chars", "folded_", "kind_"),
    [
        ("A", "A", "A"),
        ("z", "z", "a"),
        ("7", "7", "0"),
        ("+", "+", "+"),
        (" ", " ", " "),
        ("\t", " ", " "),
        ("\xa0", " ", " "),
        *((char, "中", "中") for char in "研é３\u4e00\u9fff\u3400"),
        ("。", "。", "。"),
        ("★", "「", "「"),
        ("“", "「", "「"),
        ("\u3000",) * 3,
    ],
)
def test_characters_fall_into_classes(chars: str, folded_: str, kind_: str) -> None:
    assert fold(chars) == folded_
    assert kind(fold(chars)) == kind_


def test_the_rule_draws_no_other_first_sign() -> None:
    assert {*map(chr, range(32, 60)), "\xa0"} == FIRSTS
