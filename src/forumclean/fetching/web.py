"""The web as a polite reader sees it: slow, patient, within robots.txt, through redirects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlsplit

from forumclean.errors import NetworkError, RefusedError
from forumclean.fetching.again import asks_again, asks_patience
from forumclean.fetching.guard import Guard
from forumclean.fetching.pace import PASSING, PATIENCE, Budget, Pace, Timer, backoff, retry_after
from forumclean.fetching.robots import Robots, robots_address
from forumclean.fetching.targets import target, told
from forumclean.fetching.types import Fetcher, FetchSettings, Reply
from forumclean.fetching.urls import site_of

HOPS = 8
"""Most redirects for one page; the same address may come twice (a cookie is set, and the page asked again)."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CUT_TRIES = 2
"""How often a page is asked for again that seems to end in the middle."""
NOTICED = 3.0
"""Seconds of silence after which people wonder whether anything happens."""
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Manners:
    """What the reader of a page has to say while it is asked for."""

    final: Callable[[Reply], bool] = lambda _reply: False
    """True for an error page that says why, so that a second try is of no use."""
    redirected: Callable[[str], None] = lambda _url: None
    """Told of each redirect before it is followed; raises where it shall not be."""


@dataclass(frozen=True, slots=True)
class Hearer:
    """Who hears of single requests."""

    answer: Callable[[Reply], None] = lambda _reply: None
    """A server has answered."""
    wait: Callable[[str], None] = lambda _message: None
    """A server is given some time before it is asked again."""


