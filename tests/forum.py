"""A forum of our own to fetch from: its pages are cut from the fixtures, its server is on this machine or none at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from inputs import FIXTURES

from forumclean.fetching.pace import Timer
from forumclean.fetching.types import Reply
from forumclean.fetching.urls import thread_ref

HOST = "http://bbs.garden.example"
NAMES = {11: "豆角架", 12: "南瓜灯", 13: "雨水桶"}
SOURCE = (FIXTURES / "pages" / "desktop-page-2.html").read_text("utf-8")
START, SECOND, END = (
    SOURCE.index(mark) for mark in ('<div id="post_911"', '<div id="post_912"', '<div id="postlistreply"')
)
HEAD, POST, TAIL = SOURCE[:START], SOURCE[START:SECOND], SOURCE[END:]
PAGER_START, PAGER_END = HEAD.index('<div class="pg">'), HEAD.index('</div></div><span class="y pgb">')
BODY_START, BODY_END = (
    POST.index('<td class="t_f" id="postmessage_911">'),
    POST.index('</td></tr></table>\n</div>\n<div id="comment'),
)
JAMMER = '<font class="jammer">6 w( ~\' L5 M2 }# B% O</font>'
TEXT_HTML = ("Content-Type", "text/html")

Answer = tuple[int, list[tuple[str, str]], bytes]


@dataclass
class Made:
    """A post of the forum."""

    pid: int
    uid: int
    text: str


@dataclass
class Forum:
    """A thread, and the pages that show it."""

    posts: list[Made]
    tid: int = 77
    size: int = 3
    rewritten: bool = False
    charset: str = "utf-8"
    robots: tuple[int, str] = (404, "")
    extra: dict[str, Answer] = field(default_factory=dict)
    """Answers that are none of the thread's, by path and query."""
    log: list[str] = field(default_factory=list)
    """Paths and queries that were asked for."""

    def answer(self, target: str) -> Answer:
        """What the forum says to a request."""
        self.log.append(target)
        if target == "/robots.txt":
            return self.robots[0], [("Content-Type", "text/plain")], self.robots[1].encode()
        if target in self.extra:
            return self.extra[target]
        ref = thread_ref(HOST + target)
        if ref.tid != self.tid:
            return 404, [TEXT_HTML], (FIXTURES / "refused" / "deleted.html").read_bytes()
        if ref.view == "archiver":
            return 200, [TEXT_HTML], self.archiver(ref.page)
        return 200, [TEXT_HTML], self.page(ref.page, ref.author)

    def _shown(self, author: int | None) -> list[tuple[int, Made]]:
        numbered = list(enumerate(self.posts, 1))
        return [(n, post) for n, post in numbered if author is None or post.uid == author]

    def page(self, number: int, author: int | None = None) -> bytes:
        """A page as X3.5 serves it; beyond the last one, the last one."""
        shown = self._shown(author)
        last = max(1, -(-len(shown) // self.size))
        number = min(number, last)
        part = shown[(number - 1) * self.size : number * self.size]
        head = HEAD[:PAGER_START] + (self._pager(number, last, author) if last > 1 else "") + HEAD[PAGER_END:]
        head = head.replace('<span class="xi1">3</span>', f'<span class="xi1">{len(self.posts) - 1}</span>')
        html = head + "".join(self._post(n, post) for n, post in part) + TAIL
        html = html.replace("tid=77", f"tid={self.tid}").replace("charset=utf-8", f"charset={self.charset}")
        return html.encode(self.charset)

    def _pager(self, number: int, last: int, author: int | None) -> str:
        links = "".join(
            f"<strong>{n}</strong>" if n == number else f'<a href="{self._link(n, author)}">{n}</a>'
            for n in range(max(1, number - 2), min(last, number + 2) + 1)
        )
        return f'<div class="pg">{links}<label><span title="共 {last} 页"> / {last} 页</span></label>'

    def _link(self, number: int, author: int | None) -> str:
        if self.rewritten and author is None:
            return f"thread-{self.tid}-{number}-1.html"
        by = f"&amp;authorid={author}" if author else ""
        return f"forum.php?mod=viewthread&amp;tid={self.tid}&amp;extra=&amp;page={number}{by}"

    def _post(self, floor: int, post: Made) -> str:
        body = f'<td class="t_f" id="postmessage_911">\n{post.text}{JAMMER}<br />\n收工。'
        html = POST[:BODY_START] + body + POST[BODY_END:]
        html = html.replace("911", str(post.pid)).replace(">11#<", f">{floor}#<").replace("南瓜灯", NAMES[post.uid])
        return html.replace("uid=12", f"uid={post.uid}").replace("authorid=12", f"authorid={post.uid}")

    def archiver(self, number: int) -> bytes:
        """The same page in the archiver."""
        last = max(1, -(-len(self.posts) // self.size))
        part = self.posts[(number - 1) * self.size : number * self.size]
        posts = "".join(
            f'<p class="author">\n<strong>{NAMES[p.uid]}</strong>\n发表于 2024-5-2 20:15\n</p>\n'
            + ("<h3>屋顶菜园第三年，把账和教训都写下来</h3>\n" if number == 1 and i == 0 else "")
            + f"{p.text}<br />\n收工。\n"
            for i, p in enumerate(part)
        )
        pages = " ".join(
            f"<strong>[{n}]</strong>" if n == number else f'<a href="?tid-{self.tid}.html&page={n}">{n}</a>'
            for n in range(1, last + 1)
        )
        return (
            "<!DOCTYPE html><html><head><title>屋顶菜园第三年，把账和教训都写下来 - 阳台与屋顶 -  菜畦论坛 - "
            ' Powered by Discuz! Archiver</title></head><body><center id="header"><h2>菜畦论坛\'s Archiver</h2></center>'
            f'<div id="content">\n{posts}<div class="page">页: {pages} </div></div></body></html>'
        ).encode()

    def threads_asked(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [target for target in self.log if target != "/robots.txt"]


def forum(count: int = 8, **more: object) -> Forum:
    """A forum with a thread of so many posts; the starter wrote every third of them."""
    posts = [Made(900 + n, 11 + (n - 1) % 3, f"第 {n} 楼，今天收了 {n} 斤番茄。") for n in range(1, count + 1)]
    return Forum(posts, **more)  # type: ignore[arg-type]


def refused(name: str, status: int = 200) -> Answer:
    """One of the forum's pages that hold no thread."""
    return status, [TEXT_HTML], (FIXTURES / "refused" / f"{name}.html").read_bytes()


def moved(to: str, status: int = 301) -> Answer:
    """A redirect."""
    return status, [("Location", to)], b""


class Asked:
    """A fetcher that asks the forum without any network, and may fail as it is told."""

    def __init__(self, made: Forum, before: Callable[[str, int], None] = lambda _url, _n: None) -> None:
        self.forum, self._before = made, before
        self.count = 0
        self.urls: list[str] = []
        self.headers: list[dict[str, str]] = []

    def get(self, url: str, headers: Mapping[str, str], *, timeout: float, max_bytes: int) -> Reply:
        """The forum's answer."""
        assert timeout > 0
        assert max_bytes > 0
        self.count += 1
        self.urls.append(url)
        self.headers.append(dict(headers))
        self._before(url, self.count)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        status, head, body = self.forum.answer(target)
        return Reply(url, status, tuple(head), body)


class FalseTime:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.at = 1_000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.at += seconds

    def timer(self) -> Timer:
        """The clock as fetching takes it."""
        return Timer(
            now=lambda: self.at, sleep=self.sleep, chance=lambda: 0.0, date=lambda: datetime(2024, 5, 4, tzinfo=UTC)
        )


def lines_of(markdown: str) -> list[str]:
    """The lines of the posts' own text."""
    return [line for line in markdown.splitlines() if line.startswith("第 ")]


def query_of(target: str) -> dict[str, str]:
    """The query of an address, each value once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
