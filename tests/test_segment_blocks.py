"""Blocks: lines, by-lines, captions, containers, spans and the places of masks."""

from __future__ import annotations

import re
import time

import pytest
from segmented import blocks, paragraphs, passage_of, post, segmented

from forumclean.model import (
    Code,
    Hidden,
    Image,
    ListBlock,
    Paragraph,
    PostFacts,
    Quote,
    Span,
    Table,
)
from forumclean.segment import segment
from forumclean.segment.byline import byline

# ── lines ───────────────────────────────────────────────────────────────────────────────────────


def test_each_line_is_a_paragraph_without_its_indent() -> None:
    assert paragraphs("　　甲句。\n\n \t\n\xa0\xa0乙句。　\n丙句。") == ["甲句。", "乙句。", "丙句。"]


def test_typed_lists_and_signs_stay_paragraphs() -> None:
    lines = ["- 一", "* 二", "1. 三", "（四）五", "> 六", "# 七", "---"]
    assert paragraphs("\n".join(lines)) == lines


def test_an_empty_post_has_no_blocks() -> None:
    assert post(" \n　\n").blocks == ()


def test_posts_keep_their_index_and_facts() -> None:
    first = passage_of("甲句。")
    marks = [mark._replace(data={"index": 1}) for mark in first.marks]
    facts = (PostFacts(floor=1), PostFacts(floor=2))
    found = segment(type(first)(first.text, tuple(marks), first.origin), facts)
    assert [(p.index, p.facts.floor) for p in found.posts] == [(1, 2)]


# ── containers ──────────────────────────────────────────────────────────────────────────────────


def test_a_quote_keeps_its_lines_and_facts() -> None:
    found = blocks("前句。\n<q author=老林 time=2024-04-08T09:12 floor=3>船呢？\n\n　　<b>没有</b>船。</q>\n后句。")
    quote = Quote("船呢？\n没有船。", "老林", "2024-04-08T09:12", 3, (Span(4, 6, "strong"),))
    assert found == (Paragraph("前句。"), quote, Paragraph("后句。"))


def test_a_quote_in_a_quote_is_flat_and_an_empty_one_is_none() -> None:
    assert blocks("<q>外句。\n<q>内句。</q>\n</q><q> \n</q>后句。") == (Quote("外句。\n内句。"), Paragraph("后句。"))


def test_pictures_of_a_quote_follow_it() -> None:
    assert blocks("<q>看图。<img src=a.jpg/></q>") == (Quote("看图。"), Image("a.jpg"))


def test_code_keeps_line_breaks_and_indent() -> None:
    assert blocks("<code language=py>\n\nif x:\n\xa0\xa0y  \n\n  z\n</code>") == (Code("if x:\n  y\n\n  z", "py"),)


def test_lists_also_unclosed_ones() -> None:
    want = ListBlock(ordered=True, items=("旧伞 黑的", "包子"), spans=((Span(0, 2, "strong"),), ()))
    assert blocks("<list ordered=yes><li><b>旧伞</b>\n黑的</li><li>包子</li><li> </li></list>") == (want,)
    nested = "<list ordered=no><li>旧伞<li>包子</li></li>尾句。</list>"
    assert blocks(nested) == (ListBlock(ordered=False, items=("旧伞", "包子")), Paragraph("尾句。"))


def test_what_stands_between_the_items_of_a_list_divides_it() -> None:
    found = blocks("<list><li>旧伞</li>\n一句旁白。\n<li>包子</li>\n<li>账本</li></list>\n尾句。")
    assert found == (
        ListBlock(ordered=False, items=("旧伞",)),
        Paragraph("一句旁白。"),
        ListBlock(ordered=False, items=("包子", "账本")),
        Paragraph("尾句。"),
    )


def test_a_list_without_items_is_its_lines() -> None:
    assert blocks("<list>旧伞\n包子</list>") == (Paragraph("旧伞"), Paragraph("包子"))


def test_tables_row_by_row() -> None:
    found = blocks("<table><tr><td>船</td><td>吨\n位</td></tr><tr><td>雾号</td><td></td></tr></table>")
    assert found == (Table((("船", "吨\n位"), ("雾号", ""))),)


