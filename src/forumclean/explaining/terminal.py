"""An explanation in colour: the same parts as ``plain.py``, as rich shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from forumclean.explaining.summary import contexts, example, facts
from forumclean.explaining.transcript import NOTE, PUT, Line
from forumclean.explaining.types import CHROME, KEPT, MASK, MENDED, NOISE, WORD, Explanation
from forumclean.visible import shown

STYLES = {
    KEPT: Style(),
    CHROME: Style(dim=True),
    NOISE: Style(dim=True, strike=True, color="red"),
    MENDED: Style(strike=True, color="yellow"),
    PUT: Style(color="green", underline=True),
    WORD: Style(bold=True, color="green", reverse=True),
    MASK: Style(bold=True, color="magenta", reverse=True),
    NOTE: Style(dim=True, italic=True),
}
WIDE = 120
"""Columns from which on an example and a reason have room side by side: a plain window has 80."""


def _rendered(thing: RenderableType, width: int) -> str:
    console = Console(force_terminal=True, width=width, color_system="standard", highlight=False, markup=False)
    with console.capture() as caught:
        console.print(thing)
    return caught.get().rstrip("\n")


def header(found: Explanation, width: int) -> Iterator[str]:
    """What is known of the input, and the warnings."""
    grid = Table.grid(padding=(0, 2))
    for name, value in facts(found):
        grid.add_row(Text(name, "bold"), Text(value))
    for warning in found.article.warnings:
        grid.add_row(Text("warning", "bold yellow"), Text(shown(warning)))
    yield _rendered(grid, width)


def sections(found: Explanation, width: int) -> Iterator[str]:
    """The outline as a tree."""
    if not found.article.outline:
        return
    root = Tree(Text("Sections", "bold"), guide_style="dim")
    branches = {1: root}
    for section in found.article.outline:
        number = (f"{shown(section.number)} ", "cyan") if section.number else ""
        above = branches[max(level for level in branches if level < section.level)]
        branches = {level: branch for level, branch in branches.items() if level < section.level}
        branches[section.level] = above.add(Text.assemble(number, shown(section.title)))
    yield "\n" + _rendered(root, width)


def rules(found: Explanation, width: int) -> Iterator[str]:
    """Every rule that acted, as a table; where the window is narrow, the example stands below the reason."""
    heads = ("Why, and an example",) if width < WIDE else ("Example", "Why")
    table = Table("Rule", "Count", "Characters", *heads, box=box.SIMPLE_HEAD, pad_edge=False)
    table.columns[1].justify = table.columns[2].justify = "right"
    for count in found.rules:
        taken = f"{count.taken}" if count.taken or not count.put else f"+{count.put}"
        told, why = Text(example(count), "dim"), Text(count.why)
        cells = (Text("\n").join((why, told)),) if width < WIDE else (told, why)
        table.add_row(count.rule, str(count.count), taken, *cells)
    if found.rules:
        yield "\n" + _rendered(table, width)


def masks(found: Explanation, width: int) -> Iterator[str]:
    """Every masked word in its sentence, with its candidates."""
    table = Table("Masked word", "", "Candidates", box=box.SIMPLE_HEAD, pad_edge=False)
    for place, before, text, after, entry in contexts(found):
        style = STYLES[WORD if entry.restored else MASK]
        told = ", ".join(f"{shown(word)} {probability:.0%}" for word, probability in entry.candidates) or "none"
        table.add_row(Text(place, "dim"), Text.assemble(before, (text, style), after), Text(told))
    if found.article.masks:
        yield _rendered(table, width)


def text(lines: Iterable[Line]) -> Iterator[str]:
    """The lines of a transcript; written segment by segment, for a long input has many."""
    yield ""
    for line in lines:
        yield "".join(STYLES[segment.style].render(segment.text) for segment in line)
