"""Turns the ranges of block marks into blocks; what lies between stays lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from forumclean.model import (
    Attachment,
    Code,
    Hidden,
    Image,
    Mark,
    Media,
    Quote,
    Rule,
)
from forumclean.segment.lines import Gathered, Inline, Line, Ranges, gathered
from forumclean.segment.lists import listed
from forumclean.segment.parts import Item, Part, places
from forumclean.segment.rows import Rows, code_lines, lines_between
from forumclean.segment.tables import table
from forumclean.spacing import BLANKS

CONTAINERS = frozenset({"quote", "code", "list", "table", "hidden"})
CONDITIONS = frozenset({"reply", "pay", "permission", "login"})
POINTS = frozenset({"image", "attachment", "media", "rule"})


class Builder:
    """Builds the items of one post."""

    def __init__(self, text: str, marks: Ranges, inline: Inline, blanks: str | None = BLANKS) -> None:
        self.text = text
        self.blanks = blanks
        """What is stripped from lines (see ``blanks_of``)."""
        self.marks = marks
        self.inline = inline
        self._given: set[int] = set()
        """The points that stand in an item already (by identity): one between two blocks touches both."""

    def parts(self, start: int, end: int) -> list[Part]:
        """The lines and blocks of a range, in reading order; a loop, since quotes nest as deep as one likes."""
        position = start
        parts: list[Part] = []
        if not self.marks.marks:
            return [*self.rows((start, end))]
        for mark in self.outermost(start, end):
            parts += self.between(position, mark.start)
            parts += self.block(mark)
            position = mark.end
        parts += self.between(position, end)
        return parts

    def block(self, mark: Mark) -> Iterator[Part]:
        """What a container holds."""
        return BLOCKS[mark.kind](self, mark)

    def outermost(self, start: int, end: int, around: Mark | None = None) -> Iterator[Mark]:
        """The containers of a range that no other one holds, but for the one ``around`` it."""
        reached = start
        for mark in self.marks.inside(start, end):
            if mark.kind in CONTAINERS and mark is not around and mark.start >= reached and mark.end > mark.start:
                yield mark
                reached = mark.end

    def points(self, start: int, end: int) -> list[Mark]:
        """The pictures, files and rules of a range that were not asked for before."""
        found = [m for m in self.marks.inside(start, end) if m.kind in POINTS and id(m) not in self._given]
        self._given.update(map(id, found))
        return found

    def between(self, start: int, end: int) -> Sequence[Part]:
        """Lines, and the points among them: a picture in a line stands before or after it, never in it."""
        points = self.points(start, end)
        return self._among(start, end, points) if points else self.rows((start, end))

    def rows(self, *ranges: tuple[int, int]) -> list[Rows]:
        """The lines of some ranges, where they hold any."""
        if len(ranges) == 1 and not self.text[slice(*ranges[0])].strip(self.blanks):
            return []  # between two blocks mostly nothing stands
        rows = Rows.of(self.text, ranges, self.blanks)
        return [rows] if rows else []

    def _among(self, start: int, end: int, points: Sequence[Mark]) -> list[Part]:
        """The lines of a range with the points, each where the line after it begins."""
        rows = Rows.of(self.text, _uncovered(start, end, points), self.blanks)
        out: list[Part] = []
        reached = 0
        gap: bool | None = None
        for at, group in groupby(points, lambda point: rows.behind(point.start)):
            marks = list(group)
            if reached < at:
                out.append(rows.cut(reached, at, gap))
            out += map(_point, marks)
            reached = at
            own_line = not at or marks[-1].start > rows.start(at - 1) + len(rows.texts[at - 1])
            # The line that holds nothing but a picture is not empty.
            gap = self.text.count("\n", marks[-1].end, rows.start(at)) > 1 if own_line and at < len(rows) else None
        if reached < len(rows):
            out.append(rows.cut(reached, len(rows), gap))
        return out

    def joined(self, start: int, end: int, separator: str) -> Gathered:
        """All lines of a range as one string; where code is among them they stay lines, and those of code keep their indent."""
        found = self._codes(start, end) if self.inline.has("code") else []
        if not found:
            return gathered(lines_between(self.text, start, end, self.blanks), separator)
        return gathered(self._with_code(start, end, found), "\n")

    def _codes(self, start: int, end: int) -> list[Mark]:
        """The boxes of code in a range, but for those in another one."""
        found: list[Mark] = []
        for mark in self.marks.inside(start, end):
            if mark.kind == "code" and start <= mark.start < mark.end:
                found.append(mark)
                start = mark.end
        return found

    def _with_code(self, start: int, end: int, codes: Sequence[Mark]) -> Iterator[Line]:
        """The lines of a range that holds boxes of code."""
        for code in codes:
            yield from lines_between(self.text, start, code.start, self.blanks)
            yield from code_lines(self.text, code.start, code.end)
            start = code.end
        yield from lines_between(self.text, start, end, self.blanks)

    def figures(self, start: int, end: int) -> Iterator[Part]:
        """The pictures and files of a range: inside quotes, lists and tables they follow their block."""
        yield from (_point(m) for m in self.points(start, end) if m.kind != "rule")


def _uncovered(start: int, end: int, points: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """A range without the names that pictures cover."""
    position = start
    for mark in points:
        if mark.end > mark.start >= position:
            yield position, mark.start
            position = mark.end
    yield position, end


def _known(value: object) -> str | None:
    return str(value) if value is not None else None


def _point(mark: Mark) -> Item:
    data = mark.data
    if mark.kind == "image":
        alt = _known(data.get("alt")) or _known(data.get("description"))
        return Item(Image(src=_known(data.get("src")), filename=_known(data.get("filename")), alt=alt))
    if mark.kind == "attachment":
        names = ("filename", "href", "description", "size")
        return Item(Attachment(*(_known(data.get(name)) for name in names)))
    if mark.kind == "media":
        return Item(Media(_known(data.get("src"))))
    return Item(Rule())


def _quote(builder: Builder, mark: Mark) -> Iterator[Part]:
    found = builder.joined(mark.start, mark.end, "\n")
    floor = mark.data.get("floor")
    block = Quote(
        text=found.text,
        author=_known(mark.data.get("author")),
        time=_known(mark.data.get("time")),
        floor=floor if isinstance(floor, int) else None,
        spans=builder.inline.spans(found.pieces),
    )
    if found.text:
        yield Item(block, places(found, ("text",)))
    yield from builder.figures(mark.start, mark.end)


def _code(builder: Builder, mark: Mark) -> Iterator[Part]:
    raw = builder.text[mark.start : mark.end].replace("\xa0", " ")
    lines = [line.rstrip() for line in raw.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    if lines:
        yield Item(Code("\n".join(lines), _known(mark.data.get("language"))))
    yield from builder.figures(mark.start, mark.end)


def _hidden(builder: Builder, mark: Mark) -> Iterator[Part]:
    found = builder.joined(mark.start, mark.end, " ")
    if found.text:
        condition = str(mark.data.get("condition"))
        block = Hidden(condition if condition in CONDITIONS else "permission", found.text)
        yield Item(block, places(found, ("text",)))


BLOCKS: dict[str, Callable[[Builder, Mark], Iterator[Part]]] = {
    "quote": _quote,
    "code": _code,
    "hidden": _hidden,
    "list": listed,
    "table": table,
}
"""How each kind of container becomes a block."""
