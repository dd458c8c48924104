"""What the model reads around a mask."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forumclean.masks.rank.window import LINE, MASK, PAD, UNKNOWN, WIDTH, windows

NUMBERS = {char: i for i, char in enumerate("甲乙丙丁戊己庚辛", 4)}


def read(row: np.ndarray) -> str:
    """Numbers as text: · beyond the text, / a line's end, * a mask, ? an unknown character."""
    names = {PAD: "·", LINE: "/", MASK: "*", UNKNOWN: "?"} | {n: c for c, n in NUMBERS.items()}
    return "".join(names[n] for n in row.tolist())


def sides(text: str) -> list[tuple[str, str]]:
    masks = [(i, i + 1) for i, char in enumerate(text) if char == "*"]
    left, right = windows(text, masks, NUMBERS)
    assert left.shape == right.shape == (len(masks), WIDTH)
    return [(read(a).lstrip("·"), read(b).rstrip("·")) for a, b in zip(left, right, strict=True)]


def test_sides_in_reading_order():
    assert sides("甲乙*丙丁") == [("甲乙", "丙丁/")]


def test_other_masks_stand_as_one_sign():
    left, right = windows("甲**乙*", [(1, 3), (4, 5)], NUMBERS)
    assert [read(left[1]).lstrip("·"), read(right[0]).rstrip("·")] == ["甲*乙", "乙*/"]


def test_indents_and_blank_lines_are_not_read():
    assert sides("甲\n\n \n　　乙*丙  \n\n　　丁") == [("甲/乙", "丙/丁/")]


def test_spaces_on_both_sides_of_a_mask_among_chinese_are_not_read():
    assert sides("甲 * 乙，  * 丙") == [("甲", "乙?*丙/"), ("甲*乙?", "丙/")]


def test_a_space_on_one_side_or_beside_latin_is_read():
    assert sides("a * b甲乙") == [("??", "??甲乙/")]
    assert sides("甲* 乙") == [("甲", "?乙/")]


def test_unknown_characters_have_one_number():
    assert sides("龘*龘") == [("?", "?/")]


def test_windows_are_cut_at_their_width():
    (left, right) = sides("甲" * 500 + "*" + "乙" * 500)[0]
    assert (left, right) == ("甲" * WIDTH, "乙" * WIDTH)


def test_far_masks_do_not_make_the_text_between_them_count():
    text = "*" + "甲" * 2_000_000 + "*"
    began = time.process_time()
    first, last = sides(text)
    assert time.process_time() - began < 2
    assert first[1] == "甲" * WIDTH == last[0]


@given(st.text("甲乙 \n　*", max_size=300))
def test_any_text_can_be_read(text: str):
    masks = [(i, i + 1) for i, char in enumerate(text) if char == "*"]
    if masks:
        left, right = windows(text, masks, NUMBERS)
        assert left.shape == right.shape == (len(masks), WIDTH)
        assert left.min() >= 0
        assert max(left.max(), right.max()) < 4 + len(NUMBERS)
