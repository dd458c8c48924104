"""Finds stretches of text that have the form of Discuz's jammer, and weighs whether they are one.

The jammer (X1 to X3.5, ``discuzcode()``) is 5 to 15 groups of one of space…``;``, a space, one of ``?``…``~``.
Dumps that collapse white space leave two characters of a group whose first one is a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import lgamma, log
from typing import NamedTuple

BLANKS = " \t\xa0\u3000"
BLANKS_RE = re.compile(f"[{BLANKS}]*")
FEWEST, MOST = 5, 30
"""Groups of a string of noise, and of two of them side by side."""
WHOLE = rf"[?-~](?:[ -;] [?-~]){{{FEWEST - 1},{MOST - 1}}}+"
"""The groups of such a string behind the space of the first one."""
BEHIND = r"(?:(?<=[^\x00-\xa0\u3000][ -;] )|(?<=[^\n][^\n][A-Za-z.,:;!?)%][ -;] )|(?<=[^\n][^\n][0-9][ !\"#$&-\-/;] ))"
"""Behind these no group is ever taken for text (``edges.py`` says so; a test holds both together) …"""
BEFORE = r"(?:\u3000\u3000|(?<=[!\"$-),.-;]..)(?:[^\x00-/:-\xa0][\u4e00-\u9fff]|[0-9][0-9]))"
"""… and none in front of these: a group with a space or a list mark may begin a line."""
RUN_RE = re.compile(
    rf" (?:(?:(?<=\n[ -;] ){WHOLE}(?=\n|\Z|{BEFORE})|{BEHIND}{WHOLE}(?=\n|\Z))()|[?-~](?:[ -;]? [?-~]){{3,}}+)"
)
"""Four groups and more in a text without no-break spaces; group 1 where nothing about them is in doubt, as in most noise:
whole groups at a line's start or end beside which no group is text.

Begun by one certain character, it is searched for at the speed of ``find`` (a choice of characters in front takes ten
times as long), and few spaces are followed by ``?``…``~``.
"""
LEAST = 8
"""Characters of the shortest row; between the elements of a page most pieces of text are shorter."""
GROUP_RE = re.compile(r"[ -;\xa0]?[ \xa0][?-~]")
FIRSTS = frozenset(map(chr, (*range(32, 60), 160)))
THIRD_RE = re.compile(r"[?-~]")
INDENT = 64
"""How far from a line's start a run can be and still begin it."""
WIDTH = 3
"""Characters of a group where white space stands as served."""
LOG_FIRST, LOG_THIRD = -log(28), -log(64)
LOG_GROUP = LOG_FIRST + LOG_THIRD
SIGNS = 17
"""Signs among the first characters of groups: 28 less space and ten digits."""
BASE = {" ": 0.5, "0": 0.25}
"""What text puts there: mostly nothing, else a digit, seldom a sign."""
OTHER_BASE = 0.25 / SIGNS
LETTER, SIGN = 0.97 / 52, 0.03 / 12
"""What text puts at the third place: letters, hardly ever one of the twelve signs."""
LETTER_WEIGHT = 4
DIGITS = frozenset("0123456789")
LOG_TEN = log(10)


class Run(NamedTuple):
    """A maximal row of groups within one line."""

    first: int
    """Where the first group begins, perhaps in the text before the noise."""
    end: int
    low: int
    """Start of the line, or of the part of it that belongs to the post."""
    high: int
    """End of the line, or of that part."""
    uneven: tuple[int, ...] | None = None
    """Where each group begins, if not every one has its three characters."""

    @property
    def whole(self) -> bool:
        """True where every group has its three characters."""
        return self.uneven is None

    @property
    def starts(self) -> Sequence[int]:
        """Where each group begins."""
        return range(self.first, self.end, WIDTH) if self.uneven is None else self.uneven


class Stretch(NamedTuple):
    """A range of text to look for noise in."""

    spaced: str
    """The text without no-break spaces."""
    low: int
    high: int

    def rows(self) -> Iterator[re.Match[str]]:
        """What has the form of groups: a run may begin one character further left."""
        return RUN_RE.finditer(self.spaced, self.low, self.high)


def stretches(text: str, ranges: Iterable[tuple[int, int]]) -> list[Stretch]:
    """The ranges that can hold a row of groups at all."""
    spaced = text.replace("\xa0", " ")
    return [Stretch(spaced, low, high) for low, high in ranges if high - low >= LEAST]


def runs_of(text: str, found: Iterable[Stretch]) -> Iterator[Run]:
    """The runs of some stretches, in order."""
    for stretch in found:
        lines = Lines(text, stretch.low, stretch.high)
        for row in stretch.rows():
            yield run_of(text, row.span(), lines)


