"""How well every word fits every gap of a text, before the page is heard: network and bag together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from forumclean.masks.rank import network
from forumclean.masks.rank.weights import Floats, Ints, Weights
from forumclean.masks.rank.window import MASK, PAD, UNKNOWN

SPELLED = 8
"""Words of the user's that are followed to their end for each gap: those that begin most likely."""
UNHEARD = np.float32(-14.0)
"""The score of a piece that the vocabulary does not have."""
USUAL = np.float32(-4.0)
"""The score of a word of a list where nothing is known of its place."""
LEAST, MOST = -8.0, 3.0
"""What its place can take from that or add to it, at most."""


def combined(scores: Floats, near: Floats, share: float) -> Floats:
    """Log-probabilities (gap, word) of network (``scores``) and bag (``near``, the first words only) together.

    ``share`` is how much the bag is heard. It says nothing of how likely a listed word is at all: that is the network's.
    """
    listed = near.shape[1]
    mass = np.logaddexp.reduce(scores[:, :listed], axis=1, keepdims=True)
    both = network.log_softmax(((1 - share) * (scores[:, :listed] - mass) + share * near).astype(np.float32))
    return np.concatenate([mass + both, scores[:, listed:]], 1)


def given_scores(weights: Weights, left: Ints, right: Ints, words: Sequence[str]) -> Floats:
    """Scores (gap, word) of words that the user gives and the vocabulary does not have.

    How rare a word is in general does not matter once it is known to be on the list: what counts is how much likelier
    it is in this place than in none.
    """
    nowhere = np.full((1, left.shape[1]), PAD)
    spelled, followed = _spelled(weights, np.concatenate([left, nowhere]), np.concatenate([right, nowhere]), words)
    sway = np.where(followed[:-1], np.clip(spelled[:-1] - spelled[-1:], LEAST, MOST), LEAST)
    return (USUAL + sway).astype(np.float32)


def _spelled(weights: Weights, left: Ints, right: Ints, words: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
    """Log-probabilities (gap, word) of words from the pieces they are made of, and which were followed to their end.

    The last row is the one without a place. The first piece is asked for with the rest hidden behind it, the next with the
    first in clear, and so on; for each gap only of the words that begin most likely, the others are given up.
    """
    index = {word: i for i, word in enumerate(weights.words)}
    longest = max(map(len, index))
    spelled = [_pieces(word, index, longest) for word in words]
    hidden = np.concatenate([np.full((len(right), 1), MASK), right[:, :-1]], 1)
    first = np.array([index.get(pieces[0], -1) for pieces in spelled])
    scores = np.where(first < 0, UNHEARD, network.log_probabilities(weights, left, hidden)[:, first]).astype(np.float32)
    follow = np.zeros(scores.shape, bool)
    np.put_along_axis(follow, np.argsort(-scores, axis=1, kind="stable")[:, :SPELLED], values=True, axis=1)
    follow[-1] = follow[:-1].any(axis=0)
    for i in range(1, max(map(len, spelled))):
        longer = np.array([len(pieces) > i for pieces in spelled])
        rows, columns = np.nonzero(follow & longer)
        ends = np.array([len(spelled[column]) == i + 1 for column in columns], bool)
        behind = np.where(ends[:, None], right[rows], hidden[rows])
        before = _behind(weights, left[rows], ["".join(spelled[column][:i]) for column in columns])
        asked = np.array([index.get(spelled[column][i], -1) for column in columns])
        if len(rows):
            said = network.log_probabilities(weights, before, behind)[np.arange(len(rows)), asked]
            scores[rows, columns] += np.where(asked < 0, UNHEARD, said)
    return scores, follow


def _behind(weights: Weights, left: Ints, said: Sequence[str]) -> Ints:
    """The left sides with some text behind each, as wide as before."""
    width = left.shape[1]
    rows = []
    for row, text in zip(left, said, strict=True):
        more = np.array([weights.numbers.get(char, UNKNOWN) for char in text[-width:]], np.int64)
        rows.append(np.concatenate([row, more])[-width:])
    return np.stack(rows) if rows else left


def _pieces(word: str, index: dict[str, int], longest: int) -> list[str]:
    """The word cut into words of the vocabulary, the longest first from the left; a lone character may be none."""
    pieces: list[str] = []
    at = 0
    while at < len(word):
        size = next((n for n in range(min(longest, len(word) - at), 1, -1) if word[at : at + n] in index), 1)
        pieces.append(word[at : at + size])
        at += size
    return pieces
