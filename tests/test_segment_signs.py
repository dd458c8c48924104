"""Titles that a sign marks: a row of the same sign over the parts of a text; fields, lists and lone ones stay lines."""

from __future__ import annotations

import pytest
from segmented import LONG, article, headings, paragraphs

TITLES = ("雾里的码头", "司机们的早饭", "老孟的账本")
SIGNS = ("【{}】", "■ {}", "★{}", "◆{}", "—— {} ——", "=={}==", "★{}★")


def over(lines: list[str]) -> str:
    """A short post, no article: each line over one paragraph."""
    return "\n".join(line for pair in zip(lines, LONG, strict=False) for line in pair)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_row_of_the_same_sign_is_a_row_of_headings(sign: str) -> None:
    lines = [sign.format(title) for title in TITLES]
    assert headings(over(lines)) == headings(article(*lines)) == [(2, None, line) for line in lines]


@pytest.mark.parametrize("sign", SIGNS)
def test_one_alone_and_a_list_are_none(sign: str) -> None:
    lines = [sign.format(title) for title in TITLES]
    assert headings(f"{LONG[0]}\n{lines[0]}\n{LONG[1]}") == []
    assert headings("\n".join([LONG[0], *lines, LONG[1]])) == []


def test_signs_stand_above_numbers_and_below_them() -> None:
    text = f"【码头】\n一、早班\n{LONG[0]}\n二、晚班\n{LONG[1]}\n【账本】\n一、收入\n{LONG[2]}\n二、支出\n{LONG[3]}"
    assert [level for level, _, _ in headings(text)] == [2, 3, 3, 2, 3, 3]
    text = f"一、码头\n■ 早班\n{LONG[0]}\n■ 晚班\n{LONG[1]}\n二、账本\n■ 收入\n{LONG[2]}\n■ 支出\n{LONG[3]}"
    assert headings(text)[:3] == [(2, "一", "码头"), (3, None, "■ 早班"), (3, None, "■ 晚班")]


@pytest.mark.parametrize(
    "lines",
    [
        ["【船名】雾港一号", "【载重】三百吨", "【船主】老孟"],  # fields
        ["【老孟】", "【老周】", "【老孟】"],  # who speaks
        ["★★★★★", "★★★☆☆", "★☆☆☆☆"],
        ["■ 船在雾里停了一夜。", "■ 没有人敲锣。", "■ 账本不见了。"],
        ["———————", "=======", "———————"],
        ["◆电话：13800000000", "◆价格：35元", "◆地址：河东路旧仓库旁"],
    ],
)
def test_fields_speakers_stars_sentences_and_lines_are_none(lines: list[str]) -> None:
    assert headings(over(lines)) == []
    assert [line for line in paragraphs(over(lines)) if line in lines] == lines


def test_bullets_over_short_remarks_are_a_list() -> None:
    lines = [f"■ {title}\n先到先得。" for title in TITLES]
    assert headings("\n".join([*LONG[:3], *lines, *LONG[3:]])) == []
