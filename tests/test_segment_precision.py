"""Precision: sentences, typed lists and verse are no headings, and no line is ever swallowed."""

from __future__ import annotations

import random
import re

import pytest
from segmented import LONG, article, headings, paragraphs, words


def test_bare_short_lines_between_the_paragraphs_of_an_article() -> None:
    text = article("账本里的第九页", "看门人的运费", "河面化开之后")
    assert [t for _, _, t in headings(text)] == ["账本里的第九页", "看门人的运费", "河面化开之后"]


def test_a_single_bare_line_proves_nothing() -> None:
    assert headings(article("账本里的第九页")) == []


def test_short_posts_have_no_bare_headings() -> None:
    assert headings("好文章\n顶一下\n谢谢楼主的分享，学到了很多。\n先收藏\n回家慢慢看。") == []


SENTENCES = (
    "他说：“没有这回事。”",
    "“省钱不是目的。”",
    "后来呢？",
    "没有人回答。",
    "真的没有！",
    "老孟说，他不记得了；",
    "当时在场的有三个人：",
    "他停了停……",
    "（完）。",
    "“他从来不提”",
    "- 一项没有数字的单子",
    "· 圆点开头的一项",
    "1. 带上水",
    "2）带上伞",
    "（1）小括号",
    "① 圈里的数",
    "A. 甲选项",
    "https://a.example/thread-1-1-1.html",
    "@看门的大爷 你来说",
    "#包子 #货车",
    "2024-03-15",
    "***",
    "……",
    "甲",
    "那天老孟带来的账本有两百多页，从早上翻到晚上也没有翻完，最后大家决定先去吃饭，第二天接着翻",
)


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_and_lists_are_never_headings(line: str) -> None:
    text = article(line, "看门人的运费", line, "河面化开之后")
    assert [t for _, _, t in headings(text) if t not in {"看门人的运费", "河面化开之后"}] == []
    assert paragraphs(text).count(line) == 2


@pytest.mark.parametrize("mark", ["{}. ", "{}、", "{}) ", "（{}）", "{} "])
def test_a_typed_list_stays_one(mark: str) -> None:
    things = ["一把旧伞", "两个包子", "三张车票", "四节电池", "五块饼干"]
    listed = [mark.format(i) + thing for i, thing in enumerate(things, 1)]
    text = "\n".join([LONG[0], "出门要带的东西如下：", *listed, *LONG[1:]])
    assert headings(text) == []
    assert paragraphs(text)[2:7] == [line.strip() for line in listed]


def test_a_typed_list_in_bold_stays_one() -> None:
    listed = ["<b>1. 一把旧伞</b>", "<b>2. 两个包子</b>", "<b>3. 三张车票</b>"]
    assert headings("\n".join([LONG[0], *listed, *LONG[1:]])) == []


def test_a_typed_list_with_short_remarks_stays_one() -> None:
    listed = [line for i, t in enumerate(["旧伞", "包子", "车票"], 1) for line in (f"{i}. {t}", "这个不能忘。")]
    assert headings("\n".join([LONG[0], *listed, LONG[1]])) == []


def test_verse_is_no_row_of_headings() -> None:
    verse = ["河面化开的那天", "孩子们都不说话", "货车停在台阶旁", "包子的热气很高"]
    text = "\n".join([*LONG, *verse, *LONG])
    assert headings(text) == []
    assert paragraphs(text)[6:10] == verse


def test_nothing_is_swallowed_whatever_the_lines_are() -> None:
    chance = random.Random(5)
    lines = [
        *LONG,
        *SENTENCES,
        "01",
        "02",
        "一、",
        "二、总账",
        "<b>粗的一行</b>",
        "短标题",
        "半个题，",
        "",
        "Part One",
        "“后半句”",
    ]
    for _ in range(300):
        text = "\n".join(chance.choice(lines) for _ in range(chance.randint(3, 25)))
        assert words(text) == re.sub(r"<[^<>]*>|\s", "", text), text
