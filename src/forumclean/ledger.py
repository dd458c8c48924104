"""The only code that changes text, moves marks or computes an offset.

A :class:`Passage` is a text with marks and the layers of edits that led to it.  Heuristics return
edits; :meth:`Passage.apply` checks them against the text, makes the new text, moves the marks and
remembers the layer, so that everything can be undone: promise 1 of the contract.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from forumclean.errors import BrokenPromiseError
from forumclean.model import Edit, Mark

LASTING = frozenset({"post", "image", "attachment", "media", "rule", "hidden"})
"""Kinds of marks that mean something even when all their text is gone."""


class Shifts:
    """Where offsets of a text stand after a layer of edits."""

    __slots__ = ("_ends", "_new", "_starts")

    def __init__(self, starts: Sequence[int], ends: Sequence[int], parts: Sequence[str]) -> None:
        """From the edits' starts and ends, and the new text as what stayed and what is new in turns."""
        self._starts, self._ends = starts, ends
        self._new = list(accumulate(map(len, parts)))
        """Where each edit's new text starts and ends in the new text."""

    def start(self, offset: int) -> int:
        """The new offset of a range's start: of a removed place, where its replacement begins."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0:
            return offset
        if offset < self._ends[i]:
            return self._new[2 * i]
        return offset - self._ends[i] + self._new[2 * i + 1]

    def end(self, offset: int) -> int:
        """The new offset of a range's end: of a removed place, where its replacement ends."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0:
            return offset
        if offset == self._starts[i]:
            return self._new[2 * i]
        return max(0, offset - self._ends[i]) + self._new[2 * i + 1]

    def moved(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        """The marks in the new text, without those all of whose text is gone and with it their meaning."""
        for low, high, kind, data in marks:
            start = self.start(low)
            end = max(start, self.end(high))
            if start < end or low == high or kind in LASTING:
                yield Mark(start, end, kind, data)


class Laid(NamedTuple):
    """Edits in order, what they make of a text, and where its offsets went."""

    edits: tuple[Edit, ...]
    text: str
    shifts: Shifts


def laid(text: str, edits: Iterable[Edit]) -> Laid:
    """What the edits make of the text, after a check that they are disjoint and say the truth about it."""
    ordered = tuple(sorted(edits, key=itemgetter(0)))
    try:
        return _laid(text, ordered)
    except BrokenPromiseError:  # of two that start at one place the shorter one comes first: rare, and slow to sort by
        return _laid(text, tuple(sorted(ordered, key=itemgetter(0, 1))))


def _laid(text: str, ordered: tuple[Edit, ...]) -> Laid:
    """In one loop, for a large dump has hundreds of thousands of edits, and to come by them once more takes as long again."""
    starts: list[int] = []
    ends: list[int] = []
    parts: list[str] = []
    reached = 0
    for start, end, old, new in map(itemgetter(0, 1, 2, 3), ordered):
        if start < reached or end < start or text[start:end] != old:
            raise _broken(ordered[len(starts)])
        starts.append(start)
        ends.append(end)
        parts.append(text[reached:start])
        parts.append(new)
        reached = end
    shifts = Shifts(starts, ends, parts)
    parts.append(text[reached:])
    return Laid(ordered, "".join(parts), shifts)


def _broken(edit: Edit) -> BrokenPromiseError:
    return BrokenPromiseError(
        f"rule {edit.rule} at character {edit.start} does not match the text or overlaps another edit;"
        " this is a bug in forumclean, please report it with the input",
        reason="ledger",
    )


def checked(text: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits in order, after a check that they are disjoint and say the truth about ``text``."""
    return laid(text, edits).edits


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text after checked edits.

    >>> edited("去年*", [Edit(2, 3, "*", "最好", "restore/word")])
    '去年最好'
    """
    parts: list[str] = []
    reached = 0
    for start, end, _, new, *_ in edits:
        parts += (text[reached:start], new)
        reached = end
    parts.append(text[reached:])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with marks, and the layers of edits that led to it from ``origin``."""

    text: str
    marks: tuple[Mark, ...]
    """In order of start, outer before inner."""
    origin: str
    """The text before any edit."""
    layers: tuple[tuple[Edit, ...], ...] = ()
    """The edits of each pass, in offsets of the text before that pass."""

    @classmethod
    def of(cls, text: str, marks: Iterable[Mark] = ()) -> Passage:
        """A passage without edits."""
        return cls(text, tuple(marks), text)

    def apply(self, edits: Iterable[Edit]) -> Passage:
        """The passage after one more layer; raises :class:`BrokenPromiseError` for an edit that lies.

        >>> before = Passage.of("甲 noise乙", [Mark(7, 8, "strong")])
        >>> after = before.apply([Edit(1, 7, " noise", "", "noise/example")])
        >>> after.text, after.marks[0][:2], after.undone().text == before.text
        ('甲乙', (1, 2), True)
        """
        layer, text, shifts = laid(self.text, edits)
        if not layer:
            return self
        return Passage(text, tuple(shifts.moved(self.marks)), self.origin, (*self.layers, layer))

    def marked(self, marks: Iterable[Mark]) -> Passage:
        """The passage with more marks (a stable merge: earlier marks stay outer at one place, and in their order).

        Two posts without text between them share an offset, where an empty one must not fall behind the next.
        """
        places = [(mark.start, -end) for mark, end in zip(self.marks, _reaches(self.marks), strict=True)]
        more = tuple(marks)
        merged = sorted(zip((*places, *map(_place, more)), (*self.marks, *more), strict=True), key=itemgetter(0))
        return Passage(self.text, tuple(mark for _, mark in merged), self.origin, self.layers)

    def undone(self) -> Passage:
        """The passage before its last layer, without marks (they do not move backwards)."""
        text = self.text
        layer = self.layers[-1]
        back: list[Edit] = []
        shift = 0
        for edit in layer:
            start = edit.start + shift
            back.append(Edit(start, start + len(edit.new), edit.new, edit.old, edit.rule))
            shift += len(edit.new) - len(edit.old)
        return Passage(edited(text, checked(text, back)), (), self.origin, self.layers[:-1])

    def verify(self) -> None:
        """Raise :class:`BrokenPromiseError` unless undoing every layer gives the origin again."""
        passage = self
        while passage.layers:
            passage = passage.undone()
        if passage.text != self.origin:
            raise BrokenPromiseError(
                "the ledger does not give the input back; this is a bug in forumclean, please report it",
                reason="ledger",
            )

    def ledger(self) -> tuple[Edit, ...]:
        """All layers as one: disjoint edits in offsets of ``origin``, in order."""
        composed: tuple[Edit, ...] = ()
        for layer in self.layers:
            composed = _compose(self.origin, composed, layer)
        return composed


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _reaches(marks: Sequence[Mark]) -> list[int]:
    """For each mark how far it, or one behind it that begins at the same place, reaches: by that they stand in order."""
    reaches: list[int] = []
    start = reach = -1
    for mark in reversed(marks):
        reach = max(reach, mark.end) if mark.start == start else mark.end
        start = mark.start
        reaches.append(reach)
    return reaches[::-1]


def _compose(origin: str, first: tuple[Edit, ...], second: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """One layer for two: edits of ``second`` and the edits of ``first`` that they reach into become one.

    A deletion of ``first`` that merely touches an edit of ``second`` stays a row of its own.
    """
    middle = edited(origin, first)
    out: list[Edit] = []
    i = j = 0
    shift = 0  # offset in ``middle`` minus offset in ``origin``, behind first[:i]
    while i < len(first) or j < len(second):
        begin = first[i].start + shift if i < len(first) else len(middle) + 1
        if j == len(second) or begin + (len(first[i].new) if i < len(first) else 0) <= second[j].start:
            out.append(first[i])
            shift += len(first[i].new) - len(first[i].old)
            i += 1
            continue
        low, high = min(begin, second[j].start), second[j].end
        start = low - shift
        group = j
        while True:
            if i < len(first) and first[i].start + shift < high:
                high = max(high, first[i].start + shift + len(first[i].new))
                shift += len(first[i].new) - len(first[i].old)
                i += 1
            elif j < len(second) and (j == group or second[j].start < high):
                high = max(high, second[j].end)
                j += 1
            else:
                break
        inner = [e.moved(-low) for e in second[group:j]]
        new = edited(middle[low:high], inner)
        out.append(second[group]._replace(start=start, end=high - shift, old=origin[start : high - shift], new=new))
    return tuple(out)
