"""What cleaning did as a unified diff, made of the edits themselves: linear, and never wrong about what belongs to what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from forumclean.explaining.types import MASK, Piece
from forumclean.ledger import edited
from forumclean.model import Edit
from forumclean.visible import shown

CONTEXT = 3
NO_END = "\\ No newline at end of file"


class Change(NamedTuple):
    """Lines that became other lines."""

    first: int
    """Index of the first old line."""
    old: tuple[str, ...]
    new: tuple[str, ...]


def unified(origin: str, pieces: Sequence[Piece], name: str) -> Iterator[str]:
    r"""The lines of a unified diff from the input to its cleaned text, each with its end; none where nothing changed.

    >>> "".join(unified("甲x\n乙\n", [Piece(1, 2, "noise", "x", "", "noise/example")], "t")).splitlines()[2:]
    ['@@ -1,2 +1,2 @@', '-甲x', '+甲', ' 乙']
    """
    edits = [Edit(p.start, p.end, p.old, p.new, p.rule) for p in pieces if p.rule is not None and p.kind != MASK]
    lines = _lines(origin)
    if not lines:
        return
    changes = [change for change in _changes(origin, lines, edits) if change.old != change.new]
    if changes:
        label = (
            shown(name).replace("\n", "\\n").replace("\t", "\\t")
        )  # the header is two lines, whatever a file is called
        yield from (f"--- {label}\n", f"+++ {label} (cleaned)\n")
    shift = 0
    for hunk in _hunks(changes):
        yield from _hunk(lines, hunk, shift)
        shift += sum(len(change.new) - len(change.old) for change in hunk)


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends a line, as ``diff`` and ``patch`` see it."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _changes(origin: str, lines: Sequence[str], edits: Sequence[Edit]) -> Iterator[Change]:
    """Groups of whole lines that no edit reaches out of, and what became of each."""
    starts = list(accumulate(map(len, lines), initial=0))
    i = 0
    while i < len(edits):
        begin, first = i, _line_at(starts, edits[i].start)
        group = _Group(origin, starts, first)
        while i < len(edits) and (edits[i].start < starts[group.last + 1] or group.last + 1 == len(lines)):
            group.take(edits[i])
            i += 1
            if i == len(edits) or edits[i].start >= starts[group.last + 1]:
                group.close()
        low, high = starts[first], starts[group.last + 1]
        inner = [e.moved(-low) for e in edits[begin:i]]
        yield _trimmed(first, tuple(lines[first : group.last + 1]), tuple(_lines(edited(origin[low:high], inner))))


def _line_at(starts: Sequence[int], offset: int) -> int:
    return min(bisect_right(starts, offset) - 1, len(starts) - 2)


class _Group:
    """Lines that edits tie together: where they end, and what the new text ends with so far."""

    def __init__(self, origin: str, starts: Sequence[int], first: int) -> None:
        self.origin, self.starts = origin, starts
        self.last = first
        self.reached = starts[first]
        self.tail = ""

    def take(self, edit: Edit) -> None:
        """Go on to the end of an edit."""
        if edit.start > self.reached:
            self.tail = self.origin[edit.start - 1]
        self.tail = edit.new[-1:] or self.tail
        self.reached = edit.end
        self.last = max(self.last, _line_at(self.starts, max(edit.end - 1, edit.start)))

    def close(self) -> None:
        """Add the next line where the last one lost its end."""
        end = self.starts[self.last + 1]
        tail = self.origin[end - 1] if self.reached < end else self.tail
        if tail not in ("", "\n") and self.last + 2 < len(self.starts):
            self.last += 1


def _trimmed(first: int, old: tuple[str, ...], new: tuple[str, ...]) -> Change:
    """The change without equal lines at its ends."""
    low = 0
    while low < min(len(old), len(new)) and old[low] == new[low]:
        low += 1
    high = 0
    while high < min(len(old), len(new)) - low and old[-1 - high] == new[-1 - high]:
        high += 1
    return Change(first + low, old[low : len(old) - high], new[low : len(new) - high])


def _hunks(changes: Sequence[Change]) -> Iterator[list[Change]]:
    hunk: list[Change] = []
    for change in changes:
        if hunk and change.first - (hunk[-1].first + len(hunk[-1].old)) > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(lines: Sequence[str], hunk: Sequence[Change], shift: int) -> Iterator[str]:
    start = max(0, hunk[0].first - CONTEXT)
    stop = min(len(lines), hunk[-1].first + len(hunk[-1].old) + CONTEXT)
    growth = sum(len(change.new) - len(change.old) for change in hunk)
    yield f"@@ -{_range(start, stop - start)} +{_range(start + shift, stop - start + growth)} @@\n"
    for change in hunk:
        yield from _marked(" ", lines[start : change.first])
        yield from _marked("-", change.old)
        yield from _marked("+", change.new)
        start = change.first + len(change.old)
    yield from _marked(" ", lines[start:stop])


def _range(start: int, length: int) -> str:
    return f"{start + 1 if length else start},{length}"


def _marked(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line if line.endswith("\n") else f"{sign}{line}\n{NO_END}\n"
