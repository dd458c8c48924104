"""One jammer in a whole document: a post of two lines has one break, and so one string of noise."""

from __future__ import annotations

import pytest
from dumped import posts

from forumclean.strip.noise import denoise_text

SHORTEST = "( e* H8 f6 L1 b"


@pytest.mark.parametrize(
    "text",
    [
        f"风停了{SHORTEST}\n没人。",
        f"风停了。\n{SHORTEST}没人。",
        f"风停了。\n{SHORTEST}　　没人。",
        f"风停了。\n{SHORTEST}\n没人。",
        f"{SHORTEST}\n没人。",
    ],
)
def test_the_shortest_jammer_right_beside_chinese_goes_alone(text: str) -> None:
    assert [edit.old for edit in denoise_text(text)] == [SHORTEST]


@pytest.mark.parametrize(
    "line",
    [
        f"风停了 a{SHORTEST}",  # a row that goes on from the text's own letters
        f"风停了{SHORTEST}没人。",  # in the middle of a line
        f"{SHORTEST}x = 1",
        "风停了( e* H8 f6 L",  # four groups
        "风停了 ( e * H 8 f 6 L 1 b",  # spaces between them
        "开局( e4 D5 C4 b6 a",  # its figures are a text's
        "选1 C2 A3 D4 B5 C6 A7 D8 B",
        "第1 A2 B3 C4 D5 E排",
        "血型A+ B- O+ A- B+ O-",
        "打乱R2 U' F2 D' R' U2 L' B2",
    ],
)
def test_a_row_that_may_be_the_texts_stays(line: str) -> None:
    assert denoise_text(f"今天说点别的。\n{line}\n完。") == []


def test_the_break_of_a_post_of_two_lines() -> None:
    dump = f"阿舟\n主题\n3\n帖子\n12\n积分\n88\n发消息\n1#\n发表于 2026-3-11 09:20 | 只看该作者\n风停了{SHORTEST}\n没人。\n"
    assert posts(dump) == ["风停了\n没人。"]
