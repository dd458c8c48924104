"""What flows between the parts of fetching: settings in, replies out, and the protocol of what makes requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from forumclean import __version__
from forumclean.errors import UsageError
from forumclean.fetching.ranges import PageRanges

USER_AGENT = f"forumclean/{__version__} (reads a thread that a person asked for; one page at a time)"
"""Says what it is, without a word that Discuz! takes for a telephone (it would send on to the touch view) or a search engine."""
LONGEST = 1_000_000
"""Seconds; far more than the clocks of some systems take is no time that anybody waits."""
OF_TRANSFER = frozenset({"connection", "content-length", "te", "trailer", "transfer-encoding", "upgrade"})
"""Headers that say how a request is sent: with other ones it would not be what is sent."""
TOUCH = "mobile"
"""The word by which Discuz! lets a reader have the touch view; added for that view alone."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a server, as it was served."""

    url: str
    """The address that was asked (after redirects: the last one)."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As received, in order, names as they were written."""
    body: bytes
    """The content, transfer and content encoding undone; no charset applied."""
    wire: bytes = b""
    """The content as it came, still compressed; empty where a fetcher does not say."""
    sent: tuple[tuple[str, str], ...] = ()
    """The headers of the request."""
    asked: str = ""
    """The address that was asked first, where redirects led here."""
    whole: bool = True
    """False where the content was over when the connection was, and it does not look like an end."""

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; ``None`` where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str:
        """The media type, lower case, without parameters; empty where none is stated."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    def mapping(self) -> dict[str, str]:
        """The headers as a mapping; of several of one name the last."""
        return dict(self.headers)


class Fetcher(Protocol):
    """Makes one request and gives the answer, whatever its status; follows no redirect, waits for nothing, retries nothing.

    Politeness (delay, retries, robots.txt), redirects and the store are built on top, so that they hold for every fetcher.
    Raises :class:`NetworkError` where there is no answer: within ``timeout`` seconds, of no more than ``max_bytes``.
    """

    def get(self, url: str, headers: Mapping[str, str], *, timeout: float, max_bytes: int) -> Reply:
        """The answer to one GET request."""
        ...


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How a thread is fetched, every default in sight."""

    pages: str = "all"
    """``all``, or pages and ranges such as ``1-3,7``."""
    delay: float = 1.0
    """Seconds between the end of one request and the start of the next to the same host."""
    timeout: float = 30.0
    """Seconds for one page, from the first word to the last byte."""
    total_timeout: float | None = None
    """Seconds for the whole thread, waiting included."""
    retries: int = 5
    """How often a request is made again after 429, 5xx or a broken connection."""
    max_bytes: int = 8_000_000
    """Largest page, unpacked: the largest seen have some three million, and reading a page takes forty times its size."""
    max_file_bytes: int = 50_000_000
    """Largest picture or attachment."""
    user_agent: str = USER_AGENT
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers, sent to the forum named and to no other host."""
    proxy: str | None = None
    """``None``: as the environment says."""
    cookies: Path | None = None
    """A file in Netscape's form."""
    cookies_from_browser: str | None = None
    """``firefox``."""
    ignore_robots: bool = False
    allow_private: bool = False
    """Also read from private addresses that a name leads to."""
    store: Path | None = None
    offline: bool = False
    """Take everything from the store, nothing from the network."""
    warc: Path | None = None

    def __post_init__(self) -> None:
        _ = PageRanges.of(self.pages)
        _check(0 <= self.delay <= LONGEST, f"delay={self.delay}", f"give seconds, 0 to {LONGEST:,}")
        for name, seconds in (("timeout", self.timeout), ("total_timeout", self.total_timeout)):
            _check(
                seconds is None or 0 < seconds <= LONGEST,
                f"{name}={seconds}",
                f"give seconds, more than 0 and {LONGEST:,} at most",
            )
        _check(self.retries >= 0, f"retries={self.retries}", "give 0 or more")
        _check(self.max_bytes > 0 and self.max_file_bytes > 0, "a limit of no bytes", "give more than 0")
        _check(not self.offline or self.store is not None, "offline without a store", "give --store DIR as well")
        _check(
            self.cookies_from_browser in (None, "firefox"),
            f"browser {self.cookies_from_browser!r}",
            "only firefox is known",
        )
        _check_headers((("User-Agent", self.user_agent), *self.headers))


def _check(holds: bool, what: str, hint: str) -> None:  # noqa: FBT001 - the condition itself
    if not holds:
        raise UsageError(f"{what} cannot be; {hint}", reason="usage")


def _check_headers(headers: Sequence[tuple[str, str]]) -> None:
    for name, value in headers:
        sound = name and name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        if not sound or not value.isprintable():
            raise UsageError(f"{name!r} is no header; give it as 'Name: value'", reason="usage")
        if name.lower() in OF_TRANSFER:
            raise UsageError(
                f"{name!r} belongs to the transfer, which is not yours to say; leave it out", reason="usage"
            )
