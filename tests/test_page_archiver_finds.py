"""The archivers before X, and archiver pages as tools save them."""

from __future__ import annotations

import re

import pytest
from boxes import lines
from inputs import FIXTURES

import forumclean
from forumclean import Article
from forumclean.model import Hidden
from forumclean.options import Options

NOISE = [
    '<font style="font-size:0px;color:#FFF">q0 ^1 d8</font><br />\n',
    '<br />\n<span style="display:none">4 K$ w.</span>',
]


def boxed(number: int, name: str, text: str, subject: str = "") -> str:
    """A post of the archiver of 5.5 and 6.0."""
    head = f"<h2>{subject}</h2>" if subject else ""
    return f"""<div class="archiver_post">
	<p><cite>{name}</cite> 2007-9-{number} 21:14</p>
	<div class="archiver_postbody">{head}{text}</div>
</div>
"""


def archiver6(posts: str, pager: str = "<strong>[1]</strong> \n") -> Article:
    page = f"""<html xmlns="http://www.w3.org/1999/xhtml"><base href="http://bbs.hewan.example/" />
<title>井台修好了(页 1)  - 村口 -  河湾论坛  - Powered by Discuz! Archiver</title>
<meta name="generator" content="Discuz! Archiver 6.0.0" /></head><body class="archiver"><div class="wrap">
<div id="nav">
<a href="archiver/">河湾论坛</a> &raquo; <a href="archiver/?fid-2.html">村口</a> &raquo; 井台修好了</div>
<h1><a href="viewthread.php?tid=31" target="_blank">完整版: 井台修好了</a></h1>
{posts}<div class="archiver_pages">页: \n{pager}</div>
<div id="footer">Powered by Discuz! Archiver 6.0.0</div></div></body></html>"""
    return forumclean.clean(page, options=Options(masks="keep"))


def test_the_archiver_of_6_is_read():
    article = archiver6(
        boxed(1, "阿舟", f"井台修了三天。{NOISE[0]}　　水清了。{NOISE[1]}谢谢各位。", "井台修好了")
        + boxed(2, "老渡", "哪天去看？<br />\n<b>**** Hidden Message *****</b>", "想去看看")
    )
    thread = article.thread
    assert (thread.title, thread.board, thread.site, thread.tid) == ("井台修好了", ("河湾论坛", "村口"), "河湾论坛", 31)
    assert thread.platform == "Discuz! 6.0.0"
    told = [(post.facts.floor, post.facts.author, post.facts.published) for post in article.posts]
    assert told == [(1, "阿舟", "2007-09-01T21:14"), (2, "老渡", "2007-09-02T21:14")]
    assert lines(article) == ["井台修了三天。", "水清了。", "谢谢各位。"]  # the thread's title is furniture
    assert lines(article, 1) == ["想去看看", "哪天去看？"]  # what an author typed is not
    assert article.posts[1].blocks[-1] == Hidden("reply", "**** Hidden Message *****")


def archiver7(generator: str) -> Article:
    """The second and last page of a thread."""
    page = f"""<html><head><title>井台修好了(页 2)  - 村口 -  河湾论坛  - Powered by Discuz! Archiver</title>
<meta name="generator" content="{generator}" /></head><body><div id="nav"><a href="archiver/"><strong>河湾论坛</strong></a>
 &raquo; <a href="archiver/?fid-2.html">村口</a> &raquo; 井台修好了</div><div id="content">
<p class="author"><strong>阿舟</strong> 发表于 2010-5-1 08:12</p>
水清了。
<div class="page">页: <a href=archiver/?tid-31-page-1.html>1</a> <strong>[2]</strong></div></div></body></html>"""
    return forumclean.clean(page)


@pytest.mark.parametrize(("generator", "floor"), [("Discuz! Archiver 7.2", 21), ("Discuz! X3.4", 11), ("河湾", 11)])
def test_the_archivers_before_x_put_twenty_posts_on_a_page(generator: str, floor: int):
    assert archiver7(generator).posts[0].facts.floor == floor


def test_an_archiver_page_saved_without_quotes_is_one():
    page = (FIXTURES / "pages" / "archiver.html").read_text("utf-8")
    bare = re.sub(r'="([^"\s=<>`]+)"(?=[\s>])', r"=\1", page)
    assert "class=author" in bare
    read, same = forumclean.clean(page).to_dict(), forumclean.clean(bare).to_dict()
    assert {**read, "source": None} == {**same, "source": None}
