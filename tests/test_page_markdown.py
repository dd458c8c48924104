"""Pages that a converter wrote as Markdown: html2text with and without links, markdownify."""

from __future__ import annotations

import random

import pytest
from dumped import cleaned
from growing import grows
from jammer import jammer

import forumclean
from forumclean.model import Quote
from forumclean.page.plain_links import LINK_RE, PICTURE_RE
from forumclean.page.plain_markdown import LINES

PANEL = """{name} **{name}** _当前在线_

积分
    12217
| 3主题| 12回帖| 1万积分 _论坛元老_ ____ 论坛元老, 积分 12217, 距离下一级还需 9987782 积分

  * 发消息
"""
LINKED = """[{name}](home.php?mod=space&uid=5) **[{name}](home.php?mod=space&uid=5)** _当前在线_

积分
    [12217](home.php?mod=space&uid=5&do=profile)
[![查看详细资料](static/image/common/userinfo.gif)](home.php?mod=space&uid=5&do=profile "查看详细资料")

  * [发消息](home.php?mod=spacecp&ac=pm&op=showmsg&touid=5 "发消息")
"""
TOP = """请 **登录** 后使用快捷导航
没有账号？立即注册

河湾论坛 _»_论坛 _›_ 老物件 _›_ 河湾的水退了

查看: 90 |  回复: 2 |

#  河湾的水退了

[复制链接]
---|---

"""
POSTS = """|  电梯直达 ** 楼主 ** _发表于 2026-3-11 09:20_ | 只看该作者 |只看大图 |倒序浏览 |阅读模式 那年水退得晚。{noise}
1\\. 堤上的柳树泡了**两个月** 。
---

|  _回复 _ 举报
|

{second}
|  ** _2_ # ** _发表于 2026-3-11 10:05_ | 只看该作者 |

> 阿舟 发表于 2026-3-11 09:20
> 那年水退得晚。

照片里还有。
_就这些。_
---

|  _回复 _ 举报
|

{third}
|  ** _3_ # ** __  楼主| _发表于 2026-3-11 10:20_ | 只看该作者 |  船票 | 渔网
\\+ 一共三百张
---

|  _回复 _ 举报
|

Archiver|手机版|小黑屋|**河湾论坛**

Powered by **Discuz!** _X3.5_
"""


def page(panel: str = PANEL, noise: str = "") -> str:
    first, second, third = (panel.format(name=name) for name in ("阿舟", "data_miner", "阿舟"))
    return TOP + first + POSTS.format(noise=noise, second=second, third=third)


@pytest.mark.parametrize("panel", [PANEL, LINKED], ids=["words", "links"])
def test_posts_stand_below_their_heads(panel):
    article = cleaned(page(panel))
    assert [(p.facts.floor, p.facts.author, p.facts.published) for p in article.posts] == [
        (1, "阿舟", "2026-03-11T09:20"),
        (2, "data_miner", "2026-03-11T10:05"),
        (3, "阿舟", "2026-03-11T10:20"),
    ]
    thread = article.thread
    assert (thread.title, thread.board, thread.views, thread.replies) == ("河湾的水退了", ("老物件",), 90, 2)
    assert article.to_text().split("\n") == [
        "那年水退得晚。",
        "1. 堤上的柳树泡了两个月。",
        "那年水退得晚。",
        "照片里还有。",
        "就这些。",
        "船票 | 渔网",
        "+ 一共三百张",
        "",
    ]
    assert [block.author for post in article.posts for block in post.blocks if isinstance(block, Quote)] == ["阿舟"]


def test_noise_goes_from_the_first_line_of_a_post():
    noise = jammer(random.Random(7)) + jammer(random.Random(8))
    assert cleaned(page(noise=noise)).to_text() == cleaned(page()).to_text()


def test_a_post_in_one_row_of_a_table_is_found():
    """markdownify leaves panel, head and text in one row."""
    row = (
        "| [阿舟](home.php?mod=space&uid=5)  **[阿舟](home.php?mod=space&uid=5)** *当前在线*  积分  12217 | "
        "**[*{}*#](forum.php?mod=redirect&goto=findpost&ptid=5&pid=23)** *发表于 2026-3-11 09:20* | "
        "[只看该作者](forum.php?mod=viewthread&tid=5&page=2&authorid=5)  |  | | --- | | {} | |\n"
        "|  | *[回复](forum.php?mod=post&action=reply)* [举报](javascript:;) |\n"
    )
    article = cleaned(
        "河湾的水退了\n\n[[复制链接]](forum.php?mod=viewthread&tid=5)\n"
        + row.format(11, "那年水退得晚。")
        + row.format(12, "好。")
    )
    assert article.to_text() == "那年水退得晚。\n好。\n"
    assert [(post.facts.floor, post.facts.author) for post in article.posts] == [(11, "阿舟"), (12, "阿舟")]


