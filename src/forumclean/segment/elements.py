"""Headings that a writer made as such: the elements of a post written as HTML."""

from __future__ import annotations

from collections.abc import Iterator

from forumclean.segment.labels import Label, labels_of, runs
from forumclean.segment.lines import TITLES, Inline
from forumclean.segment.ranks import Title
from forumclean.segment.rows import Flow
from forumclean.segment.titles import LONGEST

FEWEST = 2
"""So many headings a post has at least, where it has any."""


def made(flow: Flow, inline: Inline) -> list[Title]:
    """The headings that a post's elements name, in order; the highest kind among them at level 2, all others at 3.

    One alone proves nothing: a forum's plugin may put a box with a title of its own into every post.
    """
    kinds = [kind for kind in TITLES if inline.has(kind)]
    found = [(first, last, kind) for kind in kinds for first, last in _lines(flow, inline, kind)]
    if len(found) < FEWEST:
        return []
    highest = min(kind for _, _, kind in found)
    labels = _labels(flow, [first for first, _, _ in found])
    return sorted(_title(first, last, 2 if kind == highest else 3, labels.get(first)) for first, last, kind in found)


def _title(first: int, last: int, level: int, label: Label | None) -> Title:
    return Title(first, last, level, label.end if label else 0, label, label_line=False)


def _lines(flow: Flow, inline: Inline, kind: str) -> Iterator[tuple[int, int]]:
    """The first and the last line of each heading of a kind; what is longer than a title is text in large letters."""
    first: int | None = None
    covered = set(flow.covered(kind, inline))
    for i in sorted(covered):
        first = i if first is None else first
        line = flow.line(i)
        _, end = next(inline.ranges(kind, line.start, line.start + 1), (0, 0))
        if i + 1 in covered and flow.line(i + 1).start < end:
            continue  # a heading of several lines
        if sum(len(flow.texts[k]) for k in range(first, i + 1)) <= LONGEST:
            yield first, i
        first = None


def _labels(flow: Flow, lines: list[int]) -> dict[int, Label]:
    """The numbers that headings begin with, where they are a row: a lone 3 or 2024 is part of the title."""
    texts = [(i, flow.texts[i]) for i in sorted(lines)]
    found = [(i, label) for i, label in labels_of(texts, alone=False) if label.end < len(flow.texts[i])]
    return {i: label for run in runs(found) if len(run) > 1 for i, label in run}
