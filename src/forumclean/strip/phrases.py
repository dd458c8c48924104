"""Finds the phrases of single sites, which stand in ``data/noise``: each only where it comes more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from forumclean.model import Edit
from forumclean.tables import load

Range = tuple[int, int]
TWICE = 2


class Phrase(NamedTuple):
    """A row of the table, ready to search."""

    id: str
    family: str
    probes: tuple[str, ...]
    """Words of which one must occur."""
    at_end: re.Pattern[str]
    """At a line's end …"""
    at_start: re.Pattern[str]
    """… and at its start."""


@cache
def _phrases() -> tuple[Phrase, ...]:
    return tuple(
        Phrase(
            r.id,
            r.text("family"),
            r.texts("probe"),
            re.compile(rf"(?:{r.text('pattern')})(?=[ \t]*(?:\n|\Z))"),
            re.compile(rf"^(?:{r.text('pattern')})", re.MULTILINE),
        )
        for r in load("noise")
    )


Words = tuple[str, re.Pattern[str], tuple[str, ...]]
"""A character, a pattern for the words that begin with it, and these words: few texts hold any of them."""


@cache
def _words() -> tuple[Words, ...]:
    words = sorted({probe for phrase in _phrases() for probe in phrase.probes})
    alike = ((char, tuple(those)) for char, those in groupby(words, itemgetter(0)))
    return tuple((char, re.compile("|".join(map(re.escape, those))), those) for char, those in alike)


def _said(text: str) -> set[str]:
    """The probes that the text holds."""
    found = (those for char, pattern, those in _words() if char in text and pattern.search(text))
    return {word for those in found for word in those if word in text}


def find_phrases(text: str, ranges: Sequence[Range]) -> Iterator[Edit]:
    """The edits that take a family's phrases out, where they stand at the ends or starts of two lines or more."""
    hits: dict[str, dict[int, Edit]] = {}
    said = _said(text)
    for phrase in _phrases():
        if phrase.probes and said.isdisjoint(phrase.probes):
            continue
        for pattern in (phrase.at_end, phrase.at_start):
            for low, high in ranges:
                for match in pattern.finditer(text, low, high):
                    edit = Edit(match.start(), match.end(), match.group(), "", phrase.id)
                    hits.setdefault(phrase.family, {}).setdefault(match.start(), edit)
    for edits in hits.values():
        if len(edits) >= TWICE:
            yield from edits.values()
