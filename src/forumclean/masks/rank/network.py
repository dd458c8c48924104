"""How well each word of the vocabulary fits each gap: the network of ``tools/restorer/net.py``, repeated in numpy.

Two recurrent stacks read towards the gap; a query, begun from their last states and from hashed n-grams that touch
the gap, looks at all states on both sides and is compared with a vector for each word.
"""

from __future__ import annotations

from itertools import count

import numpy as np

from forumclean.masks.rank.weights import Floats, Ints, Weights
from forumclean.masks.rank.window import LINE, PAD, mix

GAP_NGRAMS = ((1, 1), (2, 0), (3, 0), (0, 2), (0, 3), (2, 1), (1, 2), (2, 2))
"""(characters left of the gap, characters right of it) of each hashed n-gram."""
HEADS = 4
BATCH = 64
SIDES = ("left", "right")
EPSILON = 1e-5
HALF = np.float32(0.5)
SMALL = 1_000_000
"""Up to so many multiplications OpenBLAS reads a matrix as it lies; beyond, it copies it first, which takes longer than the product."""
FEW = 16
"""Columns up to which that is worth several calls: 2.4 times as fast with four."""


def log_probabilities(weights: Weights, left: Ints, right: Ints) -> Floats:
    """Log-probabilities (mask, word) over the whole vocabulary; both sides are (mask, time) in reading order."""
    parts = [_batch(weights, left[i : i + BATCH], right[i : i + BATCH]) for i in range(0, len(left), BATCH)]
    return np.concatenate(parts)


def _batch(weights: Weights, left: Ints, right: Ints) -> Floats:
    near = (left[:, ::-1], right)
    towards = (left, right[:, ::-1])
    seen = [_first(chars) for chars in towards]
    states = [_read(weights, side, chars, first) for side, chars, first in zip(SIDES, towards, seen, strict=True)]
    beside = [each[:, -1] for each in states]
    query = weights.linear("begin", np.concatenate([*beside, _touching(weights, *near)], -1))
    for layer in count():
        if f"net.fusions.{layer}.q.weight" not in weights.tables:
            break
        query = _fused(weights, f"fusions.{layer}", query, states, seen)
    logits = weights.linear("word", _normed(weights, "norm", query))
    return log_softmax(logits)


def log_softmax(logits: Floats) -> Floats:
    """Logarithms of probabilities that add up to one in each row.

    >>> np.exp(log_softmax(np.zeros((1, 4), np.float32)))
    array([[0.25, 0.25, 0.25, 0.25]], dtype=float32)
    """
    moved = logits - logits.max(axis=-1, keepdims=True)
    out: Floats = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
    return out


def _first(chars: Ints) -> Ints:
    """Where the text of each row begins: behind all ``PAD`` but one, which says that there is nothing before it."""
    real = chars != PAD
    first: Ints = np.where(real.any(axis=1), np.argmax(real, axis=1), chars.shape[1])
    return np.maximum(first - 1, 0)


def _touching(weights: Weights, near_left: Ints, near_right: Ints) -> Floats:
    """The vectors of the n-grams that touch each gap, side by side."""
    table = weights.tables["net.gap"]
    rows = [
        mix(
            [near_left[:, k] for k in reversed(range(back))] + [near_right[:, k] for k in range(ahead)],
            salt,
            len(table.codes),
        )
        for salt, (back, ahead) in enumerate(GAP_NGRAMS, 11)
    ]
    return table.rows(np.stack(rows, 1)).reshape(len(near_left), -1)


def _read(weights: Weights, side: str, chars: Ints, first: Ints) -> Floats:
    """The states (mask, time, width) of the stack that reads this side; ``chars`` in the order of reading."""
    blank = np.arange(chars.shape[1])[None] < first[:, None]
    # Before a text the network has always read the end of a line; behind it, which is read first, anything at all.
    inputs = _inputs(weights, side, np.where(blank, LINE, chars) if side == "left" else chars)
    for layer in count():
        if f"net.{side}.weight_ih_l{layer}" not in weights.tables:
            return inputs
        inputs = _recurrent(weights, side, layer, inputs, blank)
    raise AssertionError


def _inputs(weights: Weights, side: str, chars: Ints) -> Floats:
    """The vectors of each character, and of it with the one and the two that were read before it."""
    bigram, trigram = weights.tables["net.bigram"], weights.tables["net.trigram"]
    one, two = (_later(chars, by) for by in (1, 2))
    pair, triple = ([one, chars], [two, one, chars]) if side == "left" else ([chars, one], [chars, one, two])
    return np.concatenate(
        [
            weights.tables["net.char.weight"].rows(chars),
            bigram.rows(mix(pair, 1, len(bigram.codes))),
            trigram.rows(mix(triple, 2, len(trigram.codes))),
        ],
        -1,
    )


