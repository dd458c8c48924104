"""Tells pages with an element of so many attributes that libxml2, which compares each with all others, would take hours."""

from __future__ import annotations

import re

from forumclean.page.elements import CROWDED

HARMLESS = 40_000
"""Characters in which an element has at most 20,000 attributes; libxml2 takes two thirds of a second for them."""
STEP = HARMLESS // 2
"""A tag that is longer than is harmless stands, from one of the places this far apart, open for as much more."""
REST = r"""(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+"""
CUT_RE = re.compile(r"""(?:[^=>]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+""")
"""The same of a part of a page, which may end within a value."""
BLANKS = 1_000
"""White space behind an equals sign, which one looks back over."""
TAG_RE = re.compile(f"<[a-zA-Z]{REST}")
VALUE_RE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")


def is_crowded(html: str) -> bool:
    """True where an element has more attributes than libxml2 takes in good time; most pages have no tag that is long enough."""
    if len(html) <= HARMLESS or not _has_long_tag(html):
        return False
    tags = TAG_RE.finditer(html)
    return any(
        len(VALUE_RE.sub(" ", tag[0]).split()) > CROWDED for tag in tags if tag.end() - tag.start() > 2 * CROWDED
    )


def _has_long_tag(html: str) -> bool:
    """True where a tag may be longer than is harmless: it is still open a step behind the first place that it is looked at.

    At such a place nobody knows whether a tag is open, nor whether a value is: each that may be is read on, and nearly always ends soon.
    """
    last = {'"': 0, "'": 0}
    for at in range(STEP, len(html) - STEP + 1, STEP):
        for quote, before in last.items():
            last[quote] = max(before, html.rfind(quote, at - STEP, at))
        begins = [at, *(begin for begin in (_equals(html, place) for place in (at, *last.values())) if begin >= 0)]
        if any(_end(html, begin, at + STEP) == at + STEP for begin in begins):
            return True
    return False


def _equals(html: str, place: int) -> int:
    """The equals sign in front of a value that begins at a place (or of blanks in which one looks no further); -1 for none."""
    start = max(0, place - BLANKS)
    before = html[start:place].rstrip()
    return start + len(before) - 1 if before[-1:] == "=" else -1 if before else start


def _end(html: str, begin: int, stop: int) -> int:
    """Where a tag ends that is open at a place."""
    match = CUT_RE.match(html, begin, stop)
    return match.end() if match else begin
