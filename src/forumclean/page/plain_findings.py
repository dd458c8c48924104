"""Collects what the reader of dumps finds: edits that do not meet, and marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from forumclean.model import Edit, Mark


@dataclass(slots=True)
class Findings:
    """What the reader collects while it goes through the dump."""

    edits: list[Edit] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, more: Iterable[Edit | Mark]) -> None:
        """Notes marks, and those edits that meet none of the edits so far, nor each other; many at a time, for it sorts."""
        ahead = sorted(self.edits)
        starts = [edit.start for edit in ahead]
        reached = 0
        for one in sorted(more, key=attrgetter("start")):
            if isinstance(one, Mark):
                self.marks.append(one)
                continue
            i = bisect_left(starts, one.end)  # so many of the edits so far begin before its end
            if one.start >= max(reached, ahead[i - 1].end if i else 0):
                self.edits.append(one)
                reached = one.end

    def cut(self, text: str, start: int, end: int, rule: str) -> None:
        """Notes a range as furniture, unless it holds nothing but white space."""
        old = text[start:end]
        if old and not old.isspace():
            self.edits.append(Edit(start, end, old, "", rule))
