"""Turns the forum's lists into blocks: the items, and how deep each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from forumclean.model import Level, ListBlock, Mark
from forumclean.segment.lines import Gathered
from forumclean.segment.parts import Item, Part, places

if TYPE_CHECKING:
    from forumclean.segment.items import Builder

DEEPEST = 8
"""So many lists are shown in each other; what stands deeper stands there."""


def listed(builder: Builder, mark: Mark) -> Iterator[Part]:
    """Items in the order in which they begin, each with its depth: a nested one ends the text of the one around it.

    What stands between two of them, in neither, divides the list.
    """
    items = [m for m in builder.marks.inside(mark.start, mark.end) if m.kind == "item"]
    if not items:
        yield from builder.between(mark.start, mark.end)
        return
    yield from builder.between(mark.start, items[0].start)
    found: list[tuple[Gathered, Level]] = []
    stops = [*(m.start for m in items[1:]), mark.end]
    for item, level, stop in zip(items, _levels(builder, mark, items), stops, strict=True):
        cut = min(item.end, stop)
        found.append((builder.joined(item.start, cut, " "), level))
        stray = builder.rows((cut, stop))
        if stray:
            yield from _items(builder, mark, found)
            yield from stray
            found = []
    yield from _items(builder, mark, found)
    yield from builder.figures(mark.start, mark.end)


def _levels(builder: Builder, mark: Mark, items: Sequence[Mark]) -> Iterator[Level]:
    """How deep each item stands, and whether its own list counts."""
    nested = [m for m in builder.marks.inside(mark.start, mark.end) if m.kind == "list" and m is not mark]
    nested.reverse()
    around = [mark]
    for item in items:
        while len(around) > 1 and around[-1].end <= item.start:
            around.pop()
        while nested and _holds(nested[-1], item):
            around.append(nested.pop())
        yield Level(len(around) - 1, bool(around[-1].data.get("ordered")))


def _holds(box: Mark, item: Mark) -> bool:
    """True for a list that begins before an item, or with it and around it."""
    return box.start < item.start or (box.start == item.start and box.end >= item.end)


def _fitted(levels: Sequence[Level], outer: bool) -> Iterator[Level]:  # noqa: FBT001
    """The same depths without gaps, the first of them 0, none deeper than what can be written at a cost in proportion."""
    above = -1
    for level in levels:
        above = min(level.depth, above + 1, DEEPEST)
        yield Level(above, level.ordered if above else outer)


def _items(builder: Builder, mark: Mark, found: Sequence[tuple[Gathered, Level]]) -> Iterator[Item]:
    """Some items of a list as a block, where any of them holds text."""
    kept = [g for g, _ in found if g.text]
    if not kept:
        return
    ordered = bool(mark.data.get("ordered"))
    levels = tuple(_fitted([level for g, level in found if g.text], ordered))
    spans = tuple(builder.inline.spans(g.pieces) for g in kept)
    block = ListBlock(
        ordered,
        tuple(g.text for g in kept),
        spans if any(spans) else (),
        levels if any(level.depth for level in levels) else (),
    )
    yield Item(block, tuple(p for i, g in enumerate(kept) for p in places(g, ("items", i))))
