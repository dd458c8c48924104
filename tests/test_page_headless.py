"""Dumps that begin inside a post, as a reader copies them, and pages whose first post has a head that nobody knows."""

from __future__ import annotations

import pytest
from dumped import cleaned, posts
from growing import grows

import forumclean

REST = "那年水退得晚，堤上的柳树泡了两个月。\n后来就再也没有长出来。"
TOP = (
    "设为首页收藏本站\n河湾论坛»论坛 › 老物件 › 河湾的水退了\n返回列表\n"
    "查看: 90|回复: 12\n\n河湾的水退了\n\n[复制链接]\n阿舟\n主题\n9\n积分\n88\n发消息\n"
)


def desktop(floor: str, text: str, *, name: str = "阿舟", buttons: str = "\n回复\n\n使用道具 举报\n") -> str:
    return (
        f"{name}\n主题\n3\n帖子\n12\n积分\n88\n发消息\n{floor}\n发表于 2026-3-11 09:20 | 只看该作者\n{text}\n{buttons}"
    )


def archiver(text: str) -> str:
    return f"\n阿舟 发表于 2026-3-11 09:20\n\n{text}\n"


def test_the_rest_of_a_post_stands_above_the_first_head():
    dump = REST + "\n回复\n\n使用道具 举报\n" + desktop("5#", "照片里还有。", name="老周")
    assert posts(dump) == [REST, "照片里还有。"]
    first, second = cleaned(dump).posts
    assert (first.facts.floor, first.facts.author, first.facts.published) == (4, None, None)
    assert (second.facts.floor, second.facts.author) == (5, "老周")


def test_a_rest_without_buttons_is_told_by_its_sentences():
    first, second = posts(REST + "\n" + desktop("5#", "照片里还有。", name="老周", buttons=""))
    assert first.startswith(REST)
    assert second == "照片里还有。"


@pytest.mark.parametrize("rest", ["好。", "照片里还有\n谢谢"])
def test_buttons_tell_the_shortest_rest(rest):
    assert posts(rest + "\n回复\n\n使用道具 举报\n" + desktop("5#", "照片里还有。")) == [rest, "照片里还有。"]


BOOKS = "书单来了，慢慢更。\n标题：河的方向\n读后：好看。\n标题：船上的人\n读后：一般。"
PLACES = "上海的老地名，记一下。\n南市 » 老西门 » 文庙路\n以前每逢周日去淘旧书。"


@pytest.mark.parametrize("rest", [BOOKS, PLACES, BOOKS.replace("，慢慢更。", "")])
@pytest.mark.parametrize("buttons", ["\n回复\n\n使用道具 举报\n", "\n"])
def test_lines_like_those_around_a_title_stay_in_a_rest(rest, buttons):
    first, second = posts(rest + buttons + desktop("5#", "照片里还有。", name="老周"))
    assert first.startswith(rest)
    assert second == "照片里还有。"


@pytest.mark.parametrize(
    "top",
    [
        "河湾论坛»论坛 › 老物件 › 河湾的水退了\n" + "河湾的水退了\n",
        "标题：河湾的水退了\n",
        "设为首页收藏本站\n公告：版规改了，请各位看一看。\n河湾论坛»论坛 › 老物件 › 河湾的水退了\n",
    ],
)
def test_one_path_or_title_above_all_is_the_pages(top):
    assert posts(top + desktop("5#", REST)) == [REST]


def touch(floor: str, text: str, name: str = "老周") -> str:
    return f"{floor} {name}\n2026-3-11 09:20\n{text}\n"


@pytest.mark.parametrize("floor", ["板凳", "4#"])
def test_on_a_first_page_what_stands_above_a_later_floor_is_a_rest(floor):
    dump = "水退了，船还在。\n" + touch(floor, "照片里还有。") + touch("5#", "好。")
    assert posts(dump) == ["水退了，船还在。", "照片里还有。", "好。"]
    assert cleaned(dump).thread.title is None
    assert posts("水退了\n" + touch(floor, "照片里还有。") + touch("5#", "好。"))[0] == "水退了"


@pytest.mark.parametrize("floor", ["6#", "11#", "8#"])
def test_one_line_above_a_floor_that_may_be_a_pages_first_may_be_the_title(floor):
    article = cleaned("水退了\n" + touch(floor, "照片里还有。") + touch("29#", "好。"))
    assert article.thread.title == "水退了"
    assert len(article.posts) == 2


def test_buttons_at_the_top_make_no_post_and_the_panel_below_them_names_the_next():
    (post,) = cleaned("回复\n\n使用道具 举报\n" + desktop("5#", "照片里还有。", name="老周")).posts
    assert (post.facts.floor, post.facts.author) == (5, "老周")


