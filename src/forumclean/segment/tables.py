"""Turns tables into blocks: rows and cells, and what damaged markup leaves between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from forumclean.model import Mark, Table
from forumclean.segment.lines import Gathered
from forumclean.segment.parts import Item, Part, places

if TYPE_CHECKING:
    from forumclean.segment.items import Builder

PARTS = frozenset({"row", "cell"})


def table(builder: Builder, mark: Mark) -> Iterator[Part]:
    """Rows and cells; a table of a single cell is no table but a frame around text."""
    inside = builder.marks.inside(mark.start, mark.end)
    parts = _apart(_own(inside, mark))
    cells = [m for m in parts if m.kind == "cell"]
    if len(cells) <= 1:
        yield from _frame(builder, mark, cells)
        return
    yield from builder.rows((mark.start, cells[0].start))  # a caption
    grid: list[list[Gathered]] = [[]]
    reached = cells[0].start
    stray: list[Part] = []
    for part in parts:  # in the order of the page: by its place alone an empty cell might stand in two rows
        if part.kind == "row":
            grid.append([])
            continue
        stray += builder.rows((reached, part.start))
        grid[-1].append(builder.joined(part.start, part.end, "\n"))
        reached = max(reached, part.end)
    stray += builder.rows((reached, mark.end))
    grid = [row for row in grid if row]
    spans = tuple(tuple(builder.inline.spans(g.pieces) for g in row) for row in grid)
    block = Table(tuple(tuple(g.text for g in row) for row in grid), spans if any(any(row) for row in spans) else ())
    where = ((("rows", r, c), g) for r, row in enumerate(grid) for c, g in enumerate(row))
    yield Item(block, tuple(p for at, g in where for p in places(g, at)))
    yield from stray
    yield from builder.figures(mark.start, mark.end)


def _apart(parts: Sequence[Mark]) -> list[Mark]:
    """The same rows and cells, a cell that another begins in ending there: damaged markup puts cells into cells."""
    out: list[Mark] = []
    begun = math.inf
    for part in reversed(parts):
        if part.kind == "cell":
            out.append(part._replace(end=max(part.start, int(min(part.end, begun)))))
            begun = part.start
        else:
            out.append(part)
    return out[::-1]


def _own(marks: Sequence[Mark], table: Mark) -> list[Mark]:
    """The rows and cells that no inner table holds; a cell with nothing else in it begins before that table and ends with it."""
    out: list[Mark] = []
    reach = -1
    for mark in marks:
        if mark.kind in PARTS and (mark.start >= reach or mark.end > reach):
            out.append(mark)
        elif mark.kind == "table" and mark[:2] != table[:2]:
            reach = max(reach, mark.end)
    return out


def _frame(builder: Builder, mark: Mark, cells: Sequence[Mark]) -> Iterator[Part]:
    """The content of a table with one cell, as if the table were not there (one level: deeper ones are flat)."""
    if not cells:
        yield from builder.between(mark.start, mark.end)
        return
    cell = cells[0]
    yield from builder.between(mark.start, cell.start)
    position = cell.start
    for inner in builder.outermost(cell.start, cell.end, mark):
        if inner.kind == "table":
            continue
        yield from builder.between(position, inner.start)
        yield from builder.block(inner)
        position = inner.end
    yield from builder.between(position, mark.end)
