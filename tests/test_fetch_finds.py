"""What a tester found: links, redirects, headers, cookies and answers that are not as they should be."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping

import pytest
from fetchrun import raw, run
from forum import HOST, Asked, FalseTime, forum, lines_of, moved
from loopback import RawServer, Talk, answer, raw_server

from forumclean import Failure, NetworkError, Options, UsageError
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.fetching.unpacking import unpacker

QUERY = "/forum.php?mod=viewthread&tid=77"
LOGIN = "name:SECRET@"


def sent(server: RawServer, name: str) -> list[str]:
    """The values of a header in all requests, in lower case."""
    return [line.partition(": ")[2] for head in server.heads for line in head.split("\r\n") if line.startswith(name)]


@pytest.mark.parametrize("link", ["http://x:99999/a.png", "//x:abc/a.png", "http://[bad/a.png"])
def test_a_picture_with_an_impossible_port_costs_nothing_else(tmp_path, link):
    made = forum(2)
    made.posts[1].text = f'第 2 楼<img src="{link}" />'
    with raw_server(raw(made)) as server:
        code, text, _ = run(server.url + QUERY, "--images", tmp_path)
    assert (code, len(lines_of(text))) == (0, 2)


@pytest.mark.parametrize("retries", [0, 1, 2])
def test_a_page_without_an_end_is_taken_whatever_the_number_of_tries(retries):
    page = forum(2).page(1).replace(b"</html>", b"")

    def talk(connection, target, _number):
        if target == "/robots.txt":
            connection.sendall(answer(b"", status="404 Not Found"))
        else:
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page)
            connection.close()

    with raw_server(talk) as server:
        code, text, told = run(server.url + QUERY, "--retries", str(retries))
    assert (code, len(lines_of(text))) == (0, 2)
    assert "seems to end in the middle" in told
    assert len(server.pages()) == retries + 1


@pytest.mark.parametrize("of", ["/robots.txt", QUERY])
@pytest.mark.parametrize("to", ["http://bbs.garden.example:99999/", "http://x:abc/"])
def test_a_redirect_to_an_impossible_port_is_a_fault_of_the_network(of, to):
    made = forum(2, extra={QUERY: moved(to)})
    if of == "/robots.txt":
        plain = made.answer
        made.answer = lambda target: moved(to) if target == of else plain(target)  # type: ignore[method-assign]
    with Session(Options(), FetchSettings(), Asked(made), timer=FalseTime().timer()) as session:
        failed = session.attempt(HOST + QUERY)
    assert isinstance(failed, Failure)
    assert (failed.code, failed.reason) == (NetworkError.code, "redirect")


def test_a_redirect_with_a_password_is_followed_without_it(tmp_path):
    made = forum(2, extra={"/old": moved(f"http://{LOGIN}bbs.garden.example{QUERY}")})
    asked = Asked(made)
    settings = FetchSettings(store=tmp_path)
    with Session(Options(), settings, asked, timer=FalseTime().timer()) as session:
        assert len(session.thread(HOST + "/old").posts) == 2
    assert not any("SECRET" in url for url in asked.urls)
    assert not any(b"SECRET" in path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file())


ODD = ("http://{}h:99999/a", "http://{}[::1/a", "ftp://{}h/x", "{}127.0.0.1/a", "http://{}/x", "http://{}h/a")


@pytest.mark.parametrize("address", ODD)
def test_no_password_of_an_address_is_told(address):
    code, _, told = run(address.format(LOGIN), address.format(LOGIN).upper(), "-f", "jsonl")
    assert code == 6
    assert "secret" not in told.lower()


def test_no_cookie_and_no_header_is_told(tmp_path):
    (tmp_path / "jar").write_bytes(b"127.0.0.1\tFALSE\t/\tFALSE\t0\tauth\tSECRET\0x\n")
    with raw_server(raw(forum(2))) as server:
        url = server.url + QUERY
        told = [run(url, "--cookies", tmp_path / "jar"), run(url, "--header", "SECRET")]
    assert [code for code, _, _ in told] == [2, 2]
    assert not any("SECRET" in said for _, _, said in told)


def test_cookies_are_sent_as_they_are_meant(tmp_path):
    (tmp_path / "jar").write_bytes("127.0.0.1\tFALSE\t/\tFALSE\t0\tauth\t 论坛\u2028 \n".encode())
    with raw_server(raw(forum(2))) as server:
        code, _, _ = run(server.url + QUERY, "--cookies", tmp_path / "jar", "--header", "X-Name: 番茄")
    assert code == 0
    assert [value.encode("latin-1").decode() for value in sent(server, "cookie")] == ["auth=论坛\u2028"] * 2
    assert [value.encode("latin-1").decode() for value in sent(server, "x-name")] == ["番茄"] * 2


def test_cookies_of_a_host_without_a_dot_are_sent(tmp_path):
    (tmp_path / "jar").write_bytes(b"localhost\tFALSE\t/\tFALSE\t0\tauth\t1\n")
    with raw_server(raw(forum(2))) as server:
        url = server.url.replace("127.0.0.1", "localhost") + QUERY
        assert run(url, "--cookies", tmp_path / "jar")[0] == 0
    assert sent(server, "cookie") == ["auth=1"] * 2


def test_a_cookie_of_the_forums_with_chinese_bytes_goes_back_as_it_came():
    with raw_server(raw(forum(5), "Set-Cookie: kw=论坛; path=/")) as server:
        code, text, _ = run(server.url + QUERY)
    assert (code, len(lines_of(text))) == (0, 5)
    assert [value.encode("latin-1").decode() for value in sent(server, "cookie")] == ["kw=论坛"] * 2


class Plain(Asked):
    """A forum that sends from https to http; notes who was told the user's header."""

    def get(self, url: str, headers: Mapping[str, str], *, timeout: float, max_bytes: int) -> Reply:
        reply = super().get(url, headers, timeout=timeout, max_bytes=max_bytes)
        if url.startswith("https") and not url.endswith("robots.txt"):
            return Reply(url, 301, (("Location", url.replace("https", "http")),), b"")
        return reply


