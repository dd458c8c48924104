"""Classified threads whose board lays out the fields itself."""

from __future__ import annotations

import pytest
from boxes import cleaned, desktop, lines, text, withheld

from forumclean.model import ListBlock, Paragraph, Table

HEAD = """<div id="postlist"><h1 class="ts"><a href="forum.php?mod=forumdisplay&amp;fid=2&amp;filter={}id=4">[出租]</a>
<span id="thread_subject">井边的屋子</span></h1>"""
SORT = HEAD.format("sortid&amp;sort")
FIELDS = """<style>.h{}</style><!-- 房屋 --><div class="h cl"><h4>房屋信息</h4><ul><li><em>户型：</em>两间</li></ul></div>
<table><tr><td>朝向</td><td>南</td></tr></table>"""


def test_what_a_board_lays_out_above_the_text_is_text():
    article = cleaned(SORT + desktop(1, f"\n{FIELDS}\n{text(1)}") + desktop(2, f'<div class="x">已赞 3</div>{text(2)}'))
    assert article.posts[0].blocks == (
        Paragraph("房屋信息"),
        ListBlock(ordered=False, items=("户型：两间",)),
        Table((("朝向", "南"),)),
        Paragraph("水清了。"),
    )
    assert lines(article, 1) == ["水清了。"]  # only the first post has fields


@pytest.mark.parametrize(
    "sign",
    [
        '<span class="y pgb"><a href="forum.php?mod=forumdisplay&amp;fid=2&amp;filter=sortid&amp;sortid=4">返回列表</a></span>',
        '<img src="forum.php?mod=misc&amp;action=protectsort&amp;tid=31&amp;sortvalue=a">',
    ],
)
def test_where_the_class_does_not_stand_before_the_title(sign: str):
    article = cleaned(
        f'<h1 class="ts"><span id="thread_subject">井边的屋子</span></h1>{sign}{desktop(1, FIELDS + text(1))}'
    )
    assert lines(article) == ["房屋信息", "水清了。"]


def test_the_boxes_of_plugins_are_none():
    pager = '<div class="pg"><a href="thread-31-1-1.html">1</a><strong>2</strong></div>'
    for page in (HEAD.format("typeid&amp;type"), SORT + pager, ""):
        assert lines(cleaned(page + desktop(1, FIELDS + text(1)))) == ["水清了。"]


def test_beside_the_forums_own_layout_other_boxes_are_furniture():
    own = '<div class="typeoption"><table><tr><th>户型:</th><td>两间</td></tr></table></div>'
    assert lines(cleaned(SORT + desktop(1, f'<div class="x">已赞 3</div>{own}{text(1)}'))) == ["水清了。"]


@pytest.mark.parametrize("above", ["<h2>井边的屋子</h2>", '<div class="modact">已加精</div>'])
def test_what_has_a_meaning_of_its_own_keeps_it(above: str):
    article = cleaned(SORT + desktop(1, f"<p>朝南</p>{above}<p>两间</p>{text(1)}"))
    assert lines(article)[-2:] == ["两间", "水清了。"]
    assert "朝南" not in lines(article)


def test_a_post_that_is_withheld_has_no_fields():
    blocked = '<p>两间</p><div class="locked">提示: <em>该帖被管理员或版主屏蔽</em></div>'
    article = cleaned(SORT + desktop(1, blocked) + desktop(2, text(2)))
    assert (lines(article), withheld(article, 0)) == ([], ("blocked", "提示: 该帖被管理员或版主屏蔽"))
