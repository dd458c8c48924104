"""Finds tables inside posts of a dump: browsers put a tab between cells and each row on a line."""

from __future__ import annotations

from collections.abc import Iterator

from forumclean.model import Mark
from forumclean.page.plain_lines import Lines

ROWS = 2
"""One line with a tab in it may be anything; two with as many tabs are a table."""


def find_tables(lines: Lines, start: int, stop: int) -> Iterator[Mark]:
    """The ``table`` marks of a post, each with its ``row`` and ``cell`` marks behind it."""
    if lines.text.find("\t", lines.starts[start], lines.starts[stop]) < 0:
        return
    run: list[int] = []
    columns = 0
    for i in range(start, stop + 1):
        count = lines.bare[i].count("\t") if i < stop else 0
        if count and (not run or count == columns):
            run.append(i)
            columns = count
            continue
        yield from _table(lines, run)
        run = [i] if count else []
        columns = count
    yield from _table(lines, run)


def _table(lines: Lines, run: list[int]) -> Iterator[Mark]:
    if len(run) < ROWS:
        return
    yield Mark(lines.span(run[0])[0], lines.span(run[-1])[1], "table")
    for i in run:
        left, right = lines.span(i)
        yield Mark(left, right, "row")
        at = left
        for cell in lines.text[left:right].split("\t"):
            yield Mark(at, at + len(cell), "cell")
            at += len(cell) + 1
