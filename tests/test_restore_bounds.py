"""Near misses of the rules on masks: emphasis beside masks, long runs that are secrets, notes behind other signs, half-masked words."""

from __future__ import annotations

import numpy as np
import pytest
from test_rank_evidence import MASKS, MODEL, TEXT
from test_restore_emphasis import lines, noted
from test_restore_find import unbracketed

from forumclean.ledger import edited
from forumclean.masks import find_masks
from forumclean.masks.emphasis import is_loose
from forumclean.masks.rank import scores
from forumclean.masks.rank.builtin import sobered
from forumclean.masks.rank.doubled import undoubled
from forumclean.masks.rank.network import log_probabilities
from forumclean.masks.rank.scores import _best
from forumclean.masks.rank.window import windows
from forumclean.masks.split import find_splits


@pytest.mark.parametrize(
    "text",
    [
        "**先说**水。\n**再说**船。\n**明天**再去。\n这是全城〔*〕的一年，**结尾**说的也是〔**〕的事。",
        "不是价钱〔**〕的那家，要由店里〔***〕的师傅来做，\n这是全城〔**〕的，也是〔***〕的，也是〔***〕的。",
        "这人〔***〕呀，\n出了〔***〕的事，\n他又〔***〕了。",
    ],
    ids=["emphasis behind a mask", "masks of two lengths on a line", "long runs on three lines"],
)
def test_masks_beside_other_runs(text: str) -> None:
    plain, wanted = unbracketed(text)
    assert find_masks(plain) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "**问：几点？****答：八点。**\n**问：远吗？****答：不远。**\n**问：贵吗？****答：不贵。**",
        "尾号**88的来了。\n尾号**89的也来了。\n这人***呀，\n出了***的事，\n他又***了。",
        "`ls 甲*`列出文件，全看得到。",
    ],
    ids=["bold, two glued, several lines", "long runs among figures that are hidden", "code at the start of the text"],
)
def test_long_runs_that_are_no_masks(text: str) -> None:
    assert find_masks(text) == []


def test_many_masks_below_a_line_do_not_make_it_an_ornament() -> None:
    text = "这是全城*的面馆。\n" * 80
    assert len(find_masks(text)) == 80


@pytest.mark.parametrize(("text", "loose"), [("a 甲 **乙", 1), ("甲a **乙", 0), ("甲** 乙", 1)])
def test_a_slip_is_told_by_what_stands_beside_the_space(text: str, loose: int) -> None:
    (line,) = lines(text)
    assert sum(is_loose(text, run) for run in line.runs) == loose


def test_a_product_in_front_of_a_term_does_not_hide_its_mark() -> None:
    assert noted("长3*4米，船名白浪渔家号*\n*白浪渔家号取自老歌。") == [13, 15]


def test_what_a_doubled_word_loses_the_others_get() -> None:
    row = np.array([[0.2, 0.6, 0.2]], np.float32)
    ((first, best, other),) = undoubled(row, ("第一", "最后", "最好"), "村里第*个学生", [(3, 4)], ())
    assert first < 0.02
    assert best == pytest.approx(0.72)
    assert other == pytest.approx(0.24)
    far = "第" + "村" * 12 + "*个学生"
    assert (undoubled(row, ("第一", "最后", "最好"), far, [(13, 14)], ()) == row).all()


def test_only_words_that_the_user_alone_names_are_lowered() -> None:
    shares = np.array([[0.7, 0.3], [0.2, 0.7]], np.float32)
    lowered = sobered(shares, ("甲乙丙", "第一"), ("甲乙丙", "第一"))
    assert lowered[:, 1].tolist() == shares[:, 1].tolist()
    assert (lowered[:, 0] < shares[:, 0]).all()
    assert (sobered(shares, ("甲乙丙", "第一"), ()) == shares).all()


def test_the_likeliest_words_are_told_in_order_and_of_equal_ones_the_first() -> None:
    assert _best(np.array([1, 3, 2, 3, 0, 0, 0, 0, 0, 0, 0], np.float32)).tolist() == [1, 3, 2, 0, 4, 5, 6, 7]
    assert _best(np.array([1, 3, 2], np.float32)).tolist() == [1, 2, 0]


def test_a_given_word_of_the_vocabulary_is_raised_the_more_the_rarer_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "COST", np.float32(0))  # as much as nothing is rare in a vocabulary of a dozen words
    plain = log_probabilities(MODEL, *windows(TEXT, MASKS, MODEL.numbers))
    raised = scores.given_listed(MODEL, plain, np.array([2]))
    assert (raised[:, 2] > plain[:, 2]).all()
    assert (np.delete(raised, 2, 1) == np.delete(plain, 2, 1)).all()


CLEAR = "去渡口要早。渡口没有人。老渡口，水深。渡口边上有船。\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("中 美两地的团队都在加人。", 1),
        (f"{CLEAR}他在老渡 口边等船等到天黑才回来。", len(CLEAR) + 4),  # 老渡口 and 渡口边 are the page's, too
        (f"{CLEAR}老渡船。他在老渡 口边等船等到天黑才回来。", None),
        (f"{CLEAR}山口边。他在老渡 口边等船等到天黑才回来。", None),
        ("台下的听众 号召大家一起捐书给村里的学校。", None),  # 公众号 is listed
    ],
)
def test_split_words_at_the_start_of_a_text_and_beside_other_words(text: str, place: int | None) -> None:
    wanted = text if place is None else text[:place] + text[place + 1 :]
    assert edited(text, find_splits(text)) == wanted
