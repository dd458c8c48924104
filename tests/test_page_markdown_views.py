"""Pages of other views than html2text's desktop page, as converters to Markdown and text browsers write them."""

from __future__ import annotations

import random
import re

import pytest
from dumped import cleaned, posts
from jammer import jammer

SPACE = "home.php?mod=space&uid=5&mobile=2"
TOUCH = [  # floor and author of an item, then the first post's counts
    ("  * {floor} {name}\n", "  * ___47_ ___2_ ", "  * "),
    ("  * _{floor}_**{name}**\n", "  * _收藏_ ", "  * "),
    (f"  * {{floor}} [{{name}}]({SPACE})\n", "  * ___47_ ___2_ ", "  * "),
    (f"  * _{{floor}}_**[{{name}}]({SPACE})**\n", f"  * _[收藏]({SPACE})_ ", "  * "),
    (f"* {{floor}}\n\n  [{{name}}]({SPACE})\n", "* *47**2*", "* "),
    (f"* *{{floor}}***[{{name}}]({SPACE})**\n", f"* *[收藏]({SPACE})*\n  ", "* "),
    ("* *{floor}***{name}**\n", "* *收藏*\n  ", "* "),
]


def touch(form: tuple[str, str, str], floors: list[tuple[str, str]], text: str = "潮水{n}点到。  \n明天再看。") -> str:
    item, counts, bullet = form
    dump = "[老物件](forum.php?mod=forumdisplay&fid=3)\n\n渔汛\n\n"
    for n, (floor, name) in enumerate(floors):
        head = (
            item.format(floor=floor, name=name)
            + (counts if floor == "楼主" else bullet)
            + f"2022-4-{n + 1} 07:10\n\n\n"
        )
        dump += f"![](https://bbs.example/uc_server/avatar.php?uid={n}&size=small)\n\n{head}{text.format(n=n)}\n\n"
    return dump + "首页 | 登录 | 注册\n\n简易版 | 触屏版 | 电脑版 | \n\n(C) Comsenz Inc.\n"


@pytest.mark.parametrize("form", TOUCH)
def test_heads_of_the_touch_view_in_markdown(form):
    article = cleaned(touch(form, [("楼主", "阿舟"), ("沙发", "老周"), ("6#", "net_9")]))
    facts = [(post.facts.floor, post.facts.author, post.facts.published) for post in article.posts]
    assert facts == [(1, "阿舟", "2022-04-01T07:10"), (2, "老周", "2022-04-02T07:10"), (6, "net_9", "2022-04-03T07:10")]
    assert article.to_text() == "".join(f"潮水{n}点到。\n明天再看。\n" for n in range(3))
    assert article.thread.title == "渔汛"


@pytest.mark.parametrize("form", TOUCH)
def test_a_later_page_of_the_touch_view_in_markdown(form):
    article = cleaned(touch(form, [("11#", "老周"), ("12#", "阿舟")], "潮水{n}点到。  \n下一行。  \n再下一行。"))
    assert [(post.facts.floor, post.facts.author) for post in article.posts] == [(11, "老周"), (12, "阿舟")]


def test_backslashes_of_noise_stay_where_the_converter_escapes_stars_alone():
    rnd = random.Random(3)
    noise = [jammer(rnd) for _ in range(160)]
    assert any(re.search(r"\\[-+.!#()]", each) for each in noise)
    text = "  \n".join(f"第{n}网。{each}".replace("*", "\\*").replace("_", "\\_") for n, each in enumerate(noise))
    form = ("* *{floor}***{name}**\n", "* *收藏*\n  ", "* ")
    assert posts(touch(form, [("楼主", "阿舟")], text.replace("{", "{{").replace("}", "}}"))) == [
        "\n".join(f"第{n}网。" for n in range(160))
    ]


def test_the_old_mobile_view_in_markdown():
    dump = "登录|立即注册\n\n论坛 _ > _ 老物件\n\n发帖|\n\n渔汛\n\n看47|回2|收藏\n\n"
    dump += (
        "楼主 阿舟 只看他   \n_2022-4-1 07:10_\n\n潮水到了。\n\n_5_ # 老周 只看他   \n_2022-4-2 07:10_\n\n明天再看。\n"
    )
    assert posts(dump) == ["潮水到了。", "明天再看。"]


