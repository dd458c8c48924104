"""What the built-in ranker does with each kind of evidence: context, lists, words in clear, other pages, a ranker beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import pytest
import tiny

from forumclean.masks.rank import builtin, scores
from forumclean.masks.rank.builtin import ASKED, LEAST, TOLD, Builtin, Heard, asked, told
from forumclean.masks.rank.knowledge import Knowledge
from forumclean.masks.rank.lexicon import COMMON, ORIGINS, lists_for, origins
from forumclean.masks.rank.network import log_probabilities
from forumclean.masks.rank.page import NEAR, Lists, Weighing, assign, hopes, narrowed
from forumclean.masks.rank.weighing import weighing
from forumclean.masks.rank.window import MASK, UNKNOWN, WIDTH, windows
from forumclean.masks.types import Gap

TEXT = "这家店面全城*的，他是第一*人。\n这家店面全城*的"
MASKS = [(6, 7), (13, 14), (22, 23)]
MODEL = tiny.weights()
FAR = "，" * 299
"""What is behind it is out of every mask's window, and a text with it is a page."""


def ranked(
    knowledge: Knowledge | None = None, text: str = TEXT, masks: Sequence[tuple[int, int]] = MASKS
) -> list[dict[str, float]]:
    return [dict(row) for row in Builtin(MODEL, knowledge or Knowledge(), None).rank(text, masks)]


# ── what is told ────────────────────────────────────────────────────────────────────────────────


def test_the_likeliest_words_are_told_in_order_and_rounded() -> None:
    shares = np.array([0.1, 0.30004, 0.2, 0.004, 0.15, 0.12, 0.12006], np.float32)
    assert told("甲乙丙丁戊己庚", shares) == (("乙", 0.3), ("丙", 0.2), ("戊", 0.15), ("庚", 0.1201), ("己", 0.12))
    assert TOLD == 5
    assert told("甲乙", np.array([LEAST, LEAST * 0.99], np.float32)) == (("甲", 0.005),)
    assert told("甲乙", np.array([0.5, 0.5], np.float32)) == (("甲", 0.5), ("乙", 0.5))


def test_equal_contexts_of_a_page_get_equal_answers() -> None:
    first, _, third = ranked(text="这家店面全城*的，他是第一*人。" * 2, masks=[(6, 7), (13, 14), (22, 23)])
    assert first.keys() == third.keys()


def test_probabilities_of_a_mask_are_at_most_one() -> None:
    for row in ranked():
        assert list(row.values()) == sorted(row.values(), reverse=True)
        assert sum(row.values()) <= 1.001


# ── what is known of the page and of others ─────────────────────────────────────────────────────


def test_a_word_in_clear_is_hardly_hidden_here_or_elsewhere_on_the_site() -> None:
    plain = ranked(text=TEXT + FAR)[0]
    word = max(plain, key=plain.__getitem__)
    here = ranked(text=f"{TEXT}{FAR}{word}{word}")[0]
    elsewhere = ranked(Knowledge(clear=((word, 2),)), text=TEXT + FAR)[0]
    assert here.get(word, 0) < plain[word]
    assert elsewhere.get(word, 0) == here.get(word, 0)


def test_only_the_first_part_of_a_long_text_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ranked(text=TEXT + FAR)
    word = max(plain[0], key=plain[0].__getitem__)
    assert ranked(text=TEXT + FAR + word) != plain
    monkeypatch.setattr(builtin, "READ", len(TEXT + FAR) + len(word) - 1)
    assert ranked(text=TEXT + FAR + word) == plain


def test_a_word_hidden_on_other_pages_is_likelier_here() -> None:
    plain = ranked()[0]
    word = min(plain, key=plain.__getitem__)
    assert ranked(Knowledge(hidden=((word, 1.0),)))[0][word] > plain[word]


def test_a_given_word_is_likelier() -> None:
    plain = ranked()[0]
    for word in ("桌子", "好吃"):
        assert ranked(Knowledge(given=(word,)))[0].get(word, 0) > plain.get(word, 0)


def test_the_usual_number_of_asterisks_tells_the_kind_of_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert builtin._usual([(0, 1), (2, 4), (5, 7)]) == 2
    assert builtin._usual([(0, 3)]) == 3
    text = TEXT.replace("*", "***")
    masks = [found.span() for found in re.finditer(r"\*+", text)]
    three = ranked(text=text, masks=masks)
    monkeypatch.setattr(builtin, "_usual", lambda _: 1)
    assert ranked(text=text, masks=masks) != three


