"""Masks that a reader finds restored wrongly: each text here is one that was."""

from __future__ import annotations

from pathlib import Path

import pytest

import forumclean
from forumclean import InputError, Options
from forumclean.masks import find_masks
from forumclean.masks.rank.doubled import doubles
from forumclean.ranking import ranker_of


def put_in(text: str) -> str:
    """The text with what is put in, told between braces."""
    for mask in reversed(forumclean.restore(text)):
        if mask.restored:
            text = f"{text[: mask.start]}{{{mask.word}}}{text[mask.end :]}"
    return text


@pytest.mark.parametrize(
    "text",
    [
        "她是班上第*个会骑车的学生。",
        "伤口没好，绝*不能下水。",
        "我们最*的困难是人手不够。",
        "该校是县里唯*一所寄宿学校。",
    ],
)
def test_a_half_masked_word_is_not_doubled(text: str) -> None:
    assert put_in(text) == text, forumclean.restore(text)


def test_a_word_may_stand_before_one_that_begins_as_it_ends() -> None:
    assert put_in("他是村里*一个会修钟的人。") == "他是村里{唯一}一个会修钟的人。"


@pytest.mark.parametrize(
    ("word", "left", "right", "doubled"),
    [
        ("第一", "村里第", "个", True),
        ("第一", "得了第一", "，", True),
        ("最大", "，", "大的船", True),
        ("最大", "，", "大学", False),
        ("最大", "，", "小", False),
    ],
)
def test_doubles(word: str, left: str, right: str, doubled: object) -> None:
    assert doubles(word, left, right, {"大学"}) is doubled


@pytest.mark.parametrize(
    "text",
    [
        "医生说先吃药*天，每天*次，别停。",
        "我2018年*月*日出院，到今天刚满两年。",
        "**年参军，后来留在了南方。",
        "**省**市**县公安局通报。",
        "一台**牌手机用了半年。",
        "老人半夜心率**次，赶紧送医院。",
    ],
)
def test_a_figure_hidden_by_hand_stays(text: str) -> None:
    assert put_in(text) == text, forumclean.restore(text)


@pytest.mark.parametrize(
    "text",
    [
        "功率*时间就等于用掉的电。",
        "单价*件数写在第四列。",
        "电流*电阻是电压。",
        "见到*就当没写过。",
        "*第8题 求三角形的面积",
        "把2023*总结.xlsx发我一份。",
        "内网地址是 10.0.*.*，不要改。",
        "用查找替换把*换成空格。",
    ],
)
def test_a_product_in_words_and_the_sign_itself_stay(text: str) -> None:
    assert put_in(text) == text, forumclean.restore(text)


def test_a_mask_set_apart_by_spaces_is_read_as_if_it_were_not() -> None:
    assert put_in("我认为 * 的麻烦来自停水。") == put_in("我认为*的麻烦来自停水。").replace("{", " {").replace(
        "}", "} "
    )


@pytest.mark.parametrize("text", ["请把标有 * 的题目先做完。", "他把 * 号写成了加号。", "这道汤是 * 的。"])
def test_a_sign_set_apart_by_spaces_is_not_filled_with_a_figure(text: str) -> None:
    assert "%" not in put_in(text)


def test_two_masks_of_four_signs_on_a_line_are_no_ends_of_emphasis() -> None:
    text = "那时候全县****的师傅都在厂里，铺子是****能修表的地方。\n修表****重要的是耐心，他****怕客人催。"
    assert [text[slice(*found)] for found in find_masks(text)] == ["****"] * 4
    assert find_masks("**有人问：**今天开门吗？**店主答：****开的，请进。**") == []


def test_a_line_of_the_words_file_with_an_asterisk_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "words.txt"
    listed.write_text("顶级\n全城*的\n", "utf-8")
    with pytest.raises(InputError, match=r"words\.txt, line 2: 全城\*的 has an asterisk"):
        ranker_of(Options(words=str(listed)))


LISTED = [
    "微信",
    "支付宝",
    "代购",
    "加群",
    "VPN",
    "刷单",
    "返利",
    "外挂",
    "彩票",
    "发票",
    "香烟",
    "处方药",
    "QQ群",
    "小红书",
]
PAGE = """上周去河东看房，中介说这是全城*的小区。
没有*根本连不上公司的网。
楼下的早点铺开了二十年，是老街唯一没有涨价的店。
*次来的人都会问路，走熟了就好。"""


def filled(text: str, words: list[str], folder: Path) -> list[str]:
    """The words put in, where these are said to be hidden on the site."""
    listed = folder / "words.txt"
    listed.write_text("\n".join(words), "utf-8")
    return [mask.word or "" for mask in forumclean.restore(text, options=Options(words=str(listed))) if mask.restored]


def test_words_of_the_users_do_not_flood_a_page_that_hides_others(tmp_path: Path) -> None:
    assert "第一" in filled(PAGE, LISTED, tmp_path)
    assert not set(filled(PAGE, LISTED, tmp_path)) & set(LISTED)


def test_a_word_of_which_the_model_knows_nothing_is_not_put_in(tmp_path: Path) -> None:
    for word in ("QQ群", "VPN", "XYZ"):
        assert word not in filled(PAGE, [word], tmp_path)


def test_a_word_that_is_named_counts_for_more(tmp_path: Path) -> None:
    text = "银行的人说，她的住房*要还三十年，每个月都要往卡里存钱。"
    (plain,) = forumclean.restore(text)
    listed = tmp_path / "words.txt"
    listed.write_text("贷款", "utf-8")
    (named,) = forumclean.restore(text, options=Options(words=str(listed)))
    assert dict(named.candidates)["贷款"] > dict(plain.candidates).get("贷款", 0)
