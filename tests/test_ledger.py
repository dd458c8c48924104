"""The ledger: whatever the edits of however many layers, everything can be undone, and one layer says the same."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace

import pytest
from articles import articles_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forumclean.errors import BrokenPromiseError
from forumclean.ledger import Passage, checked, edited
from forumclean.model import Edit, Mark

bounded = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
letters = st.text(alphabet="甲乙丙丁*", max_size=24)
news = st.text(alphabet="XYZ", max_size=3)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Disjoint edits of a text: removals, insertions, replacements, some of them touching."""
    found: list[Edit] = []
    at = 0
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(at, min(len(text), at + 4)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        new = draw(news)
        if end > start or new:
            found.append(Edit(start, end, text[start:end], new, "noise/test"))
        at = end if end > start else end + 1
        if at > len(text):
            break
    return found


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """A passage after up to four layers of random edits, with marks."""
    text = draw(letters)
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=4))
    marks = [Mark(min(p), max(p), draw(st.sampled_from(["strong", "post", "mask"]))) for p in pairs]
    passage = Passage.of(text).marked(marks)
    for _ in range(draw(st.integers(0, 4))):
        passage = passage.apply(draw(edits_of(passage.text)))
    return passage


@given(passages())
@settings(bounded, max_examples=400)
def test_every_layer_can_be_undone(passage: Passage) -> None:
    passage.verify()
    texts = [passage.text]
    back = passage
    while back.layers:
        back = back.undone()
        texts.append(back.text)
    assert texts[-1] == passage.origin
    for before, layer, after in zip(texts[:0:-1], passage.layers, texts[-2::-1], strict=True):
        assert edited(before, layer) == after


@given(passages())
@settings(bounded, max_examples=400)
def test_one_layer_says_what_all_say(passage: Passage) -> None:
    ledger = passage.ledger()
    assert edited(passage.origin, checked(passage.origin, ledger)) == passage.text


@given(passages())
@settings(bounded, max_examples=200)
def test_marks_stay_inside_the_text_and_in_their_order(passage: Passage) -> None:
    for mark in passage.marks:
        assert 0 <= mark.start <= mark.end <= len(passage.text)
    starts = [mark.start for mark in passage.marks]
    assert starts == sorted(starts)


def random_edits(chance: random.Random, text: str) -> list[Edit]:
    found: list[Edit] = []
    at = 0
    while at < len(text):
        at += chance.randint(0, 4)
        if at > len(text):
            break
        end = min(len(text), at + chance.randint(0, 3))
        new = "".join(chance.choice("xyz") for _ in range(chance.randint(0, 3)))
        if end > at or new:
            found.append(Edit(at, end, text[at:end], new, "noise/test"))
        at = max(end + chance.randint(0, 3), at + 1)
    return found


def test_many_random_ledgers() -> None:
    chance = random.Random(7)
    for _ in range(4_000):
        text = "".join(chance.choice("abcdef") for _ in range(chance.randint(0, 25)))
        passage = Passage.of(text)
        for _ in range(chance.randint(1, 4)):
            passage = passage.apply(random_edits(chance, passage.text))
        passage.verify()
        ledger = passage.ledger()
        assert edited(text, checked(text, ledger)) == passage.text, (text, passage.layers)


# ── single cases ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 1, "乙", "", "noise/lie")],
        [Edit(0, 2, "甲乙", "", "noise/one"), Edit(1, 3, "乙丙", "", "noise/two")],
        [Edit(2, 1, "", "", "noise/backwards")],
        [Edit(-1, 1, "", "", "noise/before")],
    ],
)
def test_an_edit_that_lies_is_a_broken_promise(edits: list[Edit]) -> None:
    with pytest.raises(BrokenPromiseError, match="noise/"):
        Passage.of("甲乙丙").apply(edits)


