"""The pieces of the search for noise, each by itself: what stands beside it, which edits win, what a document's lines tell."""

from __future__ import annotations

import pytest
from test_strip_measure import NOISE, runs

from forumclean.model import Edit
from forumclean.strip import families, noise
from forumclean.strip.neighbours import HAN, SIGN, Pairs
from forumclean.strip.plain_edges import opens
from forumclean.strip.runs import FEWEST, Run, firsts


def edit(start: int, end: int) -> Edit:
    return Edit(start, end, "x" * (end - start), "", "noise/test")


def test_beside_noise_stands_what_its_own_line_holds_up_to_other_noise() -> None:
    text = "甲乙#丙#丁\n戊\n#己"
    found = [edit(i, i + 1) for i, char in enumerate(text) if char == "#"]
    lefts, rights = families._beside(text, found, [(0, len(text))])
    assert lefts == [(2, "甲乙"), (4, "丙")]
    assert rights == [(3, "丙"), (5, "丁"), (10, "己")]


def test_beside_noise_at_the_end_of_a_range_stands_nothing() -> None:
    lefts, rights = families._beside("甲#乙丙", [edit(1, 2)], [(0, 2), (3, 4)])
    assert (lefts, rights) == ([(1, "甲")], [])


def test_of_edits_that_overlap_the_first_list_keeps_its_own() -> None:
    found = [edit(2, 5), edit(8, 9)]
    assert noise._merged(found, [edit(4, 6), edit(0, 1)]) == [edit(0, 1), *found]
    assert noise._merged(found, [edit(1, 3), edit(6, 7)]) == [edit(2, 5), edit(6, 7), edit(8, 9)]


def test_a_document_is_noisy_as_soon_as_its_runs_together_prove_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "evidence", lambda _text, _run: noise.PROOF - 0.5)
    text = f"甲A{NOISE}\n乙B{NOISE}"
    assert not noise._proven(text, runs(text)[:1])
    assert noise._proven(text, runs(text))


def test_few_runs_without_any_space_in_front_may_be_collapsed() -> None:
    text = f"甲{NOISE}"
    assert noise._collapsed(text, runs(text))
    many = "\n".join([text] * FEWEST)
    assert not noise._collapsed(many, runs(many))


def test_habits_are_those_of_lines_between_noise_and_of_its_own_lines() -> None:
    text = f"头一{NOISE}\n话说完了A\n尾 {NOISE}"
    habits = noise._habits(text, runs(text))
    assert habits._ends["A"] == 1
    assert habits._begins[HAN] == 3


def test_pairs_know_characters_by_their_own_names_and_classes_by_letters() -> None:
    pairs = Pairs({"A": {"H": 8}, "P": {"A": 2}})
    assert pairs.ahead("A", HAN, 0.0) == pytest.approx(8 / 12)
    assert pairs.behind(SIGN, "A", 0.0) == pytest.approx(2 / 6)
    assert pairs.left("A") == pytest.approx(8.5 / 10.5)


def test_a_no_break_space_is_a_space_among_first_characters() -> None:
    assert firsts("\xa0 p e", Run(0, 5, 0, 5, (0, 3))) == "  "
    assert firsts("\xa0 p\xa0 e", Run(0, 6, 0, 6)) == "  "


@pytest.mark.parametrize(
    ("before", "told"), [("甲", True), ("甲~", False), ("~", False), ("甲 ", False), ("字字~", True)]
)
def test_noise_begins_behind_text_but_not_behind_a_blank_or_the_rest_of_a_group(before: str, told: bool) -> None:  # noqa: FBT001
    assert opens(before + NOISE, len(before), 0) is told
