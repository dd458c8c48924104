"""One run of fetching: its settings, its connections, its store; threads in, articles out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Protocol, Self

from forumclean.article import Article
from forumclean.errors import UsageError
from forumclean.fetching.guard import Guard
from forumclean.fetching.pace import Timer
from forumclean.fetching.ranges import PageRanges
from forumclean.fetching.reader import PageRead, PageReader
from forumclean.fetching.store import Store
from forumclean.fetching.targets import told
from forumclean.fetching.types import Fetcher, FetchSettings, Reply
from forumclean.fetching.urls import thread_ref
from forumclean.fetching.walk import Walk
from forumclean.fetching.warc import WarcFile
from forumclean.fetching.web import Hearer, Web
from forumclean.joining import join, told_pages
from forumclean.options import Options
from forumclean.pipeline import Failure, selected


class Closing(Fetcher, Protocol):
    """A fetcher with connections to end."""

    def close(self) -> None:
        """End all connections."""
        ...


LOST = "the forum shows nothing, or another page, for page {pages}; the thread is not whole: the rest may be for members (--cookies)"
ABSENT = "page {pages} is not in the store; the thread is not whole: run once without --offline"


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told how a run goes."""

    pages: Callable[[int, int], None] = lambda _done, _all: None
    """So many pages of the thread in hand are read, of so many."""
    answer: Callable[[Reply], None] = lambda _reply: None
    """A server has answered."""
    wait: Callable[[str], None] = lambda _message: None
    """A server is given some time before it is asked again."""


class Session:
    """Fetches threads one after the other, by one set of connections; close it, or use it in a ``with``."""

    def __init__(
        self,
        options: Options,
        settings: FetchSettings,
        fetcher: Fetcher | None = None,
        *,
        timer: Timer | None = None,
        listener: Listener | None = None,
    ) -> None:
        if options.posts == "author" and not PageRanges.of(settings.pages).everything:
            raise UsageError(
                "pages cannot be chosen together with the author's posts: the forum's view of these has pages of its own;"
                " leave --pages or --posts author out",
                reason="usage",
            )
        self.options, self.settings = options, settings
        self._listener = listener or Listener()
        self._guard = Guard(allow_private=settings.allow_private)
        own = (name for name, _ in settings.headers)
        self._warc = WarcFile(settings.warc, own) if settings.warc is not None else None
        self.store = Store(settings.store) if settings.store is not None else None
        self._own: Closing | None = None
        if fetcher is None and not settings.offline:
            fetcher = self._own = _http_fetcher(settings, self._guard)
        self.web = (
            Web(fetcher, settings, self._guard, timer=timer, hearer=Hearer(self._record, self._listener.wait))
            if fetcher is not None
            else None
        )
        if settings.offline:
            self.web = None
        self._reader = PageReader(self.web, self.store, options, settings.user_agent)

    def _record(self, reply: Reply) -> None:
        self._listener.answer(reply)
        if self._warc is not None:
            self._warc.write(reply)

    def thread(self, url: str) -> Article:
        """The whole thread that an address names, as one article."""
        ref = thread_ref(url)
        if self.web is not None:
            self.web.begin(ref.address)
        self._reader.begin(ref)
        walk = Walk(self._reader, ref, PageRanges.of(self.settings.pages), self._listener.pages, self._last_floor())
        by_author = self.options.posts == "author"
        article = self._joined(url, walk, walk.of_author() if by_author else walk.all())
        self._reader.done()
        return article

    def _last_floor(self) -> int | None:
        """The last floor that is wanted: pages behind it need not be read."""
        if self.options.floors:
            return self.options.floors[1]
        return 1 if self.options.posts == "first" else None

    def _joined(self, url: str, walk: Walk, pages: list[PageRead]) -> Article:
        articles = [page.article for page in pages]
        one = len(articles) == 1
        # Which pages are missing the walk knows better than the pages, which may be of different ages.
        article = selected(articles[0], self.options) if one else join(articles, self.options, whole=False)
        warnings = (*article.warnings, *_warnings(walk))
        return replace(article, source=replace(article.source, name=url), options=self.options, warnings=warnings)

    def attempt(self, url: str) -> Article | Failure:
        """The article, or why there is none: one thread that fails never stops the others."""
        try:
            return self.thread(url)
        except Exception as error:  # noqa: BLE001 - the outermost guard: a bug of ours must not cost the other threads
            return Failure.of(told(url), error)  # a name stands in every summary

    def close(self) -> None:
        """End connections and files."""
        if self._own is not None:
            self._own.close()
        if self._warc is not None:
            self._warc.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _warnings(walk: Walk) -> Iterator[str]:
    """What the article lacks."""
    if walk.lost:
        yield LOST.format(pages=told_pages(walk.lost))
    if walk.absent:
        yield ABSENT.format(pages=told_pages(walk.absent))


def _http_fetcher(settings: FetchSettings, guard: Guard) -> Closing:
    """The fetcher of forumclean; imported here, since a run from the store needs none."""
    from forumclean.fetching.client import HttpFetcher  # noqa: PLC0415
    from forumclean.fetching.cookies import cookie_jar  # noqa: PLC0415

    return HttpFetcher(settings, guard, cookie_jar(settings))


def fetch(
    url: str,
    *,
    options: Options | None = None,
    fetcher: Fetcher | None = None,
    settings: FetchSettings | None = None,
) -> Article:
    """The thread at an address, all its pages, as one clean article.

    Raises :class:`NetworkError` where the forum cannot be reached, :class:`RefusedError` where it refuses.
    """
    with Session(options or Options(), settings or FetchSettings(), fetcher) as session:
        return session.thread(url)


def fetch_many(
    urls: Iterable[str],
    *,
    options: Options | None = None,
    fetcher: Fetcher | None = None,
    settings: FetchSettings | None = None,
) -> Iterator[Article | Failure]:
    """An article or a :class:`Failure` for each address, in order; nothing is collected."""
    with Session(options or Options(), settings or FetchSettings(), fetcher) as session:
        for url in urls:
            yield session.attempt(url)
