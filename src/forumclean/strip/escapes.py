r"""Noise whose signs a converter escaped: ``! \_7 \*`` of Markdown, ``&quot;`` of HTML that was read as text, ``’`` of a word processor.

A group is three characters no longer then, and half of most strings would stay.  So where such signs stand in what has the
form of noise, noise is looked for once more in a text without escapes, and what is found there is written in the
characters that stood there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from forumclean.model import Edit

ENTITIES = {
    "&amp;": "&",
    "&quot;": '"',
    "&#34;": '"',
    "&#39;": "'",
    "&#039;": "'",
    "&#x27;": "'",
    "&nbsp;": "\xa0",
    "&#160;": "\xa0",
}
QUOTES = {"‘": "'", "’": "'", "“": '"', "”": '"'}
SIGNS = (
    (
        "\\",
        re.compile(
            r"\\(?:(?<=[ \xa0]\\)[?@\[-`{-~](?=[ -;\xa0][ \xa0])|(?<=[ -;][ \xa0][?-~]\\)[!-/:;](?=[ \xa0][?-~]))"
        ),
    ),
    ("&", re.compile(rf"&(?:{'|'.join(name[1:] for name in ENTITIES)})(?:(?<=&nbsp;)|(?<=&#160;)|(?=[ \xa0][?-~]))")),
    ("’ ", re.compile(r"’(?= [?-~][ -;] )")),
    ("” ", re.compile(r"”(?= [?-~][ -;] )")),
    ("‘ ", re.compile(r"‘(?= [?-~][ -;] )")),
    ("“ ", re.compile(r"“(?= [?-~][ -;] )")),
)
"""What noise holds only where it was escaped, each with what a text is first searched for: of a backslash of noise itself
the next group follows, so never one of these signs in its place."""
FAMILIES = tuple(
    frozenset(f"\\{sign}" for sign in signs) for signs in ("|", "*_|", "*_[]`\\|", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
)
"""The signs that converters escape: trafilatura in tables, markdownify, turndown, pandoc and those that escape them all."""
SAMPLE = 200_000
"""Characters that tell what a converter did to all of them."""
BESIDE = r"(?=[ \xa0][?-~])"


def escapes(text: str) -> frozenset[str]:
    r"""What stands for a sign in the noise of a text; empty of most.

    >>> sorted(escapes(r"说完了。! \_7 k3 \_* a; p5 x")), escapes(r"说完了。! \7 k* \3 a; \5 x")
    (['\\*', '\\_', '\\|'], frozenset())
    """
    sample = text[:SAMPLE]
    found = {match.group() for sign, known in SIGNS if sign in sample for match in known.finditer(sample)}
    slashed = {said for said in found if said[0] == "\\"}
    undone = next(family for family in FAMILIES if family >= slashed) if slashed else frozenset[str]()
    for family in (ENTITIES, QUOTES):
        if not found.isdisjoint(family):
            undone = undone.union(family)
    return undone


Change = tuple[int, int, str]
"""Start and end of what a converter wrote, and what stood there."""


def unescaped(text: str, undone: frozenset[str]) -> Iterator[Change]:
    """The changes that undo escapes."""
    choices = (re.escape(said) + BESIDE * (said in QUOTES) for said in sorted(undone))
    for match in re.compile("|".join(choices)).finditer(text):
        said = match.group()
        yield match.start(), match.end(), ENTITIES.get(said) or QUOTES.get(said) or said[1]


class Reading:
    """A text as it was before a converter, and where its characters stand now."""

    __slots__ = ("_ends", "_olds", "_shifts", "text")

    def __init__(self, text: str, changes: Iterable[Change]) -> None:
        """From changes in order, none of which meet."""
        pieces: list[str] = []
        self._ends: list[int] = [0]
        self._olds: list[int] = [0]
        self._shifts: list[int] = [0]
        reached = 0
        for start, end, said in changes:
            pieces += (text[reached:start], said)
            at = start - self._shifts[-1]
            self._ends += range(at + 1, at + len(said) + 1)
            self._shifts += (*range(start - at - 1, start - at - len(said), -1), end - at - len(said))
            self._olds += (*[end] * len(said),)
            reached = end
        self.text = "".join(pieces) + text[reached:]

    def inside(self, offset: int) -> int:
        """Where an offset of the text itself is in this reading."""
        return offset - self._shifts[bisect_right(self._olds, offset) - 1]

    def edit(self, text: str, edit: Edit) -> Edit:
        """An edit of this reading as one of the text itself."""
        start, end = (at + self._shifts[bisect_right(self._ends, at) - 1] for at in (edit.start, edit.end))
        return edit._replace(start=start, end=end, old=text[start:end])
