"""Addresses: what names a thread and what does not, and how the address of any page is written."""

from __future__ import annotations

import time

import pytest

from forumclean import UsageError
from forumclean.emit.links import BASE_RE
from forumclean.fetching.again import asks_again
from forumclean.fetching.ranges import PageRanges
from forumclean.fetching.reader import LOGIN_RE
from forumclean.fetching.settling import AUTHOR_RE
from forumclean.fetching.types import Reply
from forumclean.fetching.urls import link, page_address, thread_ref
from forumclean.tables import load

ROWS = load("addresses")
B = "http://bbs.example"


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_rows_of_the_table(row):
    for sample in row.sample:
        ref = thread_ref(sample)
        assert (ref.shape, ref.view) == (row.id, row.text("view")), sample
        assert ref.tid == (5 if "=5" in sample or "-5" in sample else None), sample
    for other in row.negative:
        assert thread_ref(other).shape != row.id, other


@pytest.mark.parametrize(
    ("address", "parts", "root"),
    [
        (f"{B}/forum.php?mod=viewthread&tid=5", (5, 1, None, None), f"{B}/"),
        (
            "https://WWW.bbs.example/bbs/forum.php?tid=5&mod=viewthread&page=12#pid34",
            (5, 12, 34, None),
            "https://WWW.bbs.example/bbs/",
        ),
        (f"{B}:8080/forum.php?mod=viewthread&tid=5&page=1&authorid=7", (5, 1, None, 7), f"{B}:8080/"),
        (f"{B}/thread-5-3-1.html?from=album", (5, 3, None, None), f"{B}/"),
        (f"{B}/viewthread.php?tid=5&extra=page%3D1&page=2", (5, 2, None, None), f"{B}/"),
        (f"{B}/bbs/archiver/?tid-5.html&page=2", (5, 2, None, None), f"{B}/bbs/"),
        (f"{B}/bbs/archiver/tid-5.html", (5, 1, None, None), f"{B}/bbs/"),
        (f"{B}/forum.php?mod=redirect&goto=findpost&ptid=5&pid=34&fromuid=1", (5, 1, 34, None), f"{B}/"),
        (f"{B}/forum.php?mod=redirect&goto=findpost&pid=34", (None, 1, 34, None), f"{B}/"),
        (f"{B}/t-5-2.html", (5, 2, None, None), f"{B}/"),
        (" <http://bbs.example/thread-5-1-1.html>。", (5, 1, None, None), f"{B}/"),
        ("bbs.example/thread-5-1-1.html", (5, 1, None, None), f"{B}/"),
        ("http://[2001:db8::1]:8080/thread-5-1-1.html", (5, 1, None, None), "http://[2001:db8::1]:8080/"),
        ("http://论坛.example/thread-5-1-1.html", (5, 1, None, None), "http://论坛.example/"),
    ],
)
def test_what_an_address_names(address, parts, root):
    ref = thread_ref(address)
    assert ((ref.tid, ref.page, ref.pid, ref.author), ref.root) == (parts, root)


@pytest.mark.parametrize(
    "address",
    [
        f"{B}/",
        f"{B}/forum-5-1.html",
        f"{B}/forum.php?mod=forumdisplay&fid=5",
        f"{B}/forum.php?mod=viewthread&tid=",
        f"{B}/forum.php?mod=viewthread&tid=0",
        f"{B}/forum.php?mod=viewthread&tid=5x",
        f"{B}/forum.php?mod=viewthread&tid=12345678901",
        f"{B}/home.php?mod=space&uid=5",
        f"{B}/forum.php?mod=viewthread&tid=5" + "&a=1" * 200,
    ],
)
def test_what_names_no_thread(address):
    ref = thread_ref(address)
    assert (ref.tid, ref.view) == (None, "unknown")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "thread",
        "saved.html",
        "ftp://bbs.example/thread-5-1-1.html",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///thread-5-1-1.html",
        "http://[::1/thread-5-1-1.html",
        "http://bbs.example:99999/thread-5-1-1.html",
        "http://bbs.example:0/thread-5-1-1.html",
        "http://user:secret@bbs.example/thread-5-1-1.html",
        "http://bbs.example/" + "a" * 3000,
        "http://bbs example/thread-5-1-1.html",
    ],
)
def test_what_is_no_address_is_wrong_usage_with_an_example(address):
    with pytest.raises(UsageError) as caught:
        thread_ref(address)
    assert caught.value.code == 2
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "view", "page", "author", "made"),
    [
        ("/forum.php?mod=viewthread&tid=5&page=9&extra=x", "desktop", 1, None, "/forum.php?mod=viewthread&tid=5"),
        ("/forum.php?mod=viewthread&tid=5", "desktop", 3, None, "/forum.php?mod=viewthread&tid=5&page=3"),
        ("/forum.php?mod=viewthread&tid=5", "desktop", 1, 7, "/forum.php?mod=viewthread&tid=5&page=1&authorid=7"),
        ("/thread-5-2-1.html", "desktop", 1, None, "/thread-5-1-1.html"),
        ("/bbs/thread-5-2-1.html", "archiver", 2, None, "/bbs/archiver/?tid-5.html&page=2"),
        ("/archiver/?tid-5.html", "desktop", 2, None, "/forum.php?mod=viewthread&tid=5&page=2"),
        ("/viewthread.php?tid=5", "desktop", 2, None, "/viewthread.php?tid=5&page=2"),
        ("/viewthread.php?tid=5", "printable", 1, None, "/viewthread.php?action=printable&tid=5"),
        ("/viewthread.php?tid=5", "touch", 1, None, None),
        ("/topic/x", "desktop", 2, None, None),
    ],
)
def test_addresses_that_are_written(address, view, page, author, made):
    assert page_address(thread_ref(B + address), view, page, author) == (B + made if made else None)


def test_links_stay_on_the_host_that_was_asked_and_in_the_thread():
    ref = thread_ref("http://127.0.0.1:8080/thread-5-1-1.html")
    found = link(ref, "http://bbs.example/thread-5-1-1.html", "thread-5-2-1.html")
    assert found is not None
    assert (found.address, found.page) == ("http://127.0.0.1:8080/thread-5-2-1.html", 2)
    for other in ("thread-6-2-1.html", "forum-5-1.html", "javascript:;", "http://[bad/thread-5-2-1.html"):
        assert link(ref, "http://bbs.example/thread-5-1-1.html", other) is None


@pytest.mark.parametrize("piece", ["a", "-", "thread-", "tid=5&", "1", "t-1-", "archiver/", "%3D", "/"])
def test_hostile_addresses_are_read_in_time(piece):
    started = time.process_time()
    text = piece * (1_000_000 // len(piece))
    for address in (f"{B}/{text}", f"{B}/forum.php?{text}", text):
        with pytest.raises(UsageError):
            thread_ref(address)
    with pytest.raises(UsageError):
        PageRanges.of("1," * 400_000 + "x")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<a href=",
        '<a href="',
        "<a href = ",
        "<base ",
        "<base href=",
        "?&;authorid=",
        "mod=logging",
        "刷新",
        " ",
        "href",
        "<",
    ],
)
def test_hostile_pages_cost_the_patterns_no_more_than_their_length(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    for pattern in (AUTHOR_RE, LOGIN_RE):
        pattern.search(text)
    BASE_RE.search(text[:20_000])
    asks_again(Reply("http://a.example/", 200, (), text.encode()))
    assert time.process_time() - started < 5
