"""Dumps that lost a line, a post or an author: short last posts, pages in a row, lines from other views, lines of other makers."""

from __future__ import annotations

import pytest
from dumped import cleaned, posts
from growing import grows

import forumclean

ARCHIVER = (
    "河湾社区's Archiver\n论坛 › 老物件 › 河湾的水退了\n\n阿舟 发表于 2019-6-3 21:14\n\n河湾的水退了\n\n雾还没散。\n\n"
)
END = "\n\n查看完整版本: 河湾的水退了\nPowered by Discuz! X3.4 Archiver © 2001-2017 Comsenz Inc.\n"
SEVEN = """河湾社区 » 老物件 » 河湾的水退了
返回列表
回复
发帖

{first}
金牌会员
UID
3
发短消息
加为好友
当前离线
{floor}#
打印
字体大小: tT
发表于 2009-8-21 12:21 | 只看该作者
河湾的水退了

　　雾还没散。

回复
引用
举报
TOP

老周
金牌会员
UID
4
当前离线
{next}#
打印
字体大小: tT
发表于 2009-8-21 13:21 | 只看该作者
照片里还有。

回复
引用
举报
TOP
返回列表
Powered by Discuz! 7.2
"""


def archived(last: str) -> list[str]:
    """The lines of the second, last post of an archiver's page."""
    return posts(ARCHIVER + "老周 发表于 2019-6-4 08:00\n\n" + last + END)[1].split("\n")


@pytest.mark.parametrize(
    "last",
    [
        "666",
        "1 2 3",
        "电话\n110\n119",
        "点这里\n首页",
        "首页",
        "登录",
        "B",
        "回复",
        "收藏",
        "尺寸如下：\n45\n38\n单位厘米",
        "想看的\n回复\n我就发。",
    ],
)
def test_the_last_post_may_end_in_what_a_foot_says(last):
    assert archived(last) == last.split("\n")


@pytest.mark.parametrize(
    "foot", ["页: [1] 2 3", "1234.. 6 / 6 页下一页", "123下一页", "首页\n|\n登录\n|\n注册", "回复\n首页\n登录"]
)
def test_a_foot_of_short_words_is_none_of_the_last_post(foot):
    assert archived(f"好。\n\n{foot}") == ["好。"]


@pytest.mark.parametrize(
    "line",
    [
        "作者：老船长 时间：2005-4-3 10:20",
        "作者: 老船长    时间: 2005-4-3 10:20",
        "老船长 发表于 2005-4-3 10:20 | 只看该作者",
    ],
)
def test_the_head_of_another_view_inside_a_post_is_text(line):
    text = f"多年前看到的，转给大家。\n{line}\n船靠岸了。"
    assert archived(text) == text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "春天的故事\n作者：张三  时间：2020-05-01 10:30\n三月里，柳树先绿了。\n",
        "两篇短文\n第一\n作者：张三 时间：2001-05-01\n雪下起来了。\n第二\n作者：李四 时间：1995-3-2\n花开了。\n",
        "Dear all,\nBy: John  Date: 2020-05-06 12:33\nThe minutes are below.\n",
    ],
)
def test_by_lines_of_articles_are_no_heads_of_posts(text):
    assert cleaned(text).passage.text == text


def test_a_printed_page_with_one_post_has_its_head():
    article = cleaned(
        "标题: 河湾的水退了 [打印本页]\n\n作者: 阿舟    时间: 2026-3-11 09:20\n标题: 河湾的水退了\n雾还没散。\n"
    )
    assert [(p.facts.author, p.facts.published) for p in article.posts] == [("阿舟", "2026-03-11T09:20")]


def test_a_head_glued_to_the_text_of_a_printed_page_is_parted():
    top = "标题: 河湾的水退了 [打印本页]\n作者: 阿舟 时间: 2026-3-11 09:20\n标题: 河湾的水退了\n"
    dump = top + "雾还没散。 作者: 老周 时间: 2026-3-11 10:20\n好。\n"
    article = cleaned(dump)
    assert article.to_text() == "雾还没散。\n好。\n"
    assert [p.facts.author for p in article.posts] == ["阿舟", "老周"]


