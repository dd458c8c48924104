"""A page that a browser saved says where it was saved from."""

from __future__ import annotations

import pytest
from boxes import HEAD, touch

import forumclean
from forumclean import Article

ADDRESS = "https://hewan.example/forum.php?mod=viewthread&tid=77&authorid=3&mobile=2"
IE = f"<!-- saved from url=(0075){ADDRESS} -->"
SINGLE = f"<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Sat Jul 01 2023\n-->"
PAGE = f"{HEAD}{touch('水清了。')}</body></html>"


def saved(comment: str, url: str | None = None) -> Article:
    return forumclean.clean(PAGE.replace("<html>", f"{comment}\n<html>", 1), url=url)


@pytest.mark.parametrize("comment", [IE, SINGLE])
def test_the_address_in_the_comment_of_a_browser(comment: str):
    article = saved(comment)
    assert (article.source.url, article.thread.tid) == (ADDRESS, 77)
    assert article.posts[0].facts.floor is None  # the view of one author counts its own
    assert saved(comment, "https://hewan.example/thread-31-1-1.html").thread.tid == 31


@pytest.mark.parametrize("comment", ["", "<!-- saved from url=(0014)about:internet -->", f"<!-- {ADDRESS} -->"])
def test_other_comments_are_no_address(comment: str):
    article = saved(comment)
    assert (article.source.url, article.thread.tid) == (None, 31)
