"""The promises of the contract, on every fixture and on every capture beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from inputs import ABSENT, FIXTURES, captures, fixtures
from promised import check_masks_point_at_themselves, check_nothing_is_lost

import forumclean
from forumclean import ForumcleanError, Options


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
