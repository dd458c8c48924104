"""Labels of journeys, courses, chapters and points: which of them head sections, and which stay lines."""

from __future__ import annotations

import pytest
from segmented import LONG, article, headings, paragraphs

TITLES = ("雾里的码头", "司机们的早饭", "老孟的账本")
ROWS = {
    "days": ("Day 1 {}", "Day 2 {}", "Day 3 {}"),
    "short days": ("D1：{}", "D2：{}", "D3：{}"),
    "days in Chinese": ("第一天 {}", "第二天 {}", "第三天 {}"),
    "steps": ("Step 1 {}", "STEP 2：{}", "Step3. {}"),
    "steps in Chinese": ("第一步：{}", "第二步：{}", "第三步：{}"),
    "parts": ("Part.1 {}", "Part.2 {}", "Part.3 {}"),
    "ranks": ("NO.1 {}", "No.2：{}", "NO.3 {}"),
    "numerals": ("一 {}", "二：{}", "三、{}"),
    "brackets": ("（1）{}", "（2）{}", "（3）{}"),
    "circles": ("①{}", "②{}", "③{}"),
}


@pytest.mark.parametrize("labels", ROWS.values(), ids=ROWS)
def test_labels_over_paragraphs_are_numbers_of_headings(labels: tuple[str, ...]) -> None:
    lines = [label.format(title) for label, title in zip(labels, TITLES, strict=True)]
    numbers = [label.removesuffix("{}").strip(" ：、.（）") for label in labels]
    found = [(2, number, title) for number, title in zip(numbers, TITLES, strict=True)]
    assert headings(article(*lines)) == found
    assert headings("\n".join(line for pair in zip(lines, LONG, strict=False) for line in pair)) == found


@pytest.mark.parametrize("labels", ROWS.values(), ids=ROWS)
def test_a_typed_list_stays_a_list(labels: tuple[str, ...]) -> None:
    lines = [label.format(title) for label, title in zip(labels, TITLES, strict=True)]
    text = "\n".join([*LONG[:3], *lines, *LONG[3:]])
    assert headings(text) == []
    assert [line for line in paragraphs(text) if line in lines] == lines


@pytest.mark.parametrize("labels", [ROWS["brackets"], ROWS["circles"]], ids=["brackets", "circles"])
def test_points_with_short_remarks_are_a_list(labels: tuple[str, ...]) -> None:
    lines = [f"{label.format(title)}\n先到先得。" for label, title in zip(labels, TITLES, strict=True)]
    assert headings("\n".join([*LONG[:3], *lines, *LONG[3:]])) == []


def test_articles_below_chapters_may_be_short() -> None:
    text = "第一章 总则\n第一条 本约定自签字之日起生效。\n第二章 运费\n第二条 运费由托运的人出。\n第三章 附则\n第三条 其余从旧。"
    assert headings(text) == [(2, "第一章", "总则"), (2, "第二章", "运费"), (2, "第三章", "附则")]


def test_a_table_of_contents_is_a_list() -> None:
    assert headings("目录\n第一章 总则\n第二章 运费\n第三章 附则\n" + "\n".join(LONG)) == []


def test_the_number_of_a_chapter_heads_the_prose_below_it() -> None:
    text = f"第一章\n{LONG[0]}\n{LONG[1]}\n第二章\n{LONG[2]}\n第三章\n{LONG[3]}"
    assert headings(text) == [(2, None, "第一章"), (2, None, "第二章"), (2, None, "第三章")]


def test_numbers_alone_head_nothing() -> None:
    assert headings(f"01\n{LONG[0]}\n02\n{LONG[1]}\n03\n{LONG[2]}") == []
    assert headings(f"第一章\n{LONG[0]}\n{LONG[1]}") == []


@pytest.mark.parametrize("line", ["第一天我们去了码头", "D90镜头的账", "Step by step", "第一步棋", "Daylight"])
def test_words_that_begin_like_a_label_are_words(line: str) -> None:
    assert [number for _, number, _ in headings(article(line, "看门人的运费", line))] in ([], [None], [None] * 3)
