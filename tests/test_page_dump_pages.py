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
