"""How well each word fits each gap: two small models in numpy, their scores added.

A bidirectional network (two recurrent layers that read towards the gap, and hashed n-grams that touch it) knows
the language; a bag of positional n-grams remembers the collocations. ``tools/restorer`` trains both.
"""

from __future__ import annotations

from itertools import count

import numpy as np

from forumclean.masks.rank.weights import Floats, Ints, Weights
from forumclean.masks.rank.window import mix

GAP_NGRAMS = ((1, 1), (2, 0), (3, 0), (0, 2), (0, 3), (2, 1), (1, 2), (2, 2))
"""(characters left of the gap, characters right of it) of each hashed n-gram of the network."""
CROSSES = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 2), (2, 3))
"""The same, of the bag of n-grams."""
BATCH = 64


def scores(weights: Weights, left: Ints, right: Ints) -> tuple[Floats, Floats]:
    """Log-probabilities (mask, word): of the network over its whole vocabulary, of the bag over the listed words."""
    parts = [_batch(weights, left[i : i + BATCH], right[i : i + BATCH]) for i in range(0, len(left), BATCH)]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _batch(weights: Weights, left: Ints, right: Ints) -> tuple[Floats, Floats]:
    return log_softmax(_network(weights, left, right)), log_softmax(_bag(weights, left, right))


def log_softmax(logits: Floats) -> Floats:
    """Logarithms of probabilities that add up to one in each row."""
    moved = logits - logits.max(axis=-1, keepdims=True)
    out: Floats = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
    return out


def _network(weights: Weights, left: Ints, right: Ints) -> Floats:
    """Logits of the network; the side right of the gap is read backwards."""
    tables, vectors = weights.tables, weights.vectors
    gap = len(tables["net.gap"].codes)
    near_left, near_right = left[:, ::-1], right
    grams = [
        tables["net.gap"].rows(mix(_columns(near_left, near_right, back, ahead), salt, gap))
        for salt, (back, ahead) in enumerate(GAP_NGRAMS, 11)
    ]
    states = [_read(weights, "left", left), _read(weights, "right", right)]
    hidden = np.concatenate([*states, *grams], -1) @ tables["net.hidden"].whole().T + vectors["net.hidden.bias"]
    query = np.maximum(hidden, 0) @ tables["net.query"].whole().T + vectors["net.query.bias"]
    logits: Floats = query @ tables["net.word"].whole().T + vectors["net.word.bias"]
    return logits


def _columns(near_left: Ints, near_right: Ints, back: int, ahead: int) -> list[Ints]:
    return [near_left[:, k] for k in reversed(range(back))] + [near_right[:, k] for k in range(ahead)]


def _read(weights: Weights, side: str, chars: Ints) -> Floats:
    """The last state of the layer that reads this side towards the gap."""
    inputs = _inputs(weights, side, chars)
    recurrent, bias = weights.tables[f"net.{side}.hh"].whole().T, weights.vectors[f"net.{side}.hh.bias"]
    state: Floats = np.zeros((len(chars), recurrent.shape[0]), np.float32)
    width = recurrent.shape[0]
    order = range(chars.shape[1]) if side == "left" else reversed(range(chars.shape[1]))
    for step in order:
        given, own = inputs[:, step], state @ recurrent + bias
        gates = _sigmoid(given[:, : 2 * width] + own[:, : 2 * width])
        reset, keep = gates[:, :width], gates[:, width:]
        new = np.tanh(given[:, 2 * width :] + reset * own[:, 2 * width :])
        state = (1 - keep) * new + keep * state
    return state


def _inputs(weights: Weights, side: str, chars: Ints) -> Floats:
    """What the gates get from the characters themselves: (mask, time, 3 x width)."""
    tables = weights.tables
    rows = len(tables["net.bigram"].codes)
    by = 1 if side == "left" else -1
    one, two = _shifted(chars, by), _shifted(chars, 2 * by)
    pair, triple = ([one, chars], [two, one, chars]) if side == "left" else ([chars, one], [chars, one, two])
    read = [
        tables["net.char"].rows(chars),
        tables["net.bigram"].rows(mix(pair, 1, rows)),
        tables["net.trigram"].rows(mix(triple, 2, rows)),
    ]
    out: Floats = np.concatenate(read, -1) @ tables[f"net.{side}.ih"].whole().T + weights.vectors[f"net.{side}.ih.bias"]
    return out


def _shifted(chars: Ints, by: int) -> Ints:
    moved = np.zeros_like(chars)
    if by > 0:
        moved[:, by:] = chars[:, :-by]
    else:
        moved[:, :by] = chars[:, -by:]
    return moved


def _sigmoid(values: Floats) -> Floats:
    out: Floats = np.reciprocal(1 + np.exp(-np.clip(values, -30, 30)))
    return out


def _bag(weights: Weights, left: Ints, right: Ints) -> Floats:
    """Logits of the bag of n-grams."""
    rows = features(left, right, len(weights.tables["bag.ngram"].codes))
    summed = weights.tables["bag.ngram"].rows(rows).sum(axis=1)
    logits: Floats = summed @ weights.tables["bag.word"].whole().T + weights.vectors["bag.word.bias"]
    return logits


def features(left: Ints, right: Ints, rows: int) -> Ints:
    """The rows of the bag: n-grams by place near the gap, n-grams across it, pairs further off without a place."""
    near_left = left[:, ::-1]
    out: list[Ints] = []
    for salt, near in ((100, near_left), (150, right)):
        for length, places, shift in ((1, 8, 0), (2, 5, 10), (3, 3, 20), (4, 1, 30)):
            out += [mix(_run(near, p, length), salt + shift + p, rows) for p in range(places)]
        out += [mix(_run(near, p, 2), salt + 40, rows) for p in range(14)]
    for salt, (back, ahead) in zip(count(200), CROSSES):
        out.append(mix([near_left[:, k] for k in range(back)] + [right[:, k] for k in range(ahead)], salt, rows))
    for place in range(2, 6):
        out.append(mix([near_left[:, 0], right[:, place - 1]], 220 + place, rows))
        out.append(mix([near_left[:, place - 1], right[:, 0]], 230 + place, rows))
    return np.stack(out, 1)


def _run(near: Ints, place: int, length: int) -> list[Ints]:
    return [near[:, place + k] for k in range(length)]
