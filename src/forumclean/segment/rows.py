"""Cuts a passage into lines, by the thousand: their texts at once, and where they stand only for those that are asked about.

Nearly all lines of a dump become paragraphs as they are; an object for each, with all that is known of it, took as long as
all rules together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress
from typing import NamedTuple

from forumclean.segment.lines import CLOSING, Inline, Line
from forumclean.spacing import BLANKS, NO_WIDTH


def blanks_of(text: str) -> str | None:
    """What to strip from the lines of a text: ``None`` (as ``str.strip`` has it) takes a third of the time, where it is as good."""
    for char in NO_WIDTH:
        if char in text:
            return BLANKS
    return None


def lines_between(text: str, start: int, end: int, blanks: str | None) -> Iterator[Line]:
    """The non-empty lines of a range, for few of them: a quote, a cell."""
    for raw in text[start:end].split("\n"):
        bare = raw.strip(blanks)
        if bare:
            yield Line(bare, start + raw.index(bare[0]))
        start += len(raw) + 1


def code_lines(text: str, start: int, end: int) -> Iterator[Line]:
    """The non-empty lines of a range of code, with their indent."""
    for raw in text[start:end].split("\n"):
        bare = raw.rstrip()
        if bare:
            yield Line(bare.replace("\xa0", " "), start)
        start += len(raw) + 1


EMPTY, BEHIND_EMPTY, GAP = b"\0", b"\0\1", b"\2"
"""Lines as bytes: one that is empty, one that is not with the empty one before it, and what stands for these two."""


class Chunk(NamedTuple):
    """A range of a passage in lines, the empty ones as well."""

    start: int
    raw: list[str]
    bare: list[str]
    """Without white space at their ends."""

    def gaps(self) -> bytes:
        """A byte for each line that is not empty: ``GAP`` where it follows an empty one, or begins the chunk."""
        present = EMPTY + bytes(map(bool, self.bare))
        return present.replace(BEHIND_EMPTY, GAP).replace(EMPTY, b"")

    def offsets(self) -> Iterator[int]:
        """Where each line that is not empty begins, with its white space."""
        return compress(accumulate([len(raw) + 1 for raw in self.raw], initial=self.start), self.bare)


class Places:
    """Where the lines of some chunks stand; worked out when it is first asked about."""

    __slots__ = ("_chunks", "_firsts", "_gaps", "_offsets", "text")

    def __init__(self, text: str, chunks: Sequence[Chunk]) -> None:
        self.text, self._chunks = text, chunks
        self._offsets: list[int] | None = None
        self._gaps: bytes | None = None
        self._firsts: frozenset[int] = frozenset()

    @property
    def offsets(self) -> list[int]:
        """Where each line that is not empty begins in the passage, with its white space."""
        if self._offsets is None:
            self._offsets = list(chain.from_iterable([chunk.offsets() for chunk in self._chunks]))
            counts = [len(chunk.bare) - chunk.bare.count("") for chunk in self._chunks]
            self._firsts = frozenset(accumulate(counts, initial=0))
        return self._offsets

    def gap(self, i: int) -> bool:
        """Whether an empty line, or the chunk's beginning, stands before a line."""
        offsets = self.offsets
        return i in self._firsts or self.text.count("\n", offsets[i - 1], offsets[i]) > 1

    def gaps(self, first: int, stop: int) -> int:
        """Before how many of some lines the same is true; for one it would be too much work."""
        if self._gaps is None:
            self._gaps = b"".join([chunk.gaps() for chunk in self._chunks])
        return self._gaps.count(GAP, first, stop)


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
        texts: list[str] = []
        for start, end in ranges:
            raw = text[start:end].split("\n")
            bare = [line.strip(blanks) for line in raw] if blanks else list(map(str.strip, raw))
            chunks.append(Chunk(start, raw, bare))
            texts += filter(None, bare)
        return cls(texts, Places(text, chunks))

    def __len__(self) -> int:
        return len(self.texts)

    def start(self, i: int) -> int:
        """Offset of a line's text in the passage."""
        return self._places.text.index(self.texts[i][0], self._places.offsets[self._first + i])

    @property
    def end(self) -> int:
        """Where the text of the last line ends."""
        return self.start(len(self.texts) - 1) + len(self.texts[-1])

    def behind(self, offset: int) -> int:
        """How many of the lines begin in front of an offset: the first line behind it."""
        found = bisect_left(self._places.offsets, offset, self._first, self._first + len(self.texts)) - self._first
        return found - 1 if found and self.start(found - 1) >= offset else found

    def gaps(self) -> int:
        """Before how many of the lines a gap stands."""
        known = self._gap is not None
        return bool(self._gap) + self._places.gaps(self._first + known, self._first + len(self.texts))

    def gap(self, i: int) -> bool:
        """Whether a gap stands before one of the lines."""
        return self._places.gap(self._first + i) if i or self._gap is None else self._gap

    def line(self, i: int) -> Line:
        """One of the lines, and where it stands."""
        return Line(self.texts[i], self.start(i))

    def cut(self, first: int, stop: int, gap: bool | None = None) -> Rows:  # noqa: FBT001
        """Some of the lines; ``gap``: whether one stands before the first of them."""
        keep = self._gap if gap is None and not first else gap
        return Rows(self.texts[first:stop], self._places, self._first + first, keep)


