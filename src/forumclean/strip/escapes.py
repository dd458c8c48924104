r"""Noise whose signs a converter escaped: ``! \_7 \*`` of Markdown, ``&quot;`` of HTML that was read as text, ``’`` of a word processor.

A group is three characters no longer then, and half of most strings would stay.  So where such signs stand in what has the
form of noise, noise is looked for once more in a text without escapes, and what is found there is written in the
characters that stood there.
"""

from __future__ import annotations

import re
from bisect import bisect_right

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


class Unescaped:
    """A text without its escapes, and where its characters stood."""

    __slots__ = ("_ends", "_olds", "_shifts", "text")

    def __init__(self, text: str, undone: frozenset[str]) -> None:
        pieces: list[str] = []
        self._ends: list[int] = [0]
        self._olds: list[int] = [0]
        self._shifts: list[int] = [0]
        reached = 0
        choices = (re.escape(said) + BESIDE * (said in QUOTES) for said in sorted(undone))
        for match in re.compile("|".join(choices)).finditer(text):
            said = match.group()
            pieces += (text[reached : match.start()], ENTITIES.get(said) or QUOTES.get(said) or said[1])
            reached = match.end()
            self._shifts.append(self._shifts[-1] + len(said) - 1)
            self._olds.append(reached)
            self._ends.append(reached - self._shifts[-1])
        self.text = "".join(pieces) + text[reached:]

    def inside(self, offset: int) -> int:
        """Where an offset of the text itself is in the text without escapes."""
        return offset - self._shifts[bisect_right(self._olds, offset) - 1]

    def edit(self, text: str, edit: Edit) -> Edit:
        """An edit of the text without escapes as one of the text itself."""
        start, end = (at + self._shifts[bisect_right(self._ends, at) - 1] for at in (edit.start, edit.end))
        return edit._replace(start=start, end=end, old=text[start:end])
