"""``lynx -dump`` as it comes: a number in front of each link, and the addresses at the end."""

from __future__ import annotations

import pytest
from dumped import cleaned

LIST = "\nReferences\n\n   Visible links:\n{}\n   Hidden links:\n 31. javascript:;\n"
PAGE = (
    "[1]设为首页\n[2]河湾社区»[3]老物件 › [4]渔汛\n查看: 31|回复: 1 渔汛\n[5][复制链接]\n"
    "   [6]老陆\n   [7]老陆 当前在线\n   [8]主题\n   2\n"
    "   [9]楼主\n   [online_member.gif] 发表于 2022-4-1 00:10 | [10]只看该作者\n"
    "   到了，见 [1] 和 [99]。\n   看[11]这里 [3]。\n   [12]回复\n   [13]使用道具 [14]举报\n"
    "   [15]Archiver|[16]手机版\n   Powered by [17]Discuz! X3.4\n"
)


def listed(count: int) -> str:
    return LIST.format("\n".join(f"  {n}. https://bbs.example/forum.php?{n}" for n in range(1, count + 1)))


def test_numbers_of_links_go_and_a_writers_stay():
    article = cleaned(PAGE + listed(17))
    assert [(post.facts.author, post.facts.floor) for post in article.posts] == [("老陆", 1)]
    assert (article.to_text(), article.thread.title) == ("到了，见 [1] 和 [99]。\n看这里 [3]。\n", "渔汛")


@pytest.mark.parametrize(
    "text",
    [
        "潮汐是月亮引起的 [1]，也是太阳引起的 [2]。\n" + listed(6),
        PAGE.replace("[1]设为首页", "设为首页") + "\nReferences\n\n1. 《潮汐论》，老陆著\n2. 网址略\n",
    ],
)
def test_a_list_of_sources_stays(text):
    assert "layout/link-number" not in cleaned(text).to_ledger()


def test_a_page_that_was_saved_twice_has_no_signature():
    article = cleaned(PAGE + PAGE)
    assert [post.facts.signature for post in article.posts] == [None, None]
