"""Dumps of sites as they are run: classes and signs beside titles, boxes for guests, phones, licences, pages without buttons, 7.2."""

from __future__ import annotations

import pytest
from dumped import cleaned, posts

from forumclean.model import Attachment, Edited, Quote

PATH = "临江社区»论坛 › 手工 › 座钟走准了\n"
TOP = PATH + "查看: 31|回复: 1\n{}\n[复制链接]\n"


def head(name: str, floor: str, time: str = "发表于 2019-9-1 08:07") -> str:
    return f"{name}\n{name} 当前离线\n积分\n274\n中级会员\n主题\n2\n{floor}\n{time} | 只看该作者\n"


def dump(text: str, title: str = "座钟走准了", end: str = "回复\n使用道具 举报\n") -> str:
    return TOP.format(title) + head("石巷", "楼主") + text + "\n" + end


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("[钟表]\n座钟走准了", "座钟走准了"),
        ("[钟表] 座钟走准了", "座钟走准了"),
        ("座钟走准了\n热度", "座钟走准了"),
        ("[钟表] 座钟走准了\n热度\n图片附件", "座钟走准了"),
    ],
)
def test_the_class_and_the_signs_beside_a_title_are_none_of_it(line, title):
    assert cleaned(dump("油像蜡。", line)).thread.title == title


def test_a_title_that_begins_in_brackets_keeps_them():
    page = dump("油像蜡。", "[转载] 座钟走准了").replace("› 座钟走准了", "› [转载] 座钟走准了")
    assert cleaned(page).thread.title == "[转载] 座钟走准了"


BOX = "马上注册，结交更多好友，享用更多功能，让你轻松玩转社区。\n您需要\n登录\n才可以下载或查看，没有帐号？\n立即注册\n"


@pytest.mark.parametrize("close", ["x\n", ""])
def test_a_short_line_below_the_box_for_guests_stays(close):
    assert posts(dump(BOX + close + "油像蜡。\n每天快 3 分钟。")) == ["油像蜡。\n每天快 3 分钟。"]


def test_an_edit_notice_below_the_box_for_guests_is_a_fact():
    article = cleaned(dump(BOX + "x\n本帖最后由 石巷 于 2019-9-1 08:14 编辑\n油像蜡。\n每天快 3 分钟。\n两分钟。"))
    assert article.posts[0].facts.edited == Edited("石巷", "2019-09-01T08:14")


def test_the_button_below_a_files_date_is_of_its_box():
    article = cleaned(
        dump("发条怎么上油？\nclock.zip\n(12 KB, 下载次数: 5)\n2019-9-1 10:00 上传\n点击文件名下载附件\n谢谢。")
    )
    assert article.to_text() == "发条怎么上油？\n谢谢。\n"
    assert [block.filename for block in article.posts[0].blocks if isinstance(block, Attachment)] == ["clock.zip"]


def test_pages_without_buttons_have_authors_and_a_foot():
    """A robot, and guests of some boards, see no buttons; the group stands between the name and the counts."""
    second = "晚风\n晚风 当前离线\n积分\n88\n新手上路\n该用户从未签到\n主题\n3\n沙发\n发表于 2019-9-1 09:14 | 只看该作者\n也修过一台。\n"
    foot = "返回列表\nArchiver\n|\n手机版\n|\n临江社区\n(\n沪ICP备05000001号\n)\nGMT+8, 2019-10-2 21:03\nPowered by\nDiscuz!\nX2.5\n"
    article = cleaned(dump("油像蜡。", end="") + second + foot)
    assert [(post.facts.author, post.facts.floor) for post in article.posts] == [("石巷", 1), ("晚风", 2)]
    assert article.to_text() == "油像蜡。\n也修过一台。\n"


