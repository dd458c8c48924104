"""Scores of words that the user gives: from their pieces, each by itself, however many there are."""

from __future__ import annotations

import time

import numpy as np
import pytest
import tiny

from forumclean.masks.rank import scores
from forumclean.masks.rank.network import log_probabilities
from forumclean.masks.rank.scores import SPELLED, combined, given_scores
from forumclean.masks.rank.window import MASK, PAD, windows

TEXT = "这家店面全城*的，他是第一*人。"
MODEL = tiny.weights()
LEFT, RIGHT = windows(TEXT, [(6, 7), (13, 14)], MODEL.numbers)


def test_a_word_is_spelled_piece_by_piece():
    index = {word: i for i, word in enumerate(MODEL.words)}
    one, other = index["好吃"], index["面"]
    hidden = np.concatenate([np.full((2, 1), MASK), RIGHT[:, :-1]], 1)
    said = np.array([[MODEL.numbers["好"], 3]] * 2)  # 吃 is a character that the model does not know
    longer = np.concatenate([LEFT, said], 1)[:, 2:]
    wanted = log_probabilities(MODEL, LEFT, hidden)[:, one] + log_probabilities(MODEL, longer, RIGHT)[:, other]
    nowhere = np.full((1, LEFT.shape[1]), PAD)
    left, right = np.concatenate([LEFT, nowhere]), np.concatenate([RIGHT, nowhere])
    assert scores._spelled(MODEL, left, right, ["好吃面"])[0][:2, 0] == pytest.approx(wanted, abs=1e-4)


def test_a_score_does_not_depend_on_other_words():
    words = ["好吃面", "面好吃", "人好吃", "桌子面", "面人", "最好人", "唯一人", "第一面"]
    assert len(words) <= SPELLED
    together = given_scores(MODEL, LEFT, RIGHT, words)
    for i, word in enumerate(words):
        assert given_scores(MODEL, LEFT, RIGHT, [word])[:, 0] == pytest.approx(together[:, i], abs=1e-4)


def test_the_likeliest_of_many_words_keep_their_scores():
    words = [f"{a}{b}" for a in tiny.WORDS for b in tiny.WORDS if a + b not in tiny.WORDS]
    together = given_scores(MODEL, LEFT, RIGHT, words)
    for row in range(2):
        best = int(np.argmax(together[row]))
        assert given_scores(MODEL, LEFT, RIGHT, [words[best]])[row, 0] == pytest.approx(together[row, best], abs=1e-4)


def test_many_and_long_words_are_bounded():
    words = [f"面{chr(0x5000 + i)}{chr(0x6000 + i)}" for i in range(2000)] + ["面" * 20_000]
    began = time.process_time()
    assert np.isfinite(given_scores(MODEL, LEFT, RIGHT, words[:-1])).all()
    assert len(scores._pieces(words[-1], {"面面": 0}, 2)) == 10_000
    assert time.process_time() - began < 5


def test_bag_and_network_keep_the_share_of_the_listed_words():
    net = np.log(np.array([[0.2, 0.2, 0.6]], np.float32))
    bag = np.log(np.array([[0.9, 0.1]], np.float32))
    both = np.exp(combined(net, bag, 0.5))[0]
    assert both[:2].sum() == pytest.approx(0.4, abs=1e-5)
    assert both == pytest.approx([0.3, 0.1, 0.6], abs=1e-5)
