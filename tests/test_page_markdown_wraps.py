"""Pages that html2text wrapped, as it does unless told otherwise: at blanks, when 78 characters are full."""

from __future__ import annotations

import random
from textwrap import wrap

import pytest
from dumped import cleaned
from growing import grows
from jammer import jammer

from forumclean.page.plain_lines import Lines
from forumclean.page.plain_unwrap import unwrapped

HEAD = (
    "[老何](home.php?mod=space&uid=2)\n\n**[楼主](forum.php?mod=viewthread&tid=9)**\n\n"
    "_发表于 2026-3-11 09:20_ | [只看该作者](forum.php?authorid=2)\n\n"
)
BUTTONS = "\n\n[回复](forum.php?mod=post&action=reply) [举报](javascript:;)\n"
ENGLISH = (
    "The ferry leaves at nine, or when the old man has had his tea, whichever comes last, and nobody on this side of the river minds.",
    "Take the path behind the school; it is longer, but the mud is only ankle-deep there, and the well-known dog is tied up.",
    "Bring boots.",
)


def filled(*paragraphs: str) -> str:
    return "\n".join("\n".join(wrap(paragraph, 78, break_long_words=False)) + "  " for paragraph in paragraphs)


def test_wrapped_paragraphs_are_whole_again():
    assert cleaned(HEAD + filled(*ENGLISH) + BUTTONS).to_text() == "\n".join(ENGLISH) + "\n"


def test_noise_that_was_wrapped_goes():
    rng = random.Random(12)
    lines = [f"渡船第{n}天没有来，我们在柳树底下等到天黑，船家的狗也等着。" for n in range(40)]
    body = filled(*(line + jammer(rng).replace("\\", "/").replace("`", "'") for line in lines))
    kept = cleaned(HEAD + body + BUTTONS).to_text().split("\n")
    assert (
        sum(line in kept for line in lines) >= 35
    )  # of two blanks at a break one is lost, and with it a sign of the noise


def test_a_link_that_was_parted_at_a_hyphen():
    first = "渡口全年的时刻表，涨水落水的日子都在里面，是村里老会计记的： [时刻表](https://ferry-house.example/river-\ntimes)请看。  \n"
    body = first + filled(*ENGLISH)
    assert "[时刻表](<https://ferry-house.example/river-times>)" in cleaned(HEAD + body + BUTTONS).to_markdown()


def test_a_quote_is_wrapped_behind_its_sign():
    lines = Lines("\n".join(f"> {line}" for line in wrap(ENGLISH[0] + ENGLISH[1], 76)))
    assert [edit.new for edit in unwrapped(lines)] == [" "] * (len(lines) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "短的一行\n又一行\n再一行\n还有",
        "x" * 78 + "\n* 带水\n" + "x" * 78 + "\n## 题",
        "x" * 78 + "  \n" + "y" * 78 + "  \n",
        "x" * 78 + "\n短\n短\n短\n" + "y" * 78 + "\n短",
    ],
)
def test_lines_that_were_not_wrapped_stay(text):
    assert unwrapped(Lines(text)) == []


@pytest.mark.parametrize("piece", ["> ", "x-", "-", "x ", "*", "x\n", "> x\n"])
def test_joining_is_linear(piece):
    assert grows(lambda text: unwrapped(Lines(text)), piece * 20_000, piece * 80_000)
