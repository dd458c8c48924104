"""``forumclean fetch`` as a user meets it, against a forum on this machine."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner
from forum import Forum, forum, lines_of, moved, refused
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from forumclean.cli.clean import command as clean
from forumclean.cli.fetch import command

QUERY = "/forum.php?mod=viewthread&tid=77"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class Done(NamedTuple):
    """What a call gave."""

    returncode: int
    stdout: bytes
    stderr: bytes


def run(*arguments: str | Path, stdin: bytes = b"", of: click.Command = command) -> Done:
    """The command in this process; how it does in one of its own, the tests of the store and of start-up see."""
    result = CliRunner().invoke(of, list(map(str, arguments)), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def serve(server: HTTPServer, made: Forum) -> str:
    """The address of the forum, served by the loopback server."""

    def handle(request: Request) -> Response:
        target = request.path + (f"?{request.query_string.decode()}" if request.query_string else "")
        status, headers, body = made.answer(target)
        return Response(body, status, headers)

    server.expect_request(re.compile("")).respond_with_handler(handle)
    return server.url_for("").rstrip("/").replace("localhost", "127.0.0.1")


@pytest.fixture
def site(httpserver: HTTPServer) -> Iterator[tuple[Forum, str]]:
    """A forum with a thread of three pages, and its address."""
    made = forum(8)
    yield made, serve(httpserver, made)
    httpserver.clear()


def test_an_address_gives_the_thread_on_standard_output_and_nothing_else(site):
    made, root = site
    done = run(root + QUERY, "--delay", "0")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text.startswith('---\ntitle: "屋顶菜园第三年')
    assert lines_of(text) == [f"第 {n} 楼，今天收了 {n} 斤番茄。" for n in range(1, 9)]
    assert "## #8 南瓜灯" in text
    assert len(made.threads_asked()) == 3


def test_all_forms_of_output(site, tmp_path):
    _, root = site
    url = root + QUERY
    article = json.loads(run(url, "--delay", "0", "-f", "json").stdout)
    assert article["source"]["name"] == url
    assert article["thread"]["pages"] == [1, 2, 3]
    target = tmp_path / "thread.md"
    assert run(url, "--delay", "0", "-o", target).stdout == b""
    assert target.read_text("utf-8").startswith("---")
    assert run(url, "--delay", "0", "-o", f"{tmp_path}/out/").returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == [
        "127.0.0.1_" + root.rpartition(":")[2] + "-thread-77.md"
    ] or [path.suffix for path in (tmp_path / "out").iterdir()] == [".md"]


def test_verbose_tells_of_every_answer(site):
    made, root = site
    told = run(root + QUERY, "--delay", "0", "-v").stderr.decode()
    assert [f" {root}{target} (" in told for target in made.log] == [True] * 4
    assert "template desktop" in told


def test_pages_and_posts(site):
    made, root = site
    assert lines_of(run(root + QUERY, "--delay", "0", "--pages", "2").stdout.decode()) == [
        f"第 {n} 楼，今天收了 {n} 斤番茄。" for n in (4, 5, 6)
    ]
    made.log.clear()
    done = run(root + QUERY, "--delay", "0", "--posts", "author", "--strict")
    assert done.returncode == 0
    assert lines_of(done.stdout.decode()) == [f"第 {n} 楼，今天收了 {n} 斤番茄。" for n in (1, 4, 7)]
    assert any("authorid=11" in target for target in made.log)


@pytest.mark.parametrize("name", ["deleted", "login", "permission", "closed", "review", "dsign", "cloudflare"])
def test_refusals_are_exit_5_with_the_forums_words(site, name):
    made, root = site
    words = {
        "deleted": "不存在或已被删除",
        "login": "尚未登录",
        "permission": "阅读权限高于 50",
        "closed": "暂时关闭",
        "review": "正在审核中",
    }
    made.answer = lambda _target: refused(name, 404 if name == "deleted" else 200)  # type: ignore[method-assign]
    done = run(root + QUERY, "--delay", "0", "--ignore-robots")
    assert (done.returncode, done.stdout) == (5, b"")
    assert words.get(name, "browser") in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(("name", "code"), [("board", 3), ("search", 3), ("empty", 3)])
def test_what_is_no_thread_is_exit_3(site, name, code):
    made, root = site
    made.extra["/forum-9-1.html"] = refused(name)
    done = run(root + "/forum-9-1.html", "--delay", "0")
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.count(b"\n") == 1


def test_network_failures_are_exit_4(site):
    made, root = site
    made.extra[QUERY] = (503, [], b"")
    done = run(root + QUERY, "--delay", "0", "--retries", "1")
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"HTTP 503" in done.stderr
    made.extra[QUERY] = moved("http://10.0.0.1/x")
    assert run(root + QUERY, "--delay", "0").returncode == 4


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("thread",),
        ("file:///etc/passwd",),
        ("http://a.example/", "--pages", "0"),
        ("http://a.example/", "--header", "nocolon"),
        ("http://a.example/", "--offline"),
        ("http://a.example/", "--posts", "author", "--pages", "2"),
        ("http://a.example/", "--delay", "-1"),
        ("http://a.example/", "--timeout", "0"),
        ("http://a.example/", "http://b.example/"),
        ("http://a.example/", "--cookies-from-browser", "lynx"),
        ("http://a.example/", "--proxy", "gopher://x"),
    ],
)
def test_wrong_usage_is_exit_2(wrong):
    done = run(*wrong)
    assert (done.returncode, done.stdout) == (2, b""), done.stderr
    assert b"Traceback" not in done.stderr


def test_many_addresses_and_what_is_done(site, tmp_path):
    made, root = site
    listed, noted, out = tmp_path / "urls.txt", tmp_path / "done.txt", tmp_path / "out.jsonl"
    ledger = tmp_path / "ledger.jsonl"
    bad = f"{root}/forum.php?mod=viewthread&tid=404"
    listed.write_text(
        f"# a list\n\n{root}{QUERY}\n{bad}\n{root}{QUERY}\nnonsense\n{root}/thread-77-1-1.html\n", "utf-8"
    )
    done = run("--urls", listed, "--done", noted, "-o", out, "--ledger", ledger, "--delay", "0")
    assert done.returncode == 6
    told = done.stderr.decode()
    assert f"failed: {bad}: exit 5, deleted" in told
    assert "failed: nonsense: exit 2, address" in told
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["source"]["name"] for row in rows] == [root + QUERY, f"{root}/thread-77-1-1.html"]
    assert noted.read_text("utf-8").splitlines() == [root + QUERY, f"{root}/thread-77-1-1.html"]
    made.log.clear()
    made.tid, made.posts = 404, made.posts[:2]
    again = run(
        "--urls", "-", "--done", noted, "-o", out, "--ledger", ledger, "--delay", "0", stdin=listed.read_bytes()
    )
    assert again.returncode == 6
    assert made.threads_asked() == ["/forum.php?mod=viewthread&tid=404"]
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["thread"]["tid"] for row in rows] == [77, 77, 404]
    rows = [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]
    named = [row["name"] for row in rows if "document" in row]
    assert named[0] == root + QUERY
    assert named[-1] == bad
    assert named.count(root + QUERY) == 1


def test_many_addresses_on_standard_output_are_json_lines(site):
    _, root = site
    done = run("--urls", "-", "--delay", "0", "-q", stdin=f"{root}{QUERY}\n".encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["schema"] == "forumclean.article/1"


def test_lists_that_cannot_be_read(tmp_path):
    assert run("--urls", tmp_path / "absent").returncode == 3
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert run("--urls", tmp_path / "binary").returncode == 3


def test_store_offline_clean_and_ledger(site, tmp_path):
    made, root = site
    store, url = tmp_path / "store", root + QUERY
    first = run(url, "--delay", "0", "--store", store, "--ledger", tmp_path / "ledger")
    count = len(made.log)
    offline = run(url, "--store", store, "--offline")
    cleaned = run(store, of=clean)
    joined = run(store, "--join", of=clean)
    assert first.stdout == offline.stdout == cleaned.stdout == joined.stdout
    assert len(made.log) == count
    assert (tmp_path / "ledger").read_text("utf-8").count('"document"') == 3


def test_cookies_headers_and_the_user_agent_are_sent(site, tmp_path, httpserver):
    _, root = site
    jar = tmp_path / "cookies.txt"
    jar.write_text(
        "# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tXqMP_auth\tletmein\nother.example\tFALSE\t/\tFALSE\t0\tx\ty\n"
    )
    done = run(
        root + QUERY,
        "--delay",
        "0",
        "--cookies",
        jar,
        "--header",
        "X-Reader: me",
        "--user-agent",
        "reader/2",
        "--ignore-robots",
    )
    assert done.returncode == 0
    for request, _ in httpserver.log:
        assert request.headers["Cookie"] == "XqMP_auth=letmein"
        assert request.headers["X-Reader"] == "me"
        assert request.headers["User-Agent"] == "reader/2"
    assert run(root + QUERY, "--cookies", tmp_path / "absent").returncode == 3
    jar.write_text("not a jar")
    assert run(root + QUERY, "--cookies", jar).returncode == 2


def test_pictures_and_attachments(site, tmp_path):
    made, root = site
    picture = (
        '<img id="aimg_41" aid="41" src="none.gif" zoomfile="data/a/{0}" file="data/a/{0}" class="zoom" inpost="1" />'
    )
    file = (
        '<span id="attach_42"><img src="static/image/filetype/zip.gif" border="0" class="vm" alt="" /> '
        '<a href="forum.php?mod=attachment&amp;aid=42" id="aid42" target="_blank">plant/../ing.zip</a></span>'
    )
    made.posts[0].text += (
        "<br />".join(picture.format(name) for name in ("roof.jpg", "roof.jpg", "gone.png", "fake.png"))
        + "<br />"
        + file
    )
    made.extra["/data/a/roof.jpg"] = (200, [("Content-Type", "image/png")], PNG)
    made.extra["/data/a/gone.png"] = (404, [], b"")
    made.extra["/data/a/fake.png"] = (200, [("Content-Type", "text/html")], b"<html>login</html>")
    made.extra["/forum.php?mod=attachment&aid=42"] = (200, [("Content-Type", "application/zip")], b"PK\x03\x04rest")
    images, out = tmp_path / "images", tmp_path / "out" / "thread.md"
    images.mkdir()
    (images / "77-901-roof.png").write_bytes(b"mine")
    done = run(root + QUERY, "--delay", "0", "--images", images, "-o", out)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().count("not fetched") == 2
    assert (images / "77-901-roof.png").read_bytes() == b"mine"
    assert (images / "77-901-roof-2.png").read_bytes() == PNG
    text = out.read_text("utf-8")
    assert text.count("](<../images/77-901-roof-2.png>)") == 2
    assert f"](<{root}/data/a/gone.png>)" in text
    assert "](<../images/77-901-plant_.._ing.zip>)" in text
    assert all(path.parent == images for path in images.rglob("*"))
    made.log.clear()
    assert run(root + QUERY, "--delay", "0", "--images", images, "-o", out).returncode == 0
    assert made.log.count("/data/a/roof.jpg") == 0
    assert out.read_text("utf-8") == text


def test_a_warc_file_holds_every_exchange(site, tmp_path):
    warcio = pytest.importorskip("warcio.archiveiterator")
    made, root = site
    made.extra[QUERY] = moved("/thread-77-1-1.html")
    out = tmp_path / "crawl.warc.gz"
    assert run(root + QUERY, "--delay", "0", "--warc", out, "--header", "Authorization: secret").returncode == 0
    with out.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers["WARC-Target-URI"], r.http_headers, r.content_stream().read())
            for r in warcio.ArchiveIterator(stream)
        ]
    answers = [(uri, head.get_statuscode(), body) for kind, uri, head, body in records if kind == "response"]
    assert [uri.removeprefix(root) for uri, _, _ in answers] == made.log
    assert [status for _, status, _ in answers] == ["404", "301", "200", "200", "200"]
    assert answers[2][2] == made.page(1)
    assert sum(kind == "request" for kind, *_ in records) == 5
    assert b"secret" not in gzip.decompress(out.read_bytes())
    size = out.stat().st_size
    assert run(root + QUERY, "--delay", "0", "--warc", out).returncode == 0
    assert out.stat().st_size > size


def test_without_the_extra_warc_says_which_one(site, tmp_path):
    _, root = site
    blocked = "import sys; sys.modules['warcio'] = None; sys.modules['warcio.warcwriter'] = None; from forumclean.cli import main; main()"
    line = [sys.executable, "-c", blocked, "fetch", root + QUERY, "--warc", str(tmp_path / "a.warc")]
    done = subprocess.run(line, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"pip install 'forumclean[warc]'" in done.stderr


@pytest.mark.parametrize("arguments", [["clean", "fixtures/thread.txt"], ["--help"], ["fetch", "--help"], ["schema"]])
def test_the_client_costs_others_nothing(arguments):
    probe = (
        "import sys, atexit\n"
        "heavy = lambda: [m for m in ('httpx2', 'httpcore2', 'protego', 'h2', 'sqlite3') if m in sys.modules]\n"
        "atexit.register(lambda: print('HEAVY', heavy(), file=sys.stderr))\n"
        f"sys.argv = ['forumclean', *{arguments!r}]\n"
        "from forumclean.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, check=False, cwd=Path(__file__).parents[1]
    )
    assert done.returncode == 0
    heavy = done.stderr.decode().partition("HEAVY ")[2].strip()
    assert heavy == ("[]" if arguments != ["fetch", "--help"] else "['protego']")


def test_help_has_an_example_and_every_option_a_help():
    shown = run("--help")
    assert shown.returncode == 0
    assert b"Example: forumclean fetch" in shown.stdout
    assert all(getattr(parameter, "help", "") for parameter in command.params if parameter.name != "urls")
