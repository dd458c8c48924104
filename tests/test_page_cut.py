"""A page that breaks off is read, and it is said that its end is missing."""

from __future__ import annotations

import pytest
from boxes import HEAD, touch

import forumclean

POSTS = touch("水清了。") + touch("可以喝。", pid=52)
PAGE = f"{HEAD}{POSTS}<p>Powered by Discuz!</p></body></html>"


def cut_said(html: str) -> bool:
    return any("breaks off" in warning for warning in forumclean.clean(html).warnings)


@pytest.mark.parametrize("last", ["可以", '<div class="message">', '<ul class="auth', "水清了"])
def test_a_page_that_breaks_off_says_so(last: str):
    at = PAGE.rindex(last) + len(last)
    assert cut_said(PAGE[:at])


def test_a_whole_page_does_not_say_so():
    assert not cut_said(PAGE)
    assert not cut_said(PAGE.replace("html>", "HTML>").replace("body>", "BODY>"))
    assert not cut_said(PAGE.replace("</body></html>", ""))  # saved without end tags: the forum's foot is there
    assert not cut_said(POSTS)  # a part of a page
