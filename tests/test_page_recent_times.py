"""Threads of the last days: times such as ``昨天 10:30``, which are elements of their own, in pages and in dumps of them."""

from __future__ import annotations

import random
import re

import pytest
from dumped import cleaned, posts
from inputs import FIXTURES
from jammer import jammer

import forumclean
from forumclean.model import Attachment
from forumclean.page.plain_files import find_files
from forumclean.page.plain_lines import Lines

TIMES = (
    "3&nbsp;秒前",
    "12&nbsp;分钟前",
    "半小时前",
    "2&nbsp;小时前",
    "昨天&nbsp;21:05",
    "前天&nbsp;08:40",
    "5&nbsp;天前",
)
TOP = "河湾论坛\n›\n河湾闲话\n查看:\n31\n|\n回复:\n1\n渡船停了\n[复制链接]\n"
FIRST = "渡船今年只开到十月，往后要绕桥。"
SECOND = "绕桥多走四十分钟。"


def head(floor: str, time: str) -> str:
    return f"{floor}\n发表于\n{time}\n|\n只看该作者\n"


OPENER = head("楼主", "3\xa0天前")


@pytest.mark.parametrize("time", TIMES)
def test_a_time_below_its_verb_is_in_the_head_of_a_post(time):
    time = time.replace("&nbsp;", "\xa0")
    first = f"老何\n电梯直达\n{head('楼主', time)}|\n倒序浏览\n{FIRST}\n回复\n举报\n"
    dump = f"{TOP}{first}阿舟\n{head('沙发', time)}{SECOND}\n回复\n举报\n返回列表\n"
    article = cleaned(dump)
    assert [(post.facts.author, post.facts.floor) for post in article.posts] == [("老何", 1), ("阿舟", 2)]
    assert posts(dump) == [FIRST, SECOND]


def test_a_verb_and_a_time_without_links_are_text():
    text = "先看这三行：\n发表于\n昨天 21:05\n再看别的，这里没有帖子。"
    assert posts(text) == [text]


def test_the_archiver_has_the_name_above_the_verb():
    dump = f"河湾论坛's Archiver\n阿舟\n发表于\n昨天\xa021:05\n{FIRST}\n老何\n发表于\n2\xa0小时前\n{SECOND}\n查看完整版本\n:\n渡船\n"
    assert [post.facts.author for post in cleaned(dump).posts] == ["阿舟", "老何"]
    assert posts(dump) == [FIRST, SECOND]


def test_comments_with_a_time_below_the_verb():
    box = "点评\n阿舟\n十月就停？\n发表于\n昨天\xa021:05\n老何\n去年也是\n发表于\n2\xa0小时前\n"
    dump = f"{TOP}老何\n{OPENER}{FIRST}\n{box}回复\n举报\n阿舟\n{head('沙发', '昨天 9:30')}{SECOND}\n回复\n举报\n"
    first = cleaned(dump).posts[0]
    assert [(comment.author, comment.text) for comment in first.facts.comments] == [
        ("阿舟", "十月就停？"),
        ("老何", "去年也是"),
    ]
    assert posts(dump) == [FIRST, SECOND]


FILE = "ferry.png (12.5 KB, 下载次数: 3)"


@pytest.mark.parametrize(
    "box",
    [
        "ferry.png\n(12.5 KB, 下载次数: 3)\n下载附件\n渡口的时刻表\n昨天\xa021:05\n上传\n",
        f"{FILE}\n下载附件\n渡口的时刻表\n昨天\xa021:05 上传\n",
        f"{FILE} 下载附件 渡口的时刻表 昨天 21:05 上传\n",
        f"{FILE} 下载附件 渡口的时刻表 2026-3-11 09:20 上传\n",
        "**ferry.png** _(12.5 KB, 下载次数: 3)_ 下载附件 渡口的时刻表 2026-3-11 09:20 上传\n",
        f"{FILE}\n下载附件\n渡口的时刻表 2026-3-11 09:20 上传\n",
    ],
)
def test_the_box_of_a_file_goes_as_a_whole(box):
    dump = f"{TOP}老何\n{OPENER}{FIRST}\n{box}{SECOND}\n回复\n举报\n"
    article = cleaned(dump)
    assert posts(dump)[0].split("\n") == [FIRST, "", SECOND]
    assert [getattr(block, "filename", "") for block in article.posts[0].blocks] == ["", "ferry.png", ""]
    assert "渡口的时刻表" in article.to_json()


