"""Chinese text gets its full-width punctuation back, and nothing else does."""

from __future__ import annotations

import time

import pytest

from forumclean.ledger import Passage
from forumclean.masks import restore
from forumclean.masks.width import find_widths
from forumclean.model import Mark
from forumclean.options import Options


def widened(text: str) -> str:
    """The text with full-width signs, after a check that this can be undone."""
    after = Passage.of(text).apply(find_widths(text))
    after.verify()
    return after.text


FULL = {
    "comma": ("下雨了,带伞", "下雨了，带伞"),
    "comma and space": ("下雨了, 带伞", "下雨了，带伞"),
    "colon": ("他说:走吧", "他说：走吧"),
    "question and exclamation": ("真的吗?!走!", "真的吗？！走！"),
    "brackets": ("雨(大的)停了", "雨（大的）停了"),
    "brackets around Latin and Chinese": ("他(IT 部门的)来了", "他（IT 部门的）来了"),
    "behind a mask": ("味道*,价格也公道", "味道*，价格也公道"),
    "between Latin and Chinese": ("OpenAI,以及别家", "OpenAI，以及别家"),
    "semicolon": ("一斤面;两个蛋", "一斤面；两个蛋"),
    "a call that begins in Chinese": ("写成f(变量x)就行", "写成f（变量x）就行"),
    "a call that ends in Chinese": ("写成f(x变量)就行", "写成f（x变量）就行"),
    "brackets that begin and end in Latin": ("说过(x变量y)的", "说过（x变量y）的"),
    "space in front of a quotation": ("他说, 「走吧」", "他说，「走吧」"),
    "space in front of Latin": ("他说, ok", "他说， ok"),
    "space at the end": ("他说, ", "他说，"),
    "behind a bracket": ("今天(晚上),有雨", "今天（晚上），有雨"),
    "Latin and a colon": ("CEO:我们", "CEO：我们"),
    "per cent": ("占70%,很多", "占70%，很多"),
}
KEEP = {
    "thousands": "一共1,000米",
    "time": "10:30 集合",
    "score": "3:2 赢了",
    "Latin": "hello, world (again): fine?",
    "smiley": "好的:)",
    "winking smiley": "好的;)",
    "address": "见https://a.example/x?a=1,2:3",
    "path": "装在盘:\\工具 下面",
    "code": "命令`甲,乙:丙`",
    "file name": "附件 报告,终稿.docx",
    "query": "地址是?id=1",
    "call": "写成f(x)就行",
    "call with Chinese inside": "写成f(x变量y)就行",
    "figure in brackets": "第(3)条",
    "full width already": "下雨了，带伞（大的）。",
}


@pytest.mark.parametrize(("before", "after"), FULL.values(), ids=FULL)
def test_widens_signs_of_chinese_text(before: str, after: str) -> None:
    assert widened(before) == after


@pytest.mark.parametrize("text", KEEP.values(), ids=KEEP)
def test_keeps_other_signs(text: str) -> None:
    assert widened(text) == text


def test_twice_is_as_good_as_once() -> None:
    once = widened("下雨了, 带伞(大的):10:30 见,1,000 米")
    assert once == "下雨了，带伞（大的）：10:30 见，1,000 米"
    assert widened(once) == once


def test_is_off_unless_asked_for() -> None:
    text = "下雨了, 带伞(大的)。"
    assert restore(Passage.of(text), Options()).text == text
    assert restore(Passage.of(text), Options(width="full")).text == "下雨了，带伞（大的）。"


def test_code_keeps_its_signs() -> None:
    text = "下雨了, 带伞"
    assert restore(Passage.of(text, [Mark(0, len(text), "code")]), Options(width="full")).text == text


def test_each_sign_is_an_edit_of_the_stage() -> None:
    text = "雨(大的)停了, 走"
    edits = find_widths(text)
    assert [(edit.start, edit.end, edit.old, edit.new) for edit in edits] == [
        (1, 2, "(", "（"),
        (4, 5, ")", "）"),
        (7, 9, ", ", "，"),
    ]
    assert [edit[:4] for edit in find_widths("雨停了, ok")] == [(3, 4, ",", "，")]
    assert {(edit.rule, edit.stage) for edit in edits} == {("width/full", "restore")}


@pytest.mark.parametrize("protected", [[(0, 12), (2, 4)], [(2, 4), (0, 12)], [(0, 4), (3, 12)]])
def test_literal_ranges_may_nest(protected: list[tuple[int, int]]) -> None:
    text = "一,二三四,五六七,八,九"
    assert [edit.start for edit in find_widths(text, protected)] == []
    assert [edit.start for edit in find_widths(text, [(2, 4)])] == [1, 5, 9, 11]
    assert [edit.start for edit in find_widths(text, [(1, 2), (6, 11)])] == [5, 11]


HOSTILE = {
    "commas": "中," * 500_000,
    "commas alone": "," * 1_000_000,
    "opening brackets": "(" * 1_000_000 + "中",
    "Chinese and brackets": "中(" * 500_000,
    "question marks": "中" + "?" * 1_000_000,
    "dots": "." * 1_000_000 + "中",
    "one long word": "a" * 1_000_000 + ",中",
    "addresses": "http://a " * 100_000,
    "spaces": " " * 1_000_000,
    "backticks": "`" * 999_999,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_stays_in_proportion(text: str) -> None:
    begun = time.process_time()
    find_widths(text)
    assert time.process_time() - begun < 6  # about 3 at most where it was written, alone
