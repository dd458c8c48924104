"""Rows of a dump: lines, but a relative time and the word beside it are one.

From X1 on ``昨天 10:30`` is an element of its own, with the full time in its ``title``; tools that give every text of a page a
line of its own tear ``发表于 昨天 10:30`` and ``昨天 10:30 上传`` apart, but not ``发表于 2024-3-15 10:30``.
"""

from __future__ import annotations

import re

from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME

SAYS_RE = re.compile(r"(?:发表于|Post time|Posted (?:on|at|in))$")
TIME_RE = re.compile(TIME)
BEHIND = frozenset({"上传", "Upload", "Uploaded"})


def rows(lines: Lines, line: int, stop: int, count: int) -> list[tuple[str, int]]:
    """(text, last line) of the next ``count`` rows with text from ``line`` on, before ``stop``."""
    found: list[tuple[str, int]] = []
    above = ""
    for i in lines.below(line, stop, count + 1):
        text = folded(lines.bare[i])
        if found and _is_one(above, text):
            found[-1] = (f"{found[-1][0]} {lines.bare[i]}", i)
        else:
            found.append((lines.bare[i], i))
        above = text
    return found[:count]


def _is_one(above: str, below: str) -> bool:
    if TIME_RE.fullmatch(below):
        return SAYS_RE.search(above) is not None
    return below in BEHIND and TIME_RE.fullmatch(above) is not None
