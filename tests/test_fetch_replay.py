"""The captures of real forums, served again on this machine: every floor once, in order, equal to the gold."""

from __future__ import annotations

import importlib.util
import json
import socket
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from forum import FalseTime
from inputs import ABSENT, SHARED
from loopback import RawServer, raw_server

from forumclean import Article, ForumcleanError, Options, RefusedError
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings
from forumclean.fetching.urls import thread_ref

PAGES = SHARED / "pages"
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason=ABSENT)

VARIANTS = (
    "member",
    "guest-noimage",
    "lazyload",
    "reverse",
    "closed",
    "deleted",
    "locked",
    "relative",
    "ccbot",
    "as-author",
    "preview",
)
"""Captures of the same address under other circumstances."""
TRANSFER = frozenset({"transfer-encoding", "connection", "content-length", "server", "date"})
Key = tuple[object, ...]


@cache
def manifest() -> list[dict[str, Any]]:
    """The captures, as their manifest lists them."""
    if not PAGES.is_dir():
        return []
    files: list[dict[str, Any]] = json.loads((PAGES / "MANIFEST.json").read_bytes())["files"]
    return [e for e in files if e.get("status") and e["kind"] != "text-dump"]


@cache
def gold() -> ModuleType:
    """The scorer that lies beside the captures."""
    spec = importlib.util.spec_from_file_location("gold_of_captures", SHARED / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_of_captures"] = module
    spec.loader.exec_module(module)
    return module


def key(url: str) -> Key:
    """What tells one page from another, however its address came about."""
    ref = thread_ref(url)
    return (
        (ref.tid, ref.view, ref.page, ref.author, ref.shape == "address/rewrite")
        if ref.tid
        else (url.partition("//")[2].partition("/")[2],)
    )


class Captures:
    """One build of the forum, answering by its recorded addresses."""

    def __init__(self, group: str) -> None:
        self.pages: dict[Key, dict[str, Any]] = {}
        for entry in manifest():
            if entry.get("group") == group and not any(word in entry["file"] for word in VARIANTS):
                self.pages.setdefault(key(entry["url"]), entry)

    def talk(self, connection: socket.socket, target: str, _number: int) -> None:
        """Send what was recorded, its headers as they were."""
        entry = self.pages.get(key(f"http://bbs.example{target}"))
        status, body, headers = 404, b"", [["Content-Type", "text/html"]]
        if entry is not None:
            status, body = entry["status"], (PAGES / entry["file"]).read_bytes()
            headers = [[k, v] for k, v in entry["headers"] if k.lower() not in TRANSFER]
        head = "".join(f"{k}: {v}\r\n" for k, v in headers)
        connection.sendall(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body)


@pytest.fixture(params=["x35", "x34", "x34gbk"])
def build(request: pytest.FixtureRequest) -> Iterator[tuple[str, RawServer]]:
    """A build and its server."""
    with raw_server(Captures(request.param).talk) as server:
        yield request.param, server


def read(server: RawServer, target: str, **options: str) -> Article:
    chosen = Options(masks="keep", **options)  # type: ignore[arg-type]
    with Session(chosen, FetchSettings(delay=0), timer=FalseTime().timer()) as session:
        return session.thread(server.url + target)


def check(article: Article, group: str, name: str, view: str = "desktop") -> None:
    """The article against the gold of its thread: every floor once, in order, all lines, blocks and facts right."""
    suffix = {"x35": "", "x34": ".x34", "x34gbk": ".x34gbk"}[group]
    truth = json.loads((PAGES / "gold" / f"{name}{suffix}.json").read_bytes())
    floors = [post["floor"] for post in truth["posts"]]
    assert [post.facts.floor for post in article.posts] == floors
    score = gold().score(article.to_dict(), truth, {"template": view, "file": name, "floors": floors})
    assert score["pass"], {
        k: score[k] for k in ("missing", "extra", "facts", "facts_right", "block_misses") if k in score
    }


def names() -> list[tuple[int, str]]:
    found = {
        (key(e["url"])[0], e["file"].partition("/")[0])
        for e in manifest()
        if e.get("gold") and e["template"] == "desktop"
    }
    return sorted((int(str(tid)), name) for tid, name in found)


@pytest.mark.parametrize(("tid", "name"), names() or [(0, "")])
def test_every_thread_of_every_build_is_its_gold(build, tid, name):
    group, server = build
    check(read(server, f"/forum.php?mod=viewthread&tid={tid}"), group, name)


@pytest.mark.parametrize("target", ["/thread-5-1-1.html", "/thread-5-3-1.html"])
def test_rewritten_addresses(target):
    with raw_server(Captures("x35").talk) as server:
        check(read(server, target), "x35", "a2-multipage")
    assert server.pages() == [f"/thread-5-{n}-1.html" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "target",
    [
        "/forum.php?mod=viewthread&tid=5&extra=page%3D1&page=3",
        "/archiver/?tid-5.html&page=2",
        "/forum.php?mod=viewthread&action=printable&tid=5",
        "/forum.php?mod=viewthread&tid=5&mobile=2",
        "/forum.php?mod=redirect&goto=findpost&ptid=5&pid=24",
    ],
)
def test_other_forms_of_the_address(build, target):
    group, server = build
    check(read(server, target), group, "a2-multipage")
    assert len(server.pages()) == 3


def test_the_authors_own_view(build):
    group, server = build
    article = read(server, "/forum.php?mod=viewthread&tid=5", posts="author")
    captured = next(
        e for e in manifest() if e.get("group") == group and e["file"].endswith("onlyauthor.html") and "a2" in e["file"]
    )
    assert len(article.posts) == len(captured["floors"])
    assert len({post.facts.author for post in article.posts}) == 1
    assert any("authorid=" in target for target in server.pages())


def refusals() -> list[tuple[str, str]]:
    """Build and address of each page that refuses; a view that is refused alone is another matter."""
    readable = {(e["group"], key(e["url"])[0]) for e in manifest() if e.get("gold") and e.get("floors")}
    return sorted(
        {
            (e["group"], e["url"].partition(".example")[2])
            for e in manifest()
            if e.get("exit") == 5 and e["status"] != 302 and not any(word in e["file"] for word in VARIANTS)
            if (e["group"], key(e["url"])[0]) not in readable
        }
    )


@pytest.mark.parametrize(("group", "target"), refusals() or [("x35", "/")])
def test_refusals_are_refusals(group, target):
    with raw_server(Captures(group).talk) as server, pytest.raises(RefusedError) as caught:
        read(server, target)
    assert caught.value.code == 5
    assert "“" in str(caught.value) or caught.value.reason in ("missing", "login")


@pytest.mark.parametrize("group", ["x34", "x34gbk"])
def test_a_view_that_does_not_exist_leads_to_one_that_does(group):
    with raw_server(Captures(group).talk) as server:
        check(read(server, "/forum.php?mod=viewthread&tid=10&mobile=2"), group, "a7-paid")


def test_lists_are_no_threads(build):
    group, server = build
    targets = [
        e["url"].partition(".example")[2]
        for e in manifest()
        if e.get("group") == group and e.get("exit") == 3 and e["status"] == 200
    ]
    assert targets
    for target in targets:
        with pytest.raises(ForumcleanError) as caught:
            read(server, target)
        assert caught.value.code == 3, target


def test_the_captures_lie_where_they_should():
    assert Path(PAGES / "MANIFEST.json").is_file()
    assert len(manifest()) > 200