@pytest.mark.parametrize("text", [f"{FILE} 上传了两次才好", f"{FILE} 昨天 21:05 上传的，字小"])
def test_a_sentence_behind_the_counts_of_a_file_is_text(text):
    assert posts(f"{TOP}老何\n{OPENER}{text}\n回复\n举报\n") == [text]


def test_noise_beside_a_box_is_left_to_those_who_look_for_noise():
    rng = random.Random(4)
    before, behind = jammer(rng).strip(), jammer(rng).strip()
    line = f"{before} {FILE} 下载附件 昨天 21:05 上传 {behind}"
    box = next(iter(find_files(Lines(f"甲\n{line}\n乙"), [(0, 3)])))
    assert (box.start, box.end) == (3 + len(before), 1 + len(line) - len(behind))


POLL = "多选投票: ( 最多可选 2 项 ), 共有 6 人参与投票\n1.渡船\n62.50% (5票)\n2.绕桥\n37.50% (3票)\n"


@pytest.mark.parametrize(
    "end", ["您需要\n登录\n之后方能进行投票\n", "您所在的用户组没有投票权限\n", "该投票已经关闭或者过期，不能投票\n"]
)
def test_a_poll_of_the_touch_view_is_no_text(end):
    dump = f"{TOP}老何\n{OPENER}{FIRST}\n{POLL}{end}回复\n举报\n"
    assert posts(dump) == [FIRST]


def test_a_poll_in_markdown_is_no_text():
    options = "1.  渡船 |\n| 62.50% _(5)_\n2.  绕桥 |\n| 37.50% _(3)_\n您所在的用户组没有投票权限\n"
    poll = f"**单选投票** : ( 最多可选 1 项 ), 共有 8 人参与投票\n{options}"
    assert posts(f"{TOP}老何\n{OPENER}{FIRST}\n{poll}回复\n举报\n") == [FIRST]


def test_numbered_lines_below_a_word_like_a_poll_are_text():
    text = "多选投票\n1.渡船\n2.绕桥\n哪个好？"
    assert posts(f"{TOP}老何\n{OPENER}{text}\n回复\n举报\n") == [text]


STAMP_RE = re.compile(r"((?:</strong>\s*发表于|时间: </b>) ?)(20\d\d-\d{1,2}-\d{1,2} (\d\d:\d\d))")


@pytest.mark.parametrize("view", ["printable", "archiver"])
def test_views_without_boxes_have_the_full_time_in_its_title(view):
    page = (FIXTURES / "pages" / f"{view}.html").read_text("utf-8")
    recent, count = STAMP_RE.subn(r'\1<span title="\2:07">昨天&nbsp;\3</span>', page)
    old, new = forumclean.clean(page), forumclean.clean(recent)
    assert count == len(old.posts)
    assert [post.facts.published for post in new.posts] == [f"{post.facts.published}:07" for post in old.posts]
    assert new.to_text() == old.to_text()


@pytest.mark.parametrize("time", TIMES)
def test_the_date_of_a_file_is_not_what_its_uploader_wrote(time):
    box = (
        '<ignore_js_op><img src="static/image/filetype/zip.gif" border="0" class="vm" alt="" />'
        '<span id="attach_9"><a href="forum.php?mod=attachment&amp;aid=Mw" target="_blank">ferry.zip</a>'
        '<em class="xg1">(1.2 KB, 下载次数: 3)</em></span><div class="tip tip_4" id="attach_9_menu"><div class="tip_c xs0">'
        f'<div class="y"><span title="2026-3-11 09:20:07">{time}</span> 上传</div>\n点击文件名下载附件\n<br />渡口的时刻表\n</div>'
        '<div class="tip_horn"></div></div></ignore_js_op>'
    )
    page = (FIXTURES / "pages" / "desktop-x2.html").read_text("utf-8")
    start = page.index("t_f")
    start = page.index(">", start) + 1
    article = forumclean.clean(f"{page[:start]}{box}{page[start:]}")
    file = next(block for block in article.posts[0].blocks if isinstance(block, Attachment))
    assert file.description == "渡口的时刻表"
