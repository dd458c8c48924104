"""Reads single pages of a thread: from the store where that will do, else from the web, and says what a page is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlsplit

from forumclean.article import Article
from forumclean.emit.links import base_of, origin
from forumclean.errors import ForumcleanError, InputError, NetworkError, NotAThreadError, RefusedError
from forumclean.fetching.keys import PageKey
from forumclean.fetching.refusals import advised, by_status
from forumclean.fetching.store import Kept, Store
from forumclean.fetching.types import TOUCH, Reply
from forumclean.fetching.urls import ThreadRef, link, site_of, thread_ref
from forumclean.fetching.wanted import Wanted, folder, run_of
from forumclean.fetching.web import Manners, Web
from forumclean.model import Source
from forumclean.options import Options
from forumclean.pipeline import clean_source

LOGIN_RE = re.compile(r"[?&]mod=logging\b|/logging\.php|[?&]action=login\b|/login\.(?:php|html?)", re.ASCII)
CUT = "{address} seems to end in the middle; posts may be missing: read it once more"
MEDIA = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/x-")


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of a thread, read and understood."""

    number: int
    """Which page of the thread it is, as it says itself."""
    view: str
    reply: Reply
    article: Article
    links: Mapping[int, str]
    """Addresses of other pages, from the pager."""
    kept: bool = False
    """True where it came out of the store, and nobody was asked."""
    slipped: bool = False
    """True where it began with another post when it was kept: posts before it are gone."""

    @property
    def last(self) -> int:
        """How many pages the thread has, as far as this page knows."""
        return max(self.article.thread.last_page or 1, self.number, *self.links, 1)

    @property
    def opening(self) -> object:
        """What tells the page from all others of its thread: its first post."""
        first = self.article.posts[0] if self.article.posts else None
        return (first.facts.pid or (first.facts.author, first.facts.published, first.blocks)) if first else None


