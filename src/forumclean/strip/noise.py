"""Finds the strings that forums plant between lines against copying: Discuz's jammer and its kin.

Evidence is gathered over the whole document first, for noise comes at every line break or not at all: a single
row of groups in clean text is a formula, a list of letters or a picture of signs, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from forumclean.model import Edit
from forumclean.strip.dropped import has_spaces, respaced
from forumclean.strip.edges import edges
from forumclean.strip.escapes import Change, Reading, escapes, unescaped
from forumclean.strip.families import find_families, find_invisible, find_words
from forumclean.strip.line_ends import rewritten, unified
from forumclean.strip.noise_text import Habits
from forumclean.strip.plain_edges import RULE, Unsure, plain_cuts
from forumclean.strip.runs import (
    BLANKS,
    FEWEST,
    WIDTH,
    Lines,
    Run,
    Stretch,
    at_edge,
    evidence,
    firsts,
    outside,
    run_of,
    runs_of,
    stretches,
)

PROOF = 9.0
"""Evidence (nats) that makes a document noisy; a single shortest jammer has 10 and more in most cases."""
LONE = 4.0
"""Evidence that does for whole groups right beside Chinese at a line's end or start: of 430 MB of prose and code no row comes near it."""
WEAK, STRONG = -6.0, 8.0
"""What a run must show in a noisy document: at a line's end or start, and in the middle of a line."""
JOINED = 0.2
"""Share of runs in the middle of lines from which on the dump has joined lines."""
VARIED = 3
RARE = 56
INDENTED = 0.05
"""Share of lines that begin with a space, from which on lines are not trimmed; few are what damage left."""
INDENTED_RE = re.compile(r"\n[ \xa0]+[^\s]")
SAMPLE = 400
PIECES = 500
PIECE = 12
"""Characters of a line's end or start, and the number of runs, that tell how a document's lines are."""


def find_noise(text: str, ranges: Sequence[tuple[int, int]], protected: Sequence[tuple[int, int]] = ()) -> list[Edit]:
    """The edits that take the noise out of ``ranges`` of a text, in order; ``protected`` ranges (code) lose only what has no width."""
    return rewritten(text, _found(unified(text), ranges, protected))


def _found(text: str, ranges: Sequence[tuple[int, int]], protected: Sequence[tuple[int, int]]) -> list[Edit]:
    found = _seen(text, ranges, protected)
    undone = escapes(text)
    changes = list(unescaped(text, undone) if undone else () if not found or has_spaces(found) else respaced(text))
    bounds = sorted({edge for each in (*ranges, *protected) for edge in each}) if changes else []
    changes = [change for change in changes if _is_whole(bounds, change)]
    if not changes:
        return found
    reading = Reading(text, changes)
    inside = reading.inside
    within = _seen(reading.text, *([(inside(low), inside(high)) for low, high in each] for each in (ranges, protected)))
    hidden = [reading.edit(text, edit) for edit in within]
    return hidden if _covered(hidden) >= _covered(found) + WIDTH else found


def _is_whole(bounds: Sequence[int], change: Change) -> bool:
    """True for a change in which no post begins or ends."""
    start, end, _ = change
    return bisect_right(bounds, start) == bisect_left(bounds, end)


def _covered(edits: Iterable[Edit]) -> int:
    return sum(edit.end - edit.start for edit in edits if edit.rule == RULE)


def _seen(text: str, ranges: Sequence[tuple[int, int]], protected: Sequence[tuple[int, int]]) -> list[Edit]:
    free = list(outside(ranges, protected))
    parts = stretches(text, free)
    found = _cuts(text, parts) if _proven(text, runs_of(text, parts)) else []
    found = _merged(found, find_words(text, found, free))
    found = _merged(found, find_families(text, free, found))
    return _merged(found, find_invisible(text, ranges))


def denoise_text(text: str) -> list[Edit]:
    r"""The edits that take the noise out of running text.

    >>> [edit.old for edit in denoise_text("前几天去看了展览。( e* H8 f6 L1 b' Q! T3 t5 h\n人不多。\nA B C D E F")]
    ["( e* H8 f6 L1 b' Q! T3 t5 h"]
    """
    return find_noise(text, [(0, len(text))])


def _proven(text: str, runs: Iterable[Run]) -> bool:
    """True as soon as the runs together cannot be text."""
    total = 0.0
    for run in runs:
        weight = evidence(text, run) if len(run.starts) >= FEWEST - 1 else 0.0
        if weight > 0:
            total += weight
            if total >= PROOF or (weight >= LONE and _planted(text, run)):
                return True
    return False