def _later(chars: Ints, by: int) -> Ints:
    moved = np.zeros_like(chars)
    moved[:, by:] = chars[:, :-by]
    return moved


def _recurrent(weights: Weights, side: str, layer: int, inputs: Floats, blank: np.ndarray) -> Floats:
    """One LSTM layer; where a row is ``blank`` it remembers what it does at the edge of a text.

    The gates' sigmoid is taken as a tanh of half the sum, so that one call serves all four. The gaps stand in columns:
    OpenBLAS multiplies a large matrix by a few columns twice as fast as a few rows by a large matrix.
    """
    into, own, bias = (weights.gates(f"net.{side}.{name}_l{layer}") for name in ("weight_ih", "weight_hh", "bias_ih"))
    batch, time, size = inputs.shape
    given = (into @ inputs.transpose(2, 1, 0).reshape(size, -1) + bias[:, None]).reshape(-1, time, batch)
    width = len(given) // 4
    states = np.zeros((time, width, batch), np.float32)
    edge, edge_cell = (weights.vectors[f"edge.{side}.{name}"][layer, :, None] for name in ("state", "cell"))
    state: Floats = np.where(blank[:, 0], edge, np.float32(0))
    cell: Floats = np.where(blank[:, 0], edge_cell, np.float32(0))
    sums: Floats = np.empty((len(own), batch), np.float32)
    read = int(blank.sum(axis=1).max(initial=0))  # from here on no row is blank
    parts = [(own[rows], sums[rows]) for rows in _strips(own, batch)]
    for step in range(time):
        for matrix, out in parts:
            np.matmul(matrix, state, out=out)
        parts.reverse()  # what was read last is still in the cache: the matrix is a little larger than most have
        gates: Floats = np.tanh(given[:, step] + sums)
        admit, keep, show = (HALF + HALF * gates[: 3 * width]).reshape(3, width, batch)
        cell = keep * cell + admit * gates[3 * width :]
        state = np.multiply(show, np.tanh(cell), out=states[step])
        if step < read:
            empty = blank[:, step]
            state[:, empty], cell[:, empty] = edge, edge_cell
    return np.ascontiguousarray(states.transpose(2, 0, 1))


def _strips(matrix: Floats, columns: int) -> list[slice]:
    """The rows of a matrix in strips, each small enough to be multiplied by so many columns without a copy.

    >>> [strip.stop for strip in _strips(np.zeros((1536, 384), np.float32), 4)]
    [512, 1024, 1536]
    """
    rows = len(matrix)
    many = max(2, -(-matrix.size * columns // SMALL)) if columns <= FEW else 1
    return [slice(rows * i // many, rows * (i + 1) // many) for i in range(many)]


def _fused(weights: Weights, name: str, query: Floats, states: list[Floats], seen: list[Ints]) -> Floats:
    """The queries after one block that looks at the states.

    There is one query for each row of states, so it is carried back through the key matrix instead of every state forth.
    """
    batch, width = query.shape
    size = width // HEADS
    q = weights.linear(f"{name}.q", _normed(weights, f"{name}.norm", query)).reshape(batch, HEADS, size)
    both = [weights.heads(f"{name}.{side}", HEADS) for side in SIDES]
    scores = []
    for (keys, _), each, first in zip(both, states, seen, strict=True):
        carried = (q.transpose(1, 0, 2) @ keys).transpose(1, 0, 2)
        score = carried @ each.transpose(0, 2, 1) / np.float32(size**0.5)
        score[np.broadcast_to((np.arange(each.shape[1]) < first[:, None])[:, None], score.shape)] = -np.inf
        scores.append(score)
    split = scores[0].shape[-1]
    share = np.exp(log_softmax(np.concatenate(scores, -1)))
    found = np.zeros((HEADS, batch, size), np.float32)
    for (_, values), each, part in zip(both, states, (share[..., :split], share[..., split:]), strict=True):
        found += (part @ each).transpose(1, 0, 2) @ values
    query = query + weights.linear(f"{name}.out", found.transpose(1, 0, 2).reshape(batch, width))
    up = np.maximum(weights.linear(f"{name}.feed.up", _normed(weights, f"{name}.feed.norm", query)), 0)
    return query + weights.linear(f"{name}.feed.down", up * up)


def _normed(weights: Weights, name: str, values: Floats) -> Floats:
    moved = values - values.mean(axis=-1, keepdims=True)
    scale = np.sqrt(np.square(moved).mean(axis=-1, keepdims=True) + EPSILON)
    out: Floats = moved / scale * weights.vectors[f"net.{name}.weight"] + weights.vectors[f"net.{name}.bias"]
    return out
