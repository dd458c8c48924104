"""Lines of a post that look like the forum's own and are the writer's, and the forum's own where they stand in odd company."""

from __future__ import annotations

import random

import pytest
from jammer import jammer

import forumclean
from forumclean import Options
from forumclean.model import Quote
from forumclean.page.plain_lines import MOST

HEAD = "查看: 9|回复: 0\n\n老物件\n\n[复制链接]\n阿舟\n\n发表于 2026-3-11 09:20 | 只看该作者\n"
TAIL = "\n回复\n\n使用道具 举报\n"
KEEP = Options(masks="keep")


def lines(text: str) -> list[str]:
    return forumclean.clean(text, options=KEEP).to_text().split("\n")[:-1]


def post(text: str) -> list[str]:
    """The lines of the one post of a dump that holds the text."""
    return lines(HEAD + text + TAIL)


@pytest.mark.parametrize("line", ["收藏", "分享到：朋友圈的照片我都配了字，大家慢慢看。"])
def test_a_line_like_a_button_does_not_end_a_post_that_goes_on(line):
    text = f"　　这几年我攒了不少旧东西。\n{line}\n　　头一样是船票，一共三百张。\n修补\n　　第二样是渔网。"
    assert post(text) == [each.strip("\u3000") for each in text.split("\n")]


def test_buttons_to_share_below_a_post_are_none_of_it():
    assert post("水退了，明天去看。\n分享到:  QQ好友和群QQ好友和群\n收藏\n收藏3\n相关帖子\n• 堤上的人\n• 去年的水") == [
        "水退了，明天去看。"
    ]
    assert post("水退了，明天去看。\n收藏\n写代码二十年，头发还在。") == ["水退了，明天去看。"]


@pytest.mark.parametrize(
    "box",
    [
        "评分\n参与人数 1\n金钱 +3\n理由\n阿舟\n+ 3\n赞一个\n查看全部评分",
        "单选投票: 共有 3 人参与投票\n1. 去\n100.00% (3)\n您所在的用户组没有投票权限",
        "相关帖子\n• 题目1\n• 题目",
    ],
)
def test_threads_like_this_one_stand_below_another_box(box):
    article = forumclean.clean(HEAD + f"水退了，明天去看。\n{box}\n相关帖子\n• 堤上的人\n• 去年的水" + TAIL)
    assert article.to_text() == "水退了，明天去看。\n"
    article.passage.verify()


@pytest.mark.parametrize("last", ["B", "1954", "1 2 3", "首页", "搜索", "论坛", "© 2024 阿舟", "下一页", "x", "手机版"])
def test_a_text_without_a_forum_keeps_its_last_lines(last):
    text = f"　　下面哪一样不能和豆腐放进一个冰柜？\n答案\n{last}\n"
    assert lines(text) == [line.strip("\u3000") for line in text.split("\n")[:-1]]


def test_the_foot_of_a_forum_below_a_text_is_none_of_it():
    foot = "返回列表\n1 2 3\nArchiver|手机版|小黑屋|河湾论坛\nGMT+8, 2026-3-11 09:20\nPowered by Discuz! X3.4"
    assert lines(f"水退了，明天去看。\n第二天放晴。\n{foot}\n") == ["水退了，明天去看。", "第二天放晴。"]


def test_a_text_may_say_how_to_copy_a_link():
    text = "先打开节目的页面，菜单里找到：\n复制链接\n再打开微信，找到亲戚的对话。\n再点一下复制链接\n"
    article = forumclean.clean(text)
    assert (article.to_text(), article.thread.title) == (text, None)


@pytest.mark.parametrize("line", ["这首诗最早 发表于 2016-3-11 11:00", "诗集的序 发表于 2017-1-2"])
def test_a_sentence_on_when_something_appeared_is_no_quote(line):
    assert post(f"头一天水退了三寸。\n{line}\n后来收进了集子。") == ["头一天水退了三寸。", line, "后来收进了集子。"]
    assert lines(f"头一天水退了三寸。\n\n{line}\n") == ["头一天水退了三寸。", line]


def quotes(text: str) -> list[tuple[str | None, str]]:
    blocks = forumclean.clean(HEAD + text + TAIL, options=KEEP).posts[0].blocks
    return [(block.author, block.text) for block in blocks if isinstance(block, Quote)]


def test_quotes_in_the_middle_of_a_post_are_known_by_their_authors_or_where_they_were_cut():
    assert quotes("引用:\n老季 发表于 2016-3-11 11:00\n水退了吗？\n退了。") == [("老季", "水退了吗？")]
    assert quotes("退了。\n阿舟 发表于 2016-3-11 11:00\n水退了吗？\n真的。") == [("阿舟", "水退了吗？")]
    assert quotes("退了。\n老季 发表于 2016-3-11 11:00\n水退了吗？ ...\n真的。") == [("老季", "水退了吗？ ...")]


