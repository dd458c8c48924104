"""Writes each type of block as CommonMark (tables: GFM).

A figure is a picture and, on the next line, its caption in italics.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from forumclean.emit.escape import Insertion, address, inline, line, rich, start, unsafe
from forumclean.model import (
    Attachment,
    Block,
    Byline,
    Code,
    Heading,
    Hidden,
    Image,
    Level,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

Insertions = dict[tuple[str | int, ...], list[Insertion]]
"""What is put in behind restored words, by the place in the block (``("text",)``, ``("items", 2)``, …)."""
T = TypeVar("T")
RUN_RE = re.compile(r"`+")
CLOSING_RE = re.compile(r"(?<!#)#+$")
"""A run of # that would close a heading and vanish."""
UNTOLD_RE = re.compile(r"[`\s\\&]+")
"""What the info string of a fence cannot hold as it is."""
FILLING, FREE = 10, 10_000
"""Empty cells that fill up the rows of a table: so many for each cell it has, and so many more. One row of 20,000 cells
among thousands of short ones would be gigabytes of them, and readers give a table up where so many are left to them."""


def flat(text: str) -> str:
    """The text as part of one line."""
    return inline(" ".join(text.split()))


def shown_time(time: str | None) -> str | None:
    """A time as a reader writes it."""
    return time.replace("T", " ") if time else None


def _text(text: str, spans: Sequence[Span], inserted: Sequence[Insertion]) -> str:
    return start(rich(text, spans, inserted))


def _paragraph(block: Paragraph | Byline, put_in: Insertions, _shift: int) -> str:
    return _text(block.text, block.spans, put_in.get(("text",), ()))


def _heading(block: Heading, put_in: Insertions, shift: int) -> str:
    title = rich(block.text, block.spans, put_in.get(("text",), ()))
    label = block.label or (f"{block.number} " if block.number else "")
    words = f"{flat(label)}{' ' if label[-1:].isspace() else ''}{title}".strip()
    return "#" * min(6, block.level + shift) + " " + CLOSING_RE.sub(r"\\\g<0>", words.replace("\n", " "))


def _image(block: Image, put_in: Insertions, _shift: int) -> str:
    src = block.src or block.filename or ""
    alt = flat(block.alt or block.filename or "")
    figure = start(alt) if unsafe(src) else f"![{alt}]({address(src)})"
    if not block.caption:
        return figure
    caption = rich(block.caption, block.spans, put_in.get(("caption",), ()))
    return f"{figure}\n<em>{caption}</em>".lstrip("\n")


def _quote(block: Quote, put_in: Insertions, _shift: int) -> str:
    parts = (flat(part or "") for part in (block.author, shown_time(block.time)))
    who = " · ".join(part for part in parts if part)
    lines = [start(f"{who}：")] if who else []
    lines += _lines(block.text, block.spans, put_in.get(("text",), ()))
    return "\n>\n".join(f"> {text}" for text in lines) or ">"


def _lines(text: str, spans: Sequence[Span], inserted: Sequence[Insertion]) -> Iterator[str]:
    """The lines of a text that are not empty, each with what of the spans falls to it."""
    coming = deque(sorted(enumerate(spans), key=_start))
    waiting = deque(sorted(inserted, key=_offset))
    around: list[tuple[int, Span]] = []  # with its place among all spans, in the order of which they are written
    position = 0
    for each in text.split("\n"):
        end = position + len(each)
        around = [(i, s) for i, s in around if s.end > position]
        around += [told for told in _before(coming, end, _start) if told[1].end > position]
        here = [Insertion(p.offset - position, p.text) for p in _before(waiting, end + 1, _offset)]
        if each.strip():
            inside = (s for _, s in sorted(around))
            shifted = [s._replace(start=max(0, s.start - position), end=min(s.end, end) - position) for s in inside]
            yield _text(each, shifted, here)
        position = end + 1


def _start(told: tuple[int, Span]) -> int:
    return told[1].start


def _offset(insertion: Insertion) -> int:
    return insertion.offset


def _before(coming: deque[T], end: int, place: Callable[[T], int]) -> Iterator[T]:
    """Take from the front what stands before an offset."""
    while coming and place(coming[0]) < end:
        yield coming.popleft()


