"""Cookies, pictures, and what is said of faults: the small parts of fetching."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from forum import HOST, Asked, FalseTime, forum
from loopback import answer, raw_server

from forumclean import InputError, NetworkError, Options, OutputError, RefusedError, UsageError, fetch_many
from forumclean.fetching import cookies as cookie_module
from forumclean.fetching.client import HttpFetcher
from forumclean.fetching.cookies import cookie_jar
from forumclean.fetching.guard import Guard
from forumclean.fetching.images import Files, kind_of_picture, safe_file_name
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings, Reply

QUERY = "/forum.php?mod=viewthread&tid=77"


def pairs(jar: CookieJar) -> list[tuple[str, str, str | None]]:
    return sorted((cookie.domain, cookie.name, cookie.value) for cookie in jar)


def test_a_file_of_cookies_with_its_odd_lines(tmp_path):
    path = tmp_path / "cookies.txt"
    later = int(time.time()) + 10_000
    path.write_text(
        "# Netscape HTTP Cookie File\n\n# a remark\n"
        f".bbs.example\tTRUE\t/\tFALSE\t{later}\tauth\ta%2Fb\n"
        f"#HttpOnly_bbs.example\tFALSE\t/\tTRUE\t{later}\tsaltkey\tx\n"
        "bbs.example\tFALSE\t/\tFALSE\t0\tsession\ty\n",
        "utf-8",
    )
    assert pairs(cookie_jar(FetchSettings(cookies=path))) == [
        (".bbs.example", "auth", "a%2Fb"),
        ("bbs.example", "saltkey", "x"),
        ("bbs.example", "session", "y"),
    ]
    assert pairs(cookie_jar(FetchSettings())) == []


@pytest.mark.parametrize("content", [b"", b"junk", b"# Netscape HTTP Cookie File\nnot\ttabs\n", b"\xff\xfe\x00\x01"])
def test_files_that_hold_no_cookies_are_wrong_usage(tmp_path, content):
    path = tmp_path / "cookies.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"cookies\.txt.*Netscape"):
        cookie_jar(FetchSettings(cookies=path))


def firefox(home: Path, *, ini: str, folder: str = "abc.default") -> Path:
    """A home with a profile of Firefox in it."""
    monkey = home / cookie_module.PROFILES.get(sys.platform, cookie_module.PROFILES["linux"])[0]
    (monkey / folder).mkdir(parents=True)
    (monkey / "profiles.ini").write_text(ini, "utf-8")
    with closing(sqlite3.connect(monkey / folder / "cookies.sqlite")) as database:
        database.execute(
            "CREATE TABLE moz_cookies (id INTEGER, originAttributes TEXT, name TEXT, value TEXT, host TEXT, path TEXT,"
            " expiry INTEGER, isSecure INTEGER)"
        )
        soon = int(time.time()) + 10_000
        rows = [
            (1, "", "auth", "v", ".bbs.example", "/", soon, 1),
            (2, "^userContextId=1", "auth", "container", ".bbs.example", "/", soon, 0),
            (3, "", "sid", "w", "bbs.example", "/", soon * 1000, 0),
        ]
        database.executemany("INSERT INTO moz_cookies VALUES (?,?,?,?,?,?,?,?)", rows)
        database.commit()
    return home


@pytest.mark.parametrize(
    "ini",
    [
        "[Install1]\nDefault=abc.default\n[Profile0]\nPath=other\nIsRelative=1\n",
        "[Profile0]\nName=a\nIsRelative=1\nPath=other\n[Profile1]\nIsRelative=1\nPath=abc.default\nDefault=1\n",
        "[General]\nVersion=2\n[Profile0]\nPath=abc.default\n",
    ],
)
def test_cookies_out_of_firefox(tmp_path, ini):
    jar = cookie_jar(FetchSettings(cookies_from_browser="firefox"), home=firefox(tmp_path, ini=ini))
    assert pairs(jar) == [(".bbs.example", "auth", "v"), ("bbs.example", "sid", "w")]
    assert all((cookie.expires or 0) < time.time() + 20_000 for cookie in jar)


def test_no_firefox_and_a_damaged_one(tmp_path):
    with pytest.raises(InputError, match="--cookies"):
        cookie_jar(FetchSettings(cookies_from_browser="firefox"), home=tmp_path)
    home = firefox(tmp_path, ini="[Profile0]\nPath=abc.default\n")
    next(home.rglob("cookies.sqlite")).write_bytes(b"not a database" * 100)
    with pytest.raises(InputError, match="--cookies"):
        cookie_jar(FetchSettings(cookies_from_browser="firefox"), home=home)


def test_cookies_go_to_their_own_host_only(tmp_path):
    path = tmp_path / "cookies.txt"
    path.write_text(
        "# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\ta\tb\nbbs.example\tFALSE\t/\tFALSE\t0\tc\td\n"
    )
    settings = FetchSettings(cookies=path)
    guard = Guard()
    guard.name("127.0.0.1")
    with raw_server(lambda c, _t, _n: c.sendall(answer(b"x"))) as server:
        fetcher = HttpFetcher(settings, guard, cookie_jar(settings))
        fetcher.get(f"{server.url}/", {}, timeout=5, max_bytes=100)
        fetcher.close()
    assert "cookie: a=b\r\n" in server.heads[0]


# ── pictures ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"\xff\xd8\xff\xe0", ".jpg"), (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"), (b"\0\0\0\x20ftypavif", ".avif"), (b"BM....", ".bmp"),
        (b"<svg onload=alert(1)>", None), (b"", None), (b"RIFF\0\0\0\0WAVE", None), (b"MZ", None),
    ],
)  # fmt: skip
def test_pictures_are_known_by_their_first_bytes(data, suffix):
    assert kind_of_picture(data) == suffix


@pytest.mark.parametrize(
    "name",
    [
        "../../x",
        "/etc/passwd",
        "..",
        "",
        "a\x00b",
        "C:\\x",
        "con",
        "NUL.png",
        "a" * 500,
        "名" * 300,
        "-rf",
        "\u202egnp.exe",
        ".htaccess",
        "a/b",
        " x ",
    ],
)
def test_file_names_stay_in_the_folder(name):
    for suffix in (None, ".png"):
        made = safe_file_name(name, suffix)
        assert Path(made).name == made
        assert made not in ("", ".", "..")
        assert len(made.encode()) < 200
        assert not made.startswith(".")
        assert all(c.isprintable() for c in made)


class OneFile(Asked):
    """Answers every address with one file."""

    def __init__(self, kind: str, body: bytes) -> None:
        super().__init__(forum(2))
        self._answer = (kind, body)

    def get(self, url, headers, *, timeout, max_bytes):
        assert timeout > 0, headers
        if url.endswith("robots.txt"):
            return Reply(url, 404, (), b"")
        self.urls.append(url)
        assert ("Referer" in headers) == url.startswith(HOST)
        kind, body = self._answer
        if len(body) > max_bytes:
            raise NetworkError(f"{url}: too large", reason="too-large")
        return Reply(url, 200, (("Content-Type", kind),), body)


def files_of(made, kind: str, body: bytes, folder: Path, *, most: int = 1000) -> tuple[str, list[str], list[str]]:
    """The Markdown of a thread whose files are all the same, the addresses asked, what was said."""
    said: list[str] = []
    fetcher = OneFile(kind, body)
    settings = FetchSettings(delay=0)
    with Session(Options(), settings, Asked(made), timer=FalseTime().timer()) as session:
        article = session.thread(HOST + QUERY)
    with Session(Options(), settings, fetcher, timer=FalseTime().timer()) as session:
        linked = Files(session.web, folder, most, said.append).linked(article, Path())
    return linked.to_markdown(), fetcher.urls, said


PICTURE = '<img id="aimg_1" aid="1" src="none.gif" zoomfile="{0}" file="{0}" class="zoom" inpost="1" />'


def test_pictures_of_other_hosts_and_of_odd_addresses(tmp_path):
    made = forum(2)
    made.posts[0].text += "".join(
        PICTURE.format(src) for src in ("https://img.example/a.png", "//img.example/b", "http://[bad/c")
    )
    text, urls, said = files_of(made, "image/gif", b"GIF89a....", tmp_path)
    assert urls == ["https://img.example/a.png", "http://img.example/b"]
    assert said == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [".addresses.jsonl", "77-901-a.gif", "77-901-b.gif"]
    assert "77-901-a.gif" in text


@pytest.mark.parametrize(
    ("kind", "body", "most"),
    [
        ("text/html", b"GIF89a", 1000),
        ("image/png", b"<html>", 1000),
        ("image/svg+xml", b"<svg/>", 1000),
        ("image/gif", b"GIF89a" + bytes(2000), 1000),
    ],
)
def test_what_is_no_picture_or_too_large_is_not_kept(tmp_path, kind, body, most):
    made = forum(2)
    made.posts[0].text += PICTURE.format("data/x.gif")
    text, urls, said = files_of(made, kind, body, tmp_path / "out", most=most)
    assert len(urls) == len(said) == 1
    assert not (tmp_path / "out").exists()
    assert "/data/x.gif>)" in text


def test_a_folder_that_cannot_be_written(tmp_path):
    made = forum(2)
    made.posts[0].text += PICTURE.format("data/x.gif")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="--images"):
        files_of(made, "image/gif", b"GIF89a", tmp_path / "file")


def test_no_file_is_written_through_a_link(tmp_path):
    made = forum(2)
    made.posts[0].text += PICTURE.format("data/x.gif")
    victim, folder = tmp_path / "victim", tmp_path / "out"
    victim.write_bytes(b"mine")
    folder.mkdir()
    (folder / "77-901-x.gif").symlink_to(victim)
    files_of(made, "image/gif", b"GIF89a", folder)
    assert victim.read_bytes() == b"mine"
    assert (folder / "77-901-x-2.gif").read_bytes() == b"GIF89a"


# ── the library ─────────────────────────────────────────────────────────────────────────────────


def test_many_addresses_in_order_and_failures_between():
    made = forum(4)
    found = list(
        fetch_many(
            [HOST + QUERY, "nonsense", f"{HOST}/thread-5-1-1.html"],
            fetcher=Asked(made),
            settings=FetchSettings(delay=0),
        )
    )
    assert [getattr(result, "code", 0) for result in found] == [0, 2, 5]


def test_a_refusal_keeps_its_reason():
    with pytest.raises(RefusedError) as caught, Session(Options(), FetchSettings(delay=0), Asked(forum(2))) as session:
        session.thread(f"{HOST}/thread-5-1-1.html")
    assert caught.value.reason == "deleted"
