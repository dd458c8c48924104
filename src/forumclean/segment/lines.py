"""The lines of a passage as strings of blocks, and the inline marks that are carried along.

Every string that goes into a block is built by :func:`gathered`, which knows for each piece of it where it stood in the passage;
spans and masks find their place by that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from forumclean.model import Mark, Span

INLINE = {"link": "link", "strong": "strong", "em": "em", "del": "del", "icode": "code", "code": "code"}
"""Marks that become spans, by the contract's name: a box of code does where it stands in a quote, an item or a cell."""
TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
"""Marks of headings that a post written as HTML has, the highest kind first."""
SIZES = ("size4", "size5", "size6", "size7")
"""Text of this size or a larger one; 3 is the size of posts in all templates, but many writers set a whole post in 4 or 5."""
EVIDENCE = frozenset({"center", *TITLES})


class Line(NamedTuple):
    """One non-empty line of a post."""

    text: str
    """Without white space at its ends."""
    start: int
    """Offset of ``text`` in the passage."""


class Piece(NamedTuple):
    """A part of a block's string: ``passage[start:end]`` stands at ``offset`` of it."""

    start: int
    end: int
    offset: int


class Gathered(NamedTuple):
    """A block's string and where its parts come from."""

    text: str
    pieces: tuple[Piece, ...]


def gathered(lines: Iterable[Line], separator: str) -> Gathered:
    """Several lines as one string."""
    texts: list[str] = []
    pieces: list[Piece] = []
    offset = 0
    for line in lines:
        pieces.append(Piece(line.start, line.start + len(line.text), offset))
        texts.append(line.text)
        offset += len(line.text) + len(separator)
    return Gathered(separator.join(texts), tuple(pieces))


CLOSING = "：:。.，,！!？? 、"
"""What may stand outside the emphasis of a line that is wholly emphasised."""


class Inline:
    """The inline marks of a passage as disjoint ranges of each kind, so that nesting costs nothing."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._ranges: dict[str, list[tuple[int, int, str | None]]] = {}
        for mark in marks:
            if mark.start < mark.end:
                for kind in _kinds(mark):
                    self._add(mark, kind)
        self.emphases = [kind for kind in ("strong", *SIZES) if kind in self._ranges]
        """The kinds of emphasis that anything bears."""
        self._starts = {kind: [start for start, _, _ in ranges] for kind, ranges in self._ranges.items()}
        ordered = sorted((s, e) for kind in INLINE for s, e, _ in self._ranges.get(kind, ()))
        self._spans = ordered
        self._begins = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))
        """How far the ranges up to each one reach: tells most lines, which hold none, by one search."""

    def _add(self, mark: Mark, kind: str) -> None:
        href = str(mark.data.get("href")) if kind == "link" else None
        ranges = self._ranges.setdefault(kind, [])
        if ranges and mark.start <= ranges[-1][1] and href == ranges[-1][2]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], mark.end), href)
        elif not ranges or mark.start >= ranges[-1][1]:
            ranges.append((mark.start, mark.end, href))
        elif mark.end > ranges[-1][1]:  # a link that overlaps another: the first keeps what it has
            ranges.append((ranges[-1][1], mark.end, href))

    @property
    def spanned(self) -> bool:
        """True where some mark becomes a span."""
        return bool(self._begins)

    def has(self, kind: str) -> bool:
        """True where anything bears the mark."""
        return kind in self._ranges

    def _over(self, kind: str, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
        ranges, starts = self._ranges.get(kind, []), self._starts.get(kind, [])
        i = max(0, bisect_right(starts, start) - 1)
        while i < len(ranges) and ranges[i][0] < end:
            if ranges[i][1] > start:
                yield ranges[i]
            i += 1

    def covers(self, kind: str, line: Line) -> bool:
        """True where the mark covers all of a line's text (closing punctuation and colons aside)."""
        i = bisect_right(self._starts.get(kind, ()), line.start) - 1
        if i < 0 or self._ranges[kind][i][1] <= line.start:
            return False
        return line.start + len(line.text.rstrip(CLOSING)) <= self._ranges[kind][i][1]

    def ranges(self, kind: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where a mark lies, as far as it reaches into a range of the passage."""
        return ((first, last) for first, last, _ in self._over(kind, start, end))

    def reaching(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the marks lie that become spans, as far as they reach into a range of the passage."""
        near = islice(self._spans, bisect_right(self._reach, start), bisect_left(self._begins, end))
        return (each for each in near if each[1] > start)

    def touches(self, start: int, end: int) -> bool:
        """True where some mark that becomes a span reaches into a range."""
        before = bisect_left(self._begins, end)
        return before > 0 and self._reach[before - 1] > start

    def spans(self, pieces: Sequence[Piece]) -> tuple[Span, ...]:
        """The spans of a block's string."""
        if not pieces or not self.touches(pieces[0].start, pieces[-1].end):
            return ()
        found: list[Span] = []
        for piece in pieces:
            shift = piece.offset - piece.start
            for kind, name in INLINE.items():
                for start, end, href in self._over(kind, piece.start, piece.end):
                    found.append(Span(max(start, piece.start) + shift, min(end, piece.end) + shift, name, href))
        return tuple(sorted(_joined(found), key=lambda s: (s.start, -s.end)))


def _kinds(mark: Mark) -> Sequence[str]:
    """What a mark is evidence of, or becomes."""
    if mark.kind == "size":
        value = mark.data.get("value")
        return SIZES[: max(0, value - 3)] if isinstance(value, int) else ()
    return (mark.kind,) if mark.kind in INLINE or mark.kind in EVIDENCE else ()


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Spans of one kind that touch (over a line's join) as one."""
    last: dict[tuple[str, str | None], Span] = {}
    for span in sorted(spans):
        key = (span.kind, span.href)
        before = last.get(key)
        if before is not None and span.start <= before.end + 1:
            last[key] = before._replace(end=max(before.end, span.end))
            continue
        if before is not None:
            yield before
        last[key] = span
    yield from last.values()


class Ranges:
    """Marks by start, for the ones inside a range."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self._starts = [mark.start for mark in marks]

    def inside(self, start: int, end: int) -> Sequence[Mark]:
        """The marks that begin in ``[start, end]`` and end there too."""
        found = self.marks[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [mark for mark in found if mark.end <= end]

    def of_post(self, start: int, end: int, own: range) -> Ranges:
        """The marks of a post: those inside its range; without length only its ``own``, by number, for two posts share a border."""
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, end)
        if start == end:  # thousands of posts without text may stand at one place
            low, high = own.start, own.stop
        near = enumerate(self.marks[low:high], low)
        return Ranges([mark for i, mark in near if mark.end <= end and (mark.start < mark.end or i in own)])
