"""Finds the older jammer, which has no spaces: 5.x, 6.x and the archiver of 7.2 (``chr(0..59)`` + ``chr(63..126)``).

Hashes, product codes and addresses have the same form, so it is taken only where it stands at the ends or starts of
most lines of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log

from forumclean.model import Edit
from forumclean.strip.noise_text import Habits
from forumclean.strip.runs import Lines, blank_before, blank_behind

RULE = "noise/jammer-tight"
TIGHT_RE = re.compile(r"[\x00-\x09\x0b-;\xa0][?-~](?:[\x00-\x09\x0b-;\xa0][?-~]){4,}+")
"""Five pairs and more; the first one stands apart, for a search for a repetition takes twice as long."""
PAIR = 2
LINES = 3
"""So many lines at least must carry it."""
SHARE = 0.35
"""… and such a share of the document's lines with text."""
SIGNS_RE = re.compile(r"[\x01-\x09\x0b-\x1f!-/:;]")
SIGNED = 0.35
"""Share of signs among the first characters: 17 of 28 in noise, hardly any in codes and hashes."""
DEPTH = 3


def find_tight(text: str, ranges: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """The edits that take the tight noise out of the ranges."""
    found: list[tuple[int, int, int, int]] = []
    texts = 0
    for low, high in ranges:
        lines: Lines | None = None
        for match in TIGHT_RE.finditer(text, low, high):
            lines = lines or Lines(text, low, high)
            row = _at_edge(text, match.start(), match.end(), lines)
            if row is not None:
                found.append(row)
        if found:
            texts += sum(1 for line in text[low:high].split("\n") if line.strip())
    signed = sum(len(SIGNS_RE.findall(text[a:b:PAIR])) for a, b, _, _ in found)
    pairs = sum((b - a) // PAIR for a, b, _, _ in found)
    if len({low for _, _, low, _ in found}) < LINES or len(found) < SHARE * texts or signed < SIGNED * pairs:
        return
    habits = Habits((), ())
    for start, end, low, high in found:
        a, b = _edges(text, (start, end), (low, high), habits)
        yield Edit(a, b, text[a:b], "", RULE)


def _at_edge(text: str, start: int, end: int, lines: Lines) -> tuple[int, int, int, int] | None:
    """The run with the bounds of its line, where it begins or ends the line."""
    line, stop = lines.around(start, end)
    edge = blank_before(text, line, start) or blank_behind(text, end, stop)
    return (start, end, line, stop) if edge else None


def _edges(text: str, run: tuple[int, int], line: tuple[int, int], habits: Habits) -> tuple[int, int]:
    """The run without the pairs at the text's side that are more likely text."""
    start, end = run
    best = (0.0, start, end)
    cost = -log(28 * 64)
    for k in range(1, DEPTH):
        if (end - start) // PAIR - k < DEPTH + PAIR:
            break
        if not blank_before(text, line[0], start):
            cut = start + k * PAIR
            gain = habits.end(text, start - 1, cut) - habits.end(text, start - 1, start) - k * cost
            best = max(best, (gain, cut, end))
        elif not blank_behind(text, end, line[1]):
            cut = end - k * PAIR
            stop = min(end + 4, line[1])
            gain = habits.begin(text, cut, stop) - habits.begin(text, end, stop) - k * cost
            best = max(best, (gain, start, cut))
    return best[1], best[2]
