"""What the restore stage says about a masked word, and the seam where a ranker of words plugs in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

Range = tuple[int, int]
"""Start and end of a piece of text, the end exclusive."""

Candidates = tuple[tuple[str, float], ...]
"""Words and their probabilities, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A run of asterisks that stands for a word, and what is thought to stand behind it."""

    start: int
    """Offset in the text that was given."""
    end: int
    mask: str
    """What stood there: ``*``, ``**``, …"""
    word: str | None = None
    """The likeliest word; ``None`` where there is no candidate."""
    probability: float | None = None
    restored: bool = False
    """True where the word was likely enough to be put in."""
    candidates: Candidates = ()
    by_hand: bool = field(default=False, repr=False)
    """True where a reader decided it."""


class PageRanker(Protocol):
    """Whatever can say which words may stand behind masks."""

    def rank(self, text: str, masks: Sequence[Range]) -> Sequence[Candidates]:
        """The candidates of each mask, in the order of ``masks``; all masks of a text come in one call.

        A page is one witness: the same hidden word comes again, a word in clear is hardly hidden.
        """


@dataclass(frozen=True, slots=True)
class Gap:
    """One masked word: what stands on both sides of it, and the words that may stand there."""

    left: str
    right: str
    words: tuple[str, ...]


class Ranker(Protocol):
    """Whatever can say how well words fit into gaps."""

    def score(self, gaps: Sequence[Gap]) -> Sequence[Sequence[float]]:
        """A natural logarithm for each word of each gap, comparable within a gap only: higher is likelier.

        ``-inf`` where nothing can be said.  All gaps of a text come in one call, so that they can be batched.
        """
