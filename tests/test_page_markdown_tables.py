"""Markdown in which the tables of posts stand as HTML: what converters with tables of their own make of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dumped import cleaned
from inputs import FIXTURES
from lxml.cssselect import CSSSelector
from lxml.html import document_fromstring, tostring

import forumclean

POSTS: Callable[[Any], Any] = CSSSelector("table[id^=pid]")


def test_a_page_with_its_posts_in_tables_is_read_as_a_page():
    page = (FIXTURES / "pages" / "desktop-multi.html").read_text("utf-8")
    tables = [tostring(table, encoding="unicode", with_tail=False) for table in POSTS(document_fromstring(page))]
    text = "\n\n".join(
        ["[论坛](forum.php)»[阳台](forum-9-1.html)", "## 屋顶菜园", *tables, "[返回列表](forum-9-1.html)"]
    )
    article, whole = forumclean.clean(text), forumclean.clean(page)
    article.passage.verify()
    assert len(tables) == len(whole.posts) > 1
    assert [(post.facts.pid, post.facts.author, post.facts.published) for post in article.posts] == [
        (post.facts.pid, post.facts.author, post.facts.published) for post in whole.posts
    ]
    assert article.to_text() == whole.to_text()


@pytest.mark.parametrize(
    "other", ['<table id="pid{$post[pid]}" class="plhin">', '<table id="pid902" class="plhin">', ""]
)
def test_a_lesson_on_templates_is_text(other):
    text = f'模板里的楼层：\n\n{other}\n<td class="t_f" id="postmessage_901">\n\n改这里就行。'
    assert cleaned(text).source.kind == "text"