class PageReader:
    """Reads pages; ``web`` is ``None`` for a run that uses the store alone."""

    def __init__(self, web: Web | None, store: Store | None, options: Options, user_agent: str) -> None:
        self._web, self._store = web, store
        self._options = replace(options, posts="all")
        self._touch = {"User-Agent": f"{user_agent} {TOUCH}"}
        self._run = ""

    def begin(self, ref: ThreadRef) -> None:
        """A new thread."""
        self._run = run_of(ref)
        if self._store is not None and self._web is not None:
            self._store.begin(self._run)

    def done(self) -> None:
        """The thread was read to its end."""
        if self._store is not None and self._web is not None:
            self._store.done(self._run)

    def read(self, wanted: Wanted, *, may_change: bool, force: bool = False) -> PageRead:
        """The page; from the store where it has it and it cannot have changed since (``force``: asked for all the same).

        Raises :class:`RefusedError` where the forum refuses it, :class:`NotAThreadError` where it is no page of a thread.
        """
        kept = self._store.get(wanted.key, wanted.address) if self._store else None
        if kept is not None and (self._web is None or (not force and (not may_change or self._is_fresh(kept)))):
            # A run that was cut off may have seen that posts are gone, and not have read the pages before again.
            slipped = bool(kept.entry.get("slipped")) and self._is_fresh(kept)
            return replace(self._understood(wanted, kept.reply), kept=True, slipped=slipped)
        if self._web is None:
            raise InputError(
                f"{wanted.address}: this page is not in the store; run without --offline once", reason="offline"
            )
        headers = _conditions(kept) | (self._touch if wanted.view == "touch" else {})
        reply = self._web.get(wanted.address, headers=headers, manners=self._manners(wanted))
        if reply.status == HTTPStatus.NOT_MODIFIED and kept is not None and self._store is not None:
            self._store.same(kept)
            return self._understood(wanted, kept.reply)
        page = self._understood(wanted, reply)
        page = replace(page, slipped=kept is not None and not force and self._slipped(wanted, kept, page))
        if self._store is not None:
            self._store.keep((wanted.key, self._turned_out(wanted, page)), reply, slipped=page.slipped)
        return page

    def _slipped(self, wanted: Wanted, kept: Kept, page: PageRead) -> bool:
        """True where the page began with another post when it was kept."""
        if kept.reply.body == page.reply.body:
            return False
        try:
            before = self._understood(wanted, kept.reply)
        except ForumcleanError:
            return False  # kept by an older version, or read with other options now
        return before.number == page.number and before.opening != page.opening

    def _is_fresh(self, kept: Kept) -> bool:
        return self._store is not None and self._store.is_fresh(kept, self._run)

    def _turned_out(self, wanted: Wanted, page: PageRead) -> PageKey:
        """The key that the page should have had: a moved thread, a post's link and a form that nobody knows show it late."""
        tid = page.article.thread.tid or wanted.ref.tid
        thread = f"thread-{tid}" if tid is not None else wanted.key.thread
        number = page.number if wanted.page > page.number or wanted.ref.tid is None else wanted.page
        view = "desktop" if wanted.view in ("unknown", "redirect") else wanted.view
        return PageKey(site_of(page.reply.url), thread, view, number, wanted.author, folder(_root(wanted.ref, page)))

    def _manners(self, wanted: Wanted) -> Manners:
        def redirected(url: str) -> None:
            if LOGIN_RE.search(url):
                raise RefusedError(
                    f"{wanted.address}: the forum sends to its login page ({url[:200]}); give the cookies of a reader who may"
                    " see the thread (--cookies)",
                    reason="login",
                )

        return Manners(final=lambda reply: self._says_why(wanted, reply), redirected=redirected)

    def _says_why(self, wanted: Wanted, reply: Reply) -> bool:
        """True for an error page in which the forum says why it refuses."""
        if not reply.body or reply.content_type.startswith(MEDIA):
            return False
        try:
            clean_source(_source(wanted, reply), self._options)
        except RefusedError:
            return True
        except ForumcleanError:
            return False
        return False

    def _understood(self, wanted: Wanted, reply: Reply) -> PageRead:
        try:
            article = self._article(wanted, reply)
        except RefusedError as error:
            raise advised(error) from error
        except InputError as error:
            raise self._no_thread(wanted, reply, error) from error
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise by_status(wanted.address, reply)
        if not reply.whole:
            article = replace(article, warnings=(*article.warnings, CUT.format(address=wanted.address)))
        number = article.thread.pages[0] if article.thread.pages else wanted.page
        return PageRead(number, wanted.view, reply, article, _links(wanted, reply, article))

    def _article(self, wanted: Wanted, reply: Reply) -> Article:
        kind = reply.content_type
        if kind.startswith(MEDIA):
            raise NotAThreadError(
                f"{wanted.address}: the server sends {kind}, no page; give the address of a thread",
                reason="content-type",
            )
        if not reply.body.strip():
            raise NotAThreadError(
                f"{wanted.address}: the server sends an empty page (HTTP {reply.status}); try again later, or look at it in a browser",
                reason="empty",
            )
        article = clean_source(_source(wanted, reply), self._options)
        if article.source.kind == "text" and self._options.input != "text":
            raise NotAThreadError(
                f"{wanted.address}: the server sends plain text, no page of a thread; save it and give it to forumclean clean",
                reason="content-type",
            )
        return article

    def _no_thread(self, wanted: Wanted, reply: Reply, error: InputError) -> ForumcleanError:
        if reply.status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED or (
            site_of(reply.url) != site_of(wanted.address)
            and error.reason in ("other-software", "content-type", "no-thread")
        ):
            return NetworkError(
                f"{wanted.address}: instead of the forum {urlsplit(reply.url).hostname} answered, with a page that is no thread:"
                " this network may want you to log in first, or the forum has moved; open it in a browser",
                reason="portal",
            )
        return by_status(wanted.address, reply) if reply.status >= HTTPStatus.BAD_REQUEST else error


def _root(ref: ThreadRef, page: PageRead) -> str:
    """Where the forum lies that gave the page: where its address says it, unless a redirect led elsewhere."""
    found = thread_ref(page.reply.url)
    led = page.reply.asked not in ("", page.reply.url) and found.tid is not None and found.view != "redirect"
    return found.root if led or ref.tid is None else ref.root


def _source(wanted: Wanted, reply: Reply) -> Source:
    return Source(wanted.address, reply.body, reply.url, reply.mapping())


def _conditions(kept: Kept | None) -> dict[str, str]:
    """Headers by which the forum need not send what has not changed."""
    if kept is None:
        return {}
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {ask: value for ask, told in pairs if (value := kept.reply.header(told))}


def _links(wanted: Wanted, reply: Reply, article: Article) -> dict[int, str]:
    tid = article.thread.tid if wanted.ref.tid is None or wanted.ref.view == "unknown" else wanted.ref.tid
    ref = replace(wanted.ref, tid=tid, root=origin(reply.url))
    found: dict[int, str] = {}
    start = base_of(reply.url, article)
    for href in article.thread.page_links:
        other = link(ref, start, href)
        if other is not None and other.author == wanted.author:
            found.setdefault(other.page, other.address)
    return found
