"""The store: what was read once is not asked for again, whatever happened in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from forum import HOST, Asked, FalseTime, Forum, Made, forum, moved
from loopback import answer, raw_server

from forumclean import Article, Failure, InputError, NetworkError, Options, OutputError
from forumclean.cli.inputs import names
from forumclean.fetching.keys import PageKey, safe
from forumclean.fetching.session import Session
from forumclean.fetching.store import Store
from forumclean.fetching.stored import read_thread, threads
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.filenames import STORE_INDEX

QUERY = "/forum.php?mod=viewthread&tid=77"


def read(
    made: Forum,
    store: Path,
    *,
    fetcher: Asked | None = None,
    posts: str = "all",
    target: str = QUERY,
    **settings: object,
) -> Article:
    chosen = FetchSettings(store=store, **settings)  # type: ignore[arg-type]
    asked = fetcher or Asked(made)
    with Session(Options(posts=posts), chosen, asked, timer=FalseTime().timer()) as session:
        return session.thread(HOST + target)


def asked_after(made: Forum, done: int) -> list[str]:
    return [
        target.rpartition("page=")[2] if "page=" in target else "1"
        for target in made.log[done:]
        if target != "/robots.txt"
    ]


def test_a_second_run_asks_for_the_last_page_only(tmp_path):
    made = forum(8)
    first = read(made, tmp_path)
    done = len(made.log)
    second = read(made, tmp_path)
    assert second.to_json() == first.to_json()
    assert asked_after(made, done) == ["3"]


def test_a_thread_that_has_grown_is_read_on(tmp_path):
    made = forum(8)
    read(made, tmp_path)
    made.posts += [Made(990 + n, 12, f"第 {8 + n} 楼，新来的。") for n in range(1, 6)]
    done = len(made.log)
    again = read(made, tmp_path)
    assert [post.facts.floor for post in again.posts] == list(range(1, 14))
    assert asked_after(made, done) == ["3", "4", "5"]


def test_a_thread_of_one_page_that_has_grown(tmp_path):
    made = forum(2)
    read(made, tmp_path)
    made.posts += [Made(990 + n, 12, f"第 {2 + n} 楼，新来的。") for n in range(1, 6)]
    done = len(made.log)
    assert len(read(made, tmp_path).posts) == 7
    assert asked_after(made, done) == ["1", "2", "3"]


def test_a_post_deleted_between_runs_hides_no_other(tmp_path):
    made = forum(12)
    read(made, tmp_path)
    made.posts.pop(4)
    again = read(made, tmp_path)
    pids = [post.facts.pid for post in again.posts]
    assert pids == [900 + n for n in range(1, 13) if n != 5]


class ConditionalForum(Forum):
    """A forum whose pages have tags, as a cache before it may give them."""

    unchanged = 0

    def answer(self, target):
        status, headers, body = super().answer(target)
        return status, [*headers, ("ETag", f'"{hash(body)}"')], body


class Conditional(Asked):
    """Answers 304 where the tag still holds."""

    def get(self, url, headers, *, timeout, max_bytes):
        reply = super().get(url, headers, timeout=timeout, max_bytes=max_bytes)
        tag = headers.get("If-None-Match")
        if tag and tag == reply.header("etag"):
            return Reply(url, 304, (("ETag", tag),), b"")
        return reply


def test_requests_are_conditional(tmp_path):
    plain = forum(8)
    made = ConditionalForum(plain.posts)
    first = read(made, tmp_path, fetcher=Conditional(made))
    fetcher = Conditional(made)
    second = read(made, tmp_path, fetcher=fetcher)
    assert second.to_json() == first.to_json()
    assert [bool(headers.get("If-None-Match")) for headers in fetcher.headers] == [False, True]
    made.posts[7].text = "第 8 楼，改过了。"
    assert "改过了" in read(made, tmp_path, fetcher=Conditional(made)).to_text()


@pytest.mark.parametrize("at", range(1, 8))
@pytest.mark.parametrize("posts", ["all", "author"])
def test_killed_at_any_request_and_run_again(tmp_path, at, posts):
    whole = read(forum(14), tmp_path / "whole", posts=posts)
    made = forum(14)

    def dies(_url: str, count: int) -> None:
        if count == at:
            raise KeyboardInterrupt

    fetcher = Asked(made, dies)
    try:
        read(made, tmp_path / "cut", fetcher=fetcher, posts=posts)
    except KeyboardInterrupt:
        pass
    else:
        assert at > fetcher.count
    again = read(made, tmp_path / "cut", posts=posts)
    assert again.to_json() == whole.to_json()
    answered = made.threads_asked()
    assert len(answered) == len(set(answered)) or at > fetcher.count


def test_a_run_that_was_cut_off_long_ago_does_not_go_on(tmp_path):
    made = forum(3, size=5)

    now = [datetime(2024, 5, 4, tzinfo=UTC)]
    store = Store(tmp_path, now=lambda: now[0])
    store.begin("s/thread-77")
    key = PageKey("s", "thread-77", "desktop", 1)
    store.keep((key,), Reply(HOST + QUERY, 200, (), made.page(1)))
    kept = store.get(key)
    assert kept is not None
    again = Store(tmp_path, now=lambda: now[0])
    again.begin("s/thread-77")
    assert again.is_fresh(kept, "s/thread-77")
    now[0] += timedelta(days=3)
    later = Store(tmp_path, now=lambda: now[0])
    later.begin("s/thread-77")
    assert not later.is_fresh(kept, "s/thread-77")


def test_pages_are_kept_as_served(tmp_path):
    made = forum(8, charset="gbk")
    made.extra[f"{QUERY}&extra=&page=2"] = (
        200,
        [("Content-Type", "text/html"), ("Set-Cookie", "auth=secret"), ("X-Odd", "ü")],
        made.page(2),
    )
    read(made, tmp_path)
    folder = tmp_path / "bbs.garden.example"
    assert sorted(p.name for p in folder.iterdir()) == [f"thread-77-page-000{n}.html" for n in (1, 2, 3)]
    assert (folder / "thread-77-page-0002.html").read_bytes() == made.page(2)
    entries = [json.loads(line) for line in (tmp_path / STORE_INDEX).read_text("utf-8").splitlines()]
    page = next(entry for entry in entries if entry.get("file", "").endswith("0002.html"))
    assert page["url"] == f"{HOST}{QUERY}&extra=&page=2"
    assert page["status"] == 200
    assert ["X-Odd", "ü"] in page["headers"]
    assert "secret" not in (tmp_path / STORE_INDEX).read_text("utf-8")
    assert datetime.fromisoformat(page["fetched"]).tzinfo is not None


def test_what_a_newer_page_replaces_is_kept_too(tmp_path):
    made = forum(8)
    read(made, tmp_path)
    before = made.page(3)
    made.posts[7].text = "第 8 楼，改过了。"
    read(made, tmp_path)
    old = list((tmp_path / "bbs.garden.example" / ".old").iterdir())
    assert [path.read_bytes() for path in old] == [before]
    read(made, tmp_path)
    assert len(list((tmp_path / "bbs.garden.example" / ".old").iterdir())) == 1


@pytest.mark.parametrize("posts", ["all", "author", "first", "4-6"])
def test_offline_gives_the_same_and_asks_nobody(tmp_path, posts):
    made = forum(8)
    first = read(made, tmp_path, posts=posts)
    done = len(made.log)
    again = read(made, tmp_path, posts=posts, offline=True)
    assert again.to_json() == first.to_json()
    assert len(made.log) == done


@pytest.mark.parametrize("target", ["/thread-77-2-1.html", "/archiver/?tid-77.html", f"{QUERY}&page=3#pid907"])
def test_offline_finds_the_thread_by_any_address(tmp_path, target):
    made = forum(8)
    first = read(made, tmp_path)
    assert read(made, tmp_path, target=target, offline=True).to_text() == first.to_text()


def test_offline_says_what_is_missing(tmp_path):
    read(forum(12), tmp_path, pages="1,3")
    article = read(forum(12), tmp_path, offline=True)
    assert [post.facts.floor for post in article.posts] == [1, 2, 3, 7, 8, 9]
    assert article.warnings == ("page 2, 4 is not in the store; the thread is not whole: run once without --offline",)
    with pytest.raises(InputError, match=r"not in the store.*--offline"):
        read(forum(8), tmp_path, target="/thread-5-1-1.html", offline=True)


def test_clean_reads_what_a_store_has(tmp_path):
    read(forum(12), tmp_path, pages="2-3")
    (thread,) = threads(tmp_path)
    article = read_thread(thread, Options())
    assert isinstance(article, Article)
    assert [post.facts.floor for post in article.posts] == [4, 5, 6, 7, 8, 9]
    failure = read_thread(thread, Options(posts="author"))
    assert isinstance(failure, Failure)
    assert (failure.name, failure.code, failure.reason) == (thread.name, 3, "offline")


def test_a_folder_with_an_index_of_another_program_is_no_store(tmp_path):
    (tmp_path / "index.jsonl").write_text('{"a": 1}\n')
    (tmp_path / "a.txt").write_text("一句话。\n", "utf-8")
    assert names([str(tmp_path)]) == [str(tmp_path / "a.txt")]


def test_a_moved_thread_is_found_under_both_names(tmp_path):
    made = forum(8)
    made.extra["/forum.php?mod=viewthread&tid=5"] = moved(f"{HOST}/thread-77-1-1.html")
    first = read(made, tmp_path, target="/forum.php?mod=viewthread&tid=5")
    for target in ("/thread-5-1-1.html", "/thread-77-1-1.html"):
        assert read(made, tmp_path, target=target, offline=True).to_text() == first.to_text()
    assert [thread.name for thread in threads(tmp_path)] == [str(tmp_path / "bbs.garden.example" / "thread-77")]


def test_clean_reads_a_store_as_fetch_does(tmp_path):
    made, other = forum(8), forum(4, tid=5)
    first = read(made, tmp_path)
    second = read(other, tmp_path, target="/thread-5-1-1.html")
    found = threads(tmp_path)
    assert len(found) == 2
    for thread, whole in zip(found, (first, second), strict=True):
        article = read_thread(thread, Options())
        assert isinstance(article, Article)
        assert article.to_markdown() == whole.to_markdown()
        assert article.to_ledger() == whole.to_ledger()


@pytest.mark.parametrize("damage", ["half line", "junk", "page gone", "page changed", "no index"])
def test_a_damaged_store_costs_a_request_and_no_more(tmp_path, damage):
    made = forum(8)
    first = read(made, tmp_path)
    index, page = tmp_path / STORE_INDEX, tmp_path / "bbs.garden.example" / "thread-77-page-0001.html"
    if damage == "half line":
        index.write_bytes(index.read_bytes()[:-30])
    elif damage == "junk":
        index.write_bytes(b"\xff\xfe{]\n\n[1]\n" + index.read_bytes())
    elif damage == "page gone":
        page.unlink()
    elif damage == "page changed":
        page.write_bytes(b"<html>changed</html>")
    else:
        index.unlink()
    assert read(made, tmp_path).to_text() == first.to_text()
    assert read(made, tmp_path, offline=True).to_text() == first.to_text()


@pytest.mark.parametrize("file", ["../../etc/passwd", "/etc/passwd", "a/../../b", "x"])
def test_an_index_that_was_tampered_with_reads_nothing_outside(tmp_path, file):
    store = Store(tmp_path)
    key = PageKey("s", "thread-1", "desktop", 1)
    store.keep((key,), Reply("http://s/", 200, (), b"x"))
    lines = (tmp_path / STORE_INDEX).read_text("utf-8").replace(key.file, file)
    (tmp_path / STORE_INDEX).write_text(lines, "utf-8")
    with pytest.raises(InputError, match="tampered"):
        Store(tmp_path).get(key)


def test_names_stay_in_the_store():
    for site, thread in (
        ("..", ".."),
        ("a/../b", "x/y"),
        ("[::1]:80", "thread-1"),
        ("con", "nul"),
        ("", ""),
        ("论坛.example", "t"),
    ):
        parts = Path(PageKey(site, thread, "../view", 1, 2).file).parts
        assert len(parts) == 2
        assert ".." not in parts
        assert not parts[0].startswith((".", "/"))
    assert len(safe("a" * 500)) == 100
    assert safe("a" * 500) != safe("a" * 501)


def test_a_store_that_cannot_be_written_is_an_error_with_its_path(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises((OutputError, InputError), match="file"):
        read(forum(2), blocked)


def test_no_page_that_is_refused_is_kept(tmp_path):
    made = forum(8)
    with pytest.raises(Exception, match="不存在"):
        read(made, tmp_path, target="/thread-5-1-1.html")
    assert not list(tmp_path.rglob("*.html"))


def test_a_failing_network_keeps_what_was_read(tmp_path):
    made = forum(8)

    def fails(_url: str, count: int) -> None:
        if count == 4:
            raise NetworkError("gone", reason="host")

    with pytest.raises(NetworkError):
        read(made, tmp_path, fetcher=Asked(made, fails))
    done = len(made.log)
    assert len(read(made, tmp_path).posts) == 8
    assert asked_after(made, done) == ["3"]


@pytest.fixture
def interruptible():
    """Children hear Ctrl-C even where we run in the background of a shell, which ignores it for all of them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_killed_goes_on_where_it_was(tmp_path, sign):
    made = forum(14)

    def talk(connection, target, _number):
        if "page=3" in target and not released:
            reached.append(target)
            time.sleep(20)
        status, _, body = made.answer(target)
        connection.sendall(answer(body, status=f"{status} X"))

    released: list[int] = []
    reached: list[str] = []
    with raw_server(talk) as server:
        command = [
            sys.executable,
            "-m",
            "forumclean",
            "fetch",
            server.url + QUERY,
            "--store",
            str(tmp_path),
            "--delay",
            "0",
            "-f",
            "text",
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        end = time.monotonic() + 30
        while not reached and time.monotonic() < end:
            time.sleep(0.02)
        os.kill(process.pid, sign)
        out, err = process.communicate(timeout=20)
        assert out == b""
        if sign == signal.SIGINT:
            assert process.returncode == 130
            assert b"run the same command again" in err
            assert b"Traceback" not in err
        released.append(1)
        again = subprocess.run(command, capture_output=True, check=False)
    assert again.returncode == 0
    text = again.stdout.decode()
    assert [f"第 {n} 楼，今天收了 {n} 斤番茄。" in text for n in range(1, 15)] == [True] * 14
    answered = made.threads_asked()
    assert len(answered) == len(set(answered)) == 5
