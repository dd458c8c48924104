"""Gives the posts of a markdownify page their lines back: it writes a post, panel and all, in one row of a table.

In such a row two or more blanks were the end of a line (the blanks of a writer are no-break ones), a border in the middle
begins a table inside, and what the cells of the panel hold stands in front of the floor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forumclean.model import Edit
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME

RULE = "layout/markdown-page"
LONGEST = 500_000
HEAD_RE = re.compile(
    rf"\*(?:发表于|Posted (?:on|at|in)|Post time)[:：]?[ \xa0]*{TIME}\*[ \xa0]*\|[ \xa0]*\[?(?:只看|Only)"
)
FLOOR_RE = re.compile(r" \| (?=(?:电梯直达[^|\n]{0,120})?\*\*)")
"""What stands between the panel and the floor, which is in bold."""
CELL_RE = re.compile(r" \| ")
BREAKS = (
    # the border of a table, and the bar its first row begins with
    re.compile(r"(?<!\|)(?<!\|[ ])(?<!\|[ ]{2})(?<!\|[ ]{3})(?:\|[ ]{0,3}+)++(?:---[ ]\|[ ]{0,3}+)++(?:\|[ ]{0,3}+)*+"),
    re.compile(r" \| \|(?= )"),  # the end of a row, and the beginning of the next one
    re.compile(r"(?<! ) {2,}(?! )"),
)
EDGES_RE = re.compile(r"^\|(?: \|)* |(?<=  )\| | \|(?=  )|(?<!\|)(?: \|)++ *$")
"""Bars at the edges of a row, or with nothing in front or behind them."""


def row_edits(lines: Lines) -> Iterator[Edit]:
    """The edits that give a line to each line of the posts in rows, and of the rows below them."""
    below = False
    for i, raw in enumerate(lines.raw):
        row = raw.startswith("| ") and raw.rstrip().endswith("|") and len(raw) <= LONGEST
        head = HEAD_RE.search(folded(raw)) if row else None
        if head:
            yield from _panel(lines, i, head.start())
        below = head is not None or (below and raw.startswith("|"))
        if row and below:
            yield from _lines(lines, i)


def _panel(lines: Lines, i: int, head: int) -> Iterator[Edit]:
    """The edits that give a line to each cell in front of a post's floor."""
    raw, at = lines.raw[i], lines.starts[i]
    floor = max((match.end() for match in FLOOR_RE.finditer(raw, 0, head)), default=0)
    for bar in CELL_RE.finditer(raw, 0, floor):
        yield _edit(lines.text, at + bar.start(), at + bar.end(), "\n")


def _lines(lines: Lines, i: int) -> Iterator[Edit]:
    raw, at = lines.raw[i], lines.starts[i]
    for pattern, new in (*((pattern, "\n") for pattern in BREAKS), (EDGES_RE, "")):
        for match in pattern.finditer(raw):
            yield _edit(lines.text, at + match.start(), at + match.end(), new)


def _edit(text: str, start: int, end: int, new: str) -> Edit:
    return Edit(start, end, text[start:end], new, RULE, "page")
