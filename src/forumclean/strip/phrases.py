"""Finds the phrases of single sites, which stand in ``data/noise``: each only where it comes more than once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from forumclean.model import Edit
from forumclean.tables import load

Range = tuple[int, int]
KEYS = frozenset({"family", "pattern", "probe"})
TWICE = 2
Probes = tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
"""Words: the first character, a pattern for all words that begin with it, one for the word; few texts hold any of them."""


@cache
def _patterns() -> tuple[tuple[str, str, Probes, re.Pattern[str], re.Pattern[str]], ...]:
    """Id, family, words of which one must occur, the pattern at a line's end, the pattern at a line's start."""
    rows = load("noise", KEYS)
    alike: dict[str, list[str]] = {}
    for probe in sorted({probe for row in rows for probe in row.texts("probe")}):
        alike.setdefault(probe[0], []).append(re.escape(probe))
    any_of = {char: re.compile("|".join(words)) for char, words in alike.items()}
    return tuple(
        (
            r.id,
            r.text("family"),
            tuple((probe[0], any_of[probe[0]], re.compile(re.escape(probe))) for probe in r.texts("probe")),
            re.compile(rf"(?:{r.text('pattern')})(?=[ \t]*(?:\n|\Z))"),
            re.compile(rf"^(?:{r.text('pattern')})", re.MULTILINE),
        )
        for r in rows
    )


def _holds(text: str) -> Callable[[Probes], bool]:
    """Tells whether one of some words is in the text; rows share their words, so each is looked for once."""
    has = cache(lambda char: char in text)
    finds = cache(lambda pattern: pattern.search(text) is not None)
    return lambda probes: any(has(char) and finds(alike) and finds(word) for char, alike, word in probes)


def find_phrases(text: str, ranges: Sequence[Range]) -> Iterator[Edit]:
    """The edits that take a family's phrases out, where they stand at the ends or starts of two lines or more."""
    hits: dict[str, dict[int, Edit]] = {}
    holds = _holds(text)
    for id_, family, probes, at_end, at_start in _patterns():
        if probes and not holds(probes):
            continue
        for pattern in (at_end, at_start):
            for low, high in ranges:
                for match in pattern.finditer(text, low, high):
                    edit = Edit(match.start(), match.end(), match.group(), "", id_)
                    hits.setdefault(family, {}).setdefault(match.start(), edit)
    for edits in hits.values():
        if len(edits) >= TWICE:
            yield from edits.values()
