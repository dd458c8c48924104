"""Rules of headings and blocks that no other test asked for: long paragraphs, large letters, numbers in elements, nested marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from segmented import LONG, article, blocks, headings, paragraphs

from forumclean.model import Byline, Image, Paragraph, Table

LONGER = [f"{left}{right}" for left, right in pairwise(LONG)]
"""Paragraphs longer than any title."""


def test_short_lines_between_paragraphs_longer_than_any_title_are_headings() -> None:
    text = "\n".join([LONGER[0], "账本里的第九页", *LONGER[1:4], "看门人的运费", *LONGER[2:5]])
    assert [title for _, _, title in headings(text)] == ["账本里的第九页", "看门人的运费"]


def test_large_letters_make_headings_where_short_lines_alone_do_not() -> None:
    titles, below = ("账本里的第九页", "看门人的运费"), LONG[:2]
    bare = "\n".join(f"{title}\n{text}" for title, text in zip(titles, below, strict=True))
    assert headings(bare) == []
    large = "\n".join(f"<size value=5>{title}</size>\n{text}" for title, text in zip(titles, below, strict=True))
    assert [title for _, _, title in headings(large)] == list(titles)
    small = large.replace("value=5", "value=2")
    assert headings(small) == []


def test_numbers_that_headings_in_elements_begin_with_are_told_apart() -> None:
    text = f"<h2>一、河流的来历</h2>\n{LONG[0]}\n<h2>二、水井的故事</h2>\n{LONG[1]}"
    assert headings(text) == [(2, "一", "河流的来历"), (2, "二", "水井的故事")]
    text = f"<h2>3 号仓库的来历</h2>\n{LONG[0]}\n<h2>水井的故事</h2>\n{LONG[1]}"
    assert [title for _, _, title in headings(text)] == ["3 号仓库的来历", "水井的故事"]


def test_of_spans_that_begin_at_one_place_the_outer_comes_first() -> None:
    (block,) = blocks("<b><a href=x>账本</a>在桌上</b>，没有人动。")
    assert isinstance(block, Paragraph)
    assert [(span.start, span.end, span.kind) for span in block.spans] == [(0, 5, "strong"), (0, 2, "link")]


def test_a_title_with_two_masks_is_judged_by_its_own_length() -> None:
    star = "<mask mask=*>*</mask>"
    title = f"从河东到河西走了一整年的那位{star}看门人与他{star}的运费"
    (first, second) = [text for _, _, text in headings(article(title, "账本里的第九页"))]
    assert (first, second) == (title.replace(star, "*"), "账本里的第九页")


def test_a_picture_inside_a_line_keeps_the_name_of_its_file() -> None:
    text = "船靠岸了。<img src=x/a.jpg filename=码头.jpg/>锣声停了。"
    (picture,) = [block for block in blocks(text) if isinstance(block, Image)]
    assert (picture.src, picture.filename) == ("x/a.jpg", "码头.jpg")


INNER = "<table><tr></tr><td>内</td>\n<td>里</td></table>"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (f"<tr></tr><td>外</td><td>{INNER}</td><tr></tr><td>丙</td><td>丁</td>", (("外", "内\n里"), ("丙", "丁"))),
        (f"<tr></tr><td>{INNER}</td><td>{INNER}</td><tr></tr><td>丁</td>", (("内\n里", "内\n里"), ("丁",))),
        (f"<tr></tr><td>外</td><td>说明\n{INNER}</td>", (("外", "说明\n内\n里"),)),
        ("<tr></tr><td>外</td><td><table><tr></tr><td>内</td></table></td>", (("外", "内"),)),
        ("<tr></tr><td>甲<td>乙</td></td><tr></tr><td>丙</td><td>丁</td>", (("甲", "乙"), ("丙", "丁"))),
    ],
    ids=["a table alone in a cell", "in two cells", "below a line", "of one cell", "damaged: a cell in a cell"],
)
def test_tables_in_cells_stay_where_they_stand(rows: str, wanted: object) -> None:
    assert [block.rows for block in blocks(f"<table>{rows}</table>") if isinstance(block, Table)] == [wanted]
    assert paragraphs(f"<table>{rows}</table>") == []


def test_a_table_without_cells_keeps_its_text() -> None:
    assert paragraphs("甲。\n<table>乙。\n丙。</table>\n丁。") == ["甲。", "乙。", "丙。", "丁。"]


def test_a_paragraph_below_a_picture_does_not_end_the_look_for_captions() -> None:
    pictures = [
        block
        for block in blocks(f"<img src=a.jpg/>\n{LONG[0]}{LONG[1]}\n<img src=b.jpg/>\n图：码头的早上\n{LONG[2]}")
        if isinstance(block, Image)
    ]
    assert [(picture.src, picture.caption) for picture in pictures] == [("a.jpg", None), ("b.jpg", "图：码头的早上")]


def test_a_link_in_a_by_line_is_kept() -> None:
    (line,) = [b for b in blocks(f"来源：<a href=x>河湾晚报</a> 作者：周水生\n{LONG[0]}") if isinstance(b, Byline)]
    assert [(span.start, span.end, span.kind) for span in line.spans] == [(3, 7, "link")]
