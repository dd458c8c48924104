"""How well every word fits every gap of a text, before the page is heard: network and bag together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forumclean.masks.rank import network
from forumclean.masks.rank.weights import Floats, Ints, Weights
from forumclean.masks.rank.window import MASK, PAD, UNKNOWN, WIDTH

SPELLED = 8
"""Words of the user's that are followed to their end for each gap: those that begin most likely."""
LONGEST = WIDTH
"""Characters of a word of the user's: of a longer one the network would not see the begin while it judges the end."""
QUESTIONS, FEWEST = 2_000, 400
"""How often the network is asked for one text, its gaps included, and for words of the user's at least. A page of a few
dozen masks needs less; of more, fewer words are followed for each gap."""
UNHEARD = np.float32(-14.0)
"""The score of a piece that the vocabulary does not have."""
RARE, PART = np.float32(0.2), np.float32(0.3)
"""How much of its rarity is made good to a word that is given: to one of the vocabulary, to one that is put together of its
words. What is on a list is hidden wherever it stands, so it is not as rare behind masks as in texts; none or all of it
is worse. Fitted with the two below on words masked at random in ``docs_dev.jsonl`` of docs/restoring.md."""
COST, PART_COST = np.float32(1.0), np.float32(1.5)
"""What is taken from it again, that a list which is not this page's does not fill it."""
ANYWHERE = np.float32(-4.0)
"""The score of such a word: it is told first where nothing else fits, and hardly ever put in. With more it fills pages that do not
hide it (at -3 four gaps of ten), with less it is never seen."""
FEW = 5
"""So many of such words weigh like that; of more, all together weigh no more than these. Whole lists of forums have hundreds: these
filled every mask with a little of each, and what the list knows of the others was lost."""
UNLIKELY = np.float32(-30.0)
"""The score of a word that was given up before its end."""


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

    They stand on the scale of the listed words' scores (:func:`given_listed`), so that neither kind wins by being of its
    kind. Of a word with a piece that the vocabulary does not have (QQ, VPN) nothing is known: it is as likely everywhere.
    """
    nowhere = np.full((1, left.shape[1]), PAD)
    spelled, followed = _spelled(weights, np.concatenate([left, nowhere]), np.concatenate([right, nowhere]), words)
    pieces = _unheard(weights, words)
    rarity = np.where(followed[-1:], spelled[-1:] - UNHEARD * pieces, 0)
    scores = np.where(followed[:-1], spelled[:-1] - PART * rarity - PART_COST, UNLIKELY)
    scores = np.where(pieces > 0, ANYWHERE - math.log(max(1, np.count_nonzero(pieces) / FEW)), scores)
    return np.maximum(scores, UNLIKELY).astype(np.float32)


def given_listed(weights: Weights, scores: Floats, columns: Ints) -> Floats:
    """The scores, with those of the vocabulary's words that the user gives (``columns``) raised by some of their rarity."""
    nowhere = np.full((1, WIDTH), PAD)
    rarity = network.log_probabilities(weights, nowhere, nowhere)[:, columns]
    raised = scores.copy()
    raised[:, columns] += np.maximum(-RARE * rarity - COST, 0)
    return raised


def _unheard(weights: Weights, words: Sequence[str]) -> Ints:
    """How many pieces of each word the vocabulary does not have."""
    index = {word: i for i, word in enumerate(weights.words)}
    longest = max(map(len, index))
    return np.array([sum(piece not in index for piece in _pieces(word, index, longest)) for word in words], np.int64)


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
    said = network.log_probabilities(weights, left, hidden)[:, first]
    scores = np.where(first < 0, UNHEARD, said).astype(np.float32, copy=False)
    speller = _Speller(weights, index, left, right, hidden, spelled, scores)
    follow = np.zeros(scores.shape, bool)
    for row, column in speller.followed(_likeliest(scores[:-1])):
        follow[[row, -1], column] = True
    return scores, follow


