"""Dumps of tools that print the author's panel in a column beside the post: w3m, inscriptis, links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from dumped import cleaned, posts

from forumclean.model import Edited, Quote
from forumclean.page.plain_wrap import width

TOP = "河湾社区»论坛 › 老物件 › 渡口的灯\n\n查看: 41|回复: 3 渡口的灯\n\n                    [复制链接]\n\n"
PANEL = "{name}\n{name}当前在线\n\n积分\n    10628\n查看详细资料\n[avatar]\n    0    12   1万\n主题  回帖  积分\n论坛元老\n• 发消息"


def beside(
    name: str, post: list[str], *, blank: int = 4, edge: int = 36, measure: Callable[[str], int] = width
) -> list[str]:
    """A panel and, ``blank`` lines lower, a post beside it; the post's own lines are set off by its leading blanks."""
    left = PANEL.format(name=name).split("\n")
    right = [*[""] * blank, *post, "", "回复", "", "举报"]
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    return [f"{a}{' ' * (edge - measure(a))}{b}".rstrip() for a, b in zip(left, right, strict=True)]


def dump(*parts: list[str]) -> str:
    return TOP + "\n".join(line for part in parts for line in part) + "\n"


HEAD = "[online_mem] 发表于 2021-5-{} 09:20 | 只看该作者"


@pytest.mark.parametrize("measure", [width, len])
def test_a_panel_beside_a_post_is_none_of_it(measure: Callable[[str], int]):
    first = beside("摆渡人", ["楼主", HEAD.format(1), "灯是煤油的。", "    夜里点。"], measure=measure)
    second = beside("River_9", ["沙发", HEAD.format(2), "顶"], edge=40, measure=measure)
    third = beside("老陆", ["11^#", HEAD.format(3), "油从哪里来？", "冬天也点吗？"], edge=33, measure=measure)
    article = cleaned(dump(first, second, third))
    assert [(post.facts.floor, post.facts.author) for post in article.posts] == [
        (1, "摆渡人"),
        (2, "River_9"),
        (11, "老陆"),
    ]
    assert article.to_text() == "灯是煤油的。\n夜里点。\n顶\n油从哪里来？\n冬天也点吗？\n"
    assert article.thread.title == "渡口的灯"


@pytest.mark.parametrize("blank", range(9))
def test_a_count_of_the_panel_beside_a_floor_is_no_part_of_it(blank):
    post = beside("摆渡人", ["11^#", HEAD.format(1), "灯是煤油的。"], blank=blank)
    assert [(each.facts.floor, each.facts.author) for each in cleaned(dump(post)).posts] == [(11, "摆渡人")]


def wrapped(line: str, columns: int) -> list[str]:
    """The line in pieces that are no wider."""
    pieces = [""]
    for char in line:
        pieces = [*pieces, char] if width(pieces[-1] + char) > columns else [*pieces[:-1], pieces[-1] + char]
    return pieces


def test_links_of_a_head_that_were_wrapped_belong_to_it():
    """At 80 columns, the least that a text browser assumes, heads beside wide panels go on in the next line."""
    long = "灯是煤油的，每天傍晚由守渡口的人点上，天亮以后再由他吹灭，一天也没有忘过。"
    parts = [
        beside(name, [line for text in post for line in wrapped(text, 79 - edge)], edge=edge)
        for name, edge, post in (
            ("摆渡人", 36, ("楼主", HEAD.format(1), long)),
            ("老陆", 32, ("沙发", HEAD.format(2), "好。", "谢谢楼主。")),
            ("阿棠", 42, ("板凳", " 楼主| " + HEAD.format(3)[13:], long, "见过。")),
        )
    ]
    assert posts(dump(*parts)) == [long, "好。\n谢谢楼主。", f"{long}\n见过。"]


def test_an_indented_head_above_text_at_the_left_has_no_column():
    """Tools that keep the blanks of the page's source, where nothing is beside anything."""
    text = "灯是煤油的。\n顶\n夜里点，天亮以前吹灭，守渡口的人每天都这样做，从来没有忘记过一次，冬天也一样。"
    post = "摆渡人\n主题\n            {}\n            发表于 2021-5-1 09:20 | 只看该作者\n{}\n            回复\n            举报\n"
    assert posts(TOP + post.format("楼主", text) + post.format("沙发", "顶")) == [text, "顶"]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("[avatar] 楼主: 摆渡人    渡口的灯\n\n", "渡口的灯"),
        ("[IMG] 楼主: 摆渡人 渡口的灯\n\n", "渡口的灯"),
        ("                    渡口的灯\n    楼主: 摆渡人        \n", "渡口的灯"),
        ("                    渡口的灯\n    查看: 41 | 回复: 3        \n", "渡口的灯"),
        ("打印\n楼主: 你在哪里\n", "楼主: 你在哪里"),
        ("打印\n楼主: 你在哪里 我来了\n", "楼主: 你在哪里 我来了"),
    ],
)
def test_what_stands_beside_the_title_is_none_of_it(above, title):
    post = beside("老陆", ["11^#", HEAD.format(1), "油从哪里来？"])
    assert cleaned(f"返回列表\n{above}                    [复制链接]\n\n" + "\n".join(post)).thread.title == title


def test_w3m_leaves_no_space_between_chinese_words():
    first = beside("摆渡人", ["楼主", HEAD.format(1), "本帖最后由摆渡人于 2021-5-1 10:00 编辑", "灯是煤油的。"])
    quote = ["    摆渡人发表于 2021-5-1 09:20", "    灯是煤油的。", "", "冬天也点吗？"]
    second = beside("老陆", ["沙发", HEAD.format(2), *quote])
    article = cleaned(dump(first, second))
    assert article.posts[0].facts.edited == Edited("摆渡人", "2021-05-01T10:00")
    assert [(b.author, b.text) for b in article.posts[1].blocks if isinstance(b, Quote)] == [("摆渡人", "灯是煤油的。")]


@pytest.mark.parametrize("line", ["这篇小说发表于 2016-3-11 11:00", "本帖最后由我于 晚上 编辑"])
def test_a_sentence_without_spaces_is_the_writers(line):
    text = f"{line}\n后来收进了集子。"
    assert posts(dump(["摆渡人", "楼主", "发表于 2021-5-1 09:20 | 只看该作者", text, "回复", "举报"])) == [text]


def test_buttons_to_share_in_a_column_end_the_post():
    post = ["楼主", HEAD.format(1), "灯是煤油的。", "收藏收藏0", "一灯如豆，照不了多远。"]
    assert posts(dump(beside("摆渡人", post))) == ["灯是煤油的。"]


def test_related_threads_at_the_left_are_no_panel():
    """inscriptis sets the row below a post at the left; the tags above it stay in the post's column."""
    post = beside("摆渡人", ["楼主", HEAD.format(1), "灯是煤油的。", "渡口, 煤油灯", "", "", "", "", "", "", ""])
    at = next(i for i, line in enumerate(post) if line.endswith("回复"))
    related = ["            相关帖子", "", "              * • 渡口的灯灭了", "          "]
    assert posts(dump([*post[:at], *related, *post[at:]])) == ["灯是煤油的。"]
