"""How likely a line of text is to begin or end in a given way: the measure for the edge of noise.

A small first-order model: characters fall into classes (Chinese character, digit, capital, small letter, every
ASCII sign by itself, …), and ``data/noise/neighbours.json`` holds how often one class follows another in lines
of real text, which two begin and end a line, and which letter follows which within a word.  What a document's own
lines begin and end with, and how they are indented, goes on top (:class:`Habits`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import log

from forumclean.strip.neighbours import WIDE, fold, folded, kind, model
from forumclean.strip.runs import BLANKS
from forumclean.strip.shapes import Shapes

EDGE = "\n"
"""Stands for both ends of a line."""
BULLETS = frozenset("-*+#")
BULLET_SHARE = 0.7
"""A line that begins with a dash, star, plus or number sign goes on with a space: these are list marks."""
LISTS = log(100.0)
"""How much more often lines begin with a list mark and a capitalised word than the counts of single letters say."""
CLASSES, UNSEEN = 41, 1e-6
"""Of characters; and what each has beside any other at least: 「` was never counted, and yet a line may begin with it."""
LETTERS = 26
"""Of a name in capitals each letter is about as likely as another: ``JM``, ``QPS``."""
DIGIT = log(0.1)
YEAR_RE = re.compile(r"(?<!\d)(?:19|20)\d\d")
YEAR = log(30.0)
"""How much more often a line ends in a year than in any other four digits."""
INDENTS = {"": 0.8, "  ": 0.05, WIDE * 2: 0.05, " ": 0.02, "\xa0\xa0": 0.02, "    ": 0.02, WIDE: 0.01}
OTHER_INDENT, INDENT_WEIGHT = 0.003, 2.0
EDGE_WEIGHT = 8.0
"""How many lines of the document outweigh what lines are like in general."""


def _letter(char: str) -> str:
    return char.lower() if kind(char) in "aA" else EDGE


def _glyph(char: str) -> float:
    """Log-probability of a digit in its class (letters depend on their neighbours, signs are their class)."""
    return DIGIT if kind(char) == "0" else 0.0


@cache
def _ahead(a: str, b: str, first: bool = False) -> float:  # noqa: FBT001, FBT002 - keywords would slow the cache
    """Log-probability of ``b`` behind ``a``; ``first``: ``a`` is the first character of a line."""
    counts = model()
    value = counts.classes.ahead(kind(a), kind(b), counts.classes.right(kind(b)))
    if first:
        value = BULLET_SHARE if a in BULLETS and b == " " else counts.begins.ahead(kind(a), kind(b), value)
    value = log((1 - CLASSES * UNSEEN) * value + UNSEEN)
    if kind(b) in "aA":
        value += log(counts.letters.ahead(_letter(a), b.lower(), counts.letters.right(b.lower())))
    return value + _glyph(b)


@cache
def _spelled(a: str, b: str) -> float:
    """As ``_ahead``, with names in capitals."""
    if kind(a) != "A" or kind(b) != "A":
        return _ahead(a, b)
    return max(_ahead(a, b), log(model().classes.ahead("A", "A", 0.0) / LETTERS))


@cache
def _behind(a: str, b: str, last: bool = False) -> float:  # noqa: FBT001, FBT002 - as above
    """Log-probability of ``a`` in front of ``b``; ``last``: ``b`` is the last character of a line."""
    counts = model()
    value = counts.classes.behind(kind(a), kind(b), counts.classes.left(kind(a)))
    if last:
        value = counts.ends.behind(kind(a), kind(b), value)
    value = log((1 - CLASSES * UNSEEN) * value + UNSEEN)
    if kind(a) in "aA":
        value += log(counts.letters.behind(a.lower(), _letter(b), counts.letters.left(a.lower())))
    return value + _glyph(a)


def _kinds(chars: Iterable[str]) -> Counter[str]:
    """How many characters are of each class."""
    kinds: Counter[str] = Counter()
    for char, count in Counter(chars).items():
        kinds[kind(fold(char))] += count
    return kinds


class Habits:
    """How the lines of one document begin, end and are indented, as far as noise does not hide it."""

    __slots__ = ("_begin", "_begins", "_end", "_ends", "_indent_of", "_indents", "shapes")

    def __init__(self, begins: Iterable[str], ends: Iterable[str]) -> None:
        """From pieces of text that surely begin (and others that surely end) a line; none of them blank."""
        pieces = [(piece, piece.lstrip(BLANKS)) for piece in begins]
        self._indents = Counter([piece[: len(piece) - len(bare)] for piece, bare in pieces])
        self._begins = _kinds([bare[0] for _, bare in pieces])
        closed = [piece.rstrip(BLANKS) for piece in ends]
        self._ends = _kinds([piece[-1] for piece in closed])
        self.shapes = Shapes([bare for _, bare in pieces], closed)
        self._indent_of: dict[str, float] = {}
        self._begin: dict[str, float] = {}
        self._end: dict[str, float] = {}
        """What was told already of (folded, so few) characters: noise has thousands of edges."""

    def _indent(self, indent: str) -> float:
        if indent not in self._indent_of:
            expected = INDENT_WEIGHT * INDENTS.get(indent, OTHER_INDENT)
            self._indent_of[indent] = log((self._indents[indent] + expected) / (self._indents.total() + INDENT_WEIGHT))
        return self._indent_of[indent]

    def begin(self, text: str, start: int, end: int) -> float:
        """Log-probability that a line of text begins with ``text[start:end]``.

        >>> Habits([], []).begin("Databricks", 0, 4) > Habits([], []).begin("atabricks", 0, 4)
        True
        """
        first = start
        while first < end and text[first] in BLANKS:
            first += 1
        value = indent = self._indent(text[start:first])
        if first == end:
            return value
        chars = folded(text[first:end])
        mark = self.shapes.mark(chars[0]) if len(chars) > 2 and chars[1] == " " and self.shapes.marks else None
        value += self._opened(chars[0])
        if chars[0] in BULLETS and chars[1:2] == [" "] and "".join(map(kind, chars[2:4])) == "Aa":
            value += LISTS
        if len(chars) > 1:
            value += _ahead(chars[0], chars[1], True)  # noqa: FBT003
        value += sum(map(_ahead, chars[1:], chars[2:]))
        if mark is None:
            return value
        return max(value, indent + mark + self._opened(chars[2]) + sum(map(_spelled, chars[2:], chars[3:])))

    def _opened(self, char: str) -> float:
        """Log-probability that a line begins with the character."""
        if char not in self._begin:
            share = model().classes.ahead(EDGE, kind(char), 0.0001)
            value = log((self._begins[kind(char)] + EDGE_WEIGHT * share) / (self._begins.total() + EDGE_WEIGHT))
            if kind(char) in "aA":
                value += log(model().letters.ahead(EDGE, char.lower(), 0.04))
            self._begin[char] = value + _glyph(char)
        return self._begin[char]

    def end(self, text: str, start: int, end: int) -> float:
        """Log-probability that a line of text ends with ``text[start:end]``.

        >>> Habits([], []).end("第 13", 0, 4) > Habits([], []).end("第 ", 0, 2)
        True
        """
        return self.ending(folded(text[start:end]), text, end)

    def ending(self, chars: Sequence[str], text: str, end: int) -> float:
        """The same for characters that are folded already, and stand in front of ``end``."""
        value = self._closed(chars[-1])
        if chars[-1].isdigit() and YEAR_RE.fullmatch(text, max(0, end - 4), end):
            value += YEAR
        if len(chars) > 1:
            value += _behind(chars[-2], chars[-1], True)  # noqa: FBT003
        value += sum(map(_behind, chars[-3::-1], chars[-2:0:-1]))
        if len(chars) > 2 and chars[-2] == " " and self.shapes.tails:
            tail = self.shapes.tail(chars[-3], chars[-1])
            if tail is not None:
                return max(value, tail + sum(map(_behind, chars[-4::-1], chars[-3:0:-1])))
        return value

    def _closed(self, char: str) -> float:
        """Log-probability that a line ends with the character."""
        if char not in self._end:
            last = kind(char)
            share = model().classes.behind(last, EDGE, 0.0001)
            value = log((self._ends[last] + EDGE_WEIGHT * share) / (self._ends.total() + EDGE_WEIGHT))
            if last in "aA":
                value += log(model().letters.behind(char.lower(), EDGE, 0.04))
            self._end[char] = value + _glyph(char)
        return self._end[char]
