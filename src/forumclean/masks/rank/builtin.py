"""The built-in ranker: a model of the language, a lexicon, and the page as a witness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from forumclean.masks.rank import bag, network
from forumclean.masks.rank.doubled import undoubled
from forumclean.masks.rank.knowledge import Knowledge
from forumclean.masks.rank.lexicon import lists_for, origins
from forumclean.masks.rank.page import Lists, Weighing, assign, hopes, narrowed
from forumclean.masks.rank.scores import combined, given_listed, given_scores
from forumclean.masks.rank.weighing import weighing
from forumclean.masks.rank.weights import Floats, Ints, Weights, weights
from forumclean.masks.rank.window import windows
from forumclean.masks.types import Candidates, Gap, Range, Ranker

ASKED = 16
"""Words that a ranker of the user's own is asked about for each gap."""
TOLD = 5
LEAST = 0.005
"""Candidates told of, at most, and with at least this probability."""
TRUST = np.float32(0.2)
"""How far a word is believed to be hidden here because it was seen hidden on other pages. Little: what other pages say
of words in clear is worth more (at full trust the answers were too sure: held-out documents, 16 made-up sites)."""
SAID, WAS = (0, 0.4, 0.85, 1), (0, 0.37, 0.56, 1)
"""How probable a word was said to be that stands on no list but the user's, and how often it was right (570 such first
choices on the pages of ``docs_dev.jsonl``, words masked at random)."""
BRIEF, LENGTHS = 0.75, (100, 300)
"""What the logarithms of the answer are multiplied by for a text of at most so many characters; nothing from the second number on. A
sentence by itself has no page that contradicts: what was said of it was too sure by a tenth (.69 for .59 right of 900
windows of ``dev.tsv``, .73 for .66 of 770 sentences of ``docs_dev.jsonl``), while lone masks of whole articles were honest."""
WITNESS = 50
"""Characters that another mask makes up for: masks of one word speak for each other."""
READ = 1_000_000
"""Characters of the text that are searched for words in clear."""
MOST = 2000
"""Masks that are looked at in one text: time and memory stay bounded; those beyond are listed without candidates."""
UNSAID = np.float32(-60)
"""The score of a word that the user's own ranker cannot say anything of."""
SENTENCE = 100
"""Characters on each side that a ranker of the user's own is shown."""


known_words: Callable[[tuple[str, ...]], frozenset[str]] = lru_cache(maxsize=4)(frozenset)
lists_over = lru_cache(maxsize=4)(lists_for)
"""A tenth of the time that a lone mask takes, where they are made anew for each page."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the contexts of the gaps say, before the page is heard."""

    words: tuple[str, ...]
    """The words that come into question."""
    scores: Floats
    """(gap, word)."""
    lists: Lists


@dataclass(frozen=True, slots=True)
class Builtin:
    """Ranks the words behind all masks of a page together."""

    weights: Weights
    knowledge: Knowledge
    own: Ranker | None
    """A model of the user's own, asked about the likeliest words."""

    def rank(self, text: str, masks: Sequence[Range]) -> Sequence[Candidates]:
        """The candidates of each mask, in the order of ``masks``, which are all masks of the text."""
        if not masks:
            return ()
        looked = masks[:MOST]
        left, right = windows(text, looked, self.weights.numbers)
        both, which = np.unique(np.concatenate([left, right], 1), axis=0, return_inverse=True)
        width, which = left.shape[1], which.reshape(-1)
        heard = self._heard(both[:, :width], both[:, width:], _usual(looked))
        heard = replace(heard, scores=heard.scores[which])
        if self.own is not None:
            heard = asked(self.own, text, looked, heard)
        clear, hidden = self._clear(text, heard.words), TRUST * self.knowledge.hidden_of(heard.words)
        shares = assign(heard.scores, heard.lists, clear, hidden, weighing_of(len(text), len(looked)))
        shares = undoubled(shares, heard.words, text, looked, known_words(self.weights.words))
        if self.knowledge.given:
            shares = sobered(shares, heard.words, self.knowledge.given)
        return [*(told(heard.words, row) for row in shares), *[()] * (len(masks) - len(looked))]

    def _heard(self, left: Ints, right: Ints, stars: int) -> Heard:
        scores = combined(
            network.log_probabilities(self.weights, left, right),
            bag.log_probabilities(self.weights, left, right),
            weighing().bag,
        )
        words = self.weights.words
        known = {word: i for i, word in enumerate(words)}
        listed = [known[word] for word in self.knowledge.given if word in known]
        if listed:
            scores = given_listed(self.weights, scores, np.array(listed, np.int64))
        own = tuple(word for word in self.knowledge.given if word not in known)
        if own:
            scores = np.concatenate([scores, given_scores(self.weights, left, right, own)], 1)
            words += own
        lists = lists_over(words, frozenset(self.knowledge.given), stars)
        near = narrowed(scores, lists, weighing())
        return Heard(tuple(words[i] for i in near), scores[:, near], lists.of(near))

    def _clear(self, text: str, words: Sequence[str]) -> Ints:
        read = text[:READ]
        return np.array([read.count(word) for word in words], np.int64) + self.knowledge.clear_of(words)