def _likeliest(scores: Floats) -> list[tuple[int, int]]:
    """Gaps, each with one of its likeliest words: first each with the likeliest of all, then with the next."""
    best = np.stack([_best(row) for row in scores])
    pairs: list[tuple[int, int]] = []
    for words in best.T:
        order = np.argsort(-scores[np.arange(len(words)), words], kind="stable")
        pairs += zip(order.tolist(), words[order].tolist(), strict=True)
    return pairs


def _best(row: Floats) -> Ints:
    """The columns of the highest scores, in order; of equal ones the first. Not sorted as a whole: a list may be long."""
    most = min(SPELLED, len(row))
    edge = np.partition(row, -most)[-most]
    better = np.flatnonzero(row > edge)
    found = np.concatenate([better, np.flatnonzero(row == edge)[: most - len(better)]])
    out: Ints = found[np.argsort(-row[found], kind="stable")]
    return out


class _Question(NamedTuple):
    """What comes behind ``said`` at a gap, and whether the word then ends."""

    row: int
    said: str
    ends: bool


@dataclass(frozen=True, slots=True)
class _Speller:
    """Follows words piece by piece, and adds up what the network says of the pieces in ``scores``."""

    weights: Weights
    index: dict[str, int]
    left: Ints
    right: Ints
    hidden: Ints
    """The right sides behind one more mask."""
    spelled: Sequence[Sequence[str]]
    scores: Floats

    def followed(self, pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Those of the pairs of gap and word that were followed to the word's end; the likeliest come first."""
        budget = max(FEWEST, QUESTIONS - len(self.left))
        at = 1
        while pairs:
            yield from ((row, column) for row, column in pairs if len(self.spelled[column]) <= at)
            kept, questions = self._affordable([p for p in pairs if len(self.spelled[p[1]]) > at], at, budget // 3)
            nowhere = [(len(self.left) - 1, column) for column in sorted({column for _, column in kept})]
            for pair in nowhere:
                self._question(pair, at, questions)
            self._answer([*kept, *nowhere], at, questions)
            pairs, budget, at = kept, budget - len(questions), at + 1

    def _affordable(
        self, pairs: list[tuple[int, int]], at: int, most: int
    ) -> tuple[list[tuple[int, int]], dict[_Question, int]]:
        """The first of the pairs, so many that no more questions are asked of them, and these; the others are given up."""
        questions: dict[_Question, int] = {}
        kept = [pair for pair in pairs if self._question(pair, at, questions, most)]
        return kept, questions

    def _question(
        self, pair: tuple[int, int], at: int, questions: dict[_Question, int], most: int | None = None
    ) -> bool:
        """Add what is to be asked of a pair's next piece; false where that would be one too many."""
        row, pieces = pair[0], self.spelled[pair[1]]
        question = _Question(row, "".join(pieces[:at]), len(pieces) == at + 1)
        if pieces[at] not in self.index or question in questions:
            return True
        if most is not None and len(questions) >= most:
            return False
        questions[question] = len(questions)
        return True

    def _answer(self, pairs: Sequence[tuple[int, int]], at: int, questions: dict[_Question, int]) -> None:
        said = self._asked(list(questions)) if questions else None
        for row, column in pairs:
            pieces = self.spelled[column]
            number = self.index.get(pieces[at])
            if number is None or said is None:
                self.scores[row, column] += UNHEARD
            else:
                question = _Question(row, "".join(pieces[:at]), len(pieces) == at + 1)
                self.scores[row, column] += said[questions[question], number]

    def _asked(self, questions: Sequence[_Question]) -> Floats:
        rows = np.array([question.row for question in questions])
        ends = np.array([question.ends for question in questions])
        before = _behind(self.weights, self.left[rows], [question.said for question in questions])
        behind = np.where(ends[:, None], self.right[rows], self.hidden[rows])
        return network.log_probabilities(self.weights, before, behind)


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
