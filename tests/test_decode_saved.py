"""Addresses that browsers note in the pages they save."""

from __future__ import annotations

import pytest
from boxes import desktop, text

import forumclean

PAGE = f"<html><head><title>井台</title></head><body>{desktop(1, text(1))}</body></html>"
ADDRESS = "https://bbs.hewan.example/forum.php?mod=viewthread&tid=31&authorid=3"


@pytest.mark.parametrize(
    "note",
    [
        f"<!DOCTYPE html>\r\n<!-- saved from url=(0068){ADDRESS} -->\r\n",
        f"<!-- saved from url=({len(ADDRESS):04}){ADDRESS} -->",
        f"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Thu May 02 2024\n-->",
    ],
)
def test_the_address_of_a_saved_page_is_known(note: str):
    article = forumclean.clean((note + PAGE).encode())
    assert (article.source.url, article.thread.tid) == (ADDRESS, 31)
    assert article.posts[0].facts.floor is None  # a view of one author's posts numbers anew
    assert forumclean.clean((note + PAGE).encode(), url="https://a.example/").source.url == "https://a.example/"


@pytest.mark.parametrize(
    "page",
    [
        f"<!-- saved from url=(0014)about:internet -->{PAGE}",
        PAGE.replace("水清了。", f"&lt;!-- saved from url=(0068){ADDRESS} --&gt;"),
        PAGE + f"<!-- saved from url=(0068){ADDRESS} -->" * 2,
    ],
)
def test_other_addresses_are_none(page: str):
    assert forumclean.clean(page.replace("<body>", "<body>" + " " * 3_000).encode()).source.url is None