def test_heads_of_the_archiver_need_no_blank_lines_around():
    dump = (
        ARCHIVER.replace("\n\n", "\n")
        + "老周 发表于 2019-6-4 08:00\n阿舟 发表于 2019-6-3 21:14\n雾还没散。\n散了。"
        + END.replace("\n\n", "\n")
    )
    assert posts(dump) == ["雾还没散。", "雾还没散。\n散了。"]


def test_heads_of_the_archiver_without_its_head_and_foot():
    dump = "雾还没散，码头上没有人。\n\n老周 发表于 2019-6-4 08:00\n\n好。\n\n阿舟 发表于 2019-6-4 10:00\n\n谢谢，周五再写。\n"
    article = cleaned(dump)
    assert posts(dump) == ["雾还没散，码头上没有人。", "好。", "谢谢，周五再写。"]
    assert [p.facts.author for p in article.posts] == [None, "老周", "阿舟"]


@pytest.mark.parametrize(
    "dump", ["好。\n\n老周 发表于 2019-6-4 08:00\n\n雾还没散。 ...\n\n阿舟 发表于 2019-6-3 10:00\n\n散了。\n"]
)
def test_quotes_out_of_the_order_of_time_are_no_posts(dump):
    assert len(cleaned(dump).posts) == 1


@pytest.mark.parametrize(("floor", "following"), [(1, 2), (11, 12)])
def test_seven_has_title_buttons_floors_and_the_first_author(floor, following):
    article = cleaned(SEVEN.format(first="阿舟", floor=floor, next=following))
    assert article.to_text() == "雾还没散。\n照片里还有。\n"
    assert [(p.facts.floor, p.facts.author) for p in article.posts] == [(floor, "阿舟"), (following, "老周")]


def test_the_head_of_a_quote_by_a_latin_name_goes_with_the_noise_behind_it():
    dump = (
        "查看: 9|回复: 1\n\n老物件\n\n[复制链接]\nCoolEdit\n\n楼主\n"
        "发表于 2021-12-30 09:33 | 只看该作者\n水退了。\n回复\n举报\n老周\n1\n主题\n沙发\n"
        "发表于 2021-12-30 10:10 | 只看该作者\nCoolEdit 发表于 2021-12-30 09:33$ @* x\" o8 H- n) f1 G' S\n水退了。\n"
        "& c& G$ U! e6 T7 {\n对。( e* H8 f6 L1 b' Q! T3\n回复\n举报\n"
    )
    assert cleaned(dump).posts[1].blocks[0].author == "CoolEdit"  # type: ignore[union-attr]


def test_an_author_may_be_a_number():
    dump = (
        "河湾的水退了\n楼主\n阿舟\n5821\n31\n2023-3-1 10:00\n水退了。\n全部回复\n1\n5\n#\n123\n2023-3-1 11:30\n好。\n"
    )
    assert [p.facts.author for p in cleaned(dump).posts] == ["阿舟", "123"]
    assert cleaned(dump).thread.views == 5821


def test_pages_in_a_row_leave_no_seam():
    page = "老物件\n{title}\n{first} {name}\n58212 2018-3-4 10:00\n雾还没散。\n倒序浏览 只看楼主 全部回复1\n"
    page += "{second} 老周\n2018-3-4 12:30\n好。\n回复\n{n} 2 / 2 页 下一页\n"
    dump = page.format(title="河湾的水退了", first="楼主", second="沙发", name="阿舟", n=1) + page.format(
        title="河湾的水退了", first="11#", second="12#", name="老季", n=2
    )
    assert posts(dump) == ["雾还没散。", "好。", "雾还没散。", "好。"]