class Web:
    """Gets pages for one run: remembers when each host was last asked, and what its robots.txt says."""

    def __init__(
        self,
        fetcher: Fetcher,
        settings: FetchSettings,
        guard: Guard,
        *,
        timer: Timer | None = None,
        hearer: Hearer | None = None,
    ) -> None:
        self._fetcher, self._settings, self._guard = fetcher, settings, guard
        self._timer = timer or Timer()
        hearer = hearer or Hearer()
        self._record, self._tell = hearer.answer, hearer.wait
        self._pace = Pace(self._timer, settings.delay)
        self._robots: dict[str, Robots] = {}
        self._home, self._secure = "", False
        self._end = float("inf")

    def begin(self, address: str) -> None:
        """A new thread: the user's headers go to its forum, and its time begins."""
        self._home, self._secure = site_of(address), urlsplit(address).scheme.lower() == "https"
        self._guard.begin(urlsplit(address).hostname or "")
        limit = self._settings.total_timeout
        self._end = self._timer.now() + limit if limit is not None else float("inf")

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = NOTHING,
        manners: Manners | None = None,
        max_bytes: int | None = None,
    ) -> Reply:
        """The answer at the end of all redirects, whatever its status but 429 and 5xx.

        Raises :class:`NetworkError` where there is none, :class:`RefusedError` where robots.txt forbids it.
        """
        manners = manners or Manners()
        budget = Budget(self._timer, self._settings.timeout, self._end)
        seen: list[str] = []
        at = url
        while True:
            self._permit(at, budget)
            reply = self._tried(at, headers, budget, manners, max_bytes or self._settings.max_bytes)
            onward = _onward(reply)
            if onward is None:
                return replace(reply, asked=url)
            seen.append(at)
            at = self._followed(url, at, onward, seen)
            manners.redirected(at)

    def _followed(self, url: str, at: str, onward: str, seen: list[str]) -> str:
        following = target(at, onward)
        if following is None:
            raise NetworkError(
                f"{at} sends on to {told(onward)[:200]!r}, which is no page of the web; nothing was read",
                reason="redirect",
            )
        if seen.count(following) > 1 or len(seen) > HOPS:
            raise NetworkError(
                f"{url}: the forum sends from page to page without end ({len(seen)} times, now to {told(following)[:200]});"
                " open it in a browser to see what it wants",
                reason="redirect",
            )
        self._guard.check(urlsplit(following).hostname or "")
        return following

    # ── robots.txt ──────────────────────────────────────────────────────────────────────────────

    def _permit(self, url: str, budget: Budget) -> None:
        if self._settings.ignore_robots:
            return
        address = robots_address(url)
        if address not in self._robots:
            self._robots[address] = self._read_robots(address, budget)
        if not self._robots[address].allows(url):
            raise RefusedError(
                f"{url}: {address} asks programs not to read this page; if you may read it all the same, give --ignore-robots",
                reason="robots",
            )

    def _read_robots(self, address: str, budget: Budget) -> Robots:
        at, seen = address, list[str]()
        while True:
            try:
                reply = self._tried(at, NOTHING, budget, Manners(), 5_000_000)
            except NetworkError as error:
                if error.reason in ("too-large", "protocol"):
                    return Robots("")
                if error.reason != "status":
                    raise
                raise NetworkError(
                    f"{error}; robots.txt could not be read, so nothing is (--ignore-robots reads all the same)",
                    reason="robots",
                ) from error
            onward = _onward(reply)
            if onward is None:
                return Robots.of(reply.status, reply.body)
            seen.append(at)
            at = self._followed(address, at, onward, seen)

    # ── one address ─────────────────────────────────────────────────────────────────────────────

    def _tried(self, url: str, headers: Mapping[str, str], budget: Budget, manners: Manners, max_bytes: int) -> Reply:
        """The answer after as many tries as it takes, or as are allowed."""
        for attempt in range(self._settings.retries + 1):
            last = attempt == self._settings.retries
            try:
                reply = self._once(url, headers, budget, max_bytes)
            except NetworkError as error:
                if error.reason not in PASSING or last:
                    raise
                if error.reason != "silent":  # silence has cost the page's time already; there is no more of it
                    self._wait(url, "no answer", backoff(attempt, self._timer.chance()), budget)
                continue
            if not reply.whole and attempt < CUT_TRIES and not last:
                continue  # the page may just be so: it is taken as it is in the end, with a warning
            if not asks_again(reply) or manners.final(reply):
                return reply
            if asks_patience(reply):
                self._pace.slower(urlsplit(url).hostname or "")
            if last:
                raise _unwilling(url, reply, attempt + 1)
            self._wait(url, f"HTTP {reply.status}", self._patience(url, reply, attempt), budget)
        raise AssertionError(url)  # pragma: no cover - the loop returns or raises

    def _wait(self, url: str, why: str, seconds: float, budget: Budget) -> None:
        """Wait before the next try; a wait that a reader would notice is told of."""
        if seconds >= NOTICED:
            self._tell(f"{url}: {why}; asks again in {seconds:.0f} seconds")
        budget.renew()
        budget.wait(url, seconds)

    def _once(self, url: str, headers: Mapping[str, str], budget: Budget, max_bytes: int) -> Reply:
        host = urlsplit(url).hostname or ""
        rules = self._robots.get(robots_address(url))
        self._pace.wait(host, url, budget, rules.delay if rules else 0.0)
        try:
            reply = self._fetcher.get(url, self._headers(url, headers), timeout=budget.left(url), max_bytes=max_bytes)
        except NetworkError as error:
            if error.reason == "timeout":
                budget.left(url)  # says it where the time for the whole thread is over, and not the page's own
            raise
        finally:
            self._pace.ended(host)
        self._record(reply)
        if reply.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            raise NetworkError(
                f"{url}: the proxy wants a name and a password (HTTP 407); check --proxy", reason="proxy"
            )
        return reply

    def _headers(self, url: str, headers: Mapping[str, str]) -> dict[str, str]:
        own = dict(self._settings.headers) if self._is_home(url) else {}
        usual = {
            "User-Agent": self._settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            **headers,
        }
        named = {name.lower() for name in own}
        return {**{name: value for name, value in usual.items() if name.lower() not in named}, **own}

    def _is_home(self, url: str) -> bool:
        """True for the forum that the user named; not where it would hear in clear what was meant to be hidden from the network."""
        return site_of(url) == self._home and (urlsplit(url).scheme == "https" or not self._secure)

    def _patience(self, url: str, reply: Reply, attempt: int) -> float:
        wanted = retry_after(reply.header("retry-after"), self._timer.date())
        if wanted is not None and wanted > PATIENCE:
            raise NetworkError(
                f"{url}: the forum asks to be left alone for {wanted:.0f} seconds (HTTP {reply.status}); go on then",
                reason="status",
            )
        return max(wanted or 0.0, backoff(attempt, self._timer.chance()))


def _onward(reply: Reply) -> str | None:
    """Where a redirect leads; ``None`` where the reply is none."""
    if reply.status not in REDIRECTS:
        return None
    onward = reply.header("location")
    if not onward:
        raise NetworkError(
            f"{reply.url}: the forum sends on (HTTP {reply.status}) and does not say where to", reason="redirect"
        )
    try:
        return onward.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return onward


def _unwilling(url: str, reply: Reply, tries: int) -> NetworkError:
    told = f"HTTP {reply.status}" if reply.status >= HTTPStatus.BAD_REQUEST else "by its own words"
    return NetworkError(
        f"{url}: the server cannot answer now ({told}, asked {tries} times); try again later",
        reason="status",
    )