# ── a ranker of the user's own ──────────────────────────────────────────────────────────────────


class Says:
    """A ranker that says fixed values, and notes what it was asked."""

    def __init__(self, *rows: Sequence[float]) -> None:
        self.rows = rows
        self.asked: list[Gap] = []

    def score(self, gaps: Sequence[Gap]) -> Sequence[Sequence[float]]:
        self.asked += gaps
        return self.rows


def heard(rows: list[list[float]], words: str) -> Heard:
    lists = Lists(np.array([1.0], np.float32), np.full((1, len(words)), 0.1, np.float32))
    return Heard(tuple(words), np.log(np.array(rows, np.float32)), lists)


def test_a_ranker_is_asked_about_the_likeliest_words_between_what_stands_around_them() -> None:
    text = "左" * 200 + "*" + "右" * 200
    words = "".join(chr(0x4E00 + i) for i in range(ASKED + 4))
    own = Says([0.0] * ASKED)
    asked(own, text, [(200, 201)], heard([[i + 1.0 for i in range(ASKED + 4)]], words))
    assert own.asked == [Gap("左" * 100, "右" * 100, tuple(words[: -ASKED - 1 : -1]))]
    own = Says([0.0, 0.0])
    asked(own, "甲*乙", [(1, 2)], heard([[0.5, 0.4]], "一二"))
    assert own.asked[0] == Gap("甲", "乙", ("一", "二"))


def test_its_values_share_what_the_asked_words_had_together() -> None:
    after = asked(Says([math.log(3), 0.0, -math.inf]), "甲*乙", [(1, 2)], heard([[0.2, 0.5, 0.1]], "一二三"))
    shares = np.exp(after.scores[0])
    assert shares[:2] == pytest.approx([0.8 * 0.25, 0.8 * 0.75], abs=1e-5)  # asked in the order 二, 一, 三
    assert after.scores[0][2] == builtin.UNSAID
    assert after.words == ("一", "二", "三")


def test_a_gap_that_it_says_nothing_of_keeps_its_scores() -> None:
    before = heard([[0.2, 0.5], [0.6, 0.3]], "一二")
    own = Says([math.nan, -math.inf], [math.log(4), 0.0])
    after = asked(own, "甲*乙*", [(1, 2), (3, 4)], before)
    assert after.scores[0] == pytest.approx(before.scores[0])
    assert np.exp(after.scores[1]) == pytest.approx([0.9 * 0.8, 0.9 * 0.2], abs=1e-5)
    assert before.scores[1] == pytest.approx(np.log([0.6, 0.3]), abs=1e-6)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def test_the_lexicon_tells_where_a_word_comes_from() -> None:
    known = origins()
    assert set(known.values()) <= set(ORIGINS)
    assert all(word and "\t" not in word and not word.startswith("#") for word in known)
    assert "word" not in known
    plain = lists_for(("桌子", *list(known)[:3]))
    assert plain.odds.shape == (len(plain.share), 4)
    assert np.allclose(plain.odds[:, 0], lists_for(("椅子",)).odds[:, 0])


@pytest.mark.parametrize("stars", [1, 2, 3])
def test_kinds_are_as_common_as_the_table_says(stars: int) -> None:
    from forumclean import tables
    from forumclean.masks.rank.lexicon import FOLDER, OF_THE_USER

    rows = [row for row in tables.load(FOLDER) if row.id != OF_THE_USER]
    common = [row.values[COMMON[stars - 1]] for row in rows]
    share = lists_for(("第一",), stars=stars).share
    assert share == pytest.approx(np.array(common, np.float32) / sum(common), abs=1e-6)  # type: ignore[call-overload,arg-type]


def test_some_of_the_words() -> None:
    lists = Lists(np.array([0.25, 0.75], np.float32), np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], np.float32))
    some = lists.of(np.array([2, 0]))
    assert some.odds == pytest.approx(np.array([[0.3, 0.1], [0.6, 0.4]]))
    assert some.share is lists.share


# ── the page as a witness ───────────────────────────────────────────────────────────────────────

HALF = Weighing(bag=0.3, power=0.5, clear=0.1, clear_most=2, final=1.0)