def test_the_page_title_of_the_touch_view_names_the_board():
    top = "水退了 - 老物件 -  河湾社区 -  手机版 - Powered by Discuz!\n"
    dump = (
        top
        + "老物件\n水退了 只看楼主\n楼主 阿舟\n58212 2018-3-4 10:00\n雾还没散。\n全部回复1\n沙发 老周\n2018-3-4 12:30\n好。\n"
    )
    thread = cleaned(dump).thread
    assert (thread.title, thread.board, thread.site) == ("水退了", ("老物件",), "河湾社区")
    assert cleaned(dump.partition("\n")[2]).thread.title == "水退了"


@pytest.mark.parametrize("end", ["\r", "\u2028", "\u2029", "\x0b"])
def test_other_line_ends_are_line_ends(end):
    article = cleaned((ARCHIVER + "老周 发表于 2019-6-4 08:00\n\n好。" + END).replace("\n", end))
    assert article.to_text() == "雾还没散。\n好。\n"


def test_text_right_of_a_panel_is_found_by_the_column_of_the_heads():
    """inscriptis: in a short post more lines stand beside the panel than below it, and code stands further right."""
    panel = (
        "{name:<16}\n                {floor}\n                    发表于 2021-12-30 09:05 | 只看该作者\n"
        "        主题  回帖    {one}\n                      {two}\n    论坛元老            {code}\n    积分10460\n"
        "      * 发消息\n\n                  回复\n\n                  举报\n\n"
    )
    top = "河湾的水退了\n                      [复制链接]\n"
    dump = top + panel.format(name="        阿舟", floor="楼主", one="水退了：", two="还没长出来。", code="   1. ls -l")
    dump += panel.format(name="        老周", floor="沙发", one="好。", two="谢谢。", code="   2. cd /")
    assert posts(dump) == ["水退了：\n还没长出来。\n1. ls -l", "好。\n谢谢。\n2. cd /"]


@pytest.mark.parametrize(
    "piece", ["666\n", "首页\n", "作者: 阿 时间: ", "老周 发表于 2019-6-4 08:00\n\n", "1 / 2 页\n", "|\n"]
)
def test_what_stands_at_the_end_of_a_dump_is_read_in_linear_time(piece):
    assert grows(forumclean.clean, ARCHIVER + piece * 2_000 + END, ARCHIVER + piece * 8_000 + END)


@pytest.mark.parametrize("line", ["3 / 10 页", "您需要登录后才可以回帖 登录 | 立即注册", "Archiver|手机版|小黑屋"])
def test_a_line_of_a_foot_in_the_middle_of_a_post_ends_nothing(line):
    text = f"读书打卡，进度：\n{line}\n今天又读了一点。\n谢谢楼主。"
    dump = ARCHIVER.replace("雾还没散。", text) + "老周 发表于 2019-6-4 08:00\n\n继续。" + END
    assert posts(dump) == [text, "继续。"]


@pytest.mark.parametrize(
    "lines",
    [
        ["论文一览", "1. 推理加速 发表于 2023-3-5", "2. 检索综述 发表于 2023-6-1", "3. 评测 发表于 2024-1-8"],
        ["作品", "《河边的灯》 发表于 2011-3-5 10:20", "写一盏灯。", "《旧书店》 发表于 2012-4-1 10:20", "写书店。"],
        [
            "来信选登",
            "王敏（北京） 发表于 2024-3-4 10:20",
            "文章很好。",
            "李强（上海） 发表于 2024-3-5 10:20",
            "有错字。",
        ],
        ["两条", "王敏 发表于 2024-3-4 10:20", "李强 发表于 2024-3-5 10:20"],
    ],
)
def test_lists_of_writings_are_no_posts(lines):
    text = "\n\n".join(lines) + "\n"
    assert cleaned(text).passage.text == text


@pytest.mark.parametrize("words", [" is the best post ever", " hahaha", " 的那篇"])
def test_a_line_that_goes_on_behind_a_time_is_no_head_of_a_quote(words):
    line = f"老周 发表于 2019-6-3 21:14{words}"
    assert archived(f"{line}\nagreed") == [line, "agreed"]
