"""The text of an article: the lines of its posts and nothing else."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from articles import article_of

import forumclean
from forumclean.article import Article
from forumclean.ledger import Passage
from forumclean.model import Mark, Post, PostFacts, ThreadFacts
from forumclean.options import Options


def article(text: str, *marks: Mark, options: Options | None = None) -> Article:
    """An article over a text with marks; every ``post`` mark is a post."""
    posts = [Post(PostFacts(), (), index=int(str(m.data["index"]))) for m in marks if m.kind == "post"]
    return replace(article_of(posts, ThreadFacts(), options=options), passage=Passage.of(text, marks))


def post(start: int, end: int, index: int = 0) -> Mark:
    return Mark(start, end, "post", {"index": index})


def test_lines_without_indent_and_blank_lines() -> None:
    text = "头\n　　甲 乙 \n\n \xa0\n\t丙\u200b\n尾"
    assert article(text, post(2, len(text) - 1)).to_text() == "甲 乙\n丙\n"
    assert forumclean.clean("甲。\n\u2003\n\u2003乙。\u2003\n").to_text() == "甲。\n乙。\n"


def test_posts_come_in_the_order_of_the_article() -> None:
    whole = article("甲\n乙\n丙\n", post(0, 2, 0), post(2, 4, 1), post(4, 6, 2))
    assert whole.to_text() == "甲\n乙\n丙\n"
    assert replace(whole, posts=(whole.posts[2], whole.posts[0])).to_text() == "丙\n甲\n"


def test_code_keeps_its_indent() -> None:
    text = "　甲\n  if x:\n\xa0\xa0\xa0\xa0y \n\n　乙\n"
    code = Mark(text.index("  if"), text.index("　乙"), "code")
    inner = Mark(code.start + 2, code.end - 3, "code")
    assert article(text, post(0, len(text)), code, inner).to_text() == "甲\n  if x:\n    y\n乙\n"


def test_restored_words_are_marked_where_that_is_asked_for() -> None:
    text = "全城最好的面，路*很远。\n最早"
    marks = (
        post(0, len(text)),
        Mark(2, 4, "mask", {"mask": "**", "word": "最好", "restored": True}),
        Mark(8, 9, "mask", {"mask": "*", "word": None, "restored": False}),
        Mark(13, 15, "mask", {"mask": "*", "word": "最早", "restored": True}),
    )
    assert article(text, *marks).to_text() == "全城最好的面，路*很远。\n最早\n"
    shown = article(text, *marks, options=Options(masks="mark")).to_text()
    assert shown == "全城最好[**]的面，路*很远。\n最早[*]\n"


def test_joined_pages_give_each_their_own_lines() -> None:
    pages = (article("甲\n乙\n", post(0, 2, 0), post(2, 4, 1)), article("丙\n丁\n", post(0, 2, 0), post(2, 4, 1)))
    posts = (pages[0].posts[0], replace(pages[1].posts[1], part=1), replace(pages[1].posts[0], part=1))
    assert replace(pages[0], posts=posts, joined=pages).to_text() == "甲\n丁\n丙\n"


@pytest.mark.parametrize("masks", ["keep", "restore", "mark"])
def test_clean_text_of_any_form_stays(masks: str) -> None:
    text = "# 井号\n- 一项\n1. 第一\na * b_c_d\n<b>标签</b> &amp; | x\n\\n 反斜线 \\\n"
    options = Options(masks=masks, input="text")
    assert forumclean.clean(text, options=options).to_text() == text


def test_time_grows_in_proportion_to_the_posts() -> None:
    text = "一行字\n" * 40_000
    marks = [post(4 * i, 4 * i + 4, i) for i in range(40_000)]
    big = article(text, *marks)
    begin = time.process_time()
    assert big.to_text() == text
    assert time.process_time() - begin < 3
