"""Footnote marks: an asterisk behind a term, and a line further on that begins with one and explains it.

Both look like masks (a mask may end a line, and begin one).  What gives them away is that they belong
together: the note names the term it explains.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from forumclean.masks.scan import CJK_RE, Line, Run

HEAD = 16
"""A note begins with its term: characters of a note's line that are looked at."""
SERIES = 3
"""Items of an enumeration that must be marked alike."""
KEY = 3
"""Characters of a term that must stand in the note: two are shared by chance on a long page."""


def notes(text: str, lines: Sequence[Line]) -> frozenset[int]:
    r"""The starts of runs that mark a footnote or begin one.

    >>> from forumclean.masks.scan import scan_lines
    >>> text = "船名：白浪渔家号*\n产地：舟山\n*白浪渔家号取自一首老歌。"
    >>> sorted(notes(text, list(scan_lines(text, ()))))
    [8, 16]
    """
    found = _series(lines)
    heads = [(line.runs[0], line) for line in lines if line.runs and _begins(text, line)]
    return found | _referred(text, lines, heads)


def _series(lines: Sequence[Line]) -> frozenset[int]:
    """Runs that close every item of an enumeration (数学*、物理*、化学*): marks, for no list masks every item's end."""
    found: set[int] = set()
    for line in lines:
        items = [run.start for run in line.runs if run.right == "、" and CJK_RE.match(run.left)]
        if len(items) >= SERIES:
            found.update(items)
    return frozenset(found)


def _begins(text: str, line: Line) -> bool:
    """True where the first run opens its line, and the text behind it is glued to it."""
    run = line.runs[0]
    return bool(CJK_RE.match(run.right) or run.right in "“「《") and not text[line.start : run.start].strip()


def _referred(text: str, lines: Sequence[Line], heads: Sequence[tuple[Run, Line]]) -> frozenset[int]:
    """Runs behind a term that a note names, and these notes."""
    if not heads:
        return frozenset()
    named: dict[str, list[int]] = {}
    for run, line in heads:
        head = text[run.end : min(line.end, run.end + HEAD)]
        for i in range(len(head) - KEY + 1):
            named.setdefault(head[i : i + KEY], []).append(run.start)
    found: set[int] = set()
    for line in lines:
        for run in line.runs:
            if run.right.isalnum() or not CJK_RE.match(run.left):
                continue
            key = text[max(line.start, run.start - KEY) : run.start]
            heads_of = named.get(key, []) if len(key) == KEY else []
            later = bisect_right(heads_of, run.start)
            if later < len(heads_of):
                found.update((run.start, heads_of[later]))
    return frozenset(found)
