"""Masks that a tool set a space beside, always on the same side: found, and read as if it were not there."""

from __future__ import annotations

import pytest

import forumclean
from forumclean.masks import find_masks

TEXT = "这座厂房是目前省内{}的车间，设备也是{}的。\n三年里份额一直位居{}，他说{}的办法就是把活干好。\n这是他们{}次拿到订单。"
STARS = 5


def read(star: str) -> list[str | None]:
    return [mask.word for mask in forumclean.restore(TEXT.replace("{}", star))]


@pytest.mark.parametrize("star", [" *", "* ", " **", "** "])
def test_masks_with_a_space_on_one_side_throughout_are_found_and_read_alike(star: str) -> None:
    assert read(star) == read(star.strip())
    assert len(read(star)) == STARS


def test_asides_and_slips_of_emphasis_are_still_none() -> None:
    assert find_masks("所属：山羊号 *现已退役\n所属：白浪号 *仍在服役\n所属：海鸥号 *在建\n") == []
    assert find_masks("请大家** 务必**带上证件，明天** 八点**集合，** 不要**迟到。") == []


def test_a_page_with_one_space_has_no_habit() -> None:
    text = TEXT.replace("{}", "*").replace("也是*的", "也是 *的")
    assert len(find_masks(text)) == STARS
