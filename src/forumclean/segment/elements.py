"""Headings that a writer made as such: the elements of a post written as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from forumclean.segment.labels import Label, labels_of, runs
from forumclean.segment.lines import TITLES, Inline
from forumclean.segment.ranks import Title
from forumclean.segment.rows import Flow
from forumclean.segment.titles import LONGEST, breaks, continues, title_like

FEWEST = 2
"""So many headings a post has at least, where it has any."""


class Element(NamedTuple):
    """The first and the last line of a heading that is an element, and its kind."""

    first: int
    last: int
    kind: str


def made(flow: Flow, inline: Inline) -> list[Title]:
    """The headings that a post's elements name, in order; the highest kind among them at level 2, all others at 3.

    One alone proves nothing: a forum's plugin may put a box with a title of its own into every post.
    """
    found = sorted(e for kind in TITLES if inline.has(kind) for e in _elements(flow, inline, kind))
    if len(found) < FEWEST:
        return []
    alone = _alone(flow, found)
    found = [e for e in _merged(found, alone) if _whole(flow.texts[e.first + (e.first in alone) : e.last + 1])]
    labels = _labels(flow, [e.first for e in found if e.first not in alone])
    highest = min((e.kind for e in found), default="")
    titles = [_title(e, 2 if e.kind == highest else 3, alone.get(e.first), labels.get(e.first)) for e in found]
    return titles if len(titles) >= FEWEST else []


def _title(element: Element, level: int, alone: Label | None, before: Label | None) -> Title:
    skip = before.end if before and not alone else 0
    return Title(element.first, element.last, level, skip, alone or before, label_line=alone is not None)


def _elements(flow: Flow, inline: Inline, kind: str) -> Iterator[Element]:
    """The headings of a kind; what is longer than a title is text in large letters."""
    first: int | None = None
    covered = set(flow.covered(kind, inline))
    for i in sorted(covered):
        first = i if first is None else first
        line = flow.line(i)
        _, end = next(inline.ranges(kind, line.start, line.start + 1), (0, 0))
        if i + 1 in covered and flow.line(i + 1).start < end:
            continue  # a heading of several lines
        if sum(len(flow.texts[k]) for k in range(first, i + 1)) <= LONGEST:
            yield Element(first, i, kind)
        first = None


def _alone(flow: Flow, found: Sequence[Element]) -> Mapping[int, Label]:
    """The numbers on a line of their own above a title, in one element or in one of its own, where they are a row."""
    told = dict(labels_of(((e.first, flow.texts[e.first]) for e in found), alone=True))
    behind = zip(found, found[1:], [*found[2:], None], strict=False)
    below = {e.first for e, title, after in behind if _follows(e, title, after) and title.first not in told}
    titled = [(e.first, told[e.first]) for e in found if e.first in told and (e.last > e.first or e.first in below)]
    return {i: label for run in runs(titled) if len(run) > 1 for i, label in run}


def _follows(element: Element, title: Element, after: Element | None) -> bool:
    """True for two right below each other, of one kind, or the second of another one and the only one of it there."""
    alike = title.kind == element.kind or after is None or after.kind != title.kind
    return title.first == element.last + 1 and alike


def _merged(found: Sequence[Element], alone: Mapping[int, Label]) -> Iterator[Element]:
    """The elements, such as hold nothing but a number together with the title below."""
    number: Element | None = None
    for element in found:
        if number is None and element.first in alone and element.first == element.last:
            number = element
            continue
        yield element._replace(first=number.first, kind=number.kind) if number else element
        number = None


def _whole(lines: Sequence[str]) -> bool:
    """True where the lines of a heading are one title broken over them; a verse in large letters is none."""
    if len(lines) == 2 and all(map(title_like, lines)):
        return True  # as two short lines together are elsewhere
    return all(breaks(here) or continues(following) for here, following in pairwise(lines))


def _labels(flow: Flow, lines: list[int]) -> Mapping[int, Label]:
    """The numbers that headings begin with, where they are a row: a lone 3 or 2024 is part of the title.

    Where one section has （一） and （二）, the （一） that is alone in another is a number too.
    """
    texts = [(i, flow.texts[i]) for i in lines]
    rows = runs([(i, label) for i, label in labels_of(texts, alone=False) if label.end < len(flow.texts[i])])
    counted = {run[0][1].style for run in rows if len(run) > 1}
    return {i: label for run in rows if run[0][1].style in counted for i, label in run}