def run_of(text: str, row: tuple[int, int], lines: Lines) -> Run:
    """The run that a row of groups is; ``lines`` are asked for in order."""
    start, end = row
    first = start - 1 if start > lines.low and text[start - 1] in FIRSTS else start
    whole = (end - first) % WIDTH == 0 and text[first + 1 : end : WIDTH].isspace()
    return Run(first, end, *lines.around(start, end), None if whole else _starts(text, first, start, end))


class Lines:
    """The lines around runs that are asked for in order: each line is looked for once, however many runs it holds."""

    __slots__ = ("_high", "_line", "_stop", "_text", "low")

    def __init__(self, text: str, low: int, high: int) -> None:
        self._text, self.low, self._high = text, low, high
        self._line = self._stop = low - 1

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Start and end of the line (or of its part in the range) around a run that holds no line end."""
        if end > self._stop:
            self._line = self._text.rfind("\n", max(self.low, self._stop), start) + 1 or max(self.low, self._line)
            stop = self._text.find("\n", end, self._high)
            self._stop = self._high if stop < 0 else stop
        return self._line, self._stop


def blank_before(text: str, low: int, end: int) -> bool:
    """True where only white space stands between ``low`` and ``end``; looks no further back than it must."""
    while end > low and text[end - 1] in BLANKS:
        end -= 1
    return end == low


def blank_behind(text: str, start: int, high: int) -> bool:
    """True where only white space stands between ``start`` and ``high``; looks no further ahead than it must."""
    match = BLANKS_RE.match(text, start, high)
    return match is None or match.end() == high


def _starts(text: str, first: int, start: int, end: int) -> tuple[int, ...]:
    return (first, *(m.start() for m in GROUP_RE.finditer(text, start + 2, end)))


def outside(ranges: Sequence[tuple[int, int]], protected: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of ``ranges`` without ``protected``; both in order, the first without overlaps.

    >>> list(outside([(0, 10), (12, 20)], [(3, 5), (8, 14)]))
    [(0, 3), (5, 8), (14, 20)]
    """
    if not protected:
        yield from (each for each in ranges if each[0] < each[1])
        return
    i = 0
    for start, stop in ranges:
        low = start
        while i < len(protected) and protected[i][1] <= low:
            i += 1
        k = i
        while k < len(protected) and protected[k][0] < stop:
            if protected[k][0] > low:
                yield low, protected[k][0]
            low = max(low, protected[k][1])
            k += 1
        if low < stop:
            yield low, stop


def firsts(text: str, run: Run) -> str:
    """The first character of each group; a space where white space was collapsed."""
    chars = text[run.first : run.end : WIDTH] if run.whole else "".join([text[start] for start in run.starts])
    return chars.replace("\xa0", " ")


def thirds(text: str, run: Run) -> str:
    """The last character of each group."""
    return "".join(text[b - 1] for b in (*run.starts[1:], run.end))


def at_edge(text: str, run: Run) -> bool:
    """True where the run begins or ends its line: noise was put at line breaks."""
    start = run.starts[0]
    if blank_behind(text, run.end, run.high) or blank_before(text, run.low, start):
        return True
    return start - run.low <= INDENT and not text[run.low : start].strip(BLANKS).strip("?-~")[1:]


def evidence(text: str, run: Run) -> float:
    """How much better chance explains the run than text does, in nats: noise is drawn evenly, text repeats itself.

    ``A B C D E`` has nothing in the first places, ``x, y, z, u, v`` only commas, ``e4 e5 d4 c6 c3`` only
    digits: all of them speak for text.

    >>> def weigh(line):
    ...     return round(evidence(line, next(runs_of(line, stretches(line, [(0, len(line))])))))
    >>> weigh("!研( e* H8 f6 L1 b"), weigh("A B C D E F"), weigh("(x, y, z, u, v, w)"), weigh("开局 e4 e5 d4 d5 c4 c6")
    (5, -14, -10, -10)
    """
    first, third = firsts(text, run), thirds(text, run)
    count = len(first)
    value = count * (LOG_FIRST + LOG_THIRD) + _rising(1, count) + _rising(LETTER_WEIGHT, count)
    digits = 0
    for char in set(first):
        seen = first.count(char)
        if char in DIGITS:
            digits += seen
        else:
            value -= _rising(BASE.get(char, OTHER_BASE), seen)
    value += digits * LOG_TEN - _rising(BASE["0"], digits)
    for char in set(third):
        value -= _rising(LETTER_WEIGHT * (LETTER if char.isalpha() else SIGN), third.count(char))
    return value


@lru_cache(maxsize=65_536)
def _rising(base: float, count: int) -> float:
    """Log of base · (base + 1) · …, ``count`` factors: what text that repeats itself makes of so many of a kind in any order."""
    return lgamma(base + count) - lgamma(base)
