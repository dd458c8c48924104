"""Cuts the post bodies out of a page by counting tags, so that only they need a full parse.

What costs in a parse is tags, and nine in ten of a page's tags are furniture.  A cut is only taken when it
is certain; everything doubtful is :class:`UncertainError`, and the page is parsed whole instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

RAW_TAGS = ("script", "style", "textarea", "xmp")
"""Elements whose content is no markup: a ``<div>`` in a script's string opens nothing."""
BALANCED = ("table", "td", "tr")
"""The parser ignores a ``</div>`` that would close one of these, so a cut must hold whole ones."""


class UncertainError(Exception):
    """The cut is not certain: a tag that never closes, a comment that never ends, a half table."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The inside of an element: ``html[start:end]``, between its opening and its closing tag."""

    start: int
    end: int


@cache
def _counter(tag: str) -> re.Pattern[str]:
    # Comments and raw elements are named here so that what they hold is not counted.
    return re.compile(rf"<(?:(?P<tag>/?{tag})\b|!--|(?P<raw>{'|'.join(RAW_TAGS)})\b)", re.IGNORECASE)


def _skip(html: str, begin: int, closing: str) -> int:
    end = html.find(closing, begin)
    if end < 0:
        raise UncertainError(f"{closing} is missing after character {begin}")
    return end + len(closing)


def _close(html: str, position: int, tag: str) -> int:
    """Offset of the closing tag that belongs to the element opened before ``position``."""
    counter, depth = _counter(tag), 1
    while match := counter.search(html, position):
        position = match.end()
        name = match["tag"]
        if name is None:
            position = _skip(html, position, f"</{match['raw'].lower()}" if match["raw"] else "-->")
        elif name.startswith("/"):
            depth -= 1
            if depth == 0:
                return match.start()
        else:
            depth += 1
    raise UncertainError(f"<{tag}> does not close after character {position}")


@cache
def _count(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){tag}\b", re.IGNORECASE)


def balanced(piece: str, tags: tuple[str, ...] = BALANCED) -> bool:
    """True where every one of the tags that opens in the piece closes in it, and no other closes."""
    for tag in tags:
        depth = 0
        for match in _count(tag).finditer(piece):
            depth += -1 if match[1] else 1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def cuts(html: str, opening: re.Pattern[str], tag: str) -> Iterator[Cut]:
    """The insides of all elements whose opening tag matches, in order; an element inside a cut is part of it.

    Raises :class:`UncertainError` where a cut cannot be trusted.

    >>> [c for c in cuts("<p><td id=a>甲<td>乙</td></td>", re.compile("<td id=a>"), "td")]
    [Cut(start=12, end=23)]
    """
    position = 0
    while match := opening.search(html, position):
        end = _close(html, match.end(), tag)
        if not balanced(html[match.end() : end]):
            raise UncertainError(f"tables do not close inside the body at character {match.start()}")
        yield Cut(match.end(), end)
        position = end