@pytest.mark.parametrize(
    "text",
    [
        "# 报告\n\n**作者：** 王五　**日期：** 2024-03-04\n\n## 概况\n\n见[首页](index.php)，路径为 C:\\_data\\.cfg。\n\n---\n",
        "# 博客\n\n_发表于 2024-3-4 10:20_\n\n今天写[旧站](https://old.example/index.php?p=5)。文件名是 a\\_b。\n",
        "# Notes\n\n*Posted on 2024-3-4 10:20*\n\n## Install\n\nRun `pip install \\*.whl`.\n",
    ],
)
def test_an_article_with_a_slanted_time_stays(text):
    assert cleaned(text).passage.text == text


def test_what_a_writer_escaped_or_linked_elsewhere_stays():
    lines = [
        "图纸在 [下载页](https://other.example/index.php?share=9)",
        "![](http://pic.example/static/image/stool.jpg)",
    ]
    dump = page(LINKED).replace("照片里还有。", "\n".join([*lines, "## install", "甲 |", "\\---"]))
    article = cleaned(dump)
    assert {"图纸在 下载页", "## install", "甲 |", "---"} <= set(article.to_text().split("\n"))
    assert "[下载页](<https://other.example/index.php?share=9>)" in article.to_markdown()
    assert "![](<http://pic.example/static/image/stool.jpg>)" in article.to_markdown()


def test_no_line_of_a_markdown_page_is_cut_as_a_panel():
    table = "检索| 仅向量| BM25\n    out = []"
    assert "检索| 仅向量| BM25" in cleaned(page().replace("照片里还有。", table)).to_text()


@pytest.mark.parametrize("text", ["大家好。", "打印出来看。", "倒序浏览的人多。", "T恤"])
def test_a_text_that_begins_like_a_link_of_the_head_is_whole(text):
    assert text in cleaned(page().replace("船票 | 渔网", text)).to_text().split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "见[旧帖](<forum.php?mod=viewthread&tid=9>)和[我的站](<http://www.example.com/>)。",
        "![船票](<https://img.example.com/a.png>)",
    ],
)
def test_what_a_writer_linked_stays_a_link(text):
    article = cleaned(page().replace("照片里还有。", text.replace("<", "").replace(">", "")))
    assert text.replace("&", "&amp;") in article.to_markdown()


@pytest.mark.parametrize("text", ["两个月 和 data_miner_2", "a| b\n---|---\nc| d"])
def test_names_and_tables_of_a_writer_stay(text):
    article = cleaned(page().replace("照片里还有。", text))
    assert set(text.replace("---|---\n", "").split("\n")) <= set(article.to_text().split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "*发表于* 一张纸 **两** \\[x]",
        "[设为首页](forum.php) _水退了_\n\n---\n\n# 题\n",
    ],
)
def test_a_text_of_markdown_is_no_page(text):
    assert cleaned(text + "\n").passage.text.strip("\n") == text.strip("\n")


@pytest.mark.parametrize(
    "piece", ["[", "[a", "[[a]", "[[x]](", "![", "![a](", "*", "_", "| ", "a ", "**a", "a **", "(1下载次数: 1"]
)
def test_patterns_take_time_in_proportion(piece):
    for pattern in (LINK_RE, PICTURE_RE):
        assert grows(pattern.findall, piece * 10_000, piece * 40_000)
    for pattern in LINES:
        assert grows(pattern.fullmatch, piece * 10_000, piece * 40_000)


@pytest.mark.parametrize(
    "piece",
    [
        "[[a](forum.php)](",
        "**",
        "> 阿舟 发表于 2026-3-11 09:20\n",
        "---\n",
        "|  ** _2_ # ** _发表于 2026-3-11 10:05_ | 只看该作者 | x\n",
    ],
)
def test_a_page_takes_time_in_proportion(piece):
    assert grows(forumclean.clean, page() + piece * 2_000, page() + piece * 8_000)
