"""How well every word fits every gap of a text, before the page is heard: network and bag together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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
    spelled = _spelled(weights, np.concatenate([left, nowhere]), np.concatenate([right, nowhere]), words)
    out: Floats = USUAL + np.clip(spelled[:-1] - spelled[-1:], LEAST, MOST).astype(np.float32)
    return out


def _spelled(weights: Weights, left: Ints, right: Ints, words: Sequence[str]) -> Floats:
    """Log-probabilities (gap, word) of words from the pieces they are made of.

    The first piece is asked for with the rest hidden behind it, the next with the first in clear, and so on.
    """
    index = {word: i for i, word in enumerate(weights.words)}
    spelled = [_pieces(word, index) for word in words]
    after = np.concatenate([np.full((len(right), 1), MASK), right[:, :-1]], 1)
    begun = network.log_probabilities(weights, left, after)
    first = np.array([index.get(pieces[0], -1) for pieces in spelled])
    scores = np.where(first < 0, UNHEARD, begun[:, first]).astype(np.float32)
    least = np.sort(scores, axis=1)[:, -SPELLED] if len(words) > SPELLED else np.full(len(left), -np.inf)
    for column, pieces in enumerate(spelled):
        follow = scores[:, column] >= least
        for i in range(1, len(pieces)):
            behind = right if i == len(pieces) - 1 else after
            if follow.any():
                scores[follow, column] += _next(weights, index, left[follow], behind[follow], pieces[: i + 1])
        scores[~follow, column] += UNHEARD * (len(pieces) - 1)
    return scores


def _next(
    weights: Weights, index: dict[str, int], left: Ints, right: Ints, pieces: Sequence[str]
) -> Floats | np.float32:
    """The score of the last piece behind the others."""
    number = index.get(pieces[-1])
    if number is None:
        return UNHEARD
    said = [weights.numbers.get(char, UNKNOWN) for char in "".join(pieces[:-1])]
    longer = np.concatenate([left, np.tile(np.array(said, np.int64), (len(left), 1))], 1)[:, len(said) :]
    out: Floats = network.log_probabilities(weights, longer, right)[:, number]
    return out


def _pieces(word: str, index: dict[str, int]) -> list[str]:
    """The word cut into words of the vocabulary, the longest first from the left; a lone character may be none."""
    pieces: list[str] = []
    at = 0
    while at < len(word):
        size = next((n for n in range(len(word) - at, 1, -1) if word[at : at + n] in index), 1)
        pieces.append(word[at : at + size])
        at += size
    return pieces
