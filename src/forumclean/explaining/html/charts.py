"""The charts of the page, drawn as SVG without a line of style: the map of the input, bars of rules and of candidates."""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.explaining.html.markup import Html, tag, text
from forumclean.explaining.html.rows import Row
from forumclean.explaining.summary import NAMES
from forumclean.explaining.types import CHROME, KEPT, KINDS, MASK, MENDED, NOISE, WORD, Piece

WIDTH, HEIGHT, BUCKETS = 1000, 40, 400
ORDER = (KEPT, CHROME, NOISE, MENDED)
"""From the bottom of the map to its top."""
POINTS = frozenset({WORD, MASK})
TICK = 3
BAR = 120


def strip(pieces: Sequence[Piece], rows: Sequence[Row], *, label: str) -> Html:
    """The map of the whole input, left to right: each column shows what became of its share and leads to its row."""
    total = max(pieces[-1].end if pieces else 0, 1)
    count = min(BUCKETS, total)
    columns = _columns(pieces, total, count)
    targets = _targets(rows, total, count)
    drawn = [
        tag("a", *_column(column, i, count), href=f"#r{targets[i]}", tabindex=-1) for i, column in enumerate(columns)
    ]
    drawn += [_tick(piece, total) for piece in pieces if piece.kind in POINTS]
    return tag(
        "svg",
        *drawn,
        class_="map",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
    )


def _columns(pieces: Sequence[Piece], total: int, count: int) -> list[dict[str, int]]:
    """Characters of each kind in each column."""
    columns: list[dict[str, int]] = [dict.fromkeys(KINDS, 0) for _ in range(count)]
    for piece in pieces:
        start = piece.start
        while start < piece.end:
            i = start * count // total
            end = min(piece.end, -(-(i + 1) * total // count))
            columns[i][piece.kind] += end - start
            start = end
    return columns


def _column(column: dict[str, int], i: int, count: int) -> list[Html]:
    whole = max(sum(column.values()), 1)
    left, right = i * WIDTH // count, (i + 1) * WIDTH // count
    drawn: list[Html] = []
    bottom, seen = HEIGHT, 0
    for kind in ORDER:
        seen += column[kind] + (sum(column[point] for point in POINTS) if kind == KEPT else 0)
        top = HEIGHT - round(seen * HEIGHT / whole)
        if top < bottom:
            drawn.append(tag("rect", x=left, y=top, width=max(right - left, 1), height=bottom - top, class_=kind))
            bottom = top
    return drawn


def _targets(rows: Sequence[Row], total: int, count: int) -> list[int]:
    """The row that each column leads to."""
    targets, row = [], 0
    ends = [r.pieces[-1].end if r.pieces else 0 for r in rows]
    for i in range(count):
        while row < len(rows) - 1 and ends[row] <= i * total // count:
            row += 1
        targets.append(row)
    return targets


def _tick(piece: Piece, total: int) -> Html:
    x = min(piece.start * WIDTH // total, WIDTH - TICK)
    mark = tag("rect", x=x, y=0, width=TICK, height=HEIGHT // 2, class_=piece.kind)
    return tag("a", mark, href=f"#c{piece.start}", tabindex=-1)


def legend(characters: dict[str, int]) -> Html:
    """What the colours mean, and how many characters each has."""
    shown = [kind for kind in KINDS if characters.get(kind)]
    items = (
        tag("li", tag("span", class_=f"key {kind}"), text(f"{NAMES[kind]} "), tag("b", text(f"{characters[kind]:,}")))
        for kind in shown
    )
    return tag("ul", *items, class_="legend")


def bar(share: float, kind: str) -> Html:
    """A small horizontal bar; its number stands beside it as text."""
    width = round(max(0.0, min(share, 1.0)) * BAR)
    filled = [tag("rect", x=0, y=0, width=max(width, 1), height=8, class_=kind)] if share > 0 else []
    ground = tag("rect", x=0, y=0, width=BAR, height=8, class_="ground")
    return tag("svg", ground, *filled, class_="bar", viewBox=f"0 0 {BAR} 8", width=BAR, height=8, aria_hidden="true")
