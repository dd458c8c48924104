"""What testers found in outlines: numbers in brackets below bare ones, headings that elements name, turns of an interview."""

from __future__ import annotations

import pytest
from articles import articles_of
from segmented import blocks, headings, paragraphs

from forumclean.model import Paragraph

RIVER = "河水从东边来，绕过三棵老槐树，再往西去，一路上没有人说得清它究竟走了多少年。"
WELL = "井台上的青石磨得发亮，雨天照得见人影，晴天晒得烫手，冬天结一层薄冰，没人去踩。"

# ── numbers in brackets ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("{}、", "（{}）"), ("{}、", "({})"), ("{}.", "{}）")],
)
def test_bracketed_numbers_stand_below_bare_ones_and_begin_anew_under_each(upper: str, lower: str) -> None:
    lines: list[str] = []
    for number, title in zip("一二三", ("河流的来历", "水井的故事", "街巷的名字"), strict=True):
        lines += [
            upper.format(number) + title,
            lower.format("一") + "老人的话",
            RIVER,
            lower.format("二") + "石头",
            WELL,
        ]
    found = headings("\n".join(lines))
    told = [pair for number in "一二三" for pair in ((2, number), (3, "一"), (3, "二"))]
    assert [(level, number) for level, number, _ in found] == told


def test_bracketed_numbers_alone_on_a_line_stand_below_bare_ones() -> None:
    lines: list[str] = []
    for number, title in (("01", "河流的来历"), ("02", "水井的故事")):
        lines += [number, title, RIVER, "（1）", "老人的话", RIVER, "（2）", "石头", WELL]
    found = headings("\n".join(lines))
    assert [(level, number) for level, number, _ in found] == [
        (2, "01"),
        (3, "1"),
        (3, "2"),
        (2, "02"),
        (3, "1"),
        (3, "2"),
    ]


# ── headings that are elements ──────────────────────────────────────────────────────────────────


def test_a_verse_in_one_element_is_not_glued_into_one_title() -> None:
    verse = f"<h2>灯灭了\n河还在\n人走了</h2>\n{RIVER}\n<h2>河流的来历</h2>\n{WELL}\n<h2>水井的故事</h2>\n{RIVER}"
    assert headings(verse) == [(2, None, "河流的来历"), (2, None, "水井的故事")]
    assert paragraphs(verse) == ["灯灭了", "河还在", "人走了", RIVER, WELL, RIVER]


def test_an_element_is_one_title_of_two_short_lines_or_of_lines_that_break_off() -> None:
    broken = f"<h2>街巷\n旧事</h2>\n{RIVER}\n<h2>河还在，\n人走了，\n但灯亮着</h2>\n{WELL}"
    assert headings(broken) == [(2, None, "街巷旧事"), (2, None, "河还在，人走了，但灯亮着")]


@pytest.mark.parametrize(("between", "kind"), [("\n", "h2"), ("</h2>\n<h2>", "h2"), ("</h2>\n<h3>", "h3")])
def test_a_number_above_a_title_is_its_label(between: str, kind: str) -> None:
    text = f"<h2>01{between}河流的来历</{kind}>\n{RIVER}\n<h2>02{between}水井的故事</{kind}>\n{WELL}"
    assert headings(text) == [(2, "01", "河流的来历"), (2, "02", "水井的故事")]
    assert "\n## 02 水井的故事\n" in articles_of(blocks(text)).to_markdown()


def test_a_number_above_several_titles_is_a_heading_of_its_own() -> None:
    sections = f"<h3>源头</h3>\n{RIVER}\n<h3>中游</h3>\n{WELL}"
    levels = [(level, text) for level, _, text in headings(f"<h2>01</h2>\n{sections}\n<h2>02</h2>\n{sections}")]
    assert levels == [(2, "01"), (3, "源头"), (3, "中游"), (2, "02"), (3, "源头"), (3, "中游")]


def test_numbers_without_titles_stay_what_they_are() -> None:
    assert headings(f"<h2>01</h2>\n<h2>02</h2>\n{RIVER}\n<h2>2024\n河的一年</h2>\n{WELL}") == [
        (2, None, "01"),
        (2, None, "02"),
    ]


def test_a_number_that_is_alone_in_its_section_is_one_where_other_sections_count() -> None:
    text = f"<h2>一、河流</h2>\n<h3>（一）源头</h3>\n{RIVER}\n<h3>（二）中游</h3>\n{WELL}\n<h2>二、水井</h2>\n<h3>（一）井口</h3>\n{RIVER}"
    assert [(level, number) for level, number, _ in headings(text)] == [
        (2, "一"),
        (3, "一"),
        (3, "二"),
        (2, "二"),
        (3, "一"),
    ]


def test_stray_elements_do_not_hide_the_headings_of_the_text() -> None:
    strays = (
        f"<h3>相关阅读</h3>\n链一\n<b>一、河流</b>\n{RIVER}\n<b>二、水井</b>\n{WELL}\n{RIVER}\n<h3>广而告之</h3>\n链二"
    )
    told = [(2, None, "相关阅读"), (2, "一", "河流"), (2, "二", "水井"), (2, None, "广而告之")]
    assert headings(strays) == told


def test_elements_that_stand_over_the_text_are_all_headings() -> None:
    text = f"<h2>河流</h2>\n{RIVER}\n<b>源头</b>\n{WELL}\n<h2>水井</h2>\n{RIVER}\n<b>井口</b>\n{WELL}\n<h2>街巷</h2>\n{RIVER}"
    assert headings(text) == [(2, None, "河流"), (2, None, "水井"), (2, None, "街巷")]


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


def test_a_caption_stands_above_its_table_as_on_the_page() -> None:
    cells = "<tr></tr><td>名称</td><td>价</td><tr></tr><td>井绳</td><td>五元</td>"
    found = blocks(f"{RIVER}\n<table>井具一览表\n{cells}\n合计五元</table>\n{WELL}")
    assert [type(block).__name__ for block in found] == ["Paragraph", "Paragraph", "Table", "Paragraph", "Paragraph"]
    assert [block.text for block in found if isinstance(block, Paragraph)] == [RIVER, "井具一览表", "合计五元", WELL]


# ── turns of an interview ───────────────────────────────────────────────────────────────────────


def _talk(*turns: str) -> str:
    """Paragraphs with a short line between each two."""
    return "\n".join([RIVER, WELL, *(line for turn in turns for line in (turn, RIVER, WELL)), RIVER])


@pytest.mark.parametrize("who", ["Q：", "A1: ", "记者：", "主持人："])
def test_the_turns_of_an_interview_are_no_titles(who: str) -> None:
    assert headings(_talk(f"{who}后来呢，谁来修？", f"{who}水甜不甜？", f"{who}你尝一口！")) == []


def test_what_a_speaker_of_the_post_says_is_no_title() -> None:
    asked = _talk("老周：水甜不甜？", "老周：你尝一口！")
    assert headings(f"{asked}\n老周：{RIVER}") == []
    assert [text for _, _, text in headings(asked)] == ["老周：水甜不甜？", "老周：你尝一口！"]
