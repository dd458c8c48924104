"""Reads every form of a thread's address, and writes the address of any of its pages in any view."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from forumclean.errors import UsageError
from forumclean.fetching.targets import told
from forumclean.tables import Row, load

NUMBER_RE = re.compile(r"[1-9]\d{0,9}", re.ASCII)
PID_RE = re.compile(r"(?:pid|post_?|postmessage_)?([1-9]\d{0,11})", re.ASCII)
BARE_RE = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::\d{1,5})?/\S*")
"""A host with a path, as people copy it out of a text."""
PASTED = " \t\r\n<>「」“”\"'，。；、"
"""What clings to an address that was copied out of a text."""
ARCHIVER = "archiver/"
LONGEST = 2_000
FORMS = {
    ("x", "desktop"): "forum.php?mod=viewthread&tid={tid}{page}{author}",
    ("x", "touch"): "forum.php?mod=viewthread&tid={tid}&mobile=2{page}{author}",
    ("x", "printable"): "forum.php?mod=viewthread&action=printable&tid={tid}{author}",
    ("x", "archiver"): "archiver/?tid-{tid}.html{page}",
    ("old", "desktop"): "viewthread.php?tid={tid}{page}{author}",
    ("old", "printable"): "viewthread.php?action=printable&tid={tid}{author}",
    ("old", "archiver"): "archiver/?tid-{tid}.html{page}",
}
"""How a view's address is written below the forum's root, by family of versions."""


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """A thread as an address names it."""

    address: str
    """As given, without the fragment."""
    root: str
    """Where the forum lies: ``http://bbs.example/`` or ``http://bbs.example/bbs/``."""
    tid: int | None
    """``None`` where only the page can tell (a post's link without the thread, a form that is not known)."""
    view: str
    """What the address shows: desktop, touch, archiver, printable, api, redirect or unknown."""
    family: str
    shape: str
    """The id of the row that fitted."""
    page: int = 1
    pid: int | None = None
    author: int | None = None

    @property
    def site(self) -> str:
        """Host and port, without ``www.``: one name for one forum."""
        return site_of(self.address)