def test_what_is_hoped_before_the_page_is_heard() -> None:
    lists = Lists(np.array([0.25, 0.75], np.float32), np.array([[0.8, 0.2], [0.4, 0.6]], np.float32))
    rows = hopes(np.log(np.array([[0.16, 0.81]], np.float32)), lists, HALF)
    assert np.exp(rows[0]) == pytest.approx([0.4 * 0.5, 0.9 * 0.5], abs=1e-5)


def test_the_words_looked_at_are_those_of_every_gap() -> None:
    lists = Lists(np.array([1.0], np.float32), np.full((1, 3 * NEAR), 0.1, np.float32))
    rows = np.full((2, 3 * NEAR), -9.0, np.float32)
    rows[0, :NEAR] = rows[1, -NEAR:] = -1
    assert narrowed(rows, lists, HALF).tolist() == [*range(NEAR), *range(2 * NEAR, 3 * NEAR)]
    assert narrowed(rows[:, :NEAR], lists.of(np.arange(NEAR)), HALF).tolist() == list(range(NEAR))
    assert len(narrowed(rows[:1, : NEAR + 1], lists.of(np.arange(NEAR + 1)), HALF)) == NEAR


def shares(
    rows: list[list[float]], odds: list[float], *, clear: list[int], hidden: list[float], weigh: Weighing = HALF
) -> list[float]:
    lists = Lists(np.array([1.0], np.float32), np.array([odds], np.float32))
    answer = assign(np.log(np.array(rows, np.float32)), lists, np.array(clear), np.array(hidden, np.float32), weigh)
    return [float(value) for value in answer[0]]


def test_a_lone_mask_is_answered_by_context_times_odds() -> None:
    """One mask alone: its words' fits, by the power, times their odds, times what they lose in clear, gain from other pages."""
    assert shares([[0.64, 0.16]], [0.2, 0.2], clear=[0, 0], hidden=[0, 0]) == pytest.approx([2 / 3, 1 / 3], abs=1e-3)
    assert shares([[0.5, 0.5]], [0.3, 0.1], clear=[0, 0], hidden=[0, 0]) == pytest.approx([0.75, 0.25], abs=1e-3)
    assert shares([[0.5, 0.5]], [0.2, 0.2], clear=[1, 0], hidden=[0, 0]) == pytest.approx([1 / 11, 10 / 11], abs=1e-3)
    assert shares([[0.5, 0.5]], [0.2, 0.2], clear=[7, 0], hidden=[0, 0]) == pytest.approx(
        [1 / 101, 100 / 101], abs=1e-3
    )
    assert shares([[0.5, 0.5]], [0.2, 0.2], clear=[0, 0], hidden=[1, 0]) == pytest.approx([5 / 6, 1 / 6], abs=1e-3)
    assert shares([[0.5, 0.5]], [0.2, 0.2], clear=[0, 0], hidden=[0.5, 0]) == pytest.approx([3 / 4, 1 / 4], abs=1e-3)
    sharp = Weighing(0.3, 1.0, 0.1, 2, 2.0)
    assert shares([[0.6, 0.3]], [0.2, 0.2], clear=[0, 0], hidden=[0, 0], weigh=sharp) == pytest.approx(
        [0.8, 0.2], abs=1e-3
    )


def test_a_word_in_clear_speaks_against_the_lists_that_hold_it() -> None:
    kinds = Lists(np.array([0.5, 0.5], np.float32), np.array([[0.9, 0.5, 0.1], [0.1, 0.1, 0.5]], np.float32))
    rows = np.log(np.array([[1e-6, 0.5, 0.5]], np.float32))
    none = np.zeros(3, np.float32)
    plain = assign(rows, kinds, np.array([0, 0, 0]), none, HALF)[0]
    seen = assign(rows, kinds, np.array([1, 0, 0]), none, HALF)[0]
    assert seen[2] / seen[1] > 1.5 * plain[2] / plain[1]


def test_a_word_that_another_mask_surely_hides_costs_nothing() -> None:
    rows = [[0.5, 0.5], [1.0, 1e-12]]
    assert shares(rows, [0.01, 0.01], clear=[0, 0], hidden=[0, 0])[0] == pytest.approx(1 / 1.01, abs=0.01)


# ── scores of words that the user gives ─────────────────────────────────────────────────────────


