"""The client against servers that mean no good: a clear error, in bounded time and memory."""

from __future__ import annotations

import gzip
import random
import re
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from contextlib import contextmanager
from itertools import pairwise

import brotli
import pytest
import trustme
from forum import forum, moved
from loopback import answer, drip, raw_server, reset, without_robots

from forumclean import NetworkError, Options, RefusedError, UsageError, fetch
from forumclean.fetching.client import HttpFetcher
from forumclean.fetching.guard import Guard
from forumclean.fetching.pace import Timer
from forumclean.fetching.proxies import proxy_for
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings

QUERY = "/forum.php?mod=viewthread&tid=77"
FAST = FetchSettings(delay=0.0, timeout=30.0, retries=0, ignore_robots=True)
HASTY = FetchSettings(delay=0.0, timeout=3.0, retries=0, ignore_robots=True)
"""Gives a silent server up after a second."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def client(settings: FetchSettings = FAST) -> HttpFetcher:
    guard = Guard()
    guard.name("127.0.0.1")
    return HttpFetcher(settings, guard)


def get(url: str, *, settings: FetchSettings = FAST, timeout: float = 30.0, max_bytes: int = 1_000_000):
    made = client(settings)
    try:
        return made.get(url, {"User-Agent": "test"}, timeout=timeout, max_bytes=max_bytes)
    finally:
        made.close()


def failure(talk, *, timeout: float = 30.0, settings: FetchSettings = FAST) -> tuple[NetworkError, float]:
    """The error that a server leads to, and how long it took."""
    with raw_server(talk) as server:
        started = time.monotonic()
        with pytest.raises(NetworkError) as caught:
            get(server.url + QUERY, timeout=timeout, settings=settings)
        return caught.value, time.monotonic() - started


# ── what a server may send ──────────────────────────────────────────────────────────────────────


def packed(name: str, body: bytes) -> bytes:
    if name == "zstd":
        return bytes(pytest.importorskip("backports.zstd").compress(body))
    if name == "br":
        return bytes(brotli.compress(body))
    if name == "deflate":
        return zlib.compress(body)
    return gzip.compress(body)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_packed_bodies(name):
    page = forum(4).page(1)
    with raw_server(lambda c, _t, _n: c.sendall(answer(packed(name, page), f"Content-Encoding: {name}"))) as server:
        reply = get(server.url + QUERY, settings=FetchSettings(warc=None))
    assert reply.body == page
    assert reply.header("content-encoding") == name


def test_chunked_bodies_of_odd_pieces():
    page = forum(4, charset="gbk").page(1)

    def talk(connection, _target, _number):
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(page), 777):
            part = page[start : start + 777]
            connection.sendall(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        connection.sendall(b"0\r\n\r\n")

    with raw_server(talk) as server:
        assert get(server.url + QUERY).body == page


def test_a_body_that_ends_with_the_connection():
    def talk(connection, _target, _number):
        connection.sendall(HEAD + b"Connection: close\r\n\r\n" + b"<html>")
        connection.close()

    with raw_server(talk) as server:
        assert get(server.url + QUERY).body == b"<html>"


def test_one_connection_serves_all_pages_and_cookies_are_kept():
    made = forum(8)

    def talk(connection, target, number):
        status, _headers, body = made.answer(target)
        cookie = (f"Set-Cookie: sid=n{number}; path=/",)
        connection.sendall(answer(body, *cookie, status=f"{status} X"))

    with raw_server(talk) as server:
        article = fetch(server.url + QUERY, settings=FetchSettings(delay=0))
        assert server.connections == 1
    assert len(article.posts) == 8
    assert len(server.heads) == 4
    assert [re.findall(r"cookie: sid=n(\d)", head) for head in server.heads] == [[], ["1"], ["2"], ["3"]]
    assert all("forumclean/" in head for head in server.heads)


@pytest.mark.parametrize("fixed", [True, False])
def test_a_page_that_seems_cut_off_is_asked_for_again_and_then_taken_with_a_warning(fixed):
    made = forum(3)
    page = made.page(1)

    def talk(connection, target, number):
        if target == "/robots.txt":
            connection.sendall(answer(b"", status="404 X"))
            return
        body = page if fixed and number > 2 else page[: page.index(b'<div id="post_903"')]
        connection.sendall(HEAD + b"Connection: close\r\n\r\n" + body)
        connection.close()

    with raw_server(talk) as server:
        article = fetch(server.url + QUERY, settings=FetchSettings(delay=0))
    assert len(article.posts) == (3 if fixed else 2)
    assert [("middle" in warning) for warning in article.warnings] == ([] if fixed else [True])
    assert len(server.pages()) == (2 if fixed else 3)


# ── what a server may do to us ──────────────────────────────────────────────────────────────────


def test_a_dripping_body_ends_with_the_time():
    def talk(connection, _target, _number):
        connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        drip(connection, b"x" * 100_000)

    error, took = failure(talk, timeout=2)
    assert error.reason == "timeout"
    assert 1.5 < took < 10


def test_dripping_headers_end_with_the_time():
    def talk(connection, _target, _number):
        drip(connection, HEAD + b"X-A: " + b"x" * 100_000)

    error, took = failure(talk, timeout=2)
    assert error.reason == "timeout"
    assert took < 10


def test_endless_interim_answers_end_with_the_time():
    def talk(connection, _target, _number):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)

    error, took = failure(talk, timeout=2)
    assert error.reason == "timeout"
    assert took < 10


def test_a_silent_server_is_noticed():
    error, took = failure(lambda _c, _t, _n: time.sleep(15), settings=HASTY)
    assert error.reason == "silent"
    assert took < 10


def test_silence_is_asked_again_within_the_time():
    made = forum(2)

    def talk(connection, target, number):
        if number == 1:
            time.sleep(8)
        connection.sendall(answer(made.answer(target)[2]))

    with raw_server(talk) as server:
        article = fetch(server.url + QUERY, settings=FetchSettings(delay=0, timeout=9, ignore_robots=True))
    assert len(article.posts) == 2


def test_endless_bodies_stop_at_the_limit():
    def talk(connection, _target, _number):
        connection.sendall(HEAD + b"\r\n")
        for _ in range(10_000):
            connection.sendall(b"x" * 65_536)

    error, took = failure(talk)
    assert error.reason == "too-large"
    assert took < 10


def test_a_stated_length_beyond_the_limit_is_not_read():
    error, _ = failure(lambda c, _t, _n: c.sendall(HEAD + b"Content-Length: 999999999999\r\n\r\nx"))
    assert error.reason == "too-large"


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_bombs_are_not_unpacked(name):
    bomb = packed(name, bytes(200_000_000))
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    error, _ = failure(lambda c, _t, _n: c.sendall(answer(bomb, f"Content-Encoding: {name}")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.reason == "too-large"
    assert peak < 100_000_000


def test_bombs_in_bombs_are_not_unpacked():
    bomb = gzip.compress(gzip.compress(bytes(100_000_000)))
    error, _ = failure(lambda c, _t, _n: c.sendall(answer(bomb, "Content-Encoding: gzip, gzip")))
    assert error.reason == "too-large"


@pytest.mark.parametrize("junk", [b"\x1f\x8bgarbage", b"", b"<html>plain</html>"])
def test_damaged_packing_is_named(junk):
    def talk(connection, _target, _number):
        connection.sendall(answer(junk + b"x" * 100, "Content-Encoding: gzip"))

    assert failure(talk)[0].reason == "encoding"


def test_endless_headers_end():
    def talk(connection, _target, _number):
        connection.sendall(HEAD)
        for n in range(100_000):
            connection.sendall(f"X-{n}: {'a' * 500}\r\n".encode())

    error, took = failure(talk)
    assert error.reason in ("protocol", "broken")
    assert took < 10


@pytest.mark.parametrize(
    "junk", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x00" * 5000, b"HTTP/9.9 abc\r\n\r\n", b"220 ftp ready\r\n"]
)
def test_servers_of_other_kinds_are_named(junk):
    def talk(connection, _target, _number):
        connection.sendall(junk)
        connection.close()

    assert failure(talk)[0].reason in ("protocol", "broken")


@pytest.mark.parametrize("how", ["close", "reset", "half"])
def test_broken_connections_are_broken(how):
    def talk(connection, _target, _number):
        if how == "reset":
            reset(connection)
        elif how == "half":
            connection.sendall(HEAD + b"Content-Length: 5000\r\n\r\nhalf")
        connection.close()

    error, _ = failure(talk)
    assert error.reason == "broken"
    assert error.code == 4


def test_nobody_listens():
    with raw_server(lambda _c, _t, _n: None) as server:
        port = server.port
    with pytest.raises(NetworkError) as caught:
        get(f"http://127.0.0.1:{port}/")
    assert caught.value.reason == "connect"


def test_three_in_ten_connections_fail_on_the_real_line():
    dice = random.Random(7)
    made = forum(24)
    began: list[float] = []
    quick = Timer(now=lambda: time.monotonic() * 20, sleep=lambda seconds: time.sleep(seconds / 20), chance=lambda: 1.0)

    def talk(connection, target, _number):
        began.append(time.monotonic() * 20)
        fate = dice.random()
        if fate < 0.1:
            reset(connection)
        elif fate < 0.2:
            connection.sendall(HEAD + b"Content-Length: 90000\r\n\r\n<html>")
            connection.close()
        elif fate < 0.3:
            connection.sendall(answer(b"", "Retry-After: 2", status="429 Slow"))
        else:
            status, _, body = made.answer(target)
            connection.sendall(answer(body, status=f"{status} X"))

    with raw_server(talk) as server, Session(Options(), FetchSettings(retries=9), timer=quick) as session:
        article = session.thread(server.url + QUERY)
    assert [post.facts.floor for post in article.posts] == list(range(1, 25))
    assert len(began) > 10
    assert min(later - sooner for sooner, later in pairwise(began)) >= 1.0


# ── private networks ────────────────────────────────────────────────────────────────────────────


def lying(answers: list[list[str]]):
    """A resolver that changes its answer."""

    def resolve(host: str, _port: int, _timeout: float) -> list[str]:
        return (answers.pop(0) if len(answers) > 1 else answers[0]) if not host.startswith("127") else [host]

    return resolve


def test_a_name_that_leads_inside_is_refused(monkeypatch):
    with raw_server(lambda c, _t, _n: c.sendall(answer(b"secret"))) as server:
        monkeypatch.setattr("forumclean.fetching.streams.resolved", lying([["127.0.0.1"]]))
        with pytest.raises(NetworkError, match="private network") as caught:
            HttpFetcher(FAST, Guard()).get(f"http://sly.example:{server.port}/", {}, timeout=30, max_bytes=1000)
        assert caught.value.reason == "private"
        assert server.connections == 0
        allowed = HttpFetcher(FAST, Guard(allow_private=True))
        assert allowed.get(f"http://sly.example:{server.port}/", {}, timeout=30, max_bytes=1000).body == b"secret"
        allowed.close()


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch):
    asked: list[str] = []

    def connect(_self, host, _port, _timeout, _local, _options):
        asked.append(host)
        raise NetworkError("stop", reason="host")

    monkeypatch.setattr("forumclean.fetching.streams.resolved", lying([["8.8.8.8"], ["127.0.0.1"]]))
    monkeypatch.setattr("httpcore2.SyncBackend.connect_tcp", connect)
    with pytest.raises(NetworkError, match="stop"):
        HttpFetcher(FAST, Guard()).get("http://rebound.example/", {}, timeout=30, max_bytes=1000)
    assert asked == ["8.8.8.8"]


def test_a_public_forum_that_redirects_inside_is_refused(monkeypatch):
    made = forum(4)
    with raw_server(lambda c, _t, _n: c.sendall(answer(b"secret"))) as inside:
        made.extra[QUERY] = moved(f"http://sly.example:{inside.port}/thread-77-1-1.html")

        def talk(connection, target, _number):
            status, headers, body = made.answer(target)
            connection.sendall(answer(body, *(f"{k}: {v}" for k, v in headers), status=f"{status} X"))

        monkeypatch.setattr("forumclean.fetching.streams.resolved", lying([["10.0.0.1"]]))
        with raw_server(talk) as server, pytest.raises(NetworkError, match="private network"):
            fetch(server.url + QUERY, settings=FAST)
        assert inside.connections == 0


def test_names_that_do_not_exist(monkeypatch):
    def unknown(_host, _port, **_more: object):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NetworkError, match="no such host") as caught:
        get("http://nowhere.example/")
    assert caught.value.reason == "host"


def test_a_resolver_that_says_nothing_is_not_waited_for(monkeypatch):
    hold = threading.Event()

    def never(_host, _port, **_more: object):
        hold.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    started = time.monotonic()
    with pytest.raises(NetworkError) as caught:
        get("http://slow.example/", settings=HASTY)
    hold.set()
    assert caught.value.reason == "connect"
    assert time.monotonic() - started < 8


# ── proxies ─────────────────────────────────────────────────────────────────────────────────────


def test_a_proxy_is_asked_for_whole_addresses():
    made = forum(4, size=5)
    targets: list[str] = []

    def talk(connection, target, _number):
        targets.append(target)
        connection.sendall(answer(made.answer(target.removeprefix("http://bbs.garden.example"))[2]))

    with raw_server(talk) as server:
        article = fetch(
            f"http://bbs.garden.example{QUERY}", settings=FetchSettings(delay=0, proxy=server.url, ignore_robots=True)
        )
    assert len(article.posts) == 4
    assert targets == [f"http://bbs.garden.example{QUERY}"]


def test_a_proxy_leads_to_no_private_address_either():
    made = forum(4)
    made.extra[QUERY] = moved("http://192.168.0.1/admin")

    def talk(connection, target, _number):
        status, headers, body = made.answer(target.removeprefix("http://bbs.garden.example"))
        connection.sendall(answer(body, *(f"{k}: {v}" for k, v in headers), status=f"{status} X"))

    with raw_server(talk) as server, pytest.raises(NetworkError, match="private network"):
        fetch(
            f"http://bbs.garden.example{QUERY}", settings=FetchSettings(delay=0, proxy=server.url, ignore_robots=True)
        )


def test_proxies_of_the_environment(monkeypatch):
    for name in (
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("http://bbs.example/", None) is None
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "inner.example")
    assert proxy_for("http://bbs.example/", None) == "http://127.0.0.1:3128"
    assert proxy_for("http://inner.example/", None) is None
    assert proxy_for("https://bbs.example/", None) is None
    assert proxy_for("http://inner.example/", "127.0.0.1:1") == "http://127.0.0.1:1"
    for wrong in ("gopher://a.example", "http://", "http://a.example:99999"):
        with pytest.raises(UsageError, match="proxy"):
            proxy_for("http://bbs.example/", wrong)


# ── TLS and HTTP/2 ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def tls_server(serve, *, protocols: list[str], name: str = "127.0.0.1"):
    """A TLS server for one name; gives its port and a context that trusts it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    context.set_alpn_protocols(protocols)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as secured:
                    serve(secured)
            except OSError:
                continue

    threading.Thread(target=run, daemon=True).start()
    try:
        yield listener.getsockname()[1], trusting
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def speak_http2(pages):
    """Serves pages by HTTP/2."""
    import h2.config
    import h2.connection
    import h2.events

    def serve(secured) -> None:
        talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        talk.initiate_connection()
        secured.sendall(talk.data_to_send())
        while data := secured.recv(65_536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    target = next(v for k, v in event.headers or [] if str(k) == ":path")
                    status, _, body = pages(str(target))
                    head = [(":status", str(status)), ("content-type", "text/html")]
                    talk.send_headers(event.stream_id, head)
                    for start in range(0, len(body), 16_000):
                        talk.send_data(event.stream_id, body[start : start + 16_000])
                    talk.end_stream(event.stream_id)
            secured.sendall(talk.data_to_send())

    return serve


def test_http2_over_tls():
    made = forum(8)
    with tls_server(speak_http2(made.answer), protocols=["h2", "http/1.1"]) as (port, trusting):
        guard = Guard()
        guard.name("127.0.0.1")
        settings = FetchSettings(delay=0)
        fetcher = HttpFetcher(settings, guard, tls=trusting)
        with Session(Options(), settings, fetcher) as session:
            article = session.thread(f"https://127.0.0.1:{port}{QUERY}")
        fetcher.close()
    assert [post.facts.floor for post in article.posts] == list(range(1, 9))
    assert len(made.log) == 4


@pytest.mark.parametrize("fault", ["unknown authority", "other name", "no tls"])
def test_servers_that_cannot_prove_their_name_are_not_read(fault):
    name = "bbs.example" if fault == "other name" else "127.0.0.1"
    with (
        raw_server(lambda c, _t, _n: c.sendall(answer(b"plain"))) as plain,
        tls_server(lambda s: s.sendall(answer(b"secret")), protocols=["http/1.1"], name=name) as (port, trusting),
    ):
        guard = Guard()
        guard.name("127.0.0.1")
        fetcher = HttpFetcher(HASTY, guard, tls=trusting if fault == "other name" else None)
        where = plain.port if fault == "no tls" else port
        with pytest.raises(NetworkError) as caught:
            fetcher.get(f"https://127.0.0.1:{where}/", {}, timeout=30, max_bytes=1000)
        fetcher.close()
    assert caught.value.reason in (("tls", "silent") if fault == "no tls" else ("tls",))


def test_a_refusal_is_no_network_error():
    made = forum(8)

    def talk(connection, target, _number):
        status, _, body = made.answer(target.replace("tid=77", "tid=5"))
        connection.sendall(answer(body, status=f"{status} X"))

    with raw_server(without_robots(talk)) as server, pytest.raises(RefusedError, match="不存在或已被删除"):
        fetch(server.url + QUERY, settings=FAST)
