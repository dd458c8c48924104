"""What is known of this site's list: words that the user gives, and what was learned from its other pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from forumclean.masks.rank.weights import Floats, Ints


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Evidence from outside the page."""

    given: tuple[str, ...] = ()
    """Words that the user says are hidden."""
    clear: tuple[tuple[str, int], ...] = ()
    """Words, and how often they stood in clear elsewhere on the site."""
    hidden: tuple[tuple[str, float], ...] = ()
    """Words, and how probable it is that they were seen hidden elsewhere on the site."""

    def clear_of(self, words: Sequence[str]) -> Ints:
        """How often each word stood in clear.

        >>> Knowledge(clear=(("最高", 3),)).clear_of(["最高", "最大"]).tolist()
        [3, 0]
        """
        seen = dict(self.clear)
        return np.array([seen.get(word, 0) for word in words], np.int64)

    def hidden_of(self, words: Sequence[str]) -> Floats:
        """How probable it is that each word was seen hidden.

        >>> Knowledge(hidden=(("最大", 0.5),)).hidden_of(["最高", "最大"]).tolist()
        [0.0, 0.5]
        """
        seen = dict(self.hidden)
        return np.array([seen.get(word, 0.0) for word in words], np.float32)


def probably_hidden(shares: Iterable[float]) -> float:
    """The probability that a word was hidden at least once, out of its probabilities behind each mask.

    >>> probably_hidden([0.5, 0.5])
    0.75
    """
    missed = 1.0
    for share in shares:
        missed *= 1 - share
    return 1 - missed
