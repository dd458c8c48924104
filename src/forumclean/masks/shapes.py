"""Asterisks whose neighbours say what they are: the rows of ``data/masks``, joined to one pattern."""

from __future__ import annotations

from functools import cache

import regex

from forumclean import tables
from forumclean.masks.scan import Run
from forumclean.tables import Row

FOLDER = "masks"
REFUSED = "refused"
DOUBTFUL = "doubtful"
LONG = "long"
OPENS_LINE_RE = regex.compile(r"(?<=^[^\S\n]{0,16})\*", regex.MULTILINE)


def row_pattern(row: Row) -> str:
    """The row as a pattern that matches at the first asterisk of a run that is no mask.

    ``left`` is looked for behind, ``right`` ahead; both must be bounded, so that a run costs the same anywhere.
    """
    parts: list[str] = []
    if "left" in row.values:
        parts.append(f"(?<={row.text('left')})")
    parts.append(row.text("run") if "run" in row.values else r"\*+")
    parts.append(r"(?!\*)")
    if "right" in row.values:
        parts.append(f"(?={row.text('right')})")
    return "".join(parts)


@cache
def _shapes(verdict: str) -> regex.Pattern[str]:
    rows = [row for row in tables.load(FOLDER) if row.values.get("verdict", REFUSED) == verdict]
    return regex.compile("|".join(f"(?:{row_pattern(row)})" for row in rows), regex.MULTILINE)


def is_refused(text: str, run: Run) -> bool:
    """True for a run that its neighbours show to be no mask."""
    return _shapes(REFUSED).match(text, run.start) is not None


def is_doubtful(text: str, run: Run) -> bool:
    """True for a run that may be a mask, and something else just as well."""
    return _shapes(DOUBTFUL).match(text, run.start) is not None


def is_long(text: str, run: Run) -> bool:
    """True for a run that is longer than a filter's usual work; a page of such runs has a filter that writes them."""
    return _shapes(LONG).match(text, run.start) is not None


def opens_line(text: str, run: Run) -> bool:
    """True for a run with nothing but an indent in front of it on its line."""
    return OPENS_LINE_RE.match(text, run.start) is not None
