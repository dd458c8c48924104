"""How well each listed word fits each gap by what was seen next to it: a linear bag of n-grams."""

from __future__ import annotations

from itertools import chain

import numpy as np

from forumclean.masks.rank.network import log_softmax
from forumclean.masks.rank.weights import Floats, Ints, Weights
from forumclean.masks.rank.window import PAD, mix

SPACE = 1 << 26
"""Numbers that an n-gram can have."""
REACH = 16
"""Characters on each side."""
CROSSES = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 2), (2, 3))
"""(characters left of the gap, characters right of it) of the n-grams across it."""
RUNS = ((1, 8, 0), (2, 5, 10), (3, 3, 20), (4, 1, 30))
"""(length, places, salt) of the n-grams that know their place."""
FREE = 14
"""Pairs of characters on each side that do not."""
BATCH = 256


def log_probabilities(weights: Weights, left: Ints, right: Ints) -> Floats:
    """Log-probabilities (mask, listed word); both sides are (mask, time) in reading order."""
    near_left, near_right = left[:, : -REACH - 1 : -1], right[:, :REACH]
    table = weights.tables["bag.ngram"]
    parts = [
        table.rows(rows(weights, features(near_left[i : i + BATCH], near_right[i : i + BATCH]))).sum(axis=1)
        for i in range(0, len(left), BATCH)
    ]
    return log_softmax(np.concatenate(parts) @ weights.tables["bag.word"].whole().T + weights.vectors["bag.bias"])


def rows(weights: Weights, ngrams: Ints) -> Ints:
    """The row of the table for each n-gram; 0 for one that has none."""
    known = weights.ngrams
    place = np.searchsorted(known, ngrams.astype(known.dtype)).clip(max=len(known) - 1)
    out: Ints = np.where(known[place] == ngrams, place + 1, 0)
    return out


def features(left: Ints, right: Ints) -> Ints:
    """Numbers of the n-grams (mask, feature); both sides with the nearest character first."""
    left, right = _ended(left), _ended(right)
    out = list(chain(_side(left, 100), _side(right, 150)))
    for salt, (back, ahead) in enumerate(CROSSES, 200):
        out.append(mix([left[:, k] for k in range(back)] + [right[:, k] for k in range(ahead)], salt, SPACE))
    for place in range(2, 6):
        out.append(mix([left[:, 0], right[:, place - 1]], 220 + place, SPACE))
        out.append(mix([left[:, place - 1], right[:, 0]], 230 + place, SPACE))
    return np.stack(out, 1)


def _side(near: Ints, salt: int) -> list[Ints]:
    out = [
        mix([near[:, place + k] for k in range(length)], salt + shift + place, SPACE)
        for length, places, shift in RUNS
        for place in range(places)
    ]
    return out + [mix([near[:, place], near[:, place + 1]], salt + 40, SPACE) for place in range(FREE)]


def _ended(near: Ints) -> Ints:
    """The side with nothing behind the first ``PAD``, as in training."""
    ended: Ints = np.where(np.logical_or.accumulate(near == PAD, axis=1), PAD, near)
    return ended