@pytest.mark.parametrize("mark", ["• ", "* ", "     * ", "-   "])
@pytest.mark.parametrize("floor", ["11#", "11^#", "11^(#)"])
def test_heads_in_lists_of_text_browsers(mark, floor):
    head = f"[avatar.php?uid=5&size=small]\n{mark}{floor} 阿舟\n{mark}2022-4-1 07:10\n\n"
    dump = f"老物件\n渔汛\n{head}潮水到了。\n{head.replace('11', '12')}明天再看。\n"
    dump += "   * 我也说一句________\n首页 | 登录 | 注册\n触屏版 | 电脑版 |\n"
    article = cleaned(dump)
    assert [(post.facts.floor, post.facts.author) for post in article.posts] == [(11, "阿舟"), (12, "阿舟")]
    assert (article.to_text(), article.thread.title) == ("潮水到了。\n明天再看。\n", "渔汛")


def test_w3m_leaves_no_space_behind_the_name_of_a_floor():
    dump = "老物件\n渔汛\n[avatar]\n\n• 楼主阿舟\n• 47 2 2022-4-1 07:10\n\n潮水到了。\n"
    dump += "[avatar]\n\n• 沙发老周\n• 2022-4-2 07:10\n\n好。\n触屏版 | 电脑版 |\n"
    assert [(post.facts.floor, post.facts.author) for post in cleaned(dump).posts] == [(1, "阿舟"), (2, "老周")]


@pytest.mark.parametrize("mark", ["• ", "* ", "  * __"])
def test_comments_in_lists_are_none_of_the_text(mark):
    bullet = mark.rstrip("_")
    comment = f"点评\n\n[avatar]\n{bullet}老周\n{mark}发表于 2022-4-1 08:00\n{bullet}早就到了\n"
    dump = f"老物件\n渔汛\n{bullet}楼主 阿舟\n{bullet}___47_ ___2_ 2022-4-1 07:10\n\n潮水到了。\n{comment}\n触屏版 | 电脑版 |\n"
    article = cleaned(dump)
    assert article.to_text() == "潮水到了。\n"
    assert [(c.author, c.text, c.at) for c in article.posts[0].facts.comments] == [
        ("老周", "早就到了", "2022-04-01T08:00")
    ]


ROW = (
    "| [{name}](home.php?mod=space&uid=5)  **[{name}](home.php?mod=space&uid=5)** *当前在线*  积分  [88](home.php?mod=space&uid=5)"
    "    [1](home.php?mod=space&uid=5) 主题 | [9](home.php?mod=space&uid=5) 回帖 | [88](home.php?mod=space&uid=5) 积分 |"
    "  *[会员](home.php?mod=spacecp)*     * [发消息](home.php?mod=spacecp) | "
    "电梯直达 **[{floor}](forum.php?mod=redirect&goto=findpost&ptid=5&pid=2)** *发表于 2022-4-1 07:10* | "
    "[只看该作者](forum.php?mod=viewthread&tid=5&authorid=5)  |[倒序浏览](forum.php?mod=viewthread&tid=5)  |  |  | | --- | --- | "
    "| {text} | |\n{below}|  | *[回复](forum.php?mod=post&action=reply)* [举报](javascript:;) |\n\n"
)


def test_lines_of_a_post_in_one_row():
    """markdownify: two blanks or more were the end of a line; a bar with one blank on both sides is the writer's."""
    dump = "|  |  |\n| --- | --- |\n| 查看: 47|回复: 2 | 渔汛 [[复制链接]](forum.php?mod=viewthread&tid=5) |\n\n"
    dump += ROW.format(
        name="阿舟",
        floor="楼主",
        text="潮水到了。  船 | 网 | 灯  明天再看。   |  |  | | --- | --- | | 日 | 尾 | | 一 | 40 |",
        below="| *收藏收藏0*  网不空 |\n",
    )
    dump += ROW.format(name="老周", floor="沙发", text="好。", below="")
    article = cleaned(dump)
    assert [(post.facts.floor, post.facts.author) for post in article.posts] == [(1, "阿舟"), (2, "老周")]
    assert posts(dump) == ["潮水到了。\n船 | 网 | 灯\n明天再看。\n日 | 尾\n一 | 40", "好。"]


def test_a_row_that_a_writer_made_keeps_its_blanks():
    text = "| 日  期 | 发表于 2022-4-1 07:10 | 只看该作者  吗 |\n| --- | --- | --- |\n| a  b | c | d |\n"
    assert cleaned(text).passage.text == text


