"""forumclean beside what one would use instead, and by itself.

    python -m benchmarks [--only peers|dumps|speed|hostile] [--pages FOLDER] [--markdown PAGE…]

The fixtures are always there; captures with gold are taken from ``--pages``, by default from ``shared/pages`` beside the project,
where there is one. Peers come with the extra ``bench``; one that is missing is a row with the reason. ``--markdown``
puts the tables between the markers of pages (``docs/benchmarks.md``, ``README.md``).
"""

from __future__ import annotations

import argparse
import logging
import platform
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks.comparing import compare
from benchmarks.conversions import CONVERTERS, by_view
from benchmarks.figures import hostile, own
from benchmarks.golds import FIXTURES, captures, fixtures
from benchmarks.tables import Table, comparison, conversions, refresh, short, show
from forumclean import ForumcleanError

ROOT = Path(__file__).parents[1]
PARTS = ("peers", "dumps", "speed", "hostile")
DEFAULT = ("peers", "speed")
"""What is run unasked: the others take longer, and hostile inputs longer than all the rest."""


def main() -> int:
    """Print the tables, and refresh pages."""
    asked = _arguments()
    # The tools warn and log of pages that are no articles; the table says what came of it.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    tables: dict[str, Table] = {}
    for name, table in _tables(asked):
        tables[name] = table
        if name != "peers-short":
            show(table, Console(width=asked.width))
    try:
        for page in asked.markdown:
            refresh(page, tables)
    except (ForumcleanError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="forumclean beside its peers, and by itself"
    )
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="a part; may be given again; without: peers and speed"
    )
    parser.add_argument(
        "--pages", type=Path, default=ROOT.parent / "shared" / "pages", help="captures with a MANIFEST.json and gold"
    )
    parser.add_argument(
        "--markdown", type=Path, nargs="+", default=[], metavar="PAGE", help="pages whose tables are refreshed"
    )
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}", help="the date told with the figures")
    parser.add_argument("--size", type=float, default=1.0, help="of the hostile inputs, as a share")
    parser.add_argument("--width", type=int, default=150, help="columns of the terminal")
    return parser.parse_args()


def _tables(asked: argparse.Namespace) -> Iterator[tuple[str, Table]]:
    """(marker, table) of each part that is asked for, as they are made."""
    chosen = asked.only or DEFAULT
    note = f"{asked.date}, Python {platform.python_version()}, {platform.machine()}."
    if "peers" in chosen:
        sets = {"fixtures": fixtures(), "captures": captures(asked.pages)}
        table = comparison({f"{name} ({len(pages)})": compare(pages) for name, pages in sets.items() if pages}, note)
        yield "peers", table
        yield "peers-short", short(table)
    if "dumps" in chosen:
        views = by_view(captures(asked.pages) or fixtures())
        yield (
            "dumps",
            conversions({f"{view} ({len(pages)})": compare(pages, CONVERTERS) for view, pages in views.items()}, note),
        )
    if "speed" in chosen:
        folders = {"fixtures": FIXTURES, "captures": asked.pages, "wild pages": asked.pages.parent / "wild"}
        yield "speed", own({name: folder for name, folder in folders.items() if folder.is_dir()}, note)
    if "hostile" in chosen:
        yield "hostile", hostile(note, asked.size)


if __name__ == "__main__":
    sys.exit(main())