def _planted(text: str, run: Run) -> bool:
    """True for whole groups as the forum plants them: at a line's end or start, and no text but Chinese touches them."""
    first, end = run.first == run.low, run.end == run.high
    return (
        run.whole
        and len(run.starts) >= FEWEST
        and (first or end)
        and (first or not text[run.first - 1].isascii())
        and (end or not text[run.end].isascii())
    )


def _collapsed(text: str, runs: Sequence[Run]) -> bool:
    """True where white space was collapsed: groups inside runs have two characters, and no group has two spaces."""
    two, double = 0, 0
    for run in islice(runs, SAMPLE):
        if run.whole:
            inner = text[run.first + WIDTH : run.end - WIDTH : WIDTH]
            double += inner.count(" ") + inner.count("\xa0")
            continue
        bounds = run.starts[1:]
        two += sum(b - a < WIDTH for a, b in pairwise(bounds))
        double += sum(text[a] in " \xa0" for a, b in pairwise(bounds) if b - a == WIDTH)
    return two > double or (two == double == 0 and len(runs) < FEWEST)


def _keeps_blanks(text: str, runs: Sequence[Run]) -> bool:
    """True where lines are indented, or noise at their start begins with a space as often as chance has it: none has lost one.

    One of 28 first characters is a space.
    """
    low, high = runs[0].low, runs[-1].high
    indented = sum(1 for _ in INDENTED_RE.finditer(text, low, high))
    if indented > 1 and indented > INDENTED * text.count("\n", low, high):
        return True
    firsts_ = [text[run.first] for run in islice(runs, SAMPLE) if text[run.first - 1 : run.first] == "\n"]
    return sum(char in BLANKS for char in firsts_) * RARE > len(firsts_)


def _cuts(text: str, found: Sequence[Stretch]) -> list[Edit]:
    runs = list(islice(runs_of(text, found), PIECES + 1))
    collapsed = _collapsed(text, runs)
    trimmed = collapsed or not _keeps_blanks(text, runs)
    middle = sum(not at_edge(text, run) for run in islice(runs, SAMPLE)) / min(len(runs), SAMPLE)
    joined = middle > JOINED
    bar = WEAK if joined else STRONG
    habits = _habits(text, runs)
    cuts: list[Edit] = []
    for stretch in found:
        lines = Lines(text, stretch.low, stretch.high)
        told, unsure = (
            _unsure(stretch) if collapsed else plain_cuts(text, stretch, habits.shapes, VARIED, joined=joined)
        )
        taken = 0
        for ahead, row in unsure:
            cuts += told[taken:ahead]
            taken = ahead
            run = run_of(text, row, lines)
            if not _is_noise(text, run, bar):
                continue
            start, end = edges(text, run, habits, collapsed=collapsed, trimmed=trimmed)
            if start < end and (not cuts or start >= cuts[-1].end):
                cuts.append(Edit(start, end, text[start:end], "", RULE))
        cuts += told[taken:]
    return cuts


def _unsure(stretch: Stretch) -> tuple[list[Edit], list[Unsure]]:
    """Where groups have two characters, each row must be weighed."""
    return [], [(0, row.span()) for row in stretch.rows()]


def _is_noise(text: str, run: Run, bar: float) -> bool:
    edge = at_edge(text, run)
    if edge and len(run.starts) >= FEWEST and len(set(firsts(text, run))) > VARIED:
        return True
    return evidence(text, run) > (WEAK if edge else bar)


def _habits(text: str, runs: Sequence[Run]) -> Habits:
    """How the document's lines begin and end where no noise hides it."""
    begins: list[str] = []
    ends: list[str] = []
    reached = runs[0].low
    for run, following in islice(pairwise((*runs, None)), PIECES):
        if run is None:
            break
        if run.low - reached > 1:  # mostly there is a line end only
            lines = text[reached : run.low].split("\n")
            begins += [line[:PIECE] for line in lines]
            ends += [line[-PIECE:] for line in lines]
        if reached <= run.low and run.first - run.low > 1:  # one letter may be noise without its spaces
            begins.append(text[run.low : min(run.low + PIECE, run.first)])
        if following is None or following.low != run.low:
            ends.append(text[max(run.end, run.high - PIECE) : run.high])
        reached = max(reached, run.high)
    return Habits((b for b in begins if b.strip(BLANKS)), (e for e in ends if e.strip(BLANKS)))


def _merged(found: Sequence[Edit], more: Iterable[Edit]) -> list[Edit]:
    """Both lists in order, without those of the second that overlap the first."""
    more = list(more)
    if not more:
        return list(found)
    merged = sorted((*found, *more), key=lambda edit: (edit.start, edit.end))
    known = set(found)
    kept: list[Edit] = []
    for edit in merged:
        if kept and edit.start < kept[-1].end:
            if edit not in known:
                continue
            kept.pop()
        kept.append(edit)
    return kept
