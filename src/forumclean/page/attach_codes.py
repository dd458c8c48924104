"""Finds the forum's own codes for attachments where a view leaves them as they were typed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from forumclean.model import Edit

BLANKS = frozenset(" \xa0\u3000")
ATTACH_RE = re.compile(r"\[(attach|attachimg)\]\d{1,10}\[/\1\]")


def attach_codes(text: str, taken: Sequence[Edit]) -> list[Edit]:
    """The forum's own codes for attachments that a view leaves unrendered: those that begin a line, noise aside."""
    if "[attach" not in text:
        return []
    edits = sorted(taken)
    starts = [e.start for e in edits]
    ends = [0, *accumulate((e.end for e in edits), max)]

    def behind(place: int) -> int:
        """Where what is taken out at a place ends; the place itself, where nothing is."""
        return max(place, ends[bisect_right(starts, place)])

    begun: dict[int, int] = {}
    """For each line where its text begins."""
    found: list[Edit] = []
    for match in ATTACH_RE.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        if line not in begun:
            begun[line] = _past_blanks(text, line, behind)
        if begun[line] >= match.start() == behind(match.start()):
            found.append(Edit(match.start(), match.end(), match[0], "", "chrome/attach-code"))
    return found


def _past_blanks(text: str, place: int, behind: Callable[[int], int]) -> int:
    """Where the first character stands, from a place on, that is no blank and stays."""
    while True:
        reached = behind(place)
        while text[reached : reached + 1] in BLANKS:
            reached += 1
        if reached == place:
            return place
        place = reached
