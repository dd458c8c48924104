"""What a document's own lines begin and end with in the very form of a group: ``- 米``, ``250 g``, ``) {``, ``3 |``.

By itself such a piece beside noise is more likely one group more.  Where other lines, which no noise touches there, begin
or end so, it is what they show: items of a list, quantities, lines of code, rows of a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import TypeVar

from forumclean.strip.neighbours import fold, kind
from forumclean.strip.runs import FIRSTS, WIDTH

Of = TypeVar("Of")
LETTERS = 26
WEIGHT = 8.0
"""How many lines of the document outweigh what lines are like in general."""
DIGIT = log(0.1)
DIGITS, SMALL, LARGE = "0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKS = frozenset(char for char in FIRSTS if not char.isspace() and not char.isdigit())
"""Signs that may be a mark; a figure at a line's start counts something."""
MEMBERS = {"0": DIGITS, "a": SMALL, "A": LARGE}


def _kind(char: str) -> str:
    return kind(fold(char))


def _spaced(piece: str) -> bool:
    """True for three characters, a space in the middle."""
    return len(piece) == WIDTH and piece[1] in " \xa0" and piece[0] not in " \xa0" and piece[2] not in " \xa0"


class Shapes:
    """The marks and endings of one document's lines; empty of most."""

    __slots__ = ("_begins", "_ends", "_loose", "_marks", "_tails", "marks", "tails")

    def __init__(self, begins: Sequence[str], ends: Sequence[str]) -> None:
        """From pieces that begin and end lines, without blanks around them."""
        heads = [piece[:WIDTH] for piece in begins]
        closings = [piece[-WIDTH:] for piece in ends]
        self._begins, self._ends = len(heads), len(closings)
        self._marks = _often(Counter(head[0] for head in heads if _spaced(head) and head[0] in MARKS))
        self._tails = Counter(
            (_kind(t[0]), t[2]) for t in closings if _spaced(t) and t[0] in FIRSTS and "?" <= t[2] <= "~"
        )
        self._loose: Counter[tuple[str, str]] = Counter()
        for (first, third), count in self._tails.items():
            self._loose[first, kind(third)] += count
        self._loose = _often(self._loose)
        self.marks = frozenset(self._marks)
        """First characters of groups that may be a mark at a line's start …"""
        self.tails = frozenset(f"{a} {b}" for first, third in self._loose for a in _each(first) for b in _each(third))
        """… and the groups that may end a line."""

    def mark(self, char: str) -> float | None:
        """Log-probability that a line begins with the mark and a space; ``None`` where no line shows it."""
        count = self._marks[char]
        return log(count / (self._begins + WEIGHT)) if count else None

    def tail(self, first: str, third: str) -> float | None:
        """Log-probability that a line ends in the two characters with a space between; ``None`` where none ends so."""
        loose = self._loose[kind(first), kind(third)]
        if not loose:
            return None
        count = float(self._tails[kind(first), third])
        if third.isalpha():  # one letter ten times, ten letters once each: how likely is another one next
            new = sum(1 for _, other in self._tails if kind(other) == kind(third)) / (loose + 1)
            count += new * loose / LETTERS
        return log(count / (self._ends + WEIGHT)) + DIGIT * first.isdigit()


def _often(counts: Counter[Of]) -> Counter[Of]:
    """Those that more than one line shows: of noise that was cut a single group may be left."""
    return Counter({of: count for of, count in counts.items() if count > 1})


def _each(of: str) -> str:
    return MEMBERS.get(of, of)
