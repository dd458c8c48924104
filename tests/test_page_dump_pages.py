"""Later pages of a thread in views that show no floors, and heads with no blank line in front of them."""

from __future__ import annotations

import pytest
from dumped import cleaned

TOP = "河湾社区's Archiver\n论坛 › 老物件 › 渔汛\n"
END = "查看完整版本: 渔汛\n\nPowered by Discuz! X3.5 Archiver   © 2001-2026 Discuz! Team.\n"


def page(posts: int, links: str = "", top: str = TOP) -> str:
    """A page of the archiver as Chromium copies it: below each head stands a blank line, in front of it none."""
    said = "".join(f"渔家{n} 发表于 2022-4-1 0{n % 10}:10\n\n第{n}网。\n\n空的。\n" for n in range(posts))
    return top + said + links + END


def floors(text: str) -> list[int | None]:
    return [post.facts.floor for post in cleaned(text).posts]


def test_heads_without_a_blank_line_in_front():
    quote = "渔家1 发表于 2022-4-1 01:10\n第1网。\n"
    dump = TOP + f"老陆 发表于 2022-4-1 00:10\n\n渔汛\n到了。\n阿舟 发表于 2022-4-1 01:10\n\n{quote}\n好。\n" + END
    assert [post.facts.author for post in cleaned(dump).posts] == ["老陆", "阿舟"]


@pytest.mark.parametrize("links", ["页: 1 [2] 3\n", "页:\n1\n[2]\n3\n", "页: 1 **[2]** 3\n"])
def test_the_archivers_links_tell_the_floors_of_a_full_page(links):
    article = cleaned(page(15, links))
    assert [post.facts.floor for post in article.posts] == list(range(16, 31))
    assert article.thread.pages == (2,)


def test_the_title_of_a_later_page_tells_its_number():
    title = "渔汛 - 第3页 - 老物件 - 河湾社区 -  Powered by Discuz! Archiver\n"
    article = cleaned(page(4, top=title + TOP))
    assert (article.thread.pages, article.thread.title) == ((3,), "渔汛")
    assert [post.facts.floor for post in article.posts] == [21, 22, 23, 24]


def test_pages_one_behind_the_other_are_no_page():
    assert floors(page(3, "页: [1] 2 3\n") + page(3, "页: 1 [2] 3\n")) == [1, 2, 3, 4, 5, 6]
    assert floors(page(3, "页: 1 [2] 3\n") + page(3, "页: 1 2 [3]\n")) == [None] * 6


def test_a_post_on_pages_is_no_link():
    assert floors(page(2).replace("第0网。", "页: 见下\n[12] 和 [13]")) == [1, 2]


def test_list_marks_may_be_indented():
    """Text browsers indent all of a page."""
    dump = page(1).replace("第0网。", "[*]鱼\n[*]网")
    indented = "\n".join(f"   {line}" if line else "" for line in dump.split("\n"))
    assert cleaned(indented).to_text() == cleaned(dump).to_text() == "鱼\n网\n空的。\n"


DESKTOP = (
    "潮水的账本\n[复制链接]\n{name}\n主题\n2\n{floor}\n发表于 2023-2-6 06:40 | 只看该作者\n涨潮。\n回复\n使用道具 举报\n"
    "老陆\n主题\n3\n{next}\n发表于 2023-2-6 07:40 | 只看该作者\n落潮。\n回复\n使用道具 举报\n下一页 »\n返回列表\n发新帖\n"
    "高级模式\nB\nColor\nImage\nLink\nQuote\nCode\nSmilies\n您需要登录后才可以回帖\n登录\n|\n立即注册\n"
    "Archiver\n|\n手机版\nGMT+8, 2023-2-7 06:40\nPowered by\nDiscuz!\n"
)


def test_the_first_post_of_the_second_of_two_pages_has_its_author():
    first = DESKTOP.format(name="阿蛮", floor="楼主", next="沙发")
    article = cleaned(first + DESKTOP.format(name="渡口", floor="11#", next="12#"))
    assert [(post.facts.author, post.facts.floor) for post in article.posts] == [
        ("阿蛮", 1), ("老陆", 2), ("渡口", 11), ("老陆", 12)
    ]  # fmt: skip


def test_a_seam_with_each_text_on_a_line():
    top = "{}河湾社区's Archiver\n论坛\n›\n老物件\n› 渔汛\n老陆\n发表于 2022-4-1 00:10\n"
    end = "页:\n1\n2\n查看完整版本:\n渔汛\nPowered by\nDiscuz! X3.5 Archiver\n"
    title = "渔汛 - 第2页 - 老物件 - 河湾社区 -  Powered by Discuz! Archiver\n"
    dump = f"{top.format('')}到了。\n{end}{top.format(title)}走了。\n{end}"
    assert cleaned(dump).to_text() == "到了。\n走了。\n"


def test_the_first_head_of_the_archiver_by_lynx():
    """Where a post has no subject, lynx leaves no blank line below its head, and the page's first head is like a quote's."""
    dump = "渔汛 › 老物件\n\n   老陆 发表于 2022-4-1 00:10\n   到了。\n\n   阿舟 发表于 2022-4-1 01:10\n\n   好。\n页: [1]\n"
    dump = "   河湾社区's Archiver\n\n   论坛 › " + dump + END
    assert [post.facts.author for post in cleaned(dump).posts] == ["老陆", "阿舟"]


@pytest.mark.parametrize("ruler", ["━" * 92, "_" * 92])
def test_lines_between_printed_posts_are_drawn(ruler):
    dump = f"标题: 渔汛 [打印本页]\n{ruler}\n作者: 老陆    时间: 2022-4-1 00:10\n到了。\n━━━\n走了。\n{ruler}\n"
    dump += f"作者: 阿舟    时间: 2022-4-1 01:10\n好。\n{ruler}\n欢迎光临河湾社区 (http://bbs.example/)"
    dump += " " * 500 + "Powered by Discuz! X3.4\n"
    assert cleaned(dump).to_text() == "到了。\n━━━\n走了。\n好。\n"