def test_html2text_without_emphasis():
    row = "{0} {0} 当前在线\n\n积分\n    88\n| 1主题| 9回帖| 88积分 会员\n\n  * 发消息\n"
    row += "|  {1} 发表于 2022-4-1 07:10 | 只看该作者 |  {2}  \n明天再看。  \n|\n---|---\n|  回复 举报\n\n"
    dump = "查看: 47|回复: 2 | \n\n# 渔汛\n\n[复制链接]  \n---|---  \n"
    dump += row.format("阿舟", "楼主", "潮水到了。") + row.format("老周", "5#", "好。")
    article = cleaned(dump)
    assert [(post.facts.floor, post.facts.author) for post in article.posts] == [(1, "阿舟"), (5, "老周")]
    assert [text.split("\n")[:2] for text in posts(dump)] == [["潮水到了。", "明天再看。"], ["好。", "明天再看。"]]


def test_the_archiver_by_markdownify():
    dump = "渔汛 - 第2页 - 老物件 - 河湾社区 - Powered by Discuz! Archiver\n\n\n河湾社区's Archiver\n------\n\n[论坛](./) › 渔汛\n\n"
    dump += "**阿舟**\n发表于 2022-4-1 07:10\n\n### \n\n潮水到了。  \n明天再看。\n\n**net\\_9**\n发表于 2022-4-2 07:10\n\n### \n\n好。\n\n"
    dump += "页:\n[1](?tid-5.html&page=1)\n**[2]**\n\n查看完整版本:\n[**渔汛**](../forum.php?mod=viewthread&tid=5&page=2)\n\n"
    article = cleaned(dump + "Powered by **[Discuz! X3.5 Archiver](https://www.discuz.vip)**\n")
    assert [post.facts.author for post in article.posts] == ["阿舟", "net_9"]
    assert (article.to_text(), article.thread.title) == ("潮水到了。\n明天再看。\n好。\n", "渔汛")


@pytest.mark.parametrize(
    "text",
    [
        "* 沙发要不要换\n* 2022-4-1 07:10\n\n* 板凳不换\n* 2022-4-2 07:10\n",
        "* *沙发***大**\n* *收藏*\n\n2022-4-1 的船票留着。\n",
        "**阿舟**\n发表于 2022-4-1 07:10\n\n**网**  \n",
    ],
)
def test_lists_of_a_writer_are_no_heads(text):
    assert cleaned(text).passage.text == text


@pytest.mark.parametrize("name", ["Lynn_Q", "_夜航_", "夜雨_", "星*"])
def test_signs_of_a_name_are_no_marks(name):
    head = f"6# {name}\n2022-4-1 07:10\n"
    noise = "k5 \\- N! q1 T0 q* t7 B"
    dump = f"老物件\n渔汛\n{head}潮水到了。{noise}\n{head.replace('6#', '7#')}好。\n首页 | 登录 | 注册\n触屏版 | 电脑版 |\n"
    article = cleaned(dump)
    assert [post.facts.author for post in article.posts] == [name, name]
    assert "layout/markdown-page" not in article.to_ledger()


@pytest.mark.parametrize("noise", [r"* T9 \\+ N! q1 T0 q* t7 B", r"* k5 \\- N! q1 T0 q* t7 B"])
def test_a_line_of_noise_that_begins_with_a_star_is_no_sign_of_a_converter(noise):
    """html2text escapes the backslashes in it as well."""
    dump = "# 渔汛\n\n[复制链接]  \n---|---  \n阿舟 **阿舟** _当前在线_\n\n"
    dump += f"|  **楼主** _发表于 2022-4-1 07:10_ | 只看该作者 |  涨潮。  \n{noise}  \n{noise}  \n落潮。  \n|  _回复_ 举报  \n"
    assert posts(dump) == ["涨潮。\n落潮。"]


def test_a_title_may_be_a_link():
    dump = "#  [渔汛](thread-7-1-1.html)\n\n[复制链接](thread-7-1-1.html)  \n---|---  \n阿舟 **阿舟** _当前在线_\n\n"
    dump += "|  **楼主** _发表于 2022-4-1 07:10_ | 只看该作者 |  涨潮。  \n|  _回复_ 举报  \n"
    assert cleaned(dump).thread.title == "渔汛"
