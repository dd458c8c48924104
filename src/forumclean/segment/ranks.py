"""Ranks the headings of a post: which kind of them stands below which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from forumclean.segment.labels import Label


class Title(NamedTuple):
    """A heading found: the indexes of its lines, its level, its label."""

    first: int
    last: int
    """Index of the last line, included."""
    level: int
    number: str | None
    skip: int
    """Characters of the first title line that are the label."""
    label_line: bool
    """True where the first line holds the label alone."""
    kind: str = ""
    """What its label looks like; empty where it has none."""
    value: int = 0
    """What its label counts."""

    @classmethod
    def labelled(cls, first: int, last: int, label: Label) -> Title:
        """A title with its label, which stands on a line of its own where the title has more lines than that."""
        alone = last > first
        return cls(
            first, last, 2, label.number, 0 if alone else label.end, alone, f"{label.style} {alone}", label.value
        )


def ranked(numbered: Iterable[Title], others: Sequence[Title]) -> list[Title]:
    """The titles in order, those below others at level 3, the highest kind of the post at level 2."""
    rows = sorted(numbered, key=_first)
    below = _below(rows)
    lower = {kind for kind, above in below.items() if any(kind not in below.get(over, ()) for over in above)}
    told = (t._replace(level=3) if t.kind in lower else t for t in rows)
    found = sorted([*told, *others], key=_first)
    if not found or min(t.level for t in found) == 2:
        return found
    return [t._replace(level=2) for t in found]


def _first(title: Title) -> int:
    return title.first


def _below(rows: Sequence[Title]) -> Mapping[str, AbstractSet[str]]:
    """The kinds of labels that begin to count below others: right below one, or before the other goes on."""
    below: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = {}
    """What began to count since a label of each kind."""
    last = None
    for title in rows:
        if title.value == 1:
            for since in begun.values():
                since.add(title.kind)
            if last and last.last + 1 == title.first:
                below[title.kind].add(last.kind)
        else:
            for kind in begun.get(title.kind, ()):
                below[kind].add(title.kind)
        begun[title.kind] = set()
        last = title
    return {kind: above - {kind} for kind, above in below.items()}