def _list(block: ListBlock, put_in: Insertions, _shift: int) -> str:
    """The items, each below what it stands in: as far in as the text of that begins."""
    rows: list[str] = []
    marks: list[str] = []
    counts: list[tuple[bool, int]] = []
    """Whether the list of each depth counts, and how far it has come."""
    for i, (item, level) in enumerate(zip(block.items, _levels(block), strict=True)):
        del marks[level.depth :], counts[level.depth + 1 :]
        if len(counts) == level.depth or counts[-1][0] != level.ordered:
            counts[level.depth :] = [(level.ordered, 0)]
        count = counts[-1][1] + 1
        counts[-1] = level.ordered, count
        marks.append(f"{count}. " if level.ordered else "- ")
        spans = block.spans[i] if i < len(block.spans) else ()
        before = " " * len("".join(marks[:-1]))
        below = f"\\\n{before}" + " " * len(marks[-1])
        rows.append(before + marks[-1] + below.join(_lines(item, spans, put_in.get(("items", i), ()))))
    return "\n".join(rows)


def _levels(block: ListBlock) -> Sequence[Level]:
    return block.levels or [Level(0, block.ordered)] * len(block.items)


def _code(block: Code, _put_in: Insertions, _shift: int) -> str:
    text = block.text.replace("\r", " ")  # as in any other text: Markdown would end the line there
    longest = max((len(run) for run in RUN_RE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = UNTOLD_RE.sub(" ", block.language or "").strip()
    return f"{fence}{language}\n{text}\n{fence}"


def _table(block: Table, put_in: Insertions, _shift: int) -> str:
    """The table, its short rows filled up; as several where most of it would be filling."""
    sizes = [len(row) for row in block.rows]
    tables = [range(len(sizes))] if _filling(sizes) <= FILLING * sum(sizes) + FREE else _by_width(sizes)
    return "\n\n".join(filter(None, (_rows(block, rows, put_in) for rows in tables)))


def _filling(sizes: Sequence[int]) -> int:
    """How many cells rows of these sizes lack to be a table."""
    return len(sizes) * max(sizes, default=0) - sum(sizes)


def _by_width(sizes: Sequence[int]) -> list[range]:
    """Consecutive rows that are wide alike, so that what they lack stays in proportion to what they have."""
    found, first, cells, width = [], 0, 0, 0
    for r, size in enumerate(sizes):
        cells, width = cells + size, max(width, size)
        if width * (r + 1 - first) > (FILLING + 1) * cells:
            found.append(range(first, r))
            first, cells, width = r, size, size
    return [*found, range(first, len(sizes))]


def _rows(block: Table, which: range, put_in: Insertions) -> str:
    """Some rows as a table; nothing where they have no cells."""
    width = max((len(block.rows[r]) for r in which), default=0)
    if not width:
        return ""
    rows: list[str] = []
    for r in which:
        cells = [_cell(block, r, c, put_in) for c in range(len(block.rows[r]))]
        rows.append("| " + " | ".join(cells + [""] * (width - len(cells))) + " |")
    rows.insert(1, "|" + " --- |" * width)
    return "\n".join(rows)


def _cell(block: Table, r: int, c: int, put_in: Insertions) -> str:
    spans = block.spans[r][c] if r < len(block.spans) and c < len(block.spans[r]) else ()
    text = rich(block.rows[r][c], spans, put_in.get(("rows", r, c), ()))
    return text.replace("|", "\\|").replace("\n", "<br>")


def _attachment(block: Attachment, _put_in: Insertions, _shift: int) -> str:
    name = flat(block.filename or block.href or "附件")
    shown = f"[{name}]({address(block.href)})" if block.href and not unsafe(block.href) else name
    facts = "，".join(flat(part) for part in (block.size, block.description) if part)
    return start(f"{shown}（{facts}）" if facts else shown)


def _media(block: Media, _put_in: Insertions, _shift: int) -> str:
    src = block.src or ""
    return start(flat(src)) if not src or unsafe(src) else f"[{flat(src)}]({address(src)})"


def _hidden(block: Hidden, _put_in: Insertions, _shift: int) -> str:
    return "> " + line(" ".join(block.text.split()))


BLOCKS: dict[type[Block], Callable[[Any, Insertions, int], str]] = {
    Paragraph: _paragraph,
    Byline: _paragraph,
    Heading: _heading,
    Image: _image,
    Quote: _quote,
    ListBlock: _list,
    Code: _code,
    Table: _table,
    Attachment: _attachment,
    Media: _media,
    Hidden: _hidden,
    Rule: lambda _block, _put_in, _shift: "***",  # --- would begin a front matter in a text without one
}
"""How each type of block is written."""
