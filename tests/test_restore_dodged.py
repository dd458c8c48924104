"""Asterisks inside a word that a writer set there to get it past a filter: nothing is hidden, nothing put in."""

from __future__ import annotations

import pytest

import forumclean
from forumclean.masks import find_masks

MASKED = "街坊们都说，这家店的豆腐是全城*的。\n"
"""A mask that speaks for others on its page."""


@pytest.mark.parametrize(
    "text", ["要的加微*信聊", "用支*付*宝转账", "拼**多**多上有", "老共*产*党员了", "代*购别找我", "收到刷*单的短信"]
)
def test_a_word_with_asterisks_in_it_hides_nothing(text: str) -> None:
    assert find_masks(MASKED + text) == [(15, 16)]


@pytest.mark.parametrize("text", ["其中*美的一件", "水中*美", "政*的府第", "微***信", "轻微*信号"])
def test_words_that_only_meet_at_a_mask_are_no_such_word(text: str) -> None:
    assert len(find_masks(MASKED + text)) == 2


def test_nothing_is_put_into_a_word_that_is_half_hidden() -> None:
    for text in ("百分*百的好评，不信你看。", "草*马，说好的周末呢？", "尊敬的**先生，您好！", "押金*000元，不退。"):
        assert forumclean.restore(MASKED + text)[1:] == ()


def test_asterisks_in_full_width_are_masks_where_others_would_be() -> None:
    text = "这是全城＊的面馆，排名＊＊的老字号。"
    assert [text[slice(*found)] for found in find_masks(text)] == ["＊", "＊＊"]
    (mask,) = forumclean.restore("珠穆朗玛峰是世界＊峰。")
    assert (mask.mask, mask.word) == ("＊", "最高")


@pytest.mark.parametrize(
    "text", ["＊注：以上不含运费", "宽 3＊4 米", "太可爱了(＊^_^＊)", "＊＊＊＊＊＊", "按＊键返回", "评分：＊＊＊"]
)
def test_asterisks_in_full_width_stay_where_others_would(text: str) -> None:
    assert find_masks(text) == []
