"""Finds the author's panel where a tool printed it in a column beside the post (w3m, inscriptis).

The post's lines all begin at one column; what stands further left belongs to the panel.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from forumclean.model import Edit
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_wrap import width
from forumclean.page.plain_zones import DESKTOP, Zone

RULE = "chrome/panel-column"
NARROWEST = 12
"""Columns of the narrowest panel; code is seldom indented as deep, and never all of a post."""
SHARE = 0.5
FEWEST = 2
GAP_RE = re.compile(r"(?<=\S) +(?=[^ ])")
HEAD_RE = re.compile(r"(?:^|\S) {2,}(?=\S{0,24}[ \xa0|]{0,3}(?:\S{2,12}[ \xa0])?$)")
"""The gap in front of a head: behind it only the author's icon and the verb stand before the time."""


def find_columns(lines: Lines, start: int, stop: int, column: int | None = None) -> Iterator[Edit]:
    """The parts of lines that stand left of the post's column (found from the lines where it is not given)."""
    column = column or column_of(lines, start, stop)
    if column is None:
        return
    for i in range(start, stop):
        raw, bare = lines.raw[i], lines.bare[i]
        if not bare or len(raw) - len(raw.lstrip(" ")) >= column:
            continue
        left = _left(raw.rstrip(), column)
        if left:
            at = lines.starts[i]
            yield Edit(at, at + left, lines.text[at : at + left], "", RULE)


def without_panels(lines: Lines, zones: Sequence[Zone]) -> tuple[list[Edit], list[str | None]]:
    """Edits that put spaces in place of the panels beside the posts, and the author that each panel names.

    This comes before wrapped lines are joined, which goes by the column.
    """
    edits: list[Edit] = []
    names: list[str | None] = []
    if " " * NARROWEST not in lines.text:
        return edits, [None] * len(zones)
    heads = [_head_column(lines, zone) for zone in zones]
    least = min(filter(None, heads), default=0)
    for zone, head in zip(zones, heads, strict=True):
        if zone.head.kind != DESKTOP:
            names.append(None)
            continue
        column = column_of(lines, zone.start, zone.stop, least=least) or head or least
        found = list(find_columns(lines, zone.start, zone.stop, column)) if column else []
        edits += (edit._replace(new=" " * width(edit.old), stage="page") for edit in found)
        pieces = [piece for edit in found if (piece := edit.old.strip())]
        names.append(pieces[0] if len(pieces) > 1 and pieces[1].startswith(pieces[0]) else None)
    return edits, names


def column_of(lines: Lines, start: int, stop: int, *, least: int = 0) -> int | None:
    """The column that most lines begin at; ``None`` where they begin at the left.

    Where the heads of the posts tell how far to the right it must be (``least``), lines left of that say nothing: a short post
    has more of them, beside and below its panel.
    """
    leads = Counter(len(raw) - len(raw.lstrip(" ")) for raw in lines.raw[start:stop] if raw.strip())
    if least:
        leads = Counter({lead: count for lead, count in leads.items() if lead >= least})
    if not leads:
        return None
    column, count = leads.most_common(1)[0]
    return column if column >= NARROWEST and (least or count >= max(FEWEST, SHARE * leads.total())) else None


def _head_column(lines: Lines, zone: Zone) -> int | None:
    """The column of a post's head."""
    head = zone.head
    raw = next((lines.raw[i] for i in range(head.first, head.last + 1) if head.time and head.time in lines.raw[i]), "")
    return head_column(raw, head.time)


def head_column(raw: str, time: str) -> int | None:
    """The column that a post's head begins at, behind the panel's part of its line; ``None`` where it stands at the left."""
    before = raw[: raw.find(time)] if time in raw else ""
    found = HEAD_RE.search(before)
    column = width(before[: found.end()]) if found else 0
    return column if column >= NARROWEST else None


def _left(raw: str, column: int) -> int:
    """How many characters of a line belong to the panel: all of it, or what stands in front of the column."""
    if width(raw) < column:
        return len(raw)
    gaps = list(GAP_RE.finditer(raw))
    wide = [gap for gap in gaps if gap.end() - gap.start() > 1]
    for gap in wide:
        if _reaches(raw, gap.end(), column):
            return gap.end()
    for gap in wide:  # tools that count characters, not columns; lists and code stand further right
        if gap.start() < column <= gap.end():
            return gap.end()
    return next((gap.end() for gap in gaps if _reaches(raw, gap.end(), column)), 0)


def _reaches(raw: str, end: int, column: int) -> bool:
    return column in (width(raw[:end]), width(raw[:end], 2))
