"""The page of an explanation: all of the input in it, nothing of the input acting in it, at home in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from articles import articles_of
from benchmarks.bombs import BOMBS
from growing import grows
from inputs import FIXTURES, fixtures
from ranked import ranked

import forumclean
from forumclean import ForumcleanError, explain
from forumclean.article import Article
from forumclean.explaining import Explanation, RuleCount
from forumclean.explaining.html import to_html
from forumclean.explaining.html.rows import BLOCK, HEAD, REST, rows
from forumclean.explaining.types import KINDS, Piece
from forumclean.model import (
    Attachment,
    Byline,
    Code,
    Heading,
    Hidden,
    Image,
    ListBlock,
    MaskEntry,
    Media,
    Paragraph,
    Post,
    PostFacts,
    Quote,
    Rule,
    Section,
    Span,
    Table,
)

DUMP = (FIXTURES / "thread.txt").read_bytes()
TAGS = frozenset(
    re.findall(
        r"\S+",
        "html head meta title style body script a header h1 h2 h3 h4 dl dt dd div svg rect ul ol li span b details summary table thead"
        " tbody tr th td code p q nav main label input section del ins small footer kbd strong em s figure figcaption blockquote pre hr",
    )
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Reader(HTMLParser):
    """Elements, attributes and text of a page, as a parser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def hostile(payload: str) -> Explanation:
    """An explanation with a payload in every place that text of the input can come to."""
    p = payload
    spans = (
        Span(0, len(p), "link", f"javascript:{p}"),
        Span(0, 2, "strong"),
        Span(0, len(p), "link", f"https://a.example/{p}"),
    )
    blocks = (
        Paragraph(p, spans),
        Heading(p, 2, p),
        Image(f"http://127.0.0.1/{p}", p, p, p, spans),
        Quote(p, p, p, 3, spans),
        ListBlock(ordered=False, items=(p, p), spans=(spans, ())),
        Code(p, p),
        Table(((p, p),), ((spans, ()),)),
        Attachment(p, f"javascript:{p}", p, p),
        Media(f"javascript:{p}"),
        Hidden(p, p),
        Byline(p, spans),
        Rule(),
    )
    article = articles_of(blocks, title=p)
    post = replace(article.posts[0], facts=PostFacts(floor=None, author=p, published=p))
    mask = MaskEntry(0, 0, ("text",), 0, p[:1], p, 0.5, restored=False, candidates=((p, 0.5), (p, 0.2)))
    thread = replace(article.thread, title=p)
    article = replace(
        article, posts=(post,), masks=(mask, replace(mask, post=None, block=None, where=("title",))), thread=thread
    )
    article = replace(article, outline=(Section(2, p, p, 0, 1),), warnings=(p,), source=replace(article.source, name=p))
    pieces = tuple(
        Piece(i * len(p), (i + 1) * len(p), kind, p, p, None if kind == "kept" else f"x/{p}", ((p, 0.5),), p, 0.5)
        for i, kind in enumerate(KINDS)
    )
    return Explanation(article, pieces, (RuleCount(p, 1, 2, 3, p, p),), dict.fromkeys(KINDS, 1))


PAYLOADS = [
    "<script>document.title='pwned'</script>",
    '"><img src=x onerror="document.title=\'pwned\'">',
    "'><svg onload=document.title='pwned'>",
    "</style></title></script><script>document.title='pwned'</script>",
    "<!--<script>--><iframe srcdoc='x'>&lt;b&gt;&#60;script&#62;",
    "]]></textarea></noscript><meta http-equiv=refresh content='0;url=x'>",
    "\x00<\x00script>\ud800\u202e<base href=//x>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_of_the_input_is_never_markup(payload):
    page = Reader(to_html(hostile(payload)))
    assert {tag for tag, _ in page.elements} <= TAGS
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("title")) == len(page.all("main")) == 1
    for _tag, attrs in page.elements:
        assert not [
            name for name in attrs if name.startswith("on") or name in ("src", "style", "srcset", "srcdoc", "action")
        ]
        href = attrs.get("href")
        assert href is None or href.startswith(("#", "http://", "https://"))
    assert payload.strip("\x00")[:1] in "".join(page.texts)
    assert "\x00" not in to_html(hostile(payload))


