"""From candidates to masks: title and text in one call, what is put in, what a reader's decision outweighs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forumclean.decisions import Decision, Decisions
from forumclean.ledger import Passage
from forumclean.masks import Candidates, Mask, masks_of, restore, restore_page
from forumclean.masks.decide import decide
from forumclean.masks.decided import decided
from forumclean.model import Mark
from forumclean.options import Options

BEST: Candidates = (("最好", 0.8), ("第一", 0.1))


class Noting:
    """A ranker that says a word by the number of the mask, and notes what it was asked."""

    def __init__(self, probability: float = 0.9) -> None:
        self.probability = probability
        self.asked: list[tuple[str, list[tuple[int, int]]]] = []

    def rank(self, text: str, masks: Sequence[tuple[int, int]]) -> Sequence[Candidates]:
        self.asked.append((text, list(masks)))
        return [((f"词{i}", self.probability), ("别的", 0.05)) for i in range(len(masks))]


def test_title_and_text_are_ranked_in_one_call() -> None:
    ranker = Noting()
    passage = Passage.of("这是全城*的面馆，\n也是**的汤。")
    after, title = restore_page(passage, "全城*的面馆和它*的汤", Options(), lambda: ranker)
    ((text, ranges),) = ranker.asked
    assert text == "全城*的面馆和它*的汤\n这是全城*的面馆，\n也是**的汤。"
    assert [text[s:e] for s, e in ranges] == ["*", "*", "*", "**"]
    assert ranges == [(2, 3), (8, 9), (16, 17), (24, 26)]
    assert [(mask.start, mask.end, mask.mask, mask.word) for mask in title] == [(2, 3, "*", "词0"), (8, 9, "*", "词1")]
    assert after.text == "这是全城词2的面馆，\n也是词3的汤。"


def test_a_title_alone_is_ranked_too() -> None:
    ranker = Noting()
    passage = Passage.of("没有别的话。")
    after, title = restore_page(passage, "全城*的面馆", Options(), lambda: ranker)
    assert after is passage
    assert [mask.word for mask in title] == ["词0"]
    assert ranker.asked == [("全城*的面馆\n没有别的话。", [(2, 3)])]


def test_without_a_title_the_text_is_ranked_from_its_start() -> None:
    ranker = Noting()
    restore(Passage.of("这是全城*的面馆。"), Options(), lambda: ranker)
    masks_of("这是全城*的面馆。", Options(), lambda: ranker)
    assert ranker.asked == [("\n这是全城*的面馆。", [(5, 6)])] * 2


def test_where_nothing_is_masked_no_ranker_is_made() -> None:
    made: list[Noting] = []

    def make() -> Noting:
        made.append(Noting())
        return made[-1]

    passage = Passage.of("标*号的不考。3*4 米。")
    assert restore_page(passage, "没有", Options(), make) == (passage, ())
    assert masks_of("3*4 米的屋子", Options(), make) == ()
    assert made == []


def test_offsets_of_masks_are_those_behind_joined_words() -> None:
    before = Passage.of("谈到中 美两国*的面, 话就长了。")
    after, _ = restore_page(before, "", Options(width="full"), lambda: Noting(0.1))
    assert after.text == "谈到中美两国*的面，话就长了。"
    assert [(m.start, m.end, m.data["word"], m.data["restored"]) for m in after.marks] == [(6, 7, "词0", False)]


def test_code_that_moved_is_still_code() -> None:
    text = "谈到中 美两国的面。码*的"
    before = Passage.of(text, [Mark(text.index("码"), len(text), "code")])
    assert [m.kind for m in restore(before, Options()).marks] == ["code"]


def test_a_mark_tells_all_that_is_known_of_its_mask() -> None:
    (mark,) = restore(Passage.of("这是全城**的面馆。"), Options(), Noting).marks
    assert mark == Mark(
        4,
        6,
        "mask",
        {
            "mask": "**",
            "word": "词0",
            "probability": 0.9,
            "restored": True,
            "candidates": (("词0", 0.9), ("别的", 0.05)),
        },
    )


def test_a_word_that_is_put_in_has_an_edit_with_its_candidates() -> None:
    (edit,) = restore(Passage.of("这是全城**的面馆。"), Options(), Noting).ledger()
    assert edit == (4, 6, "**", "词0", "restore/word", "restore", (("词0", 0.9), ("别的", 0.05)))


# ── what is put in ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "restored"),
    [
        (Options(), True),
        (Options(min_probability=0.8), True),
        (Options(min_probability=0.81), False),
        (Options(min_probability=0), True),
        (Options(masks="mark"), True),
        (Options(masks="keep"), False),
    ],
)
def test_the_likeliest_word_at_or_above_the_least_probability(options: Options, restored: bool) -> None:  # noqa: FBT001
    assert decide("全城**的面", [(2, 4)], [BEST], options) == (Mask(2, 4, "**", "最好", 0.8, restored, BEST),)


def test_each_mask_has_its_own_candidates() -> None:
    masks = decide("甲*乙**丙", [(1, 2), (3, 5)], [(), BEST], Options())
    assert masks == (Mask(1, 2, "*"), Mask(3, 5, "**", "最好", 0.8, restored=True, candidates=BEST))
    with pytest.raises(ValueError, match="shorter"):
        decide("甲*乙**丙", [(1, 2), (3, 5)], [()], Options())


# ── what a reader decided ───────────────────────────────────────────────────────────────────────

TEXT = "这是全城*的面馆，也是全县**的汤铺。"
MASKS = (Mask(4, 5, "*", "最好", 0.8, restored=True, candidates=BEST), Mask(12, 14, "**"))


def options(word: str | None, **others: str) -> Options:
    entry = Decision("这是全城", "*", "的面馆也是全县的汤铺", word)
    return Options(decisions=Decisions((entry,)), **others)  # type: ignore[arg-type]


def test_without_decisions_masks_stay_as_they_are() -> None:
    assert decided(TEXT, list(MASKS), Options()) == MASKS


@pytest.mark.parametrize(("masks", "put_in"), [("restore", True), ("mark", True), ("keep", False)])
def test_a_decided_word_is_certain_and_comes_first(masks: str, put_in: bool) -> None:  # noqa: FBT001
    first, second = decided(TEXT, MASKS, options("头一家", masks=masks))
    assert first == Mask(4, 5, "*", "头一家", 1.0, put_in, (("头一家", 1.0), *BEST), by_hand=True)
    assert second is MASKS[1]


def test_a_decided_word_that_was_a_candidate_is_told_once() -> None:
    (first, _) = decided(TEXT, MASKS, options("第一"))
    assert first == Mask(4, 5, "*", "第一", 1.0, restored=True, candidates=(("第一", 1.0), ("最好", 0.8)), by_hand=True)


def test_asterisks_that_shall_stay_stay() -> None:
    (first, _) = decided(TEXT, MASKS, options(None))
    assert first == Mask(4, 5, "*", "最好", 0.8, restored=False, candidates=BEST, by_hand=True)


def test_a_decided_word_is_an_edit_of_its_own_rule() -> None:
    after = restore(Passage.of(TEXT), options("头一家"), lambda: Noting(0.9))
    assert [(edit.rule, edit.new) for edit in after.ledger()] == [
        ("restore/decided", "头一家"),
        ("restore/word", "词1"),
    ]
    assert [(edit.rule, edit.new) for edit in restore(Passage.of(TEXT), options("头一家")).ledger()] == [
        ("restore/decided", "头一家")
    ]
    assert masks_of(TEXT, options("头一家"))[0].word == "头一家"


def test_a_title_is_decided_as_the_text_is() -> None:
    entry = Decision("全镇", "*", "的面馆", "头一家")
    _, (mask,) = restore_page(Passage.of("无话。"), "全镇*的面馆", Options(decisions=Decisions((entry,))))
    assert (mask.word, mask.by_hand) == ("头一家", True)
