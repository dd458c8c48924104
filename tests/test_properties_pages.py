# ruff: noqa: E501 - tables whose rows are longer than a line of code
"""Pages of any markup: nothing is lost, JSON fits, Markdown reads back as the blocks."""

from __future__ import annotations

from hypothesis import strategies as st
from markup import rendered, wanted
from promised import check_all
from strategies import for_all, lines, markup, page, page_of

import forumclean
from forumclean import ForumcleanError, Options


@for_all(80, inside=markup())
def test_any_markup_keeps_the_promises(inside: str) -> None:
    data = page(inside).encode("utf-8", "surrogatepass")
    try:
        article = forumclean.clean(data, options=Options(masks="keep"))
    except ForumcleanError as error:
        assert error.code in (3, 5), error
        return
    check_all(article, data)


@for_all(40, pieces=st.lists(st.sampled_from([
    "水退了。", "<b>重点</b>", "<i>斜</i>的", "<a href='http://a.example/?b=1&amp;c=2'>这里</a>", "<br />", "<br />1. 头一条<br />", "# 井号", "*", "a_b_c", "&lt;b&gt;", "`x`", "[x](y)",
    "<div class='quote'><blockquote>引的话</blockquote></div>", "<ul><li>一</li><li>二*</li></ul>", "<table><tr><td>甲|乙</td><td>丙</td></tr></table>",
    "<div class='blockcode'><ol><li>x = 1</li><li>  y</li></ol></div>", "<hr />", "---", "| a | b |", "```", "<del>删</del>", "    缩进", "\\",
]), min_size=1, max_size=10))  # fmt: skip
def test_markdown_reads_back_as_the_blocks(pieces: list[str]) -> None:
    article = forumclean.clean(page("".join(pieces) + "<br />末了。").encode(), options=Options(masks="keep"))
    assert len(article.posts) == 1
    assert rendered(article)[1:] == [wanted(block, 0) for block in article.posts[0].blocks]


@for_all(20, written=lines)
def test_a_page_and_its_own_text_say_the_same(written: list[str]) -> None:
    keep = Options(masks="keep")
    text = forumclean.clean(page_of(written).encode(), options=keep).to_text()
    assert forumclean.clean(text.encode(), options=keep).to_text() == text