def test_an_edit_notice_in_brackets_may_stand_above_files_and_a_signature():
    notice = "[ 本帖最后由 阿舟 于 2009-8-22 07:10 编辑 ]"
    text = f"头一天水退了三寸。\n堤上的人才散。\n{notice}\n附件: 一份图\n收藏 分享\n水向东流"
    assert notice not in post(text)
    assert forumclean.clean(HEAD + text + TAIL).posts[0].facts.edited is not None


@pytest.mark.parametrize(
    "links",
    [
        [f"https://video.hewan-bbs.com/watch/BV1{c * 9}" for c in "abcd"],
        [
            f"{kind} {name}@hewan-bbs.com"
            for kind, name in zip("诗文剧评", ("zhang", "lijun", "wang", "zhao"), strict=True)
        ],
    ],
)
def test_a_list_of_addresses_of_one_host_is_no_planted_sentence(links):
    text = "\n".join(["都在下面：", *links, "看完记得回来。"]) + "\n"
    assert forumclean.clean(text).to_text() == text
    assert forumclean.denoise(text) == (text, ())


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_noise_goes_whatever_ends_the_lines(end):
    rng = random.Random(11)
    written = [f"水退了{i}寸。" for i in range(200)]
    text = "".join(f"　　{line}{jammer(rng)}{end}" for line in written)
    article = forumclean.clean(text, options=KEEP)
    assert article.to_text().split("\n")[:-1] == written
    rebuilt = forumclean.rebuild(article.to_ledger().split("\n"))
    assert rebuilt == text.encode()
    if end == "\r\n":
        assert forumclean.denoise(text)[0].split(end)[:-1] == [f"　　{line}" for line in written]


def test_noise_on_lines_of_its_own_with_windows_ends_leaves_no_lines():
    rng = random.Random(12)
    written = ["头一天水退了三寸，", "第二天放晴。", "堤上的人才散。", "后来没再去。"] * 3
    unix = "".join(f"{line}\n{jammer(rng).strip()}\n" for line in written)
    windows = unix.replace("\n", "\r\n")
    assert forumclean.clean(windows, options=KEEP).to_text() == forumclean.clean(unix, options=KEEP).to_text()


ARCHIVER = (
    "河湾论坛's Archiver\n\n河湾论坛 » 闲谈 » 河湾的水退了\n\n阿舟 发表于 2024-4-8 09:12\n\n河湾的水退了\n\n{}\n\n"
    "老季 发表于 2024-4-8 10:12\n\n{}\n\n阿舟 发表于 2024-4-8 11:12\n\n{}\n\n页: [1]\n\n查看完整版本: 河湾的水退了\n"
)
SHORT = [
    "做法如下。\n1\n番茄切块\n2\n下锅",
    "厉害了。\n666\n明天就试。\n收藏先。",
    "试过了。\n谢谢楼主分享\nWHERE a > 1\nORDER BY b;",
]


def test_the_archiver_has_no_panels_signatures_or_paths_between_its_posts():
    article = forumclean.clean(ARCHIVER.format(*SHORT))
    assert article.template == "dump-archiver"
    assert article.to_text() == "".join(f"{text}\n" for text in SHORT)
    twice = forumclean.clean(ARCHIVER.format("试过了。\n谢谢分享", "不客气。", "又试过了。\n谢谢分享"))
    assert twice.to_text() == "试过了。\n谢谢分享\n不客气。\n又试过了。\n谢谢分享\n"
    assert [post.facts.signature for post in twice.posts] == [None] * 3


def test_heads_of_the_archiver_may_be_in_pieces_while_its_quotes_are_not():
    apart = ARCHIVER.replace("阿舟 发表于", "阿舟\n\n\t\t发表于").replace("老季 发表于", "老季\n\n\t\t发表于")
    quote = "引用:\n\n阿舟 发表于 2024-4-8 09:12\n\n水退了吗？\n\n退了。"
    article = forumclean.clean(apart.format("水退了吗？", quote, "好。"))
    assert [(post.facts.author, len(post.blocks)) for post in article.posts] == [("阿舟", 1), ("老季", 2), ("阿舟", 1)]
    assert isinstance(article.posts[1].blocks[0], Quote)


