"""The page as a witness: which words its masks hide, decided together.

A site's filter has one list. A word that is hidden once is on it, so it is cheap to find it behind another mask; a
word that nobody has seen hidden costs its odds of being on such a list; a word that stands in clear is hardly on it.
Which kind of list it is, the words found so far tell. All of this is weighed together by drawing whole answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forumclean.masks.rank.network import log_softmax
from forumclean.masks.rank.weights import Floats, Ints

NEAR = 40
"""Words looked at for each gap; a word that is among those of no gap is not looked at on the page."""
SEED = 1
CHAINS, ROUNDS, UNHEARD = 16, 10, 3
"""Chains that are drawn side by side; rounds over all masks; the first of these are not counted."""
LEAST = np.float32(1e-6)
TINY = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much each kind of evidence counts; ``bag``, ``power`` and ``final`` are fitted by ``tools/restorer/calibrate.py``."""

    bag: float
    """Share of the bag of n-grams in the score of a listed word, the rest is the network's."""
    power: float
    """What scores are multiplied by before the page is heard."""
    clear: float
    """What the odds of a word are multiplied by when it stands in clear, each time up to ``clear_most``.
    Set by judgement: lists that are made up to fit on never leak, those of real sites do."""
    clear_most: int
    final: float
    """What the logarithms of the answer are multiplied by, so that probabilities are honest."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What is known of lists before a page is read: (kind of list) and (kind, word)."""

    share: Floats
    """How common each kind is; adds up to one."""
    odds: Floats
    """The probability that a list of this kind holds this word."""

    def of(self, words: Ints) -> Lists:
        """The same for some of the words."""
        return Lists(self.share, self.odds[:, words])


def assign(scores: Floats, lists: Lists, clear: Ints, hidden: Floats, weighing: Weighing) -> Floats:
    """Probabilities (mask, word) out of the scores of each gap.

    ``clear`` counts each word in clear, ``hidden`` is the probability that it was seen hidden on other pages.
    """
    base = scores * np.float32(weighing.power)
    seen = np.power(weighing.clear, np.minimum(clear, weighing.clear_most)).astype(np.float32)
    odds = np.clip(lists.odds, LEAST, 1 - LEAST)
    missed = np.log(lists.share) + (np.log1p(-odds) * (clear > 0)).sum(axis=1)
    fits = np.exp(base - base.max(axis=1, keepdims=True))
    sampler = _Sampler(fits, odds, missed, seen, hidden)
    answer = sampler.run(np.exp(hopes(scores, lists, weighing)) * seen)
    return _shares(np.log(answer + TINY) * np.float32(weighing.final))


class _Sampler:
    """Gibbs sampling (Geman and Geman, 1984) of what all masks hide, in several chains at once.

    Mean-field iteration is faster and far worse: many masks that each lean a little to one word talk each other into it.
    """

    def __init__(self, fits: Floats, odds: Floats, missed: Floats, seen: Floats, hidden: Floats) -> None:
        self.fits, self.odds, self.missed, self.seen, self.hidden = fits, odds, missed, seen, hidden
        self.log_odds = np.log(odds).T
        self.random = np.random.default_rng(SEED)
        self.rows = np.arange(CHAINS)

    def run(self, hopes: Floats) -> Floats:
        """The mean, over all rounds but the first three (``UNHEARD``), of what each mask may hide given what the others do."""
        masks, words = self.fits.shape
        chosen = np.stack([self._drawn(np.broadcast_to(row, (CHAINS, words))) for row in hopes])
        counts = np.zeros((CHAINS, words), np.int64)
        for row in chosen:
            counts[self.rows, row] += 1
        answer = np.zeros((masks, words), np.float32)
        for turn in range(ROUNDS):
            fresh = self._fresh(counts > 0)
            for i in range(masks):
                counts[self.rows, chosen[i]] -= 1
                shares = np.where(counts > 0, 1, fresh) * self.fits[i]
                shares /= shares.sum(axis=1, keepdims=True) + TINY
                if turn >= UNHEARD:
                    answer[i] += shares.sum(axis=0)
                chosen[i] = self._drawn(shares)
                counts[self.rows, chosen[i]] += 1
        total: Floats = answer / answer.sum(axis=1, keepdims=True)
        return total

    def _fresh(self, used: np.ndarray) -> Floats:
        """The odds (chain, word) that the list holds a word which no other mask hides, by the kind of list this seems to be."""
        kinds = _shares(self.missed + used.astype(np.float32) @ self.log_odds)
        own = kinds @ self.odds * self.seen
        return (own + (1 - own) * self.hidden * self.seen).astype(np.float32)

    def _drawn(self, shares: Floats) -> Ints:
        """A word for each chain."""
        reach = np.cumsum(shares, axis=1)
        aim = self.random.random(CHAINS, dtype=np.float32) * reach[:, -1]
        out: Ints = np.minimum((reach < aim[:, None]).sum(axis=1), shares.shape[1] - 1)
        return out


def narrowed(scores: Floats, lists: Lists, weighing: Weighing) -> Ints:
    """The words (columns) that come into question on a page: the most hopeful of each gap."""
    hoped = hopes(scores, lists, weighing)
    if hoped.shape[1] <= NEAR:
        return np.arange(hoped.shape[1])
    near: Ints = np.unique(np.argpartition(-hoped, NEAR, axis=1)[:, :NEAR])
    return near


def hopes(scores: Floats, lists: Lists, weighing: Weighing) -> Floats:
    """How likely each word is behind each gap as far as is known before the page is heard; logarithms."""
    out: Floats = scores * np.float32(weighing.power) + np.log(lists.share @ lists.odds)
    return out


def _shares(logits: Floats) -> Floats:
    out: Floats = np.exp(log_softmax(logits))
    return out
