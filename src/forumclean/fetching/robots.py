"""Asks a forum's robots.txt whether a page may be read."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

AGENT = "forumclean"
LONGEST = 512_000
"""RFC 9309: at least 500 KiB are read; what is behind that is not."""
SLOWEST = 60.0
"""Longest delay that is taken over from a Crawl-delay line, in seconds."""


class Robots:
    """The rules of one site."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text[:LONGEST])

    @classmethod
    def of(cls, status: int, body: bytes) -> Robots:
        """The rules in an answer; where there is no such file (4xx) all is allowed."""
        return cls(body[:LONGEST].decode("utf-8", "replace").lstrip("\ufeff") if status == 200 else "")

    def allows(self, url: str) -> bool:
        """True where the page may be read."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between requests; 0 where it says nothing."""
        return min(float(self._rules.crawl_delay(AGENT) or 0), SLOWEST)


def robots_address(url: str) -> str:
    """Where the rules for an address lie.

    >>> robots_address("https://bbs.example:8080/bbs/thread-5-1-1.html?a")
    'https://bbs.example:8080/robots.txt'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
