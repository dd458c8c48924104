"""The masks of a page decided together: what each kind of evidence does to the answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumclean.masks.rank.page import NEAR, Lists, Weighing, assign, narrowed

EVEN = Weighing(bag=0.3, power=1.0, clear=0.1, clear_most=2, final=1.0)
A, B, C = 0, 1, 2


def lists(*odds: float) -> Lists:
    return Lists(np.array([1.0], np.float32), np.array([odds], np.float32))


def said(  # noqa: PLR0913 - every kind of evidence has its own
    rows: list[list[float]], *, odds=(0.1, 0.1, 0.1), clear=(0, 0, 0), hidden=(0, 0, 0), weighing=EVEN, known=None
):
    scores = np.log(np.array(rows, np.float32))
    return assign(scores, known or lists(*odds), np.array(clear), np.array(hidden, np.float32), weighing)


def test_a_lone_mask_follows_context_and_odds():
    shares = said([[0.6, 0.3, 0.1]])[0]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.02)
    assert said([[0.5, 0.5, 0.001]], odds=(0.3, 0.1, 0.1))[0][:2] == pytest.approx([0.75, 0.25], abs=0.02)


def test_a_word_found_once_is_likelier_the_second_time():
    alone = said([[0.45, 0.5, 0.05]])[0]
    again = said([[0.45, 0.5, 0.05], [0.98, 0.01, 0.01]])[0]
    assert alone[B] > alone[A]
    assert again[A] > again[B]


def test_a_word_in_clear_is_hardly_hidden_but_not_out():
    shares = said([[0.5, 0.4, 0.1]], clear=(1, 0, 0))[0]
    assert shares[B] > shares[A] > 0.05
    assert said([[0.5, 0.4, 0.1]], clear=(9, 0, 0))[0][A] < shares[A]
    assert said([[0.99, 0.005, 0.005]], clear=(1, 0, 0))[0].argmax() == A


def test_a_word_hidden_on_other_pages_is_likelier_here():
    assert said([[0.4, 0.5, 0.1]], hidden=(0.9, 0, 0))[0].argmax() == A


def test_the_words_found_tell_the_kind_of_list():
    kinds = Lists(np.array([0.5, 0.5], np.float32), np.array([[0.5, 0.01, 0.5], [0.01, 0.5, 0.01]], np.float32))
    doubtful = [0.5, 0.5, 0.0001]
    assert said([doubtful, [0.0001, 0.0001, 1]], known=kinds)[0].argmax() == A


def test_final_power_sharpens_or_flattens():
    flat, sharp = (said([[0.6, 0.3, 0.1]], weighing=Weighing(0.3, 1.0, 0.1, 2, final))[0] for final in (0.5, 2.0))
    assert flat[A] < 0.55
    assert sharp[A] > 0.7


def test_order_of_masks_and_words_does_not_matter():
    rows = [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]
    once = said(rows, odds=(0.5, 0.1, 0.2), clear=(0, 1, 0))
    turned = said([row[::-1] for row in rows[::-1]], odds=(0.2, 0.1, 0.5), clear=(0, 1, 0))
    assert turned[::-1, ::-1] == pytest.approx(once, abs=0.05)
    assert (turned[::-1, ::-1].argmax(axis=1) == once.argmax(axis=1)).all()


def test_the_same_page_gets_the_same_answer():
    rows = [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]
    assert (said(rows) == said(rows)).all()


@given(st.integers(1, 40), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_answers_are_probabilities(masks: int, words: int, seed: int):
    make = np.random.default_rng(seed)
    scores = (make.normal(size=(masks, words)) * 8).astype(np.float32)
    odds = make.uniform(0, 1, (3, words)).astype(np.float32)
    known = Lists(np.full(3, 1 / 3, np.float32), odds)
    hidden = make.uniform(0, 1, words).astype(np.float32)
    shares = assign(scores, known, make.integers(0, 3, words), hidden, EVEN)
    assert np.isfinite(shares).all()
    assert shares.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_only_hopeful_words_are_looked_at():
    scores = np.log(np.linspace(1, 2, 500, dtype=np.float32))[None]
    near = narrowed(scores, lists(*[0.1] * 500), EVEN)
    assert near.tolist() == list(range(500 - NEAR, 500))
    assert narrowed(scores[:, :7], lists(*[0.1] * 7), EVEN).tolist() == list(range(7))
