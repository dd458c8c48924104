"""How often one class of characters stands beside another in lines of text: ``data/noise/neighbours.json``, ready to ask."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

HAN, SIGN, OPENING, WIDE = "中", "。", "「", "\u3000"
"""What stands for all other characters: letters, closing signs, opening signs, wide space."""
OPENINGS = frozenset("“‘（《「【『〈—·•●■◆★▲※①②③④⑤⑥⑦⑧⑨⑩")
NAMES = {"H": HAN, "P": SIGN, "O": OPENING, "W": WIDE}


@cache
def _fold(char: str) -> str:
    """The character itself (ASCII), or what stands for its class."""
    if char.isascii():
        return " " if char == "\t" else char
    if char == "\xa0":
        return " "
    if char in OPENINGS:
        return OPENING
    if char == WIDE:
        return WIDE
    return HAN if char.isalnum() else SIGN


def fold(char: str) -> str:
    """What stands for the character in the model; unbounded alphabets stay out of the caches.

    >>> fold("研"), fold("A"), fold("。")
    ('中', 'A', '。')
    """
    return HAN if "\u4e00" <= char <= "\u9fff" else _fold(char)


def folded(piece: str) -> list[str]:
    """What stands for each character of a piece of text."""
    return [HAN if "\u4e00" <= char <= "\u9fff" else _fold(char) for char in piece]  # fold(), without a call for each


def kind(char: str) -> str:
    """The class of a folded character: letters and digits are one class each."""
    if char.isascii() and char.isalnum():
        return "0" if char.isdigit() else "a" if char.islower() else "A"
    return char


class Pairs:
    """Counts of neighbours, and the probability of each given the other."""

    __slots__ = ("_counts", "_left", "_right", "_total")

    def __init__(self, rows: dict[str, dict[str, int]]) -> None:
        named = {NAMES.get(a, a): {NAMES.get(b, b): n for b, n in row.items()} for a, row in rows.items()}
        self._counts = {(a, b): n for a, row in named.items() for b, n in row.items()}
        self._left: Counter[str] = Counter()
        self._right: Counter[str] = Counter()
        for (a, b), n in self._counts.items():
            self._left[a] += n
            self._right[b] += n
        self._total = sum(self._left.values())

    def left(self, a: str) -> float:
        """P(a stands on the left)."""
        return (self._left[a] + 0.5) / (self._total + 0.5)

    def right(self, b: str) -> float:
        """P(b stands on the right)."""
        return (self._right[b] + 0.5) / (self._total + 0.5)

    def ahead(self, a: str, b: str, general: float) -> float:
        """P(b behind a); ``general`` is what to believe where the counts are silent."""
        return (self._counts.get((a, b), 0) + 4 * general) / (self._left[a] + 4)

    def behind(self, a: str, b: str, general: float) -> float:
        """P(a in front of b)."""
        return (self._counts.get((a, b), 0) + 4 * general) / (self._right[b] + 4)


class Model(NamedTuple):
    """The counts of ``neighbours.json``, ready to ask."""

    classes: Pairs
    begins: Pairs
    """First and second character of a line."""
    ends: Pairs
    """Last but one and last character of a line."""
    letters: Pairs


@cache
def model() -> Model:
    """The counts of the package, read once."""
    raw = json.loads((files("forumclean") / "data" / "noise" / "neighbours.json").read_text("utf-8"))
    return Model(Pairs(raw["classes"]), Pairs(raw["begins"]), Pairs(raw["ends"]), Pairs(raw["letters"]))
