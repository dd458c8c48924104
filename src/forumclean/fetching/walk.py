"""Reads all pages of a thread, each once, in order, though the thread may grow, shrink or move meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from forumclean.errors import ForumcleanError, InputError, NetworkError, NotAThreadError, RefusedError
from forumclean.fetching.mending import mend
from forumclean.fetching.ranges import PageRanges
from forumclean.fetching.reader import PageRead, PageReader
from forumclean.fetching.refusals import CURED_BY_COOKIES, before_it
from forumclean.fetching.settling import MovedError, counted_on, settled, starter
from forumclean.fetching.urls import ThreadRef, page_address, plain_addresses
from forumclean.fetching.wanted import Wanted

VIEWS = ("desktop", "touch", "archiver", "printable")
"""Best article first (the reasons: docs/decisions.md)."""
WORTH_ANOTHER_VIEW = frozenset(
    {"login", "permission", "view", "browser-check", "robots", "forbidden", "message", "missing", "password"}
)
"""Refusals that may hold for one view only; a thread that is deleted, or a forum that is closed, is so in all of them."""
ONE_GRID = frozenset({"desktop", "archiver"})
"""Views that divide a thread into the same pages."""
MOST_PAGES = 100_000
MOST_MOVES = 3
MOST_LOST = 3
"""After so many pages that lead nowhere, the others are not asked for."""


class Walk:
    """The reading of one thread."""

    def __init__(
        self,
        reader: PageReader,
        ref: ThreadRef,
        pages: PageRanges,
        tell: Callable[[int, int], None] = lambda _done, _all: None,
        last_floor: int | None = None,
    ) -> None:
        self._reader, self.pages, self._tell = reader, pages, tell
        self.ref = ref
        """The thread; a redirect or the first page may know better than the address."""
        self._read: dict[int, PageRead] = {}
        self._addresses: dict[int, str] = {}
        self._view = "desktop"
        self._author: int | None = None
        self._last = 1
        self._last_floor = last_floor
        self._failed = 0
        self.stopped = False
        """True where pages were left out that hold nothing that is wanted."""
        self.lost: tuple[int, ...] = ()
        """Pages that the forum has by its pager and shows other pages for."""
        self.absent: tuple[int, ...] = ()
        """Pages that the store does not have, where nobody may be asked."""

    def all(self) -> list[PageRead]:
        """The wanted pages, in order."""
        return self._steadily(self._all)

    def of_author(self) -> list[PageRead]:
        """The pages of the forum's own view of the thread starter's posts; a thread of one page needs none."""
        return self._steadily(self._of_author)

    def _steadily(self, walk: Callable[[], None]) -> list[PageRead]:
        """What a walk reads; it begins again where the thread is moved or merged meanwhile."""
        for _ in range(MOST_MOVES):
            try:
                walk()
            except MovedError as moved:
                self._begin_again(moved.ref)
            else:
                return self._ordered()
        raise NetworkError(
            f"{self.ref.address}: the thread is moved about while it is read; try again later", reason="redirect"
        )

    def _all(self) -> None:
        self._take(self._opened(self.pages.first))
        self._rest()

    def _begin_again(self, ref: ThreadRef) -> None:
        """The thread was moved or merged while it was read: what was read before belongs to a thread that is no more."""
        self.ref, self._failed = replace(ref, pid=self.ref.pid), 0
        self._read, self._addresses, self._last, self._author, self.lost, self.absent = {}, {}, 1, None, (), ()

    def _of_author(self) -> None:
        first = self._opened(1)
        self._take(first)
        author = starter(first)
        if first.last > 1 and author is not None and first.view == "desktop":
            self._turn_to(author)
        self._rest()

    def _turn_to(self, author: int) -> None:
        """Go over to the view of one author's posts, where the forum has it; else all is read, and chosen from afterwards."""
        general = (dict(self._read), self._addresses, self._last)
        self._read, self._addresses, self._author = {}, {}, author
        try:
            self._take(self._page(1))
        except (RefusedError, InputError):
            (self._read, self._addresses, self._last), self._author = general, None

    def _ordered(self) -> list[PageRead]:
        return [self._read[number] for number in sorted(self._read)]

    # ── the first page ──────────────────────────────────────────────────────────────────────────

    def _opened(self, number: int) -> PageRead:
        """The first page that is wanted, in the best view that is allowed; raises what the best view said where none is."""
        refusals: list[ForumcleanError] = []
        for view in self._views():
            self._view = view
            try:
                page = self._page(number)
            except RefusedError as error:
                refusals.append(error)
                if error.reason not in WORTH_ANOTHER_VIEW:
                    break
            except (InputError, NetworkError) as error:
                if not refusals and error.reason != "offline":
                    raise
                refusals.append(error)
            else:
                self.ref = settled(self.ref, page)
                self._view = view if view in VIEWS else "desktop"
                return page
        spoken = [e for e in refusals if isinstance(e, RefusedError) and e.reason not in ("robots", "missing")]
        raise (spoken or refusals)[0]

    def _views(self) -> Iterator[str]:
        own = self.ref.view
        if own in ("unknown", "redirect") and self.ref.tid is None:
            yield own
            return
        views = ["desktop", *([own] if own in VIEWS else []), *VIEWS]
        yield from (v for v in dict.fromkeys(views) if page_address(self.ref, v) is not None)

    # ── the others ──────────────────────────────────────────────────────────────────────────────

    def _rest(self) -> None:
        """Read on until no page is left that is wanted: the thread may grow while it is read."""
        while True:
            known = {*self._read, *self.absent, *self.lost}
            left = [n for n in self._pages_wanted() if n not in known]
            self.stopped = bool(left) and self._has_enough()
            if not left or self.stopped:
                break
            try:
                page = self._next(left[0])
            except (InputError, RefusedError) as error:
                self._without(error, left)
                continue
            if self._strays(page):
                raise MovedError(settled(self.ref, page))
            if page.number != left[0] and self._is_known(page):
                if page.last >= left[0]:
                    self.lost = (*self.lost, *left)
                self._last = left[0] - 1  # a forum shows its last page for all beyond it: the thread has shrunk
                continue
            self._take(replace(page, number=left[0]))
        mend(self._read, lambda number: self._page(number, force=True))
        if not self._read:
            raise InputError(
                f"{self.ref.address}: the thread has only {self._last} pages; give --pages within them", reason="pages"
            )

    def _without(self, error: ForumcleanError, left: list[int]) -> None:
        """Go on without a page: the store lacks it, or its address leads nowhere; raises for what holds for the whole thread."""
        if error.reason == "offline":
            self.absent = (*self.absent, left[0])
        elif self._read and (error.reason == "missing" or isinstance(error, NotAThreadError)):
            self._failed += 1
            self.lost = (*self.lost, *(left[:1] if self._failed < MOST_LOST else left))
        else:
            shown = self.pages.everything and self._author is None and max(self._read, default=0)
            if shown and isinstance(error, RefusedError) and error.reason in CURED_BY_COOKIES:
                raise before_it(error, shown) from error
            raise error

    def _pages_wanted(self) -> list[int]:
        ranges = self.pages if self._author is None else PageRanges.of("all")
        return ranges.wanted(min(self._last, MOST_PAGES))

    def _take(self, page: PageRead) -> None:
        self._last = max(page.last, self._last if self._read else 1)
        if page.view == self._view or not self._read:
            self._addresses |= page.links
        if page.number in self._pages_wanted():
            self._read[page.number] = page
        self._tell(len(self._read), len(self._pages_wanted()))

    def _has_enough(self) -> bool:
        """True where the last floor that is wanted was read; a thread that shows its newest posts first is read whole."""
        if self._last_floor is None or not self.pages.everything:
            return False
        floors = [post.facts.floor or 0 for page in self._ordered() for post in page.article.posts]
        return floors == sorted(floors) and floors[:1] == [1] and floors[-1] >= self._last_floor

    def _strays(self, page: PageRead) -> bool:
        """True for a page of another thread than those read before."""
        known = {other.article.thread.tid for other in self._read.values()} - {None}
        return bool(known) and page.article.thread.tid not in known | {None}

    def _is_known(self, page: PageRead) -> bool:
        """True for a page that was read before under another number."""
        return not page.article.posts or any(page.opening == other.opening for other in self._read.values())

    def _next(self, number: int) -> PageRead:
        """The page; where its address or this view does not give it, by another address, then in a view that divides alike."""
        try:
            return self._page(number)
        except (RefusedError, InputError) as error:
            # Without the web a page is missing that this view never gave: it may have been kept in the other one.
            if error.reason not in WORTH_ANOTHER_VIEW | {"offline"} or self._author is not None:
                raise
            page = self._otherwise(number, missing=error.reason == "missing")
            if page is None:
                raise
            return page

    def _otherwise(self, number: int, *, missing: bool) -> PageRead | None:
        """The page by other ways than the pager's; ``None`` where there is none."""
        plain = plain_addresses(self.ref, number) if missing and self._view == "desktop" else ()
        ways = [(self._view, address) for address in plain if address != self._addresses.get(number)]
        other = next(iter(ONE_GRID - {self._view})) if self._view in ONE_GRID else self._view
        grid = page_address(self.ref, other, number) if other != self._view else None
        for view, address in (*ways, *([(other, grid)] if grid else [])):
            try:
                page = self._reader.read(Wanted(self.ref, view, number, address), may_change=number >= self._last)
            except (RefusedError, InputError):
                continue
            return page if view == self._view else counted_on(page, self._read.get(number - 1))
        return None

    def _page(self, number: int, *, force: bool = False) -> PageRead:
        address = (
            self._addresses.get(number) or page_address(self.ref, self._view, number, self._author) or self.ref.address
        )
        wanted = Wanted(self.ref, self._view, number, address, self._author)
        page = self._reader.read(wanted, may_change=number >= self._last and bool(self._read), force=force)
        if page.kept and page.last <= max(number, page.number):
            # What was taken for a page in the middle (or a post's link led to) is the last one: it may have grown since it was kept.
            page = self._reader.read(wanted, may_change=True)
        return page
