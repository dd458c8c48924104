"""White space: what of it is no text at a line's ends, and what stands between two pieces of a line that was broken."""

from __future__ import annotations

import re

NO_WIDTH = "\u200b\u200c\ufeff"
"""Characters of no width that are no text at a line's ends."""
BLANKS = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
) + NO_WIDTH
"""What is no text at a line's ends: white space of all widths (as ``str.isspace`` has it), and characters of no width."""
MIXED_RE = re.compile(r"[\u4e00-\u9fff]( ?)[A-Za-z0-9]|[A-Za-z0-9]( ?)[\u4e00-\u9fff]")
SAMPLE = 200_000


def writes_spaces(text: str) -> bool:
    """True where most places between Chinese and Latin have a space.

    >>> writes_spaces("用 AI 写了 3 行"), writes_spaces("用AI写了3行")
    (True, False)
    """
    hits = MIXED_RE.findall(text[:SAMPLE])
    return sum(bool(a or b) for a, b in hits) * 2 > len(hits)


def glue(left: str, right: str, *, spaced: bool) -> str:
    """What to put between two characters that a line break parted; ``spaced`` is the writer's habit.

    >>> glue("中", "文", spaced=True), glue("a", "b", spaced=False), glue("用", "A", spaced=True), glue("，", "A", spaced=True)
    ('', ' ', ' ', '')
    """
    if left.isascii() and right.isascii():
        return " "
    if left.isascii() or right.isascii():
        return " " if spaced and left.isalnum() and right.isalnum() else ""
    return ""
