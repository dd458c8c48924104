"""Text as Markdown that shows it letter by letter."""

from __future__ import annotations

import re

UNSEEN_RE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST = 110


def code(text: str) -> str:
    """The text as a code span that may stand in a table."""
    shown = UNSEEN_RE.sub(lambda found: found[0].encode("unicode_escape").decode(), text.strip("\n").replace("\n", "⏎"))
    shown = (shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…").replace("|", "\\|") or "⏎"
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence that may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
