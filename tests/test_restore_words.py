"""Words that the shipped model puts in: plain sentences of our own in which hardly another word could stand."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

import forumclean
from forumclean.masks.rank import builtin
from forumclean.masks.rank.builtin import LEAST, TOLD
from forumclean.options import Options

PLAIN = [
    ("这是他*次到北京。", "第一"),
    ("珠穆朗玛峰是世界*峰。", "最高"),
    ("他在百米决赛中跑了*名，拿到金牌。", "第一"),
    ("这是我们*的机会，错过就没有了。", "唯一"),
    ("公司在国内市场上处于*地位，份额超过一半。", "领先"),
    ("他是那届世界杯的*射手，一人进了八个球。", "最佳"),
]
"""Masked sentences and the word that was there."""
FAST = [("他是班上跑得*的学生，百米只要十一秒。", "最快")]
"""A list with bare 最 leaves one character behind: 最快 stands as ``*快``."""


@pytest.mark.parametrize(("text", "word"), PLAIN + FAST)
def test_the_word_is_among_the_first_three(text: str, word: str):
    (mask,) = forumclean.restore(text)
    assert word in [each for each, _ in mask.candidates[:3]]


def test_most_plain_sentences_come_out_right():
    first = [forumclean.restore(text)[0].word == word for text, word in PLAIN]
    assert sum(first) >= len(PLAIN) - 2


def test_a_bare_superlative_is_found_inside_a_word():
    (mask,) = forumclean.restore("他是班上跑得*快的学生，百米只要十一秒。")
    assert mask.word == "最"


def test_probabilities_are_told_in_order_and_add_up_to_at_most_one():
    for text, _ in PLAIN:
        shares = [share for _, share in forumclean.restore(text)[0].candidates]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.001
        assert min(shares) >= LEAST
        assert len(shares) <= TOLD


def test_the_same_text_gets_the_same_words():
    text = "".join(text for text, _ in PLAIN)
    assert forumclean.restore(text) == forumclean.restore(text)


def test_a_repeated_sentence_has_the_same_word():
    text = f"{PLAIN[2][0]}观众都站了起来。\n{PLAIN[2][0]}\n"
    first, second = forumclean.restore(text)
    assert first.word == second.word == "第一"


def test_min_probability_decides_what_is_put_in():
    page = "楼主\n发表于 2024-5-6 07:08\n公司在国内市场上处于*地位，份额超过一半。\n"
    assert "领先地位" in forumclean.clean(page).to_text()
    kept = forumclean.clean(page, options=Options(min_probability=1.0))
    assert "*地位" in kept.to_text()
    assert kept.masks[0].word == "领先"
    assert not kept.masks[0].restored
    assert "*地位" in forumclean.clean(page, options=Options(masks="keep")).to_text()
    assert "领先\\[\\*\\]地位" in forumclean.clean(page, options=Options(masks="mark")).to_markdown()


def test_a_masked_title_is_read_with_the_page():
    title = "技术*的公司换了老板"
    page = (
        "<html><head><meta name='generator' content='Discuz! X3.5'><title>t</title></head><body><div id='postlist'>"
        f"<span id='thread_subject'>{title}</span><div id='post_1'><table id='pid1'><tr><td class='plc'>"
        "<div class='pcb'><table><tr><td class='t_f' id='postmessage_1'>公司在国内市场上处于*地位，份额超过一半。"
        "</td></tr></table></div></td></tr></table></div></div></body></html>"
    )
    article = forumclean.clean(page)
    masks = [mask for mask in article.masks if mask.post is None]
    assert [mask.where for mask in masks] == [("title",)]
    assert masks[0].word == "领先"
    alone = forumclean.restore(title)[0]
    assert masks[0].candidates[0][1] > alone.candidates[0][1] + 0.2


def test_a_flood_of_masks_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(builtin, "MOST", 100)
    text = "\n".join(f"第{i}家是城里*的店，老板姓{chr(0x4E00 + i % 9000)}，卖了{i}年。" for i in range(6000))
    began = time.process_time()
    masks = forumclean.restore(text)
    assert time.process_time() - began < 20
    assert len(masks) == 6000
    assert sum(bool(mask.candidates) for mask in masks) == 100


def test_without_a_mask_no_model_is_loaded():
    code = "import sys, forumclean; forumclean.restore('宽 3*4 米，没有被盖住的词。'); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
