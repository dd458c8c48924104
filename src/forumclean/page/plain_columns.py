"""Finds the author's panel where a tool printed it in a column beside the post (w3m, inscriptis, links).

All of a post, from its floor to its last button, begins at one column or right of it; what stands further left is the panel.
The panel goes before anything else is read: beside a head stand its counts, and where the tool wrapped lines, only the text
beside it tells where.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from forumclean.model import Edit
from forumclean.page.facts import floor
from forumclean.page.plain_boxes import RELATED_WORDS
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_foot import foot
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import ENDINGS, TIME
from forumclean.page.plain_titles import COPY_RE
from forumclean.page.plain_wrap import width
from forumclean.page.plain_zones import NAME, Zone, author_of, first_button

RULE = "chrome/panel-column"
NARROWEST = 10
"""Columns of the narrowest panel; code is seldom indented as deep, and never all of a post."""
LONGEST = 400
"""Characters of a line with a head, most of them blank."""
GAP_RE = re.compile(r"(?<=\S) +(?=[^ ])")
HEAD_RE = re.compile(
    rf"(?:发表于|Post time|Posted (?:on|at|in))[:：]?[ \xa0]*(?P<time>{TIME})"
    r"(?:[ \xa0]*来自[^\s|]{1,12})?[ \xa0]*(?P<bar>\||$)"
)
BEFORE_RE = re.compile(r"(?:^|\S) {2,}(?=(?!\d+ )\S{0,24}[ \xa0|]{0,3}(?:\S{2,12}[ \xa0])?$)")
"""The gap in front of a head: behind it only the author's icon and the verb stand before the time."""
ABOVE = 60
"""Lines above the first head that its panel may begin in."""
UP, DEEPEST = 8, 8
"""Lines above a head that may hold its floor, and how much further left that may stand."""
ASTRIDE = 0.05
"""Share of the lines that may stand astride the edge of the columns: those with characters of doubtful width."""
Measure = Callable[[str], int]
MEASURES: tuple[Measure, ...] = (width, len, lambda text: width(text, 2))
"""What tools count in: columns of a terminal, characters."""


class Named(NamedTuple):
    """The time in a head, and the author whom the panel beside it names."""

    time: str
    name: str | None


class Region(NamedTuple):
    """The lines of a post and of the panel beside it, and the column that parts them."""

    start: int
    head: int
    stop: int
    column: int


def without_panels(lines: Lines) -> tuple[list[Edit], list[Named]]:
    """Edits that put spaces in place of the panels beside the posts, and the author that each panel names."""
    if " " * NARROWEST not in lines.text:
        return [], []
    heads = [i for i in lines.timed(LONGEST) if _is_head(lines, i)]
    if not heads:
        return [], []
    found = (laid for measure in MEASURES if (laid := _laid(lines, heads, measure)) is not None)
    return next(found, ([], []))


def with_names(zones: Sequence[Zone], names: Sequence[Named]) -> tuple[Zone, ...]:
    """The posts with the authors whom the panels name; both are in order, but some may have been found by one side only."""
    left = iter(names)
    found: list[Zone] = []
    for zone in zones:
        rest = list(left)
        at = next((n for n, named in enumerate(rest) if named.time == zone.head.time), None)
        found.append(zone if at is None else zone._replace(author=rest[at].name or zone.author))
        left = iter(rest if at is None else rest[at + 1 :])
    return tuple(found)


def _is_head(lines: Lines, i: int) -> bool:
    """True for a line with a post's time and the bar of the links behind it, which may stand on the next line."""
    match = HEAD_RE.search(folded(lines.raw[i].rstrip()))
    if match is None or match["bar"] == "|":
        return match is not None
    below = (lines.bare[j].rpartition("  ")[2] for j in lines.downwards(i + 1, len(lines), 1))
    return any(text.startswith("|") and row_of(text, "control") for text in below)


def _laid(lines: Lines, heads: Sequence[int], measure: Measure) -> tuple[list[Edit], list[Named]] | None:
    """The panels, as a tool that counts in ``measure`` sets them; ``None`` where lines stand astride their edge."""
    regions = _regions(lines, heads, measure)
    edits: list[Edit] = []
    names: list[Named] = []
    looked = astride = 0
    for head, region in zip(heads, regions, strict=True):
        beside = _beside(lines, region) if region else []
        pieces = [_piece(lines, i, region.column, measure) for i in beside] if region else []
        looked, astride = looked + len(pieces), astride + pieces.count(None)
        panel = [piece for piece in pieces if piece is not None]
        match = HEAD_RE.search(folded(lines.raw[head].rstrip()))
        names.append(
            Named(match["time"] if match else "", next((author_of(piece.old.strip()) for piece in panel), None))
        )
        edits += panel
    return (edits, names) if edits and astride <= ASTRIDE * looked else None


