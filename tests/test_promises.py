"""The promises of the contract, on every fixture and on every capture beside the checkout."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from inputs import ABSENT, FIXTURES, captures, fixtures
from lxml.etree import HTML, HTMLParser, XPath, strip_elements

import forumclean
from forumclean import Article, ForumcleanError, Options

STRING = XPath("string()")


def visible(html: str) -> str:
    """Every non-blank character of lxml's text of a page without script and style."""
    html = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html, count=1)  # lxml takes no declaration in text
    tree = HTML(html, parser=HTMLParser(huge_tree=True))
    strip_elements(tree, "script", "style", with_tail=False)
    return "".join(str(STRING(tree)).split())


def check_nothing_is_lost(article: Article, data: bytes) -> None:
    article.passage.verify()
    rebuilt = forumclean.rebuild(article.to_ledger().split("\n"))
    if article.source.kind == "text":
        assert rebuilt == data
    else:
        assert rebuilt.decode("utf-8") == article.passage.origin
    if article.source.kind == "html":
        assert "".join(article.passage.origin.split()) == visible(article.document.text.replace("\x00", "\ufffd"))


def check_masks_point_at_themselves(article: Article) -> None:
    document = article.to_dict()
    for mask in document["masks"]:  # type: ignore[attr-defined]
        if mask["post"] is None:
            text = document["thread"]["title"]  # type: ignore[index]
        else:
            text = document["posts"][mask["post"]]["blocks"][mask["block"]]  # type: ignore[index]
            for key in mask["in"]:
                text = text[key]
        shown = mask["word"] if mask["restored"] else mask["mask"]
        assert text[mask["offset"] :].startswith(shown), mask


def check(path: Path) -> None:
    data = path.read_bytes()
    try:
        article = forumclean.clean(data, name=str(path))
    except ForumcleanError as error:
        assert error.code in (3, 5), error
        return
    check_nothing_is_lost(article, data)
    check_masks_point_at_themselves(article)
    assert forumclean.clean(data, name=str(path)).to_json() == article.to_json()
    json.dumps(article.to_dict())


@pytest.mark.parametrize("path", fixtures(), ids=lambda p: str(p.relative_to(FIXTURES)))
def test_every_fixture(path: Path):
    check(path)


@pytest.mark.skipif(not captures(), reason=ABSENT)
@pytest.mark.timeout(600)
def test_every_capture():
    failed = {}
    for path in captures():
        try:
            check(path)
        except AssertionError as error:
            failed[str(path)] = str(error)[:300]
    assert not failed


CLEAN = """凌晨的市场里，卖豆腐的人先把灯打开。
　　第二段有全角缩进，里面有 GPT-4、13B 和 3*4=12。

- Faster startup
a | b ; c > d & e
$ x % y * z
    四个空格开头的一行
1. 第一条
2. 第二条
「引号」、（括号）和——破折号……
"""


def test_clean_text_comes_out_as_it_went_in():
    options = Options(masks="keep")
    text = forumclean.clean(CLEAN.encode(), options=options).to_text()
    assert text.splitlines() == [line.strip() for line in CLEAN.splitlines() if line.strip()]


def test_cleaning_twice_is_cleaning_once():
    keep = Options(masks="keep")  # a second look at the masks that were left knows the words put in by then
    once = forumclean.clean((FIXTURES / "thread.txt").read_bytes(), options=keep).to_text()
    assert forumclean.clean(once.encode(), options=keep).to_text() == once


def test_the_same_for_text_and_bytes():
    text = (FIXTURES / "thread.txt").read_text("utf-8")
    assert forumclean.clean(text).to_markdown() == forumclean.clean(text.encode()).to_markdown()
