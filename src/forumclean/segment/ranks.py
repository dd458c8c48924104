"""Ranks the headings of a post: which kind of them stands below which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from forumclean.segment.labels import Label


class Title(NamedTuple):
    """A heading found: the indexes of its lines, its level, its label."""

    first: int
    last: int
    """Index of the last line, included."""
    level: int
    skip: int
    """Characters of the first title line that are the label."""
    label: Label | None
    label_line: bool
    """True where the first line holds the label alone."""


def ranked(numbered: Sequence[Title], others: Sequence[Title]) -> list[Title]:
    """The titles in order, at level 3 where their kind stands below another one."""
    if len({title.label.style for title in numbered if title.label}) > 1:
        rows = sorted(numbered, key=_first)
        lower = _lower(rows)
        numbered = [title._replace(level=3) if title.label and title.label.style in lower else title for title in rows]
    return sorted([*numbered, *others], key=_first)


def sized(titles: Sequence[Title], sizes: Sequence[int]) -> list[Title]:
    """The titles, the largest of them at level 2 and all others below, where the first is among the largest.

    Not where one alone is the largest, which may be the title of the whole, nor where labels of one style are of several sizes.
    """
    styles: dict[str, set[int]] = defaultdict(set)
    for title, size in zip(titles, sizes, strict=True):
        styles[title.label.style if title.label else f"size {size}"].add(size)
    large = sizes.count(max(sizes, default=0))
    if not 1 < large < len(sizes) or sizes[0] < max(sizes) or any(len(each) > 1 for each in styles.values()):
        return list(titles)
    return [t._replace(level=2 if size == sizes[0] else 3) for t, size in zip(titles, sizes, strict=True)]


def _first(title: Title) -> int:
    return title.first


def _lower(rows: Sequence[Title]) -> AbstractSet[str]:
    """The styles of labels that stand below others; two that stand below each other are equals, and so is a whole ring."""
    labels = [(title, title.label) for title in rows if title.label]
    below = _below(labels)
    lower = {style for style, above in below.items() if any(style not in below.get(over, ()) for over in above)}
    return lower if lower < {label.style for _, label in labels} else set()


def _below(rows: Sequence[tuple[Title, Label]]) -> Mapping[str, AbstractSet[str]]:
    """The styles of labels that begin to count below others: right below one, or before the other goes on."""
    below: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = {}
    """What began to count since a label of each style."""
    for i, (title, label) in enumerate(rows):
        if label.value == 1:
            for since in begun.values():
                since.add(label.style)
            if i and rows[i - 1][0].last + 1 == title.first:
                below[label.style].add(rows[i - 1][1].style)
        else:
            for style in begun.get(label.style, ()):
                below[style].add(label.style)
        begun[label.style] = set()
    return {style: above - {style} for style, above in below.items()}