def robot(starter: str, text: str, *, name: str = "老周") -> str:
    panel = f"{name}\n主题\n3\n帖子\n12\n积分\n88\n发消息\n"
    return f"{panel}{starter}发表于 2026-3-11 09:20 | 显示全部楼层\n{text}\n\n回复\n\n举报\n"


def test_a_post_of_the_starter_without_a_floor_may_be_a_later_one():
    rest = REST + "\n\n回复\n\n举报\n"
    assert posts(rest + robot("楼主| ", "照片里还有。") + robot("", "好。")) == [REST, "照片里还有。", "好。"]
    assert posts(TOP + robot("楼主| ", "照片里还有。") + robot("", "好。")) == ["照片里还有。", "好。"]


@pytest.mark.parametrize("line", ["回复", "收藏", "a | b ; c > d", "回复\n收藏"])
def test_words_of_menus_that_buttons_say_too_are_no_top(line):
    rest = f"正则那步有人误删过\n{line}\n看着像乱码，其实是清单。"
    assert posts(rest + "\n" + touch("9#", "照片里还有。") + touch("10#", "好。"))[0] == rest


def test_four_lines_and_a_sentence_above_a_floor_that_may_be_a_pages_first_are_a_rest():
    rest = "chunk: 600\noverlap: 80\nscore: 0.35\n超过 120 之后没有收益，反而重复变多"
    assert posts(rest + "\n" + touch("6#", "照片里还有。") + touch("7#", "好。"))[0] == rest
    assert (
        len(posts("河湾论坛\n老物件\n求助：河湾的水退了，柳树怎么办？\n" + touch("6#", "好。") + touch("7#", "好。")))
        == 2
    )


def test_rests_of_other_views():
    assert posts(REST + "\n" + archiver("照片里还有。") + "页: [1]\n查看完整版本: 河湾的水退了\n") == [
        REST,
        "照片里还有。",
    ]
    printed = "作者: 阿舟    时间: 2026-3-11 09:20\n照片里还有。\n\n"
    assert posts(REST + "\n\n" + printed + printed) == [REST, "照片里还有。", "照片里还有。"]
    assert posts(REST + "\n3#\n阿舟\n2026-3-11 09:20\n照片里还有。\n")[0].startswith(REST)


def test_lines_without_a_stop_are_a_rest_where_no_page_begins():
    verse = "水退了\n柳树还在\n船没有回来"
    assert posts(verse + "\n" + archiver("照片里还有。") + "页: [1]\n查看完整版本: 河湾的水退了\n") == [
        verse,
        "照片里还有。",
    ]


def test_a_first_post_whose_head_is_unknown_stays():
    dump = TOP + "楼主｜三月十一日早上\n" + REST + "\n回复\n\n使用道具 举报\n" + desktop("沙发", "照片里还有。")
    assert posts(dump) == ["楼主｜三月十一日早上\n" + REST, "照片里还有。"]
    assert cleaned(dump).posts[0].facts.author == "阿舟"
    assert cleaned(dump).thread.title == "河湾的水退了"


@pytest.mark.parametrize(
    "top",
    [
        TOP,
        TOP.replace("河湾的水退了\n\n[复制链接]", "求助：河湾的水退了，堤上的柳树怎么办？\n\n[复制链接]"),
        "本站公告：请各位在发帖以前看一看版规，不要灌水。\n" + TOP,
        "河湾论坛\n求助：河湾的水退了，堤上的柳树怎么办？\n返回列表\n",
        "河湾论坛\n老物件\n",
        TOP + "公告：本站将于周五凌晨两点停机维护，请提前保存草稿。\n版规：不要灌水，不要发广告，违者删帖。\n",
        "河湾社区's Archiver\n论坛 › 老物件 › 河湾的水退了\n公告：本站周五凌晨停机，请提前保存草稿。\n",
    ],
)
@pytest.mark.parametrize("floor", ["11#", "", "沙发"])
def test_the_top_of_a_page_is_no_post(top, floor):
    assert posts(top + desktop(floor, REST, buttons="")) == [REST]


def test_where_the_top_is_missing_no_page_and_no_floor_is_made_up():
    article = cleaned(REST + "\n" + archiver("照片里还有。") + "查看完整版本: 河湾的水退了\n")
    assert article.thread.pages == ()
    assert [post.facts.floor for post in article.posts] == [None, None]


@pytest.mark.parametrize(
    "line", ["查看: x »]\n", "水\n", "回复 举报\n", "[复制链接]\n", "那年水退得晚，堤上的柳树。\n"]
)
def test_what_stands_above_a_first_head_is_read_in_linear_time(line):
    head = desktop("5#", "好。")
    assert grows(forumclean.clean, line * 20_000 + head, line * 80_000 + head)
