r"""Reads the lists of a page in Markdown.

What a writer typed (``* 甲``, ``1. 乙``) a converter escapes or, at the line's start, writes otherwise: its own bullets are set in
(html2text), have three blanks behind them (turndown), or stand in a text whose other stars are escaped (markdownify).
The numbered lines of a box of code are no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from forumclean.model import Edit, Mark
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_links import cut

BULLET_RE = re.compile(r" {2,8}\* (?=\S)|[*-]   (?=\S)")
ESCAPED_BULLET_RE = re.compile(r" {0,8}\* (?=\S)|[*-]   (?=\S)")
NUMBER_RE = re.compile(r" {0,4}(?P<number>\d{1,3})\.(?P<blanks> {1,2})")
COPY = ("复制代码", "Copy code", "Copy Code")
"""The button below a box of code, whose lines the forum numbers."""
FEWEST = 2
"""Items of a list: a single line with a bullet may be anything."""


class Row(NamedTuple):
    """A line with its bullet or number."""

    line: int
    width: int
    """Characters of the bullet."""


Part = tuple[tuple[Mark, ...], tuple[Edit, ...]]
"""Marks, and what is cut for them."""


def find_lists(lines: Lines, *, escaped: bool) -> Iterator[Part]:
    """The marks of each list, and the edits that cut its bullets or numbers."""
    bullet = ESCAPED_BULLET_RE if escaped else BULLET_RE
    bullets = (
        (i, found.end())
        for i, raw in enumerate(lines.raw)
        if "*" in raw[:9] or "-" in raw[:1]
        if (found := bullet.match(raw))
    )
    for rows in _runs([Row(i, width) for i, width in bullets]):
        yield _list(lines, rows, ordered=False)
    for rows in _runs(list(_numbered(lines))):
        below = lines.below(rows[-1].line + 1, len(lines), 1)
        if not below or folded(lines.bare[below[0]]).strip("_*") not in COPY:
            yield _list(lines, rows, ordered=True)


def _numbered(lines: Lines) -> Iterator[Row]:
    """The lines that count from 1 on, one below the other."""
    last, line = 0, -2
    for i, raw in enumerate(lines.raw):
        found = NUMBER_RE.match(raw)
        if found is None:
            continue
        number = int(found["number"])
        if number == 1 or (number == last + 1 and line == i - 1):
            last, line = number, i
            yield Row(i, found.end())


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows that follow each other, where there are some."""
    run: list[Row] = []
    for row in rows:
        if run and row.line != run[-1].line + 1:
            if len(run) >= FEWEST:
                yield run
            run = []
        run.append(row)
    if len(run) >= FEWEST:
        yield run


def _list(lines: Lines, rows: Sequence[Row], *, ordered: bool) -> Part:
    items = [Mark(lines.starts[row.line] + row.width, _end(lines, row), "item", {}) for row in rows]
    whole = Mark(lines.starts[rows[0].line], items[-1].end, "list", {"ordered": ordered})
    return (whole, *items), tuple(_bullet(lines, row) for row in rows)


def _bullet(lines: Lines, row: Row) -> Edit:
    start = lines.starts[row.line]
    return cut(lines.text, start, start + row.width)


def _end(lines: Lines, row: Row) -> int:
    return lines.starts[row.line] + len(lines.raw[row.line])
