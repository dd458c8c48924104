"""Where a page was saved from: browsers write the address into a comment at its head."""

from __future__ import annotations

import re

HEAD = 3_000
"""Characters in which the comment stands."""
FROM_RE = re.compile(
    r"<!--\s{0,9}(?:saved from url=\(\d{4,6}\)|Page saved with SingleFile\s[^<>]{0,99}?\burl:\s{0,9})(https?://[^\s<>\"]{1,2000})"
)


def address_of(html: str) -> str | None:
    """The address that a browser (or SingleFile) noted; ``None`` where it noted none, or one of its own.

    >>> address_of("<!-- saved from url=(0036)http://bbs.example/thread-5-1-1.html --><html>")
    'http://bbs.example/thread-5-1-1.html'
    >>> address_of("<!-- saved from url=(0014)about:internet --><html>")
    """
    match = FROM_RE.search(html, 0, HEAD)
    return match[1] if match else None