def site_of(address: str) -> str:
    """Host and port of an address, without ``www.``.

    >>> site_of("https://www.bbs.example:8080/a"), site_of("http://论坛.example/")
    ('bbs.example:8080', 'xn--kfsr23j.example')
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    return f"{host}:{parts.port}" if parts.port else host


@cache
def _rows() -> tuple[tuple[Row, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (
            row,
            re.compile(rf"(?:{row.text('path')})$", re.ASCII),
            re.compile(row.text("query"), re.ASCII) if "query" in row.values else None,
        )
        for row in load("addresses")
    )


def checked(address: str) -> str:
    """The address without blanks, fragment and what a paste left around it; raises :class:`UsageError` for what is none."""
    text = address.strip(PASTED)
    if "://" not in text and BARE_RE.fullmatch(text):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UsageError(
            f"{told(address)[:200]!r} is no address (its host or its port cannot be read); give one such as {EXAMPLE}",
            reason="address",
        ) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise UsageError(
            f"{told(address)[:200]!r} is no address on the web: only http and https are read. Give one such as {EXAMPLE},"
            " and saved files to forumclean clean",
            reason="address",
        )
    _check_parts(address, parts, port)
    return text.split("#", 1)[0]


EXAMPLE = "http://bbs.example/thread-5-1-1.html"


def _check_parts(address: str, parts: SplitResult, port: int | None) -> None:
    if (
        not parts.hostname
        or len(address) > LONGEST
        or port == 0
        or any(c.isspace() or ord(c) < 32 for c in parts.netloc)
    ):
        raise UsageError(
            f"{told(address)[:200]!r} is no address: no host can be read; give one such as {EXAMPLE}", reason="address"
        )
    if parts.username is not None:
        raise UsageError(
            "the address holds a name or a password, which would stand in every log; leave them out and give --header 'Authorization: …'",
            reason="address",
        )


def thread_ref(address: str) -> ThreadRef:
    """The thread that an address names; raises :class:`UsageError` for what is no address.

    >>> ref = thread_ref("https://www.bbs.example/bbs/forum.php?mod=viewthread&tid=5&extra=page%3D1&page=2#pid13")
    >>> ref.tid, ref.page, ref.pid, ref.root
    (5, 2, 13, 'https://www.bbs.example/bbs/')
    """
    text = checked(address)
    fragment = address.strip(PASTED).partition("#")[2]
    pid = _number(PID_RE, fragment)
    parts = urlsplit(text)
    query = (
        dict(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)) if parts.query.count("&") < 100 else {}
    )
    for row, path, wanted in _rows():
        match = path.search(parts.path)
        found = wanted.search(parts.query) if match and wanted else None
        if match and (wanted is None or found):
            groups = match.groupdict() | (found.groupdict() if found else {})
            ref = _ref(text, parts, row, groups, query)
            if ref is not None:
                return replace(ref, pid=ref.pid or pid)
    return ThreadRef(text, _root(parts), None, "unknown", "x", "unknown", pid=pid)


def _ref(
    text: str, parts: SplitResult, row: Row, groups: dict[str, str | None], query: dict[str, str]
) -> ThreadRef | None:
    named = str(row.values.get("tid", "tid"))
    tid = _number(NUMBER_RE, groups.get("tid") or query.get(named) or query.get("tid"))
    view = row.text("view")
    if tid is None and view != "redirect":
        return None
    return ThreadRef(
        address=text,
        root=_root(parts),
        tid=tid,
        view=view,
        family=row.text("family"),
        shape=row.id,
        page=_number(NUMBER_RE, groups.get("page") or query.get("page")) or 1,
        pid=_number(NUMBER_RE, query.get("pid") or query.get("viewpid")),
        author=_number(NUMBER_RE, query.get("authorid")),
    )


def _number(pattern: re.Pattern[str], text: str | None) -> int | None:
    match = pattern.fullmatch(text or "")
    return int(match[match.lastindex or 0]) if match else None


def _root(parts: SplitResult) -> str:
    folder = parts.path.rpartition("/")[0] + "/"
    for inner in (ARCHIVER, "api/mobile/"):
        if folder.endswith(f"/{inner}"):
            folder = folder.removesuffix(inner)
    return f"{parts.scheme.lower()}://{parts.netloc}{folder or '/'}"


def page_address(ref: ThreadRef, view: str, page: int = 1, author: int | None = None) -> str | None:
    """The address of a page of the thread; ``None`` where this family of versions has no such view, or no thread is known.

    The form that the reader gave is kept where it can be: a forum that rewrites its addresses sends others on.
    """
    if view == ref.view and author is None:
        kept = _kept(ref, page)
        if kept is not None:
            return kept
    form = FORMS.get((ref.family, view))
    if ref.tid is None or form is None:
        return None
    number = f"&page={page}" if page > 1 or author is not None else ""
    return ref.root + form.format(tid=ref.tid, page=number, author=f"&authorid={author}" if author is not None else "")


def plain_addresses(ref: ThreadRef, page: int) -> tuple[str, ...]:
    """Other addresses of a page in the desktop view, for a forum whose pager leads nowhere: plain, and as a board's list links it."""
    form = FORMS.get((ref.family, "desktop"))
    if ref.tid is None or form is None:
        return ()
    extra = ("", "&extra=page%3D1")
    return tuple(ref.root + form.format(tid=ref.tid, page=f"{more}&page={page}", author="") for more in extra)


def _kept(ref: ThreadRef, page: int) -> str | None:
    """The reader's own form with another page in it; ``None`` where that is not known."""
    if ref.shape not in ("address/rewrite", "address/short"):
        return ref.address if ref.view == "unknown" and page == 1 else None
    pattern = next(path for row, path, _ in _rows() if row.id == ref.shape)
    match = pattern.search(urlsplit(ref.address).path)
    if match is None or (match["page"] is None and page > 1):
        return None
    start, end = match.span("page")
    head, mark, tail = ref.address.partition(match.string)
    path = match.string if match["page"] is None else f"{match.string[:start]}{page}{match.string[end:]}"
    return head + mark.replace(match.string, path) + tail.split("?", 1)[0]


def link(ref: ThreadRef, base: str, href: str) -> ThreadRef | None:
    """What a link of the thread's own pager leads to, as an address on the host that was asked; ``None`` for other links.

    A page names its forum by the host in its settings, which need not be the one that it was read from: a pager never leads
    to another host.
    """
    try:
        found = thread_ref(urljoin(base, href))
    except (UsageError, ValueError):
        return None
    if found.tid is None or found.tid != ref.tid:
        return None
    parts, own = urlsplit(found.address), urlsplit(ref.root)
    moved = parts._replace(scheme=own.scheme, netloc=own.netloc).geturl()
    return replace(found, address=moved, root=ref.root)
