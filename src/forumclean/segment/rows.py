"""Cuts a passage into lines, by the thousand: their texts at once, and where they stand only for those that are asked about.

Nearly all lines of a dump become paragraphs as they are; an object for each, with all that is known of it, took as long as
all rules together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from forumclean.segment.lines import Line

NO_WIDTH = "\u200b\u200c\ufeff"
"""Characters of no width that are no text at a line's ends."""
BLANKS = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
) + NO_WIDTH
"""What is no text at a line's ends: white space of all widths (as ``str.isspace`` has it), and characters of no width."""


def blanks_of(text: str) -> str | None:
    """What to strip from the lines of a text: ``None`` (as ``str.strip`` has it) takes a third of the time, where it is as good."""
    return BLANKS if any(char in text for char in NO_WIDTH) else None


class Chunk(NamedTuple):
    """A range of a passage in lines, the empty ones as well."""

    start: int
    raw: list[str]
    bare: list[str]
    """Without white space at their ends."""


class Places:
    """Where the lines of some chunks stand; worked out when it is first asked about."""

    def __init__(self, text: str, chunks: Sequence[Chunk]) -> None:
        self._text, self._chunks = text, chunks
        self._firsts = frozenset(accumulate([len(chunk.bare) - chunk.bare.count("") for chunk in chunks], initial=0))

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line's text in the passage."""
        return list(chain.from_iterable(map(_starts, self._chunks)))

    def gap(self, i: int) -> bool:
        """Whether an empty line, or the chunk's beginning, stands before a line."""
        return i in self._firsts or self._text.count("\n", self.starts[i - 1], self.starts[i]) > 1

    @cached_property
    def gaps(self) -> list[bool]:
        """The same for each line; for one it would be too much work."""
        pairs = (zip(("", *chunk.bare), chunk.bare, strict=False) for chunk in self._chunks)
        return [not before for pair in pairs for before, bare in pair if bare]


def _starts(chunk: Chunk) -> list[int]:
    at = accumulate([len(raw) + 1 for raw in chunk.raw], initial=chunk.start)
    rows = zip(at, chunk.raw, chunk.bare, strict=False)
    return [start if raw is bare else start + raw.find(bare[0]) for start, raw, bare in rows if bare]


class Rows:
    """Some lines in a row, none of them empty."""

    __slots__ = ("_first", "_gap", "_places", "texts")

    def __init__(self, texts: list[str], places: Places, first: int = 0, gap: bool | None = None) -> None:  # noqa: FBT001
        self.texts = texts
        """Without white space at their ends."""
        self._places, self._first = places, first
        self._gap = gap
        """Whether a gap stands before the first line, where it is known better: it followed a picture."""

    @classmethod
    def of(cls, text: str, ranges: Iterable[tuple[int, int]], blanks: str | None = BLANKS) -> Rows:
        """The non-empty lines of ranges of a text."""
        chunks: list[Chunk] = []
        for start, end in ranges:
            raw = text[start:end].split("\n")
            bare = [line.strip(blanks) for line in raw] if blanks else list(map(str.strip, raw))
            chunks.append(Chunk(start, raw, bare))
        return cls([bare for chunk in chunks for bare in chunk.bare if bare], Places(text, chunks))

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def starts(self) -> list[int]:
        """Offset of each line's text in the passage."""
        return self._places.starts[self._first : self._first + len(self.texts)]

    @property
    def gaps(self) -> list[bool]:
        """Whether a gap stands before each line."""
        gaps = self._places.gaps[self._first : self._first + len(self.texts)]
        return gaps if self._gap is None else [self._gap, *gaps[1:]]

    def gap(self, i: int) -> bool:
        """Whether a gap stands before one of the lines."""
        return self._places.gap(self._first + i) if i or self._gap is None else self._gap

    def line(self, i: int) -> Line:
        """One of the lines, and where it stands."""
        return Line(self.texts[i], self._places.starts[self._first + i])

    def lines(self) -> Iterator[Line]:
        """All lines."""
        return map(self.line, range(len(self.texts)))

    def cut(self, first: int, stop: int, gap: bool | None = None) -> Rows:  # noqa: FBT001
        """Some of the lines; ``gap``: whether one stands before the first of them."""
        keep = self._gap if gap is None and not first else gap
        return Rows(self.texts[first:stop], self._places, self._first + first, keep)


class Flow:
    """A post in reading order: the texts of its lines, and what is no line between them."""

    def __init__(self, rows: Iterable[Rows | None]) -> None:
        """From rows of lines, and ``None`` where a block stands."""
        self.texts: list[str] = []
        """The lines; empty where a block stands."""
        self._rows: list[Rows | None] = list(rows)
        self._firsts: list[int] = []
        for each in self._rows:
            self._firsts.append(len(self.texts))
            self.texts += each.texts if each else ("",)

    @cached_property
    def gaps(self) -> list[bool]:
        """Whether a gap stands before each line; ``False`` for blocks."""
        return [gap for each in self._rows for gap in (each.gaps if each else (False,))]

    def line(self, i: int) -> Line:
        """The line with a number, and where it stands."""
        rows, at = self._at(i)
        return rows.line(at)

    def gap(self, i: int) -> bool:
        """Whether a gap stands before the line with a number."""
        rows, at = self._at(i)
        return rows.gap(at)

    def _at(self, i: int) -> tuple[Rows, int]:
        k = bisect_right(self._firsts, i) - 1
        rows = self._rows[k]
        if rows is None:
            raise IndexError(i)
        return rows, i - self._firsts[k]