def test_the_bag_is_heard_for_listed_words_only_by_its_share() -> None:
    net = np.log(np.array([[0.1, 0.3, 0.6]], np.float32))
    bag = np.log(np.array([[0.9, 0.1]], np.float32))
    for share in (0.0, 0.25, 1.0):
        raw = np.array([0.25 ** (1 - share) * 0.9**share, 0.75 ** (1 - share) * 0.1**share])
        both = np.exp(scores.combined(net, bag, share))[0]
        assert both == pytest.approx([*(0.4 * raw / raw.sum()), 0.6], abs=1e-5)


def test_the_longest_words_of_the_vocabulary_are_the_pieces() -> None:
    index = {"中": 0, "中国": 1, "中国人": 2, "国人": 3}
    assert scores._pieces("中国人民", index, 3) == ["中国人", "民"]
    assert scores._pieces("中国人民", index, 2) == ["中国", "人", "民"]
    assert scores._pieces("大国人", index, 3) == ["大", "国人"]
    assert scores._pieces("", index, 3) == []
    assert scores._pieces("中国人民", index, 4) == ["中国人", "民"]


def test_a_word_is_scored_by_its_pieces_whether_the_vocabulary_has_them_or_not() -> None:
    left, right = windows(TEXT, MASKS, MODEL.numbers)
    both = (
        np.concatenate([left, np.zeros((1, left.shape[1]), np.int64)]),
        np.concatenate([right, np.zeros((1, right.shape[1]), np.int64)]),
    )
    index = {word: i for i, word in enumerate(tiny.WORDS)}
    hidden = np.concatenate([np.full((len(MASKS), 1), MASK), right[:, :-1]], 1)
    first = log_probabilities(MODEL, left, hidden)[:, index["面"]]
    behind = np.concatenate([left[:, 1:], np.full((len(MASKS), 1), MODEL.numbers["面"])], 1)
    then = log_probabilities(MODEL, behind, right)
    said, followed = scores._spelled(MODEL, *both, ["面最好", "面吃", "吃面", "面人"])
    assert said[:3, 0] == pytest.approx(first + then[:, index["最好"]], abs=1e-4)
    assert said[:3, 1] == pytest.approx(first + scores.UNHEARD, abs=1e-4)
    assert said[:3, 3] == pytest.approx(first + then[:, index["人"]], abs=1e-4)
    assert (said[:3, 2] < scores.UNHEARD).all()
    assert followed.all()


def test_what_is_followed_for_no_gap_has_the_least_score() -> None:
    left, right = windows(TEXT, MASKS[:1], MODEL.numbers)
    words = [f"{word}面" for word in tiny.WORDS] + [f"{word}人" for word in tiny.WORDS]
    said = scores.given_scores(MODEL, left, right, words)[0]
    assert sorted(value == pytest.approx(scores.UNLIKELY) for value in said) == [False] * scores.SPELLED + [True] * (
        len(words) - scores.SPELLED
    )
    assert (said >= scores.UNLIKELY).all()


def test_a_given_word_of_the_vocabulary_is_raised_by_some_of_its_rarity() -> None:
    left, right = windows(TEXT, MASKS[:1], MODEL.numbers)
    plain = log_probabilities(MODEL, left, right)
    nowhere = log_probabilities(MODEL, np.zeros((1, WIDTH), np.int64), np.zeros((1, WIDTH), np.int64))
    raised = scores.given_listed(MODEL, plain, np.array([2]))
    assert raised[0, 2] - plain[0, 2] == pytest.approx(max(-scores.RARE * nowhere[0, 2] - scores.COST, 0), abs=1e-4)
    assert np.array_equal(np.delete(raised, 2, 1), np.delete(plain, 2, 1))


def test_text_behind_the_left_side_moves_it_on() -> None:
    left = np.arange(8).reshape(2, 4)
    numbers = MODEL.numbers
    behind = scores._behind(MODEL, left, ["好", "吃人是他"])
    assert behind.tolist() == [[1, 2, 3, numbers["好"]], [UNKNOWN, numbers["人"], numbers["是"], numbers["他"]]]
    assert scores._behind(MODEL, left[:0], []).shape == (0, 4)


def test_the_shipped_weighing_is_one() -> None:
    assert 0 < weighing().bag < 1
    assert 0 < weighing().clear < 1


def test_a_given_word_of_which_nothing_is_known_is_as_likely_everywhere() -> None:
    left, right = windows(TEXT, MASKS, MODEL.numbers)
    said = scores.given_scores(MODEL, left, right, ["最好店", "最好人"])
    assert (said[:, 0] == scores.ANYWHERE).all()
    assert (said[:, 1] != scores.ANYWHERE).all()