TOUCH = (
    "闲谈\n\n河湾的水退了\n{0}楼主 阿舟\n{0}128 2 2024-4-8 09:12\n水退了三寸。\n"
    "倒序浏览 只看楼主 全部回复2\n{0}沙发 老季\n{0}2024-4-8 10:12\n666\n好。\n"
)


@pytest.mark.parametrize("bullet", ["", "  • ", "        * "])
@pytest.mark.parametrize("end", ["\n", "\n\n\n\n\n\n\n"])
def test_heads_of_the_touch_view_may_be_lists_or_stand_far_apart(bullet, end):
    article = forumclean.clean(TOUCH.format(bullet).replace("\n", end))
    facts = [(post.facts.author, post.facts.floor, post.facts.published) for post in article.posts]
    assert facts == [("阿舟", 1, "2024-04-08T09:12"), ("老季", 2, "2024-04-08T10:12")]
    assert article.to_text() == "水退了三寸。\n666\n好。\n"


PRINTED = (
    "河湾论坛\n标题: 河湾的水退了 [打印本页]\n\n"
    "作者: 阿舟{0}时间: 2024-4-8 09:12\n标题: 河湾的水退了{1}水退了三寸。\n\n作者: 老季{0}时间: 2024-4-8 10:12\n好。\n"
)


@pytest.mark.parametrize("gap", [" ", "\xa0 \xa0 "])
@pytest.mark.parametrize("end", ["\n", "", "\u3000\u3000"])
def test_the_subject_of_a_printed_page_is_no_text_wherever_the_line_ends(gap, end):
    article = forumclean.clean(PRINTED.format(gap, end))
    assert (article.thread.title, article.to_text()) == ("河湾的水退了", "水退了三寸。\n好。\n")
    assert [post.facts.author for post in article.posts] == ["阿舟", "老季"]


@pytest.mark.parametrize("title", ["[原创] 河湾的水退了", "河湾的水退了 [完]", "河湾的水退了"])
def test_the_archivers_title_keeps_its_brackets(title):
    dump = ARCHIVER.format(*SHORT).replace("河湾的水退了", title)
    for framed in (title, f"[-- {title} --]"):
        assert forumclean.clean(dump.replace(f"本: {title}", f"本: {framed}")).thread.title == title
        assert forumclean.clean(dump.replace(f"本: {title}", f"本:\n{framed}")).thread.title == title


def test_a_post_without_words_has_no_button_for_its_text():
    article = forumclean.clean(
        HEAD + "水退了。" + TAIL + "老季\n\n发表于 2026-3-11 10:20 | 只看该作者\n\n回复 支持 反对\n\n使用道具 举报\n"
    )
    assert article.to_text() == "水退了。\n"
    assert len(article.posts) == 2


def test_related_threads_have_bullets():
    text = "水退了。\n相关帖子\n我以前写过两篇，都在下面。\n一篇写的是前年。"
    assert post(text) == text.split("\n")


@pytest.mark.parametrize(
    "rows",
    [
        [f"| {i:>4} | {'user' + str(i):<20} | {'u' + str(i) + '@hewan.example':<28} |" for i in range(9)],
        [f"2026-03-11 09:20:{i:02} INFO  the pump at the weir was started again and runs on" for i in range(9)],
        ["".join(random.Random(i).choices("abcdef0123456789", k=64)) for i in range(9)],
        ["头一天水退了三寸第二天放晴堤上人才散，后来没有再去看过河湾边那座桥。"] * 9,
    ],
    ids=["table", "log", "keys", "verse"],
)
def test_rows_of_one_width_are_not_wrapped_lines(rows):
    rows = [f"{row[:-1]}{i}。" if row.endswith("。") else row for i, row in enumerate(rows)]
    assert lines("\n".join(rows) + "\n") == rows


@pytest.mark.parametrize(
    "rows",
    [
        ["1-10 A B C D A B C D A B", "11-20 B B C D A A C D A C", "21-30 C A C D A B D D A B"],
        ["A B C D E F G", "H I J K L M N", "O P Q R S T U"],
        ["C C G G A A G", "F F E E D D C", "G G F F E E D"],
    ],
)
def test_letters_with_spaces_between_are_no_noise(rows):
    text = "\n".join(["答案如下：", *rows]) + "\n"
    assert lines(text) == text.split("\n")[:-1]
    assert forumclean.denoise(text) == (text, ())


def test_carriage_returns_by_the_million_are_not_set_right_one_by_one():
    text = "甲\r" * (MOST + 1)
    article = forumclean.clean(text)
    assert not any(edit.rule == "layout/line-end" for layer in article.passage.layers for edit in layer)
    assert forumclean.rebuild(article.to_ledger().split("\n")) == text.encode()
