"""Decides where noise ends and text begins: by the count of groups and by what is left, not by greed.

``iPhone 4 S`` + noise ends in something like a group, and so does noise + ``  Databricks``.  Every cut that the
grammar allows is weighed: how likely is this count of groups, and how likely does a line of text end (or begin)
with what is left (``noise_text.py``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log
from typing import NamedTuple

from forumclean.model import Edit
from forumclean.strip.noise_text import HAN, Habits, fold
from forumclean.strip.runs import (
    BLANKS,
    FIRSTS,
    LOG_FIRST,
    LOG_THIRD,
    THIRD_RE,
    WIDTH,
    Run,
    Stretch,
    blank_before,
    blank_behind,
)

RULE = "noise/jammer"
COUNTS = (0.091, 0.165, 0.203, 0.197, 0.157, 0.102, 0.054, 0.023, 0.007, 0.0014, 0.0001)
"""P(5), P(6), … groups: the bound is drawn anew at every turn of the loop."""
SEVERAL = (0.8, 0.15, 0.05)
"""How often one, two, three strings of noise stand side by side (blank lines between)."""
LOG_GROUP = LOG_FIRST + LOG_THIRD
IMPOSSIBLE = -30.0
CUT_GROUP = -6.0
"""What a group of two characters costs where white space was not collapsed."""
ALONE = log(1e-4)
"""A line that holds nothing but the few characters beside the noise."""
CLOSING = frozenset("，。、；：？！）》」』】〉”’％,.;:?!)]}%")
WRONG_START = -2.0
"""Signs that close something begin a line only by accident (a line that the forum broke)."""
NONE = log(0.5)
"""No text on this side: noise stands before a break as often as behind it."""
FORMULA = 8.0
FORMULA_RE = re.compile(r"[A-Za-z0-9)] [!-/:;<=>?@\[-`{-~] ?[A-Za-z0-9(] $")
"""``x % y * z`` + noise: a sign between letters in front makes the next sign and letter the formula's."""
LEFT_OVER = log(0.05)
DEPTH = 3
"""How many groups at each end may be text."""
SURE, SURE_INDENT = -3.0, -6.0
"""Below this (in nats) no second look is worth its time."""
AROUND = 6
EDGE = 2
"""Characters of a group that lost its first space at the line's start."""


def _log_counts() -> tuple[float, ...]:
    one = [0.0] * 5 + list(COUNTS)
    total = [0.0] * (3 * len(one))
    power = [1.0]
    for share in SEVERAL:
        grown = [0.0] * (len(power) + len(one) - 1)
        for i, p in enumerate(power):
            for k, q in enumerate(one):
                grown[i + k] += p * q
        power = grown
        for i, p in enumerate(power):
            total[i] += share * p
    return tuple(log(p) if p else IMPOSSIBLE for p in total)


LOG_COUNTS = _log_counts()


def log_count(groups: int) -> float:
    """Log-probability that noise at one place has so many groups."""
    return LOG_COUNTS[groups] if groups < len(LOG_COUNTS) else IMPOSSIBLE


class Cut(NamedTuple):
    """A place where noise may begin or end."""

    offset: int
    groups: int
    """Groups of the run that it leaves to the text; −1 where it takes one more letter at the line's start."""
    value: float
    """Log-probability of the text on that side."""


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
    return run.first == run.low or _opens(text, run.first, run.low)


def plain_end(text: str, run: Run) -> bool:
    """True where the last group of a whole run looks like no text: the noise ends there."""
    return run.end == run.high or _closes(text[run.end - WIDTH : run.end], text[run.end : run.end + 2])


Unsure = tuple[int, tuple[int, int]]
"""A row that must be weighed, and how many of the edits stand in front of it."""


def plain_cuts(
    text: str, stretch: Stretch, counts: range, varied: int, *, joined: bool
) -> tuple[list[Edit], list[Unsure]]:
    """The edits for rows that are told without weighing, and the rows that must be weighed.

    The common case: whole groups, at a line's end or start (anywhere in ``joined`` lines), whose edges look like no text.  In one
    loop, without a run for each: nearly all noise of a dump is told here, and it took three times as long.
    """
    cuts: list[Edit] = []
    unsure: list[Unsure] = []
    low, high, rows, sure = stretch
    new = tuple.__new__  # a named tuple's own constructor is another call
    for (start, end), known in zip(rows, sure, strict=True):
        first = start - 1
        old = text[first:end]
        if ((known and first - low > EDGE) or _is_plain(text, (first, end), (low, high), counts, joined=joined)) and (
            len({old[0], old[3], old[6], old[9]}) > varied
            or len(set(old[::WIDTH])) > varied  # mostly the first four do
        ):
            cuts.append(new(Edit, (first, end, old, "", RULE, "strip", ())))
        else:
            unsure.append((len(cuts), (start, end)))
    return cuts, unsure