def _beside(lines: Lines, region: Region) -> list[int]:
    """The lines of a post with something of the panel; where inscriptis sets the related threads at the left, they are none."""
    left = [i for i in range(region.start, region.stop) if lines.bare[i] and _lead(lines.raw[i]) < region.column]
    related = next((i for i in left if i > region.head and folded(lines.bare[i]) in RELATED_WORDS), region.stop)
    return [i for i in left if i < related]


def _piece(lines: Lines, i: int, column: int, measure: Measure) -> Edit | None:
    """The panel's part of a line, blanked; ``None`` where no gap parts it from the rest."""
    left = _left(lines.raw[i].rstrip(), column, measure)
    at = lines.starts[i]
    old = lines.text[at : at + left]
    return Edit(at, at + left, old, " " * measure(old), RULE, "page") if left else None


def _regions(lines: Lines, heads: Sequence[int], measure: Measure) -> list[Region | None]:
    """The posts that stand right of a panel: text of theirs does."""
    columns = [head_column(lines.raw[i], measure) for i in heads]
    deeper = max((_above(lines, i, column, measure) for i, column in zip(heads, columns, strict=True)), default=0)
    ends = [i for i in lines.having(*ENDINGS) if _button(lines, i) >= NARROWEST]
    regions: list[Region | None] = []
    start = _top(lines, heads[0])
    bounds = [*heads[1:], len(lines)]
    for head, column, bound in zip(heads, columns, bounds, strict=True):
        buttons = ends[bisect_left(ends, head) : bisect_left(ends, bound)]
        stop = buttons[-1] + 1 if buttons else foot(lines, head + 1, bound) if bound == len(lines) else bound
        edge = min([column - deeper, *(_button(lines, i) for i in buttons)])
        last = first_button(lines, head + 1, buttons[-1]) if buttons else stop
        body = (lines.raw[i] for i in range(head + 1, last) if lines.bare[i])
        beside = edge >= NARROWEST and any(_reaches(raw.rstrip(), edge, measure) for raw in body)
        regions.append(Region(start, head, stop, edge) if beside else None)
        start = stop
    return regions


def _top(lines: Lines, head: int) -> int:
    """The first line that may be of the first post's panel."""
    above = list(lines.upwards(head, max(0, head - ABOVE), ABOVE))
    link = (i + 1 for i in above if COPY_RE.search(folded(lines.bare[i])))
    return next(link, next((i + 1 for i in above if row_of(lines.bare[i], "head", "path")), 0))


def _button(lines: Lines, i: int) -> int:
    """Where in a line the last buttons of a post begin, which may have a line of the panel beside them; 0 for other lines."""
    before, gap, text = lines.raw[i].rstrip().rpartition("  ")
    return len(before + gap) if len(text) < NAME and row_of(text.strip(), "tail") else 0


def _above(lines: Lines, head: int, column: int, measure: Measure) -> int:
    """How much further left than its head a post's floor stands."""
    for i in lines.upwards(head, 0, UP):
        before, gap, label = lines.raw[i].rstrip().rpartition("  ")
        if label.strip() and not label.isdecimal() and floor(label) is not None:
            depth = column - measure(before + gap)
            return depth if 0 < depth <= DEEPEST else 0
    return 0


def head_column(raw: str, measure: Measure = width) -> int:
    """The column that a post's head begins at, behind the panel's part of its line; 0 where it stands at the left."""
    text = folded(raw)
    match = HEAD_RE.search(text.rstrip())
    found = BEFORE_RE.search(text[: match.start()]) if match else None
    return measure(text[: found.end()]) if found else 0


def _lead(raw: str) -> int:
    return len(raw) - len(raw.lstrip(" "))


def _left(raw: str, column: int, measure: Measure) -> int:
    """How many characters of a line belong to the panel: all of it, or what stands in front of the gap at the column."""
    if measure(raw) <= column:
        return len(raw)
    gaps = takewhile(lambda gap: gap.start() <= column, GAP_RE.finditer(raw))  # no tool counts less than characters
    return next((gap.end() for gap in gaps if _parts(raw, gap, column, measure)), 0)


def _parts(raw: str, gap: re.Match[str], column: int, measure: Measure) -> bool:
    return measure(raw[: gap.start()]) <= column <= measure(raw[: gap.end()])


def _reaches(raw: str, column: int, measure: Measure) -> bool:
    """True for a line with text right of the column."""
    return measure(raw) > column and (_lead(raw) >= column or _left(raw, column, measure) > 0)