@pytest.mark.parametrize("last", ["论坛", "版主", "(", "沪ICP备05000001号是谁的"])
def test_a_post_may_end_in_what_looks_like_a_foot(last):
    foot = "GMT+8, 2019-10-2 21:03\nPowered by Discuz! X2.5\n"
    assert posts(dump(f"油像蜡。\n{last}", end="") + foot) == [f"油像蜡。\n{last}"]


def test_posts_written_with_a_phone_in_columns():
    """The panel of ``w3m`` goes from such posts as well, and each name finds its own post where a head is not known."""
    rows = ["石巷", "石巷当前在线", "", "积分", "    274", "", "", ""]
    post = ["", "", "5^#", "发表于 2019-9-1 09:35 来自手机 | 只看该作者", "", "发条断了。", "回复", "举报"]
    page = "\n".join(f"{a}{' ' * (30 - len(a.encode('gbk')))}{b}".rstrip() for a, b in zip(rows, post, strict=True))
    article = cleaned(
        TOP.format("座钟走准了") + page + "\n" + page.replace("石巷", "晚风").replace("5^#", "6^#") + "\n"
    )
    assert [(each.facts.floor, each.facts.author) for each in article.posts] == [(5, "石巷"), (6, "晚风")]
    assert article.to_text() == "发条断了。\n发条断了。\n"


SEVEN = (
    "返回列表\n回复\n发帖\n石巷\n发短消息\n石巷\n当前离线\nUID\n2\n帖子\n6\n{floor}\n发表于 2019-9-1 08:07\n|\n只看该作者\n"
    "{text}\n回复\n引用\n报告\nTOP\n"
)


def test_seven_with_each_text_on_a_line():
    notice = "[\n本帖最后由 石巷 于 2019-9-1 08:14 编辑\n]"
    quote = "引用:\n原帖由\n晚风\n于 2019-9-1 08:00 发表\n油像蜡。\n"
    text = f"[钟表]\n座钟走准了\n{quote}是啊。\n每天快 3 分钟。\n{notice}"
    page = "座钟走准了 - 手工 -  临江社区 -  Powered by Discuz!\n临江社区\n»\n手工\n»\n座钟走准了\n"
    article = cleaned(page + SEVEN.format(floor="1\n#\n打印\n字体大小:\nt\nT", text=text))
    assert article.to_text().endswith("是啊。\n每天快 3 分钟。\n")
    assert [(block.author, block.text) for block in article.posts[0].blocks if isinstance(block, Quote)] == [
        ("晚风", "油像蜡。")
    ]
    assert article.posts[0].facts.edited == Edited("石巷", "2019-09-01T08:14")


def test_seven_in_markdown():
    """html2text leaves the links beside the floor in the head's line, and the author's name above it."""
    panel = "石巷\n\n  * 发短消息\n\n石巷 _当前离线_\n\nUID\n    2 \n\n"
    post = "|  **1 #** 打印 字体大小: tT _发表于 2019-9-1 08:07_ | 只看该作者 |  油像蜡。  \n"
    article = cleaned(panel + post + "---|---  \n|  _回复 引用_ 报告 TOP  \n\n")
    assert [(each.facts.floor, each.facts.author) for each in article.posts] == [(1, "石巷")]


def test_the_box_for_guests_in_a_row_of_markdown():
    box = "**马上注册，结交更多好友，享用更多功能。**\n\n您需要 登录 才可以下载或查看，没有帐号？立即注册 x |  "
    page = "# 座钟走准了\n\n[复制链接]  \n---|---  \n石巷 **石巷** _当前离线_\n\n"
    page += f"|  **楼主** _发表于 2019-9-1 08:07_ | 只看该作者 | \n\n{box}_本帖最后由 石巷 于 2019-9-1 08:14 编辑_  \n"
    article = cleaned(page + "油像蜡。  \n|  _回复_ 举报  \n")
    assert (article.to_text(), article.posts[0].facts.edited) == ("油像蜡。\n", Edited("石巷", "2019-09-01T08:14"))