def _is_plain(text: str, row: tuple[int, int], bounds: tuple[int, int], counts: range, *, joined: bool) -> bool:
    """True for whole groups whose edges look like no text, at a line's end or start (anywhere in ``joined`` lines)."""
    (first, end), (low, high) = row, bounds
    if first < low or end - first not in counts or text[first] not in FIRSTS:
        return False
    begins = first == low or text[first - 1] == "\n"
    ends = end == high or text[end] == "\n"
    return (
        (begins or ends or joined)
        and text[first + 1 : end : WIDTH].isspace()
        and (begins or _opens(text, first, low))
        and (ends or _closes(text[end - WIDTH : end], text[end : end + 2]))
    )


def _opens(text: str, first: int, low: int) -> bool:
    """True where the group at ``first`` looks like no text, and what stands before it is not the rest of a group at the line's start."""
    before = text[first - 1]
    folded = HAN if "\u4e00" <= before <= "\u9fff" else fold(before)
    if before in BLANKS or _gain_left(folded, text[first : first + WIDTH]) > SURE:
        return False
    return not "?" <= before <= "~" or (first - low > EDGE and "\n" not in text[first - EDGE - 1 : first])


def _closes(group: str, after: str) -> bool:
    """True where a group looks like no text in front of two characters."""
    return _gain_right(group, fold(after[0]) + fold(after[-1])) < (SURE_INDENT if group[0] in BLANKS else SURE)


def edges(text: str, run: Run, habits: Habits, *, collapsed: bool) -> tuple[int, int]:
    """Where the noise of a run begins and ends."""
    whole = run.whole and not collapsed
    lefts = (
        [Cut(run.first, 0, 0.0)] if whole and plain_start(text, run) else _lefts(text, run, habits, collapsed=collapsed)
    )
    rights = (
        [Cut(run.end, 0, 0.0)] if whole and plain_end(text, run) else _rights(text, run, habits, collapsed=collapsed)
    )
    bounds = (*run.starts, run.end)
    short = 0.0 if collapsed else CUT_GROUP
    total = len(run.starts)
    cost = [LOG_GROUP + (short if bounds[i + 1] - bounds[i] < WIDTH else 0.0) for i in range(total)]
    inner = sum(cost)
    best = (IMPOSSIBLE * 1e6, run.first, run.end)
    for left in lefts:
        spared = sum(cost[: left.groups]) if left.groups > 0 else 0.0
        for right in rights:
            groups = total - left.groups - right.groups
            if groups < 1:
                continue
            value = left.value + right.value + log_count(groups) + inner - spared - sum(cost[total - right.groups :])
            value += LOG_GROUP * (left.groups < 0)
            best = max(best, (value, left.offset, right.offset))
    return best[1], best[2]


def _lefts(text: str, run: Run, habits: Habits, *, collapsed: bool) -> list[Cut]:
    first, low = run.first, run.low
    offsets = [(start, k) for k, start in enumerate(run.starts[:DEPTH])]
    if collapsed:  # the sign in front of the space may be the text's: the group's own was a space
        offsets += [(start + 1, k) for start, k in offsets if text[start] not in BLANKS]
    if first > low and THIRD_RE.match(text, first - 1) and blank_before(text, low, first - 1):
        offsets.append((first - 1, -1))
    least = min(offset for offset, _ in offsets)
    formula = FORMULA * (
        first > low
        and text[first - 1] in " \xa0"
        and FORMULA_RE.search(text, max(low, first - AROUND), first) is not None
    )
    alone = ALONE if blank_before(text, low, least) else 0.0
    base = max(low, least - AROUND)
    return [
        Cut(o, k, NONE if blank_before(text, low, o) else _ending(text, base, o, habits) + alone + formula * (k == 1))
        for o, k in offsets
    ]


def _ending(text: str, base: int, offset: int, habits: Habits) -> float:
    """How likely a line ends with ``text[base:offset]``; a space left over at the end (behind a picture's name) costs little."""
    end = offset
    while end - 1 > base and text[end - 1] in BLANKS:
        end -= 1
    return habits.end(text, base, end) + (LEFT_OVER if end < offset else 0.0)


def _rights(text: str, run: Run, habits: Habits, *, collapsed: bool) -> list[Cut]:
    ends = [run.end, *reversed(run.starts[1:])][:DEPTH]
    top = min(run.high, run.end + AROUND)
    alone = ALONE if blank_behind(text, run.end, run.high) else 0.0
    cuts: list[Cut] = []
    for k, offset in enumerate(ends):
        begin = offset
        while collapsed and begin < top and text[begin] in BLANKS:
            begin += 1  # an indent, or the start of a line that collapsing left alone: both are common
        if blank_behind(text, begin, run.high):
            cuts.append(Cut(offset, k, NONE))
        else:
            wrong = WRONG_START if text[begin] in CLOSING else 0.0
            cuts.append(Cut(offset, k, habits.begin(text, begin, top) + wrong + alone))
    return cuts
