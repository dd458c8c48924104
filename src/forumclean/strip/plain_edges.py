"""Tells the edges of most noise without weighing: whole groups between a line's text and its end.

What is weighed in ``edges.py`` is the doubt whether a group belongs to the text.  Here is no doubt: no group could stand
at the end (or the start) of a text that goes so.
"""

from __future__ import annotations

from functools import lru_cache

from forumclean.model import Edit
from forumclean.strip.neighbours import HAN, fold
from forumclean.strip.noise_text import Habits
from forumclean.strip.runs import BLANKS, FEWEST, FIRSTS, LOG_GROUP, MOST, WIDTH, Run, Stretch
from forumclean.strip.shapes import Shapes

RULE = "noise/jammer"
SURE, SURE_INDENT = -3.0, -6.0
"""Below this (in nats) no second look is worth its time."""
SIZES = range(FEWEST * WIDTH, MOST * WIDTH + 1, WIDTH)
"""Characters of a string of noise, and of two of them side by side."""
EDGE = 2
"""Characters of a group that lost its first space at the line's start."""
PLAIN = Habits((), ())


def _gain_left(before: str, group: str) -> float:
    """How much likelier a line ends in a character and the group than in the character alone."""
    return _group_end(group) + _beside(before, group[0])


@lru_cache(maxsize=65536)
def _group_end(group: str) -> float:
    return PLAIN.end(group, 0, WIDTH) - LOG_GROUP


@lru_cache(maxsize=65536)
def _beside(before: str, first: str) -> float:
    """What a character adds in front of another that does not end the line, less what it is worth at the end."""
    return PLAIN.end(f"{before}{first} ", 0, 3) - PLAIN.end(f"{first} ", 0, 2) - PLAIN.end(before, 0, 1)


@lru_cache(maxsize=65536)
def _gain_right(group: str, after: str) -> float:
    line = group + after
    return PLAIN.begin(line, 0, len(line)) - PLAIN.begin(line, WIDTH, len(line)) - LOG_GROUP


def plain_start(text: str, run: Run) -> bool:
    """True where the first group of a whole run looks like no text: the noise begins there."""
    return run.first == run.low or opens(text, run.first, run.low)


def plain_end(text: str, run: Run) -> bool:
    """True where the last group of a whole run looks like no text: the noise ends there."""
    return run.end == run.high or closes(text[run.end - WIDTH : run.end], text[run.end : run.end + 2])


Unsure = tuple[int, tuple[int, int]]
"""A row that must be weighed, and how many of the edits stand in front of it."""


def plain_cuts(
    text: str, stretch: Stretch, shapes: Shapes, varied: int, *, joined: bool
) -> tuple[list[Edit], list[Unsure]]:
    """The edits for rows that are told without weighing, and the rows that must be weighed.

    The common case: whole groups, at a line's end or start (anywhere in ``joined`` lines), whose edges look like no text.  In one
    loop, without a run for each: nearly all noise of a dump is told here, and it took three times as long.
    """
    cuts: list[Edit] = []
    unsure: list[Unsure] = []
    _, low, high = stretch
    new = tuple.__new__  # a named tuple's own constructor is another call
    marks, tails = shapes.marks, shapes.tails
    shaped = bool(marks or tails)
    for row in stretch.rows():
        start, end = row.span()
        first = start - 1
        old = text[first:end]
        if (
            shaped
            and start
            and (
                (old[:WIDTH] in tails and first > low and text[first - 1] != "\n")
                or (old[-WIDTH] in marks and end < high and text[end] != "\n")
            )
        ):
            unsure.append((len(cuts), (start, end)))
            continue
        sure = row.lastindex and first - low > EDGE  # the search saw these at least
        if (sure or _is_plain(text, (first, end), (low, high), joined=joined)) and (
            len({old[0], old[3], old[6], old[9]}) > varied or len(set(old[::WIDTH])) > varied  # mostly four will do
        ):
            cuts.append(new(Edit, (first, end, old, "", RULE, "strip", ())))
        else:
            unsure.append((len(cuts), (start, end)))
    return cuts, unsure


def _is_plain(text: str, row: tuple[int, int], bounds: tuple[int, int], *, joined: bool) -> bool:
    """True for whole groups whose edges look like no text, at a line's end or start (anywhere in ``joined`` lines)."""
    (first, end), (low, high) = row, bounds
    if first < low or end - first not in SIZES or text[first] not in FIRSTS:
        return False
    begins = first == low or text[first - 1] == "\n"
    ends = end == high or text[end] == "\n"
    return (
        (begins or ends or joined)
        and text[first + 1 : end : WIDTH].isspace()
        and (begins or opens(text, first, low))
        and (ends or closes(text[end - WIDTH : end], text[end : end + 2]))
    )


def opens(text: str, first: int, low: int) -> bool:
    """True where the group at ``first`` looks like no text, and what stands before it is not the rest of a group at the line's start."""
    before = text[first - 1]
    folded = HAN if "\u4e00" <= before <= "\u9fff" else fold(before)
    if before in BLANKS or _gain_left(folded, text[first : first + WIDTH]) > SURE:
        return False
    return not "?" <= before <= "~" or (first - low > EDGE and "\n" not in text[first - EDGE - 1 : first])


def closes(group: str, after: str) -> bool:
    """True where a group looks like no text in front of two characters."""
    return _gain_right(group, fold(after[0]) + fold(after[-1])) < (SURE_INDENT if group[0] in BLANKS else SURE)