def test_headers_of_the_users_never_go_from_a_safe_connection_to_one_in_clear():
    fetcher = Plain(forum(2))
    settings = FetchSettings(headers=(("Authorization", "Bearer SECRET"),))
    with Session(Options(), settings, fetcher, timer=FalseTime().timer()) as session:
        assert len(session.thread(HOST.replace("http", "https") + QUERY).posts) == 2
    told = {url.partition(":")[0] for url, h in zip(fetcher.urls, fetcher.headers, strict=True) if "Authorization" in h}
    assert told == {"https"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"delay": float("inf")},
        {"timeout": float("inf")},
        {"timeout": float("nan")},
        {"total_timeout": float("inf")},
        {"headers": (("Content-Length", "5"),)},
        {"headers": (("Transfer-Encoding", "chunked"),)},
    ],
)
def test_settings_that_no_request_can_have(wrong):
    with pytest.raises(UsageError):
        FetchSettings(**wrong)


def packed(page: bytes, encoding: str, *headers: str) -> Talk:
    """A server of one packed page."""

    def talk(connection, target, _number):
        if target == "/robots.txt":
            connection.sendall(answer(b"", status="404 Not Found"))
        else:
            connection.sendall(answer(page, f"Content-Encoding: {encoding}", *headers))

    return talk


def halves(page: bytes) -> tuple[bytes, bytes]:
    """The page in two parts, each packed by itself."""
    middle = page.index(b"post_904")
    return gzip.compress(page[:middle]), gzip.compress(page[middle:])


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate"])
def test_a_packed_page_that_is_cut_is_asked_for_again_and_told_of(encoding):
    page = forum(60, size=60).page(1)
    data = zlib.compress(page) if encoding == "deflate" else gzip.compress(page)
    with raw_server(packed(data[: len(data) * 2 // 3], encoding)) as server:
        code, text, told = run(server.url + QUERY)
    assert (code, len(server.pages())) == (0, 3)
    assert 1 <= len(lines_of(text)) < 60
    assert "seems to end in the middle" in told


@pytest.mark.parametrize("junk", [b"", b"\0", b"\0\0\0", b"\x1f"])
def test_a_page_packed_in_parts_is_whole_whatever_stands_behind_it(junk):
    with raw_server(packed(b"".join(halves(forum(6, size=6).page(1))) + junk, "gzip")) as server:
        code, text, told = run(server.url + QUERY)
    assert (code, len(lines_of(text)), told, len(server.pages())) == (0, 6, "", 1)


def test_packed_data_may_come_in_any_pieces():
    page = forum(6, size=6).page(1)
    for data, name in ((b"".join(halves(page)), "gzip"), (zlib.compress(page), "deflate")):
        made = unpacker(name)
        assert made is not None
        found = b"".join(part for at in range(len(data)) for part in made.pieces(data[at : at + 1]))
        assert (found + made.rest(), made.whole) == (page, True)


CHECKS = {
    "script": '<html><script>document.cookie="antcc=abc; path=/";location.reload();</script></html>',
    "bare": "<script>document.cookie=('_')+('_')+'j=1;path=/';location.href=location.pathname+location.search</script>",
    "titled": '<html><head><title>请稍候</title><script>self.location = "/?check=1"</script></head><body></body></html>',
    "words": "<html><body><div>正在打开宝塔安全检测</div><script>f()</script></body></html>",
    "noscript": "<html><body><noscript>Please enable JavaScript and cookies to continue</noscript><script>f()</script></body></html>",
    "guard": '<title>DDoS-Guard</title><script src="/.well-known/ddos-guard/check"></script>Checking your browser before accessing',
}


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("status", ["200 OK", "521 X"])
def test_browser_checks_of_any_maker_are_refusals(name, status):
    def talk(connection, target, _number):
        missing = target == "/robots.txt"
        said = "404 Not Found" if missing else status
        connection.sendall(answer(b"" if missing else CHECKS[name].encode(), status=said))

    with raw_server(talk) as server:
        code, _, told = run(server.url + QUERY, "--retries", "0")
    assert code == 5
    assert "a browser check" in told


@pytest.mark.parametrize(
    "page", ["<html><body>公司简介<script>location.href='/a'</script></body></html>", "<p>你好</p>"]
)
def test_a_page_of_other_software_with_a_script_is_no_browser_check(page):
    with raw_server(lambda c, t, _n: c.sendall(answer(b"" if t == "/robots.txt" else page.encode()))) as server:
        code, _, _ = run(server.url + QUERY)
    assert code == 3