class Flow:
    """A post in reading order: the texts of its lines, and what is no line between them."""

    __slots__ = ("_firsts", "_rows", "texts")

    def __init__(self, rows: Iterable[Rows | None]) -> None:
        """From rows of lines, and ``None`` where a block stands."""
        self.texts: list[str] = []
        """The lines; empty where a block stands."""
        self._rows: list[Rows | None] = list(rows)
        self._firsts: list[int] = []
        for each in self._rows:
            self._firsts.append(len(self.texts))
            self.texts += each.texts if each else ("",)

    def gaps(self, texts: Sequence[str]) -> int:
        """Before how many lines a gap stands; what is empty in ``texts``, which are as many, is none: a block, the by-line."""
        count = sum([each.gaps() for each in self._rows if each])
        if texts is self.texts:
            return count
        lines = enumerate(zip(self.texts, texts, strict=True))
        return count - sum(self.gap(i) for i, (here, there) in lines if here and not there)

    def blocks(self) -> list[int]:
        """The numbers that blocks have among the lines."""
        return [first for first, each in zip(self._firsts, self._rows, strict=True) if each is None]

    def line(self, i: int) -> Line:
        """The line with a number, and where it stands."""
        rows, at = self._at(i)
        return rows.line(at)

    def rows(self) -> Iterator[tuple[int, Rows]]:
        """The lines between blocks, and the number of the first of them."""
        return ((first, rows) for first, rows in zip(self._firsts, self._rows, strict=True) if rows)

    def holding(self, offsets: Sequence[int]) -> Iterator[int]:
        """The numbers of the lines in which these places of the passage (in order) may lie."""
        for first, rows in self.rows() if offsets else ():
            for offset in offsets[bisect_left(offsets, rows.start(0)) : bisect_right(offsets, rows.end)]:
                yield first + rows.behind(offset + 1) - 1

    def spanned(self, inline: Inline) -> Iterator[int]:
        """The numbers of the lines that marks reach into which become spans, and now and then one beside them."""
        for first, rows in self.rows() if inline.spanned else ():
            for start, end in inline.reaching(rows.start(0), rows.end):
                yield from range(first + max(0, rows.behind(start + 1) - 1), first + rows.behind(end))

    def covered(self, kind: str, inline: Inline) -> Iterator[int]:
        """The numbers of the lines that a mark covers, as :meth:`Inline.covers` has it."""
        for first, rows in self.rows():
            for start, end in inline.ranges(kind, rows.start(0), rows.end):
                begun, last = rows.behind(start), rows.behind(end) - 1
                yield from range(
                    first + begun, first + last
                )  # another line begins within the range behind each of these
                if last >= begun and rows.start(last) + len(rows.texts[last].rstrip(CLOSING)) <= end:
                    yield first + last

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
