"""Files of words (``--words``): as people keep them, and as forums export them."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumclean import InputError
from forumclean.wordlist import read_words

EXPORT = (
    "\n[type:推销]\n加{1}微\n代开{2}发{2}票\n兼职={MOD}\n[/type]\n\n[type:其他]\n赌球={BANNED}\n坏蛋=**\n笨蛋=\n老兄=朋友\n"
    "/1[35]\\d{9}/\n/买卖.+群/i={BANNED}\n[/type]\n"
)
"""In the shape of what Discuz! writes out."""


def listed(folder: Path, data: str | bytes, name: str = "words.txt") -> tuple[str, ...]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_words(path)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
def test_a_list_is_read_in_the_charset_it_is_in(tmp_path: Path, codec: str) -> None:
    assert listed(tmp_path, "# 本站\r\n最佳\r\n第一\r\n\r\n".encode(codec)) == ("最佳", "第一")


def test_of_discuzs_own_list_only_words_that_asterisks_stand_for_are_taken(tmp_path: Path) -> None:
    assert listed(tmp_path, EXPORT) == ("加微", "代开发票", "坏蛋", "笨蛋")
    assert listed(tmp_path, EXPORT.encode("gbk")) == ("加微", "代开发票", "坏蛋", "笨蛋")


@pytest.mark.parametrize(
    "text",
    [
        "最佳,第一，唯一",
        "最佳、第一\n唯一",
        "最佳|第一|唯一\n",
        "最佳 第一 唯一",
        "最佳\u3000第一\n唯一",
        '["最佳", "第一", "唯一"]',
    ],
)
def test_words_side_by_side_are_parted(tmp_path: Path, text: str) -> None:
    assert listed(tmp_path, text) == ("最佳", "第一", "唯一")


def test_of_a_table_the_first_column_is_read(tmp_path: Path) -> None:
    table = '词语,类别,说明\n最佳,极限,不得使用\n"第一",极限,不得使用\nNo.1,极限,不得使用\n'
    assert listed(tmp_path, table, "words.csv") == ("最佳", "第一", "No.1")
    assert listed(tmp_path, "最佳\t极限\n第一\t极限\n") == ("最佳", "第一")
    assert listed(tmp_path, "最佳 120 a\n第一 90 m\n") == ("最佳", "第一")


def test_what_looks_a_little_like_it_is_a_word(tmp_path: Path) -> None:
    assert listed(tmp_path, "Top 1\nA/B\n[顶]\n24{小时\n") == ("Top 1", "A/B", "[顶]", "24{小时")


def test_an_indented_comment_is_not_a_word(tmp_path: Path) -> None:
    assert listed(tmp_path, "  # 去年抄的\n顶级\n") == ("顶级",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("最*\n", "line 1: 最\\* has an asterisk"),
        ("一\n" + "长" * 41, "line 2: 41 characters"),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be read"),
    ],
)
def test_what_cannot_be_a_word_is_refused(tmp_path: Path, data: str | bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        listed(tmp_path, data)
