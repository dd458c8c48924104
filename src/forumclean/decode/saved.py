"""Where a page was saved from, as browsers write it into the page: the address is in it nowhere else."""

from __future__ import annotations

import re

SAVED_RE = re.compile(
    r"<!--\s{0,9}(?:saved from url=\(\d{1,5}\)|Page saved with SingleFile\s{1,9}url:\s{0,9})(https?://[^\s<>\"]{1,2000})",
    re.IGNORECASE,
)
HEAD = 4_000


def address(text: str) -> str | None:
    """The address in the comment at the head of a saved page.

    >>> address("<!DOCTYPE html><!-- saved from url=(0025)https://a.example/thread-1 -->")
    'https://a.example/thread-1'
    """
    found = SAVED_RE.search(text, 0, HEAD)
    return found[1] if found else None