def test_a_table_of_one_cell_is_a_frame() -> None:
    found = blocks("<table><tr><td>框里的句子。\n<q>引一句。</q></td></tr></table>")
    assert found == (Paragraph("框里的句子。"), Quote("引一句。"))


@pytest.mark.parametrize(
    ("condition", "shown"),
    [("reply", "reply"), ("pay", "pay"), ("login", "login"), ("permission", "permission"), ("blocked", "permission")],
)
def test_hidden_text_with_a_condition_of_the_contract(condition: str, shown: str) -> None:
    assert blocks(f"<hidden condition={condition}>这里的内容\n看不到</hidden>") == (Hidden(shown, "这里的内容 看不到"),)


# ── spans ───────────────────────────────────────────────────────────────────────────────────────


def test_spans_of_every_kind() -> None:
    found = blocks("　　说<b>一<i>二</i></b><del>三</del><icode>四</icode><a href=http://a.example>五</a>。")
    assert found == (
        Paragraph(
            "说一二三四五。",
            (
                Span(1, 3, "strong"),
                Span(2, 3, "em"),
                Span(3, 4, "del"),
                Span(4, 5, "code"),
                Span(5, 6, "link", "http://a.example"),
            ),
        ),
    )


def test_a_span_over_lines_is_cut_at_their_ends() -> None:
    assert blocks("甲<b>乙。\n　丙</b>丁。") == (
        Paragraph("甲乙。", (Span(1, 3, "strong"),)),
        Paragraph("丙丁。", (Span(0, 1, "strong"),)),
    )


def test_two_links_that_touch_stay_two() -> None:
    found = blocks("<a href=u>甲</a><a href=v>乙</a>句。")
    assert found == (Paragraph("甲乙句。", (Span(0, 1, "link", "u"), Span(1, 2, "link", "v"))),)


# ── masks ───────────────────────────────────────────────────────────────────────────────────────

MASKED = (
    "全城<mask mask=*>最好</mask>的船。\n"
    "<q>他说：\n<mask mask=**>最早</mask>的锣。</q>"
    "<list><li>甲</li><li>路<mask mask=*>*</mask>远</li></list>"
    "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁\n<mask mask=*>*</mask></td></tr></table>"
    "<img src=a.jpg/>\n图1：<mask mask=*>最老</mask>的码头\n"
    "<file filename=a>*<mask mask=*>*</mask></file>"
)


def test_masks_point_at_their_place() -> None:
    found = segmented(MASKED)
    told = [(m.block, m.where, m.offset) for m in found.masks]
    assert told == [
        (0, ("text",), 2),
        (1, ("text",), 4),
        (2, ("items", 1), 1),
        (3, ("rows", 1, 1), 2),
        (4, ("caption",), 3),
    ]


def test_masks_in_a_heading_and_behind_its_label() -> None:
    long = "船在雾里停了一夜，天亮的时候，岸上有人敲锣，没有人知道锣声是给谁听的，也没有人去问。\n"
    found = segmented(f"{long}一、<mask mask=*>最早</mask>的锣\n{long}二、听<mask mask=*>*</mask>的\n{long}")
    assert [(m.block, m.where, m.offset) for m in found.masks] == [(1, ("text",), 0), (3, ("text",), 1)]


@pytest.mark.parametrize(
    "bomb",
    [
        "作者：甲 ",
        "作者 ",
        "（ID：",
        "图",
        "图1：",
        "<b>甲</b>",
        "<q>甲</q>",
        "<list><li>甲</li></list>",
        "<img src=a/>",
        "<mask mask=*>*</mask>甲",
    ],
)
def test_time_is_linear(bomb: str) -> None:
    begin = time.process_time()
    segment(passage_of(bomb * 4_000), (PostFacts(),))
    byline(bomb * 20_000)
    blocks("<img src=a.jpg/>\n" + re.sub("<[^<>]*>", "", bomb) * 20_000)
    assert time.process_time() - begin < 5
