"""Elements in an author's own text that bear the forum's classes, and views that tell no text from what stands around it."""

from __future__ import annotations

import pytest
from test_page_html_finds import article, blocks

import forumclean
from forumclean.model import Image, ListBlock, Paragraph


def texts(html: str) -> list[str]:
    return [line for line in forumclean.clean(html).to_text().split("\n") if line]


# ── classes of the forum's in a post written as HTML ────────────────────────────────────────────


@pytest.mark.parametrize(
    "html",
    [
        '井水很<em class="hot">烫</em>，喝不得。',
        '井水很<em class="nums">烫</em>，喝不得。',
        '井水很<span class="quote">烫</span>，喝不得。',
    ],
)
def test_an_author_may_have_classes_of_the_names_that_the_forum_has(html):
    (block,) = blocks(html)
    assert isinstance(block, Paragraph)
    assert block.text == "井水很烫，喝不得。"


@pytest.mark.parametrize("name", ["hot", "nums"])
def test_a_list_of_words_and_their_meaning_is_text_whatever_its_class(name):
    said = "".join(getattr(b, "text", "") for b in blocks(f'<dl class="{name}"><dt>水位</dt><dd>三尺</dd></dl>退了。'))
    assert said == "水位三尺退了。"


def test_a_box_that_says_nothing_of_a_file_is_no_tooltip():
    tip = '<div class="tip_1">先放水。</div><div class="tip tip_4">井口.png (2 KB, 下载次数: 3)</div>再刷。'
    assert [getattr(b, "text", "") for b in blocks(tip)] == ["先放水。", "再刷。"]


def test_items_of_an_author_with_pictures_keep_their_text():
    items = '<ul><li class="p5"><img src="http://x.example/a.jpg"> 井沿</li><li class="p5">井绳</li></ul>'
    found = blocks(items)
    assert [b.src for b in found if isinstance(b, Image)] == ["http://x.example/a.jpg"]
    said = "".join("".join(b.items) if isinstance(b, ListBlock) else getattr(b, "text", "") for b in found)
    assert "井沿" in said
    assert "井绳" in said


@pytest.mark.parametrize("name", ["act", "point", "trdb", "typeoption"])
def test_a_box_of_an_author_makes_no_special_thread(name):
    made = article(f'开头。<div class="{name}">他写的，带<b>粗</b>。</div>')
    found = made.posts[0].blocks
    assert any(span.kind == "strong" for block in found if isinstance(block, Paragraph) for span in block.spans)
    assert made.thread.kind == "normal"
