"""Rules of headings and blocks that no other test asked for: long paragraphs, large letters, numbers in elements, nested marks."""

from __future__ import annotations

from itertools import pairwise

from segmented import LONG, article, blocks, headings

from forumclean.model import Image, Paragraph

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
