"""Cuts the post bodies out of a page by counting tags, so that only they need a full parse.

What costs in a parse is tags, and nine in ten of a page's tags are furniture.  A cut is only taken when it
is certain; everything doubtful is :class:`UncertainError`, and the page is parsed whole instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

RAW_TAGS = ("script", "style", "textarea", "xmp", "title", "iframe", "noembed", "noframes")
"""Elements whose content is no markup: a ``<div>`` in a script's string opens nothing."""
ATTRIBUTES = r"""(?:[\s/]++|[^\s<>/=]++(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s<>"'=`][^\s<>"'`]*+))?+)*+"""
PLAIN_RE = regex.compile(
    rf"""
    (?: [^<]++
    |   <(?![A-Za-z/!?])                                     # a < b
    |   <(?P<raw>{"|".join(RAW_TAGS)})(?=[\s>]){ATTRIBUTES}>[^<]*+(?:<(?!/(?P=raw)|!)[^<]*+)*+</(?P=raw)\s*+>
    |   <!--(?!-?>)[^-]*+(?:-(?!-!?>)[^-]*+)*+-->
    |   </?(?!(?:{"|".join(RAW_TAGS)}|plaintext|svg|math)\b)[A-Za-z][^\s<>"'/=]*+{ATTRIBUTES}>
    )*+
    """,
    regex.VERBOSE | regex.IGNORECASE,
)  # by the library that has possessive groups right (Python's own fails on them in 3.11)
"""Markup that any tokenizer reads alike, in a page or cut out of it.

Elsewhere a ``>`` in an attribute or half a tag makes a parser see other tags than are counted here, and a title or a
comment that does not end would swallow what stands behind the cut.
"""
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


@cache
def _end(raw: str | None) -> re.Pattern[str]:
    """What ends a raw element (``None``: a comment)."""
    return re.compile(f"</{raw}", re.IGNORECASE) if raw else re.compile("-->")


def _skip(html: str, begin: int, closing: re.Pattern[str]) -> int:
    match = closing.search(html, begin)
    if match is None:
        raise UncertainError(f"{closing.pattern} is missing after character {begin}")
    return match.end()


def _close(html: str, position: int, tag: str) -> int:
    """Offset of the closing tag that belongs to the element opened before ``position``."""
    counter, depth = _counter(tag), 1
    while match := counter.search(html, position):
        position = match.end()
        name = match["tag"]
        if name is None:
            position = _skip(html, position, _end(match["raw"].lower() if match["raw"] else None))
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
        if not PLAIN_RE.fullmatch(html, match.end(), end):
            raise UncertainError(f"the markup at character {match.start()} can be read in several ways")
        yield Cut(match.end(), end)
        position = end
