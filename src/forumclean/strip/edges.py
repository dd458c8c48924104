"""Decides where noise ends and text begins: by the count of groups and by what is left, not by greed.

``iPhone 4 S`` + noise ends in something like a group, and so does noise + ``  Databricks``.  Every cut that the
grammar allows is weighed: how likely is this count of groups, and how likely does a line of text end (or begin)
with what is left (``noise_text.py``).
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import log
from typing import NamedTuple

from forumclean.strip.neighbours import folded
from forumclean.strip.noise_text import Habits
from forumclean.strip.plain_edges import plain_end, plain_start
from forumclean.strip.runs import (
    BLANKS,
    LOG_GROUP,
    THIRD_RE,
    WIDTH,
    Run,
    blank_before,
    blank_behind,
)

COUNTS = (0.091, 0.165, 0.203, 0.197, 0.157, 0.102, 0.054, 0.023, 0.007, 0.0014, 0.0001)
"""P(5), P(6), … groups: the bound is drawn anew at every turn of the loop."""
SEVERAL = (0.8, 0.15, 0.05)
"""How often one, two, three strings of noise stand side by side (blank lines between)."""
IMPOSSIBLE = -30.0
CUT_GROUP, CUT_BEHIND = -6.0, -12.0
"""What a group of two characters costs where white space was not collapsed, and behind text, where no trim can have taken a space."""
ALONE = log(1e-4)
"""A line that holds nothing but the few characters beside the noise."""
CLOSING = frozenset("，。、；：？！）》」』】〉”’％,.;:?!)]}%")
WRONG_START = -2.0
"""Signs that close something begin a line only by accident (a line that the forum broke)."""
NONE = log(0.5)
"""No text on this side: noise stands before a break as often as behind it."""
FORMULA, EQUATION = 8.0, 12.0
FORMULA_RE = re.compile(r"[A-Za-z0-9)] [!-/:;<=>?@\[-`{-~] ?[A-Za-z0-9(] $")
"""``x % y * z`` + noise: a sign between letters in front makes the next sign and letter the formula's."""
EQUATION_RE = re.compile(r"=[^=\n]{0,24}[A-Za-z0-9)\]] (?=[+*/-] [A-Za-z0-9(])")
"""``y = ab + c`` + noise: so does what an equals sign stands before."""
LEFT_OVER = log(0.05)
DEPTH = 3
"""How many groups at each end may be text."""
AROUND, ACROSS = 6, 28


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


def edges(text: str, run: Run, habits: Habits, *, collapsed: bool, trimmed: bool = True) -> tuple[int, int]:
    """Where the noise of a run begins and ends; ``trimmed`` where lines may have lost their first spaces, and groups with them."""
    whole = run.whole and not collapsed
    shapes = habits.shapes
    lefts = (
        [Cut(run.first, 0, 0.0)]
        if whole and text[run.first : run.first + WIDTH] not in shapes.tails and plain_start(text, run)
        else _lefts(text, run, habits, collapsed=collapsed, trimmed=trimmed)
    )
    rights = (
        [Cut(run.end, 0, 0.0)]
        if whole and text[run.end - WIDTH] not in shapes.marks and plain_end(text, run)
        else _rights(text, run, habits, collapsed=collapsed)
    )
    cost = _costs(run, collapsed=collapsed)
    total = len(cost)
    inner = sum(cost)
    ends = [(*right, sum(cost[total - right.groups :])) for right in rights]
    chances = list(map(log_count, range(total + 2)))  # a letter in front may make one more
    best = (IMPOSSIBLE * 1e6, run.first, run.end)
    for start, before, left in lefts:
        spared = sum(cost[:before]) if before > 0 else 0.0
        letter = LOG_GROUP * (before < 0)
        for end, behind, right, beyond in ends:
            groups = total - before - behind
            if groups > 0:
                value = left + right + chances[groups] + inner - spared - beyond + letter
                if value >= best[0]:
                    best = max(best, (value, start, end))
    return best[1], best[2]


def _costs(run: Run, *, collapsed: bool) -> list[float]:
    """What chance takes for each group."""
    if collapsed or run.whole:
        return [LOG_GROUP] * len(run.starts)
    bounds = (*run.starts, run.end)
    cost = [LOG_GROUP + (CUT_GROUP if b - a < WIDTH else 0.0) for a, b in pairwise(bounds)]
    if run.first > run.low and bounds[1] - bounds[0] < WIDTH:
        cost[0] = LOG_GROUP + CUT_BEHIND
    return cost


def _lefts(text: str, run: Run, habits: Habits, *, collapsed: bool, trimmed: bool) -> list[Cut]:
    first, low = run.first, run.low
    offsets = [(start, k) for k, start in enumerate(run.starts[:DEPTH])]
    if collapsed:  # the sign in front of the space may be the text's: the group's own was a space
        offsets += [(start + 1, k) for start, k in offsets if text[start] not in BLANKS]
    letter = trimmed and first > low and THIRD_RE.match(text, first - 1)
    if letter and (first - 1 == low or (collapsed and blank_before(text, low, first - 1))):
        offsets.append((first - 1, -1))
    (least, _), (most, _) = min(offsets), max(offsets)
    formula = _formula(text, low, first) if first > low and text[first - 1] in " \xa0" else 0.0
    blank = blank_before(text, low, least)
    alone = ALONE if blank else 0.0
    base = max(low, least - AROUND)
    chars = folded(text[base:most])
    cuts: list[Cut] = []
    for offset, k in offsets:
        if blank and blank_before(text, low, offset):
            cuts.append(Cut(offset, k, NONE))
            continue
        end = offset
        while end - 1 > base and text[end - 1] in BLANKS:  # a space left over at the end (behind a picture's name)
            end -= 1
        ending = habits.ending(chars[: end - base], text, end) + (LEFT_OVER if end < offset else 0.0)
        cuts.append(Cut(offset, k, ending + alone + formula * (k == 1)))
    return cuts


def _formula(text: str, low: int, first: int) -> float:
    """How much likelier the first group is a formula's for what stands in front of it, a space at its end."""
    if any(found.end() == first for found in EQUATION_RE.finditer(text, max(low, first - ACROSS), first + WIDTH)):
        return EQUATION
    return FORMULA if FORMULA_RE.search(text, max(low, first - AROUND), first) else 0.0


def _rights(text: str, run: Run, habits: Habits, *, collapsed: bool) -> list[Cut]:
    ends = [run.end, *reversed(run.starts[1:])][:DEPTH]
    top = min(run.high, run.end + AROUND)
    blank = blank_behind(text, run.end, run.high)
    alone = ALONE if blank else 0.0
    cuts: list[Cut] = []
    for k, offset in enumerate(ends):
        begin = offset
        while collapsed and begin < top and text[begin] in BLANKS:
            begin += 1  # an indent, or the start of a line that collapsing left alone: both are common
        if blank and begin >= run.end:
            cuts.append(Cut(offset, k, NONE))
        else:
            wrong = WRONG_START if text[begin] in CLOSING else 0.0
            cuts.append(Cut(offset, k, habits.begin(text, begin, top) + wrong + alone))
    return cuts
