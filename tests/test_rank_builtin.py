"""The built-in ranker with a tiny model: what it asks, what it tells, and a ranker of the user's own beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
import tiny

import forumclean
from forumclean.masks.rank import builtin
from forumclean.masks.rank.builtin import Builtin
from forumclean.masks.rank.knowledge import Knowledge
from forumclean.masks.rank.weighing import weighing
from forumclean.masks.types import Gap
from forumclean.options import Options

TEXT = "这家店面全城*的，他是第一*人。\n这家店面全城*的"
MASKS = [(6, 7), (13, 14), (22, 23)]


class Fond:
    """A ranker that is fond of one word, and notes what it was asked."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[Gap] = []

    def score(self, gaps: Sequence[Gap]) -> Sequence[Sequence[float]]:
        self.asked += gaps
        return [[0.0 if word == self.word else -math.inf for word in gap.words] for gap in gaps]


def ranked(own: Fond | None = None, *, given: tuple[str, ...] = ()):
    return Builtin(tiny.weights(), Knowledge(given), own).rank(TEXT, MASKS)


def test_every_mask_has_candidates_of_the_vocabulary():
    said = ranked()
    assert len(said) == 3
    for candidates in said:
        assert candidates
        assert {word for word, _ in candidates} <= set(tiny.WORDS)


def test_no_masks_no_candidates():
    assert list(Builtin(tiny.weights(), Knowledge(), None).rank("没有", [])) == []


def test_the_users_ranker_decides_among_the_candidates():
    own = Fond("桌子")
    said = ranked(own)
    assert [candidates[0][0] for candidates in said] == ["桌子"] * 3
    assert len(own.asked) == 3
    assert own.asked[0].left == "这家店面全城"
    assert own.asked[0].right.startswith("的，他是第一*人。")
    assert set(own.asked[0].words) <= set(tiny.WORDS)


def test_a_ranker_that_knows_nothing_changes_nothing():
    own = Fond("没有这个词")
    assert [c[0] for c in ranked(own)] == [c[0] for c in ranked()]
    assert own.asked


def test_a_ranker_that_gives_no_number_is_not_heard():
    class Broken(Fond):
        def score(self, gaps: Sequence[Gap]) -> Sequence[Sequence[float]]:
            return [[math.nan, *[math.nan] * (len(gap.words) - 1)] for gap in gaps]

    assert ranked(Broken("")) == ranked()


def test_given_words_are_candidates_though_the_vocabulary_lacks_them():
    said = ranked(given=("人最好",))
    assert all("人最好" in dict(candidates) for candidates in said)
    assert all("人最好" not in dict(candidates) for candidates in ranked())


def test_masks_beyond_the_bound_have_no_candidates(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(builtin, "MOST", 2)
    assert [bool(candidates) for candidates in ranked()] == [True, True, False]


def test_the_library_takes_a_ranker():
    text = "这条街是全城*的街。"
    second = forumclean.restore(text)[0].candidates[1][0]
    own = Fond(second)
    (mask,) = forumclean.restore(text, options=Options(ranker=own))
    assert second in own.asked[0].words
    assert mask.word == second


@pytest.mark.parametrize("own", [Fond("桌子")])
def test_one_value_that_is_no_number_costs_only_its_word(own: Fond, monkeypatch: pytest.MonkeyPatch):
    plain = own.score
    monkeypatch.setattr(own, "score", lambda gaps: [[math.nan if w == "面" else v for w, v in zip(g.words, r, strict=True)]
                                                    for g, r in zip(gaps, plain(gaps), strict=True)])  # fmt: skip
    assert [candidates[0][0] for candidates in ranked(own)] == ["桌子"] * 3


def test_of_a_short_text_less_is_claimed_than_of_a_page():
    page = TEXT + "，" * 300
    alone, on_a_page = (Builtin(tiny.weights(), Knowledge(), None).rank(text, MASKS)[0] for text in (TEXT, page))
    assert alone[0][0] == on_a_page[0][0]
    assert alone[0][1] < on_a_page[0][1]
    assert builtin.weighing_of(len(page), 1) == builtin.weighing_of(0, 6) == weighing()
    assert builtin.weighing_of(0, 2).final == pytest.approx(0.75 * weighing().final)