def weighing_of(length: int, masks: int) -> Weighing:
    """How evidence is weighed in a text of so many characters and masks: of a short one less is known than it seems."""
    weighed = weighing()
    return replace(weighed, final=weighed.final * float(np.interp(max(length, WITNESS * masks), LENGTHS, (BRIEF, 1))))


def asked(own: Ranker, text: str, masks: Sequence[Range], heard: Heard) -> Heard:
    """The same with the scores of the likeliest words replaced by what the user's own ranker says of them."""
    hoped = np.argsort(-hopes(heard.scores, heard.lists, weighing()), axis=1, kind="stable")[:, :ASKED]
    gaps = [_gap(text, mask, [heard.words[i] for i in row]) for mask, row in zip(masks, hoped, strict=True)]
    scores = heard.scores.copy()
    for i, (row, said) in enumerate(zip(hoped, own.score(gaps), strict=True)):
        logs = np.nan_to_num(np.array(said, np.float32), nan=-np.inf, neginf=-np.inf)
        if np.isfinite(logs).any():
            scores[i, row] = np.logaddexp.reduce(scores[i, row]) + logs - np.logaddexp.reduce(logs)
    return replace(heard, scores=np.maximum(scores, UNSAID))


def sobered(shares: Floats, words: Sequence[str], given: Sequence[str]) -> Floats:
    """The probabilities with those of words that only the user names lowered to how often they were right.

    >>> sobered(np.array([[0.7, 0.3]], np.float32), ("甲乙丙", "第一"), ("甲乙丙",)).round(2)
    array([[0.5, 0.3]], dtype=float32)
    """
    known, named = origins(), frozenset(given)
    only = np.array([word in named and word not in known for word in words])
    return np.where(only, np.interp(shares, SAID, WAS), shares).astype(np.float32)


def _usual(masks: Sequence[Range]) -> int:
    """How many asterisks most masks have."""
    return Counter(end - start for start, end in masks).most_common(1)[0][0]


def _gap(text: str, mask: Range, words: Sequence[str]) -> Gap:
    start, end = mask
    return Gap(text[max(0, start - SENTENCE) : start], text[end : end + SENTENCE], tuple(words))


def told(words: Sequence[str], shares: Floats) -> Candidates:
    """The likeliest words and their probabilities, as they are told: rounded, the improbable left out.

    >>> told(["最好", "最佳", "桌子"], np.array([0.25, 0.7461, 0.0039], np.float32))
    (('最佳', 0.7461), ('最好', 0.25))
    """
    order = np.argsort(-shares, kind="stable")[:TOLD]
    return tuple((words[i], round(float(shares[i]), 4)) for i in order if shares[i] >= LEAST)


def builtin(knowledge: Knowledge, own: Ranker | None) -> Builtin:
    """The ranker with the weights that ship."""
    return Builtin(weights(), knowledge, own)