def test_a_ledger_that_does_not_rebuild_is_a_broken_promise() -> None:
    passage = Passage.of("甲乙丙").apply([Edit(0, 1, "甲", "", "noise/x")])
    with pytest.raises(BrokenPromiseError, match="does not give the input back"):
        replace(passage, origin="丁乙丙").verify()


def test_no_edits_make_no_layer() -> None:
    passage = Passage.of("甲")
    assert passage.apply([]) is passage


def test_edits_come_in_any_order() -> None:
    passage = Passage.of("甲乙丙").apply([Edit(2, 3, "丙", "", "noise/b"), Edit(0, 1, "甲", "丁", "noise/a")])
    assert passage.text == "丁乙"
    assert [edit.rule for edit in passage.layers[0]] == ["noise/a", "noise/b"]
    removal, insertions = Edit(0, 1, "甲", "", "noise/a"), [Edit(0, 0, "", new, "restore/b") for new in "丙丁"]
    assert Passage.of("甲乙").apply([removal, *insertions]).text == "丙丁乙"


def test_a_removal_beside_an_edit_keeps_a_row_of_its_own() -> None:
    passage = (
        Passage.of("甲noise*乙")
        .apply([Edit(1, 6, "noise", "", "noise/x")])
        .apply([Edit(1, 2, "*", "最好", "restore/word")])
    )
    assert [(e.start, e.end, e.old, e.new, e.rule) for e in passage.ledger()] == [
        (1, 6, "noise", "", "noise/x"),
        (6, 7, "*", "最好", "restore/word"),
    ]


def test_an_edit_over_a_removal_takes_it_in() -> None:
    passage = (
        Passage.of("甲no乙").apply([Edit(1, 3, "no", "", "noise/x")]).apply([Edit(0, 2, "甲乙", "丙", "restore/word")])
    )
    assert [(e.start, e.end, e.old, e.new) for e in passage.ledger()] == [(0, 4, "甲no乙", "丙")]


# ── as JSON Lines ───────────────────────────────────────────────────────────────────────────────


@given(passages())
@settings(bounded, max_examples=200)
def test_the_rows_hold_the_whole_origin_once(passage: Passage) -> None:
    rows = [json.loads(row) for row in replace(articles_of([]), passage=passage).to_ledger().splitlines()]
    assert "document" in rows[0]
    at, kept, shown = 0, "", ""
    for row in rows[1:]:
        assert row["start"] == at
        old = row["kept"] if "kept" in row else row["old"]
        assert len(old) == row["end"] - row["start"]
        kept += old
        shown += row["kept"] if "kept" in row else row["new"]
        at = row["end"]
    assert kept == passage.origin
    assert shown == passage.text


def test_a_mask_that_stays_has_a_row_with_its_candidates() -> None:
    candidates = (("最好", 0.4), ("最早", 0.3))
    mask = Mark(9, 10, "mask", {"mask": "*", "word": "最好", "restored": False, "candidates": candidates})
    passage = Passage.of("头noise甲乙，*丙", [mask]).apply([Edit(1, 6, "noise", "", "noise/x")])
    rows = [json.loads(row) for row in replace(articles_of([]), passage=passage).to_ledger().splitlines()]
    want = {"start": 9, "end": 10, "old": "*", "new": "*", "rule": "restore/mask", "stage": "restore"}
    assert rows[4] == {**want, "candidates": [["最好", 0.4], ["最早", 0.3]]}
    assert [row.get("kept") for row in rows[1:]] == ["头", None, "甲乙，", None, "丙"]


def test_time_grows_in_proportion_to_the_edits() -> None:
    text = "甲乙丙丁" * 60_000
    passage = Passage.of(text, [Mark(i, i + 2, "strong") for i in range(0, len(text), 8)])
    begin = time.process_time()
    for _ in range(3):
        found = [Edit(i, i + 1, passage.text[i], "", "noise/x") for i in range(0, len(passage.text), 5)]
        passage = passage.apply(found)
    passage.verify()
    assert edited(text, passage.ledger()) == passage.text
    assert time.process_time() - begin < 8
