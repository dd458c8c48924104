"""What an explanation is made of: pieces of the input, counts by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from forumclean.model import ArticleData

KEPT, CHROME, NOISE, MENDED, WORD, MASK = "kept", "chrome", "noise", "mended", "word", "mask"
KINDS = (KEPT, CHROME, NOISE, MENDED, WORD, MASK)
"""What can have happened to a piece: it stayed, was furniture, was noise, was mended (a broken line joined, a
split word closed), is a masked word that was put in, is a mask that stays."""
GONE = frozenset({CHROME, NOISE})

Candidates = tuple[tuple[str, float], ...]


class Piece(NamedTuple):
    """A stretch of the input and what became of it."""

    start: int
    """Offset in the text before any edit."""
    end: int
    kind: str
    """One of :data:`KINDS`."""
    old: str
    new: str
    rule: str | None = None
    """The rule that acted; ``None`` where the text stayed."""
    candidates: Candidates = ()
    word: str | None = None
    """For masked words: the likeliest (or chosen) word."""
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule acted, on how much, and why there is such a rule."""

    rule: str
    count: int
    taken: int
    """Characters that went."""
    put: int
    """Characters that came in their place."""
    example: str
    """What it acted on, the first time there was something to see."""
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What cleaning did to one input, and why."""

    article: ArticleData
    pieces: tuple[Piece, ...]
    """All of the input in order, without a gap."""
    rules: tuple[RuleCount, ...]
    """Those that took most first."""
    characters: Mapping[str, int]
    """Characters of the input by kind."""