def test_the_policy_lets_nothing_in_but_our_own_style_and_script():
    page = to_html(hostile("x"))
    policy = Reader(page).all("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    found = {}
    for name in ("style", "script"):
        content = re.search(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert content is not None
        found[name] = b64encode(sha256(content[1].encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{found['style']}'; script-src 'sha256-{found['script']}';"
        " base-uri 'none'; form-action 'none'"
    )
    assert page.index("Content-Security-Policy") < page.index("<style>")


def explained() -> list[Explanation]:
    out = []
    for path in fixtures():
        try:
            out.append(explain(forumclean.clean(path.read_bytes(), name=path.name)))
        except ForumcleanError:
            continue
    return out


@pytest.mark.parametrize("found", explained(), ids=lambda found: found.article.source.name)
def test_the_rows_hold_all_of_the_input_and_of_the_article(found):
    laid = list(rows(found))
    assert "".join(piece.old for row in laid for piece in row.pieces) == found.article.passage.origin
    blocks = [(row.post, k) for row in laid for k in row.blocks]
    assert sorted(blocks) == [(i, k) for i, post in enumerate(found.article.posts) for k in range(len(post.blocks))]
    assert sum(row.kind == HEAD for row in laid) == len(found.article.posts)
    assert laid[-1].kind == REST


def test_each_block_stands_beside_what_it_was_made_of():
    found = explain(ranked(DUMP))
    beside = {row.blocks: "".join(p.new for p in row.pieces) for row in rows(found) if row.kind == BLOCK}
    blocks = found.article.posts[0].blocks
    assert len(beside) == len(blocks)
    for (k,), text in beside.items():
        block = blocks[k]
        for value in (getattr(block, "text", None), getattr(block, "number", None), getattr(block, "filename", None)):
            assert value is None or value in text.replace("\n　　", "")


def test_a_heading_stands_with_its_number_and_furniture_above_its_post():
    found = explain(ranked(DUMP))
    laid = list(rows(found))
    assert {piece.kind for piece in laid[0].pieces} == {"chrome"}
    heading = next(row for row in laid if row.kind == BLOCK and "一口大锅" in "".join(p.old for p in row.pieces))
    assert "".join(p.new for p in heading.pieces).split() == ["01", "一口大锅，四张折叠桌"]


def test_the_page_shows_words_candidates_rules_and_sections():
    page = to_html(explain(ranked(DUMP)))
    parsed = Reader(page)
    text = "".join(parsed.texts)
    for part in (
        "第一个",
        "91%",
        "最早",
        "noise/jammer",
        "一口大锅，四张折叠桌",
        "utf-8 (it is valid UTF-8)",
        "no candidate",
    ):
        assert part in text
    ids = [attrs["id"] for _, attrs in parsed.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {str(attrs["href"])[1:] for attrs in parsed.all("a") if str(attrs["href"]).startswith("#")}
    assert targets <= set(map(str, ids))
    assert len(page) < 1_000_000


def test_the_map_counts_every_character():
    page = to_html(explain(ranked(DUMP)))
    drawn = Reader(page[page.index('class="map"') : page.index('class="legend"')]).all("rect")
    columns = [a for a in drawn if a["class"] not in ("word", "mask")]
    assert sum(a["class"] == "word" for a in drawn) == 3
    assert {a["class"] for a in columns} == {"kept", "chrome", "noise"}
    assert sum(int(str(a["width"])) * int(str(a["height"])) for a in columns) == 1000 * 40


def test_a_long_input_makes_a_page_in_linear_time():
    def long(repeat: int) -> Explanation:
        return explain(forumclean.clean("".join(f"第{i}句，写得很短，也不长*的。\n" for i in range(repeat))))

    assert to_html(long(200)).count("<section") >= 200
    assert grows(to_html, long(200), long(800))


@pytest.mark.parametrize("name", ["heads of posts", "300,000 repeated sentences", "links"])
def test_hostile_input_makes_a_page_in_linear_time(name):
    make = next(bomb.make for bomb in BOMBS if bomb.name == name)
    small, large = (explain(forumclean.clean(make(size))) for size in (0.01, 0.04))
    assert grows(to_html, small, large)


def test_a_line_of_links_makes_a_page_in_linear_time():
    def line(links: int) -> Explanation:
        spans = tuple(Span(i, i + 1, "link", "http://a.example/") for i in range(links))
        post = Post(PostFacts(), (Paragraph("水" * links, spans),), None, 0)
        return replace(explain(ranked(DUMP)), article=replace(ranked(DUMP), posts=(post,), outline=(), masks=()))

    assert to_html(line(30)).count('<a href="http://a.example/"') == 30
    assert grows(to_html, line(2000), line(8000))


def test_the_command_writes_the_page(tmp_path: Path):
    target = tmp_path / "page.html"
    command = ["forumclean", "explain", str(FIXTURES / "thread.txt"), "--html"]
    done = subprocess.run([sys.executable, "-m", *command, str(target)], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    both = subprocess.run([sys.executable, "-m", *command, str(target), "--diff"], capture_output=True, check=False)
    assert both.returncode == 2


# ── in a browser ────────────────────────────────────────────────────────────────────────────────


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A server on the loopback that notes what it is asked for."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def browsed(page: Path, profile: Path) -> tuple[str, str]:
    """What the page has become in a browser, and what was said on its console."""
    assert CHROMIUM is not None
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += [
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
        "--enable-logging=stderr",
        "--v=0",
    ]
    done = subprocess.run([CHROMIUM, *flags, "--dump-dom", page.as_uri()], capture_output=True, check=False, timeout=50)
    console = "\n".join(line for line in done.stderr.decode("utf-8", "replace").split("\n") if "CONSOLE" in line)
    return done.stdout.decode("utf-8", "replace"), console


needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


@needs_browser
@pytest.mark.timeout(110)
def test_a_hostile_post_does_nothing_in_a_browser(tmp_path: Path):
    with listening() as (port, asked):
        spy = f"http://127.0.0.1:{port}"
        payload = (
            f"<script>new Image().src='{spy}/script'</script><img src='{spy}/img' onerror=\"document.title='pwned'\">"
            f"<link rel=stylesheet href='{spy}/css'><style>@import '{spy}/import';</style><iframe src='{spy}/frame'></iframe>"
        )
        control = tmp_path / "control.html"
        control.write_text(f"<!DOCTYPE html><title>t</title>{payload}", "utf-8")
        browsed(control, tmp_path / "one")
        assert any("img" in path for path in asked), "the trap itself must work"
        asked.clear()
        page = tmp_path / "page.html"
        page.write_text(to_html(hostile(payload)), "utf-8")
        dom, console = browsed(page, tmp_path / "two")
        assert asked == []
    assert 'data-ready="' in dom, "our own script ran"
    assert "<title>pwned" not in dom
    assert "<iframe" not in dom
    assert console == ""


@needs_browser
@pytest.mark.timeout(110)
def test_markup_that_slips_through_is_stopped_by_the_policy(tmp_path: Path):
    with listening() as (port, asked):
        spy = f"http://127.0.0.1:{port}"
        slipped = f"<script>new Image().src='{spy}/a'</script><img src='{spy}/b'><p style=\"background:url({spy}/c)\" onclick=x>"
        page = tmp_path / "page.html"
        page.write_text(to_html(explain(ranked(DUMP))).replace("<header>", f"<header>{slipped}"), "utf-8")
        dom, console = browsed(page, tmp_path / "profile")
        assert asked == []
    assert 'data-ready="' in dom
    assert "Content Security Policy" in console


@needs_browser
@pytest.mark.timeout(110)
def test_the_page_of_a_thread_is_quiet_and_whole_in_a_browser(tmp_path: Path):
    article: Article = ranked(DUMP)
    page = tmp_path / "page.html"
    page.write_text(to_html(explain(article)), "utf-8")
    dom, console = browsed(page, tmp_path / "profile")
    assert console == ""
    noise = sum(piece.kind in ("noise", "chrome") for piece in explain(article).pieces)
    assert f'data-ready="{noise}"' in dom


@needs_browser
@pytest.mark.timeout(110)
def test_keys_open_close_and_walk(tmp_path: Path):
    found = explain(ranked(DUMP))
    probe = """
      const told = [];
      const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      const open = () => document.querySelectorAll(".gone[open]").length;
      press("o"); told.push(open()); press("c"); told.push(open());
      press("n"); press("n"); told.push(document.activeElement.closest("[id]").id);
      press("p"); told.push(document.activeElement.closest("[id]").id);
      press("w"); told.push(document.activeElement.id); press("q"); told.push(document.activeElement.id);
      document.body.dataset.told = told.join(" ");
    """
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", to_html(found))
    path = tmp_path / "page.html"
    path.write_text(page.replace("</body>", f"<script>{probe}</script></body>"), "utf-8")
    dom, console = browsed(path, tmp_path / "profile")
    changes = [piece for piece in found.pieces if piece.kind != "kept"]
    gone = sum(piece.kind in ("noise", "chrome") for piece in changes)
    told = re.search(r'data-told="([^"]*)"', dom)
    assert told is not None, console
    assert told[1].split() == [str(gone), "0", f"c{changes[1].start}", f"c{changes[0].start}", "w0", "w4"]
