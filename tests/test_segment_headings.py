"""Headings: what is one in a post, and above all what is none."""

from __future__ import annotations

import re
import time

import pytest
from segmented import LONG, article, headings, paragraphs, segmented

from forumclean.model import Heading
from forumclean.segment.titles import title_like
from forumclean.tables import Row, load

# ── number lines ────────────────────────────────────────────────────────────────────────────────

ALONE = {
    "digits": (["01", "02", "03"], ["01", "02", "03"]),
    "plain digits": (["1", "2", "3"], ["1", "2", "3"]),
    "dotted": (["1.", "2.", "3."], ["1", "2", "3"]),
    "boxed": (["【01】", "【02】", "【03】"], ["01", "02", "03"]),
    "no": (["NO.1", "NO.2", "NO.3"], ["NO.1", "NO.2", "NO.3"]),
    "han": (["一、", "二、", "三、"], ["一", "二", "三"]),
    "bare han": (["一", "二", "三"], ["一", "二", "三"]),
    "bracketed han": (["（一）", "（二）", "（三）"], ["一", "二", "三"]),
    "part": (["Part One", "Part Two", "Part Three"], ["Part One", "Part Two", "Part Three"]),
    "part roman": (["PART I", "PART II", "PART III"], ["PART I", "PART II", "PART III"]),
    "part digits": (["Part 1", "Part 2", "Part 3"], ["Part 1", "Part 2", "Part 3"]),
    "chinese part": (["第一部分", "第二部分", "第三部分"], ["第一部分", "第二部分", "第三部分"]),
    "chapter": (["第1章", "第2章", "第3章"], ["第1章", "第2章", "第3章"]),
}


@pytest.mark.parametrize(("labels", "numbers"), ALONE.values(), ids=ALONE.keys())
def test_a_number_line_and_its_title_line_are_one_heading(labels: list[str], numbers: list[str]) -> None:
    titles = ["账本里的第九页", "看门人的运费", "河面化开之后"]
    text = article(*(f"{label}\n{title}" for label, title in zip(labels, titles, strict=True)))
    assert headings(text) == [(2, n, t) for n, t in zip(numbers, titles, strict=True)]
    assert paragraphs(text) == [*LONG, *LONG[:3]]


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        (["一、", "二、", "三、"], ["一", "二", "三"]),
        (["（一）", "（二）", "（三）"], ["一", "二", "三"]),
        (["第一部分：", "第二部分：", "第三部分："], ["第一部分", "第二部分", "第三部分"]),
        (["第一章 ", "第二章 ", "第三章 "], ["第一章", "第二章", "第三章"]),
        (["01 ", "02 ", "03 "], ["01", "02", "03"]),
        (["1. ", "2. ", "3. "], ["1", "2", "3"]),
        (["1、", "2、", "3、"], ["1", "2", "3"]),
    ],
)
def test_number_and_title_in_one_line(labels: list[str], numbers: list[str]) -> None:
    titles = ["账本里的第九页", "看门人的运费", "河面化开之后"]
    text = article(*(label + title for label, title in zip(labels, titles, strict=True)))
    assert headings(text) == [(2, n, t) for n, t in zip(numbers, titles, strict=True)]


def test_more_than_ten_sections() -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    text = "\n".join(f"{n}、\n第{n}件旧事\n{LONG[i % 6]}" for i, n in enumerate(numbers))
    assert [number for _, number, _ in headings(text)] == numbers


def test_rows_of_two_posts_in_one_begin_again() -> None:
    text = article("01\n账本里的第九页", "02\n看门人的运费", "01\n河面化开之后", "02\n第一条船")
    assert [number for _, number, _ in headings(text)] == ["01", "02", "01", "02"]


def test_below_numbers_other_headings_are_of_level_three() -> None:
    text = article("01\n账本里的第九页", "谁垫了运费", "02\n河面化开之后", "孩子们看见的船")
    assert headings(text) == [
        (2, "01", "账本里的第九页"),
        (3, None, "谁垫了运费"),
        (2, "02", "河面化开之后"),
        (3, None, "孩子们看见的船"),
    ]


def test_a_number_out_of_turn_is_none() -> None:
    text = article("01\n账本里的第九页", "07\n这不是一节", "02\n河面化开之后")
    assert [number for _, number, _ in headings(text)] == ["01", "02"]
    assert "07" in paragraphs(text)


def test_one_number_alone_proves_nothing() -> None:
    text = article("01\n他说了一句话。")
    assert headings(text) == []
    assert "01" in paragraphs(text)


