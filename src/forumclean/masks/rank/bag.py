"""How well each listed word fits each gap by what was seen next to it: a linear bag of hashed n-grams."""

from __future__ import annotations

from itertools import chain

import numpy as np

from forumclean.masks.rank.network import log_softmax
from forumclean.masks.rank.weights import Floats, Ints, Weights
from forumclean.masks.rank.window import PAD, mix

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
        table.rows(features(near_left[i : i + BATCH], near_right[i : i + BATCH], len(table.codes))).sum(axis=1)
        for i in range(0, len(left), BATCH)
    ]
    return log_softmax(np.concatenate(parts) @ weights.tables["bag.word"].whole().T + weights.vectors["bag.bias"])


def features(left: Ints, right: Ints, rows: int) -> Ints:
    """The rows (mask, feature) of the table; both sides with the nearest character first."""
    left, right = _ended(left), _ended(right)
    out = list(chain(_side(left, 100, rows), _side(right, 150, rows)))
    for salt, (back, ahead) in enumerate(CROSSES, 200):
        out.append(mix([left[:, k] for k in range(back)] + [right[:, k] for k in range(ahead)], salt, rows))
    for place in range(2, 6):
        out.append(mix([left[:, 0], right[:, place - 1]], 220 + place, rows))
        out.append(mix([left[:, place - 1], right[:, 0]], 230 + place, rows))
    return np.stack(out, 1)


def _side(near: Ints, salt: int, rows: int) -> list[Ints]:
    out = [
        mix([near[:, place + k] for k in range(length)], salt + shift + place, rows)
        for length, places, shift in RUNS
        for place in range(places)
    ]
    return out + [mix([near[:, place], near[:, place + 1]], salt + 40, rows) for place in range(FREE)]


def _ended(near: Ints) -> Ints:
    """The side with nothing behind the first ``PAD``, as in training."""
    ended: Ints = np.where(np.logical_or.accumulate(near == PAD, axis=1), PAD, near)
    return ended
