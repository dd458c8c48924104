"""The lines of a post as the search for headings reads them: a mask that stays stands for a word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from forumclean.model import Mark
from forumclean.segment.rows import Flow

WORD = "某"
"""Stands for each character of a mask: an asterisk would be read as a bullet, or as no word."""


def judged(texts: Sequence[str], flow: Flow, masks: Sequence[Mark]) -> Sequence[str]:
    """The texts of the lines, as long as they are, with words for the masks that were not filled.

    So the headings of a post are the same ones whether its masks are filled or kept.
    """
    kept = [mask for mask in masks if mask.data.get("restored") is not True]
    starts = [mask.start for mask in kept]
    if not kept:
        return texts
    told = list(texts)
    for i in set(flow.holding(starts)):
        if told[i]:
            line = flow.line(i)
            inside = kept[bisect_left(starts, line.start) : bisect_right(starts, line.start + len(line.text))]
            told[i] = _worded(line.text, [(mask.start - line.start, mask.end - line.start) for mask in inside])
    return told


def _worded(text: str, masks: Sequence[tuple[int, int]]) -> str:
    """A line with a word for each mask of it."""
    parts: list[str] = []
    reached = 0
    for start, end in masks:
        parts += (text[reached:start], WORD * (min(end, len(text)) - start))
        reached = end
    return "".join((*parts, text[reached:]))