# ── titles over several lines ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["账本会说话，", "只是没有人肯听"], "账本会说话，只是没有人肯听"),
        (["看门人的答案：", "运费与包子"], "看门人的答案：运费与包子"),
        (["他们口中的「河面", "化开那天」"], "他们口中的「河面化开那天」"),
        (["关于第九页——", "“老孟没有垫钱”"], "关于第九页——“老孟没有垫钱”"),
    ],
)
def test_a_title_broken_over_lines_is_one_heading(lines: list[str], title: str) -> None:
    text = article("01\n" + "\n".join(lines), "02\n河面化开之后")
    assert headings(text) == [(2, "01", title), (2, "02", "河面化开之后")]
    assert paragraphs(text) == [*LONG, *LONG[:3]]


def test_latin_words_of_a_broken_title_keep_their_blank() -> None:
    text = article("01\nThe long,\ncold winter", "02\n河面化开之后")
    assert headings(text)[0] == (2, "01", "The long, cold winter")


# ── bold and large lines ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", ["<b>{}</b>", "<size value=4>{}</size>", "<size value=5><b>{}</b></size>"])
def test_lines_wholly_in_bold_or_large_letters(mark: str) -> None:
    text = article(mark.format("账本里的第九页"), mark.format("看门人的运费"))
    assert headings(text) == [(2, None, "账本里的第九页"), (2, None, "看门人的运费")]


def test_a_heading_wholly_in_bold_needs_no_span_that_says_so() -> None:
    found = segmented(article("<b>账本里的第九页</b>", "<b>看门人的</b><b><i>运费</i></b>"))
    spans = [b.spans for b in found.posts[0].blocks if isinstance(b, Heading)]
    assert [[(s.kind, s.start, s.end) for s in each] for each in spans] == [[], [("em", 4, 6)]]


@pytest.mark.parametrize(
    "line",
    [
        "<b>他说：“运费我来出。”</b>",
        "<b>这一句只是说得响一点。</b>",
        "<b>重点</b>是谁垫了运费",
        "<size value=2>小字的一行</size>",
        "<b>@看门的大爷</b>",
        "<b>http://a.example/1</b>",
    ],
)
def test_bold_that_is_no_heading(line: str) -> None:
    assert headings(f"{LONG[0]}\n{line}\n短的一行。\n{LONG[1]}\n又一行短的。") == []


def test_where_most_lines_are_bold_bold_says_nothing() -> None:
    text = "\n".join(f"<b>第{i}位发言的人</b>\n他没说什么。" for i in "甲乙丙丁") + "\n<b>结束了</b>\n<b>散会了</b>"
    assert headings(text) == []


def test_a_bold_line_at_the_end_is_a_farewell() -> None:
    assert headings(f"{LONG[0]}\n{LONG[1]}\n{LONG[2]}\n<b>我们下周再见</b>") == []


# ── the outline and the rules ───────────────────────────────────────────────────────────────────


def test_the_outline_points_at_the_headings() -> None:
    found = segmented(article("01\n账本里的第九页", "谁垫了运费", "02\n河面化开之后"))
    outline = [(s.level, s.number, s.title, s.post) for s in found.outline]
    assert outline == [(2, "01", "账本里的第九页", 0), (3, None, "谁垫了运费", 0), (2, "02", "河面化开之后", 0)]
    for section in found.outline:
        block = found.posts[0].blocks[section.block]
        assert (section.level, section.number, section.title) == (block.level, block.number, block.text)  # type: ignore[union-attr]


ROWS = load("headings")


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_row_fires_on_its_samples_and_on_nothing_else(row: Row) -> None:
    for key, how in (("alone", re.Pattern.fullmatch), ("signed", re.Pattern.fullmatch), ("before", re.Pattern.match)):
        if key not in row.values:
            continue
        pattern = re.compile(row.text(key))
        assert row.sample
        assert row.negative
        assert all(how(pattern, text) for text in row.sample)
        assert not any(how(pattern, text) for text in row.negative)


@pytest.mark.parametrize("text", ["“" * 45, "1" * 46, "、" * 45 + "好", "（" * 46, "一" * 40])
def test_title_like_on_odd_lines(text: str) -> None:
    assert title_like(text) in (True, False)
    assert title_like(text + "。") is False


@pytest.mark.parametrize(
    "bomb", ["一、", "“", "01\n", "短标题\n", "（", "1. ", "：", "<b>甲乙</b>\n", "甲，\n", "、", " "]
)
def test_time_is_linear(bomb: str) -> None:
    text = bomb * (200_000 // len(bomb)) + "\n" + LONG[0]
    begin = time.process_time()
    segmented(text)
    assert time.process_time() - begin < 6
