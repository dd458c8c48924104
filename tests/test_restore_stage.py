"""The stage as a whole: marks, words put in by a ranker, literal text; and every row of its tables."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
import regex

from forumclean import tables
from forumclean.ledger import Passage
from forumclean.masks import Candidates, Mask, masks_of, restore, shapes, split
from forumclean.model import Mark
from forumclean.options import Options
from forumclean.tables import Row

TEXT = "这家的面全城*，那家的汤**。3*4 的屋子。"


class Fixed:
    """A ranker that says the same of every mask."""

    def __init__(self, *candidates: tuple[str, float]) -> None:
        self.candidates: Candidates = candidates
        self.asked: list[Sequence[tuple[int, int]]] = []

    def rank(self, text: str, masks: Sequence[tuple[int, int]]) -> Sequence[Candidates]:
        assert all(set(text[s:e]) == {"*"} for s, e in masks)
        self.asked.append(masks)
        return [self.candidates] * len(masks)


def test_without_a_ranker_masks_are_listed_and_stay() -> None:
    after = restore(Passage.of(TEXT), Options())
    assert after.text == TEXT
    assert after.layers == ()
    assert [(m.start, m.end, m.data["mask"], m.data["word"], m.data["restored"]) for m in after.marks] == [
        (6, 7, "*", None, False),
        (12, 14, "**", None, False),
    ]
    assert masks_of(TEXT, Options()) == (Mask(6, 7, "*"), Mask(12, 14, "**"))


def test_a_likely_word_is_put_in_and_marked() -> None:
    ranker = Fixed(("最好", 0.8), ("第一", 0.1))
    after = restore(Passage.of(TEXT), Options(), lambda: ranker)
    assert after.text == "这家的面全城最好，那家的汤最好。3*4 的屋子。"
    assert [after.text[m.start : m.end] for m in after.marks] == ["最好", "最好"]
    assert {m.data["restored"] for m in after.marks} == {True}
    assert [(e.start, e.old, e.new, e.rule, e.stage) for e in after.ledger()] == [
        (6, "*", "最好", "restore/word", "restore"),
        (12, "**", "最好", "restore/word", "restore"),
    ]
    assert len(ranker.asked) == 1
    after.verify()


@pytest.mark.parametrize("options", [Options(masks="keep"), Options(min_probability=0.9)])
def test_kept_or_unlikely_words_stay_out_but_are_told(options: Options) -> None:
    after = restore(Passage.of(TEXT), options, lambda: Fixed(("最好", 0.8)))
    assert after.text == TEXT
    assert [(m.data["word"], m.data["probability"], m.data["restored"]) for m in after.marks] == [
        ("最好", 0.8, False)
    ] * 2


def test_splits_and_masks_together() -> None:
    before = Passage.of("谈到中 美两国*的面，话就长了。", [Mark(0, 16, "post", {"index": 0})])
    after = restore(before, Options())
    assert after.text == "谈到中美两国*的面，话就长了。"
    assert [(m.start, m.end, m.kind) for m in after.marks] == [(0, 15, "post"), (6, 7, "mask")]
    assert [edit.rule for edit in after.ledger()] == ["restore/split-word"]
    after.verify()


@pytest.mark.parametrize("kind", sorted({"code", "icode", "image", "attachment", "media"}))
def test_literal_text_is_left_alone(kind: str) -> None:
    text = "谈到中 美两国*的面，话就长了。"
    before = Passage.of(text, [Mark(0, len(text), kind)])
    assert restore(before, Options(width="full")) == before


def test_an_address_shown_as_a_link_is_literal_a_linked_sentence_is_not() -> None:
    text = "这是全城*的面馆"
    shown = Passage.of(text, [Mark(0, len(text), "link", {"href": text})])
    linked = Passage.of(text, [Mark(0, len(text), "link", {"href": "https://a.example/"})])
    assert [m.kind for m in restore(shown, Options()).marks] == ["link"]
    assert [m.kind for m in restore(linked, Options()).marks] == ["link", "mask"]


def test_plain_text_comes_out_as_it_went_in() -> None:
    before = Passage.of("今天没有什么好说的, 明天再来(也许)。", [Mark(0, 3, "strong")])
    assert restore(before, Options()) is before


def test_plain_text_goes_through_fast() -> None:
    before = Passage.of("今天没有什么好说的，明天 再来看看 Python 的书，一共 3 本。\n" * 50_000)
    restore(before, Options())
    begun = time.process_time()
    restore(before, Options())
    assert len(before.text) / (time.process_time() - begun) > 1_000_000


MASK_ROWS = tables.load(shapes.FOLDER)
WORD_ROWS = tables.load(split.FOLDER)


def fires(row: Row, text: str) -> bool:
    """True where the row's pattern takes a run of the text (a run is taken at its first asterisk)."""
    pattern = regex.compile(shapes.row_pattern(row), regex.MULTILINE)
    return any(pattern.match(text, run.start()) for run in regex.finditer(r"\*+", text))


@pytest.mark.parametrize("row", MASK_ROWS, ids=lambda row: row.id)
def test_each_row_of_shapes_fires_on_its_samples_only(row: Row) -> None:
    assert row.why
    assert row.sample
    assert row.negative
    assert [text for text in row.sample if not fires(row, text)] == []
    assert [text for text in row.negative if fires(row, text)] == []
    assert row.values.keys() & {"left", "right", "run"}
    assert row.values.get("verdict", shapes.REFUSED) in {shapes.REFUSED, shapes.DOUBTFUL, shapes.LONG}


@pytest.mark.parametrize("row", WORD_ROWS, ids=lambda row: row.id)
def test_each_split_word_is_joined_in_its_samples_only(row: Row) -> None:
    word = row.text("word")
    framed = [f"昨天听人说起{text}，今天又听说了" for text in row.sample]
    assert framed
    assert row.negative
    joined = [Passage.of(text).apply(split.find_splits(text)).text for text in framed]
    assert [text for text in joined if word not in text] == []
    for text in (*row.negative, *(f"昨天听人说起{text}，今天又听说了" for text in row.negative)):
        assert word not in Passage.of(text).apply(split.find_splits(text)).text


def test_a_mask_row_is_said_once() -> None:
    patterns = [shapes.row_pattern(row) for row in MASK_ROWS]
    assert len(patterns) == len(set(patterns))


def test_a_word_is_said_once() -> None:
    words = [row.text("word") for row in WORD_ROWS]
    assert len(words) == len(set(words))
