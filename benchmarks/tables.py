"""Tables as they are printed, and as Markdown between a page's markers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table as Grid

from benchmarks.comparing import Row
from forumclean import UsageError


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under a head, with a line on how they were made."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    left: int = 2
    """So many columns hold words, and stand to the left."""
    sections: tuple[int, ...] = ()
    """The rows below which a rule is drawn."""


def show(table: Table, console: Console) -> None:
    """Print a table."""
    grid = Grid(title=table.title, caption=table.note or None)
    for at, name in enumerate(table.head):
        grid.add_column(name, justify="left" if at < table.left else "right", overflow="fold")
    for at, row in enumerate(table.rows):
        grid.add_row(*row, end_section=at in table.sections)
    console.print(grid, markup=False)


def markdown(table: Table) -> str:
    """The table in Markdown, its note above it."""
    lines = [
        f"| {' | '.join(cell.replace('|', chr(92) + '|').replace('<', '&lt;') for cell in row)} |"
        for row in (table.head, *table.rows)
    ]
    lines.insert(1, f"|{'|'.join('---' if at < table.left else '--:' for at in range(len(table.head)))}|")
    return "\n".join([*([table.note, ""] if table.note else []), *lines])


def refreshed(page: str, tables: Mapping[str, Table]) -> str:
    """The page with each table put between its markers; a page without the markers stays as it is."""
    for name, table in tables.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page = between.sub(lambda found, table=table: f"{found[1]}{markdown(table)}\n{found[2]}", page)  # type: ignore[misc]
    return page


def refresh(path: Path, tables: Mapping[str, Table]) -> None:
    """Write the tables into a page; one that has room for none of them is a wrong use."""
    page = path.read_text("utf-8")
    if not any(f"<!-- {name} -->" in page for name in tables):
        raise UsageError(f"{path} has no marker for any of these tables, such as <!-- {next(iter(tables))} -->")
    path.write_text(refreshed(page, tables), "utf-8")


# ── the comparison ──────────────────────────────────────────────────────────────────────────────

HEAD = ("pages", "tool", "noise left", "lines word for word", "precision", "recall", "F1", "time: × an lxml parse")
SHORT = ("tool", "noise left", "lines word for word", "precision", "recall")


def comparison(sets: Mapping[str, Sequence[Row]], note: str) -> Table:
    """The table of all sets."""
    return _compared("forumclean and what one would use instead", sets, note)


def conversions(sets: Mapping[str, Sequence[Row]], note: str) -> Table:
    """The table of what is left of pages that were converted to text first."""
    return _compared("pages as text, cleaned", sets, note)


def _compared(title: str, sets: Mapping[str, Sequence[Row]], note: str) -> Table:
    rows = [_cells(name, row) for name, found in sets.items() for row in found]
    ends = [sum(len(found) for found in list(sets.values())[: at + 1]) - 1 for at in range(len(sets))]
    return Table(title, HEAD, tuple(rows), note, sections=tuple(ends))


def _cells(name: str, row: Row) -> tuple[str, ...]:
    tool, score = f"{row.peer.name} {row.peer.version}".strip(), row.score
    if row.reason:
        return (name, tool, row.reason, *[""] * (len(HEAD) - 3))
    failed = f" (fails on {score.failed})" if score.failed else ""
    shares = (score.noise_share, score.word_for_word, score.precision, score.recall, score.f1)
    return (name, tool + failed, *map(percent, shares), f"{row.ratio:.1f}")


def short(table: Table) -> Table:
    """The comparison as a README shows it: the last set, without F1, time and second rows of a tool."""
    last = table.rows[-1][0]
    rows = tuple(row[1 : len(SHORT) + 1] for row in table.rows if row[0] == last and "no masks" not in row[1])
    return Table("", SHORT, rows, f"{last}; {table.note}", left=1)


def percent(share: float) -> str:
    """A share in percent; 100 and 0 only where they are exact."""
    near = f"{100 * share:.1f}"
    if near == "100.0":
        return "100 %" if share == 1 else "> 99.9 %"
    if near == "0.0":
        return "0 %" if share == 0 else "< 0.1 %"
    return f"{near} %"
