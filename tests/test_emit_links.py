"""Links of Markdown lead where they led on the page, where its address is known."""

from __future__ import annotations

import json

import pytest

from forumclean import Options, Source, clean, clean_many, join
from forumclean.article import Article

PAGE = """<html><head>{base}<title>井台 - 闲谈 - 槐荫论坛 - Powered by Discuz!</title></head><body><div id="postlist">
<div id="post_{pid}"><table><tr><td class="plc"><div class="pi"><strong><a id="postnum{pid}"><em>{floor}</em></a></strong>
<div class="authi"><em id="authorposton{pid}">发表于 2025-4-1 10:00</em></div></div><div class="pct"><div class="pcb">
<table><tr><td class="t_f" id="postmessage_{pid}">{body}</td></tr></table></div></div></td></tr></table></div>
</div><p>Powered by Discuz!</p></body></html>"""
ADDRESS = "http://bbs.well.example/bbs/forum.php?mod=viewthread&tid=5"
BODY = '看<a href="thread-9-1-1.html">这一帖</a><br /><img src="data/a.png" alt="井" /><ul><li><a href="/top">顶</a></li></ul>'


def page(body: str = BODY, *, pid: int = 21, floor: int = 1, base: str = "") -> str:
    return PAGE.format(body=body, pid=pid, floor=floor, base=base)


def test_relative_links_are_written_out():
    made = clean(page(), url=ADDRESS).to_markdown()
    assert "[这一帖](<http://bbs.well.example/bbs/thread-9-1-1.html>)" in made
    assert "![井](<http://bbs.well.example/bbs/data/a.png>)" in made
    assert "[顶](<http://bbs.well.example/top>)" in made


def test_data_have_the_links_of_the_page():
    told = json.dumps(clean(page(), url=ADDRESS).to_dict())
    assert '"thread-9-1-1.html"' in told
    assert '"data/a.png"' in told


def test_without_an_address_links_stay_as_they_are():
    made = clean(page(), name="saved/a.html").to_markdown()
    assert "[这一帖](<thread-9-1-1.html>)" in made
    assert "![井](<data/a.png>)" in made


@pytest.mark.parametrize(
    "link",
    ["https://cdn.example/a.png", "mailto:a@bbs.example", "magnet:?xt=urn:btih:00", "ed2k://|file|a|", "http://[::1"],
)
def test_whole_and_broken_links_stay(link: str):
    made = clean(page(f'<a href="{link}">看</a>吧'), url=ADDRESS).to_markdown()
    assert f"[看](<{link}>)" in made


def test_a_page_may_name_what_its_links_begin_from():
    made = clean(page(base='<base href="http://other.example/forum/" />'), url=ADDRESS).to_markdown()
    assert "(<http://bbs.well.example/forum/data/a.png>)" in made


def test_each_page_of_a_thread_has_its_own_address():
    pages = [
        Source("1", page('<img src="a.png" />').encode(), "http://one.example/x/thread-5-1-1.html"),
        Source("2", page('<img src="b.png" />', pid=22, floor=2).encode(), "http://two.example/y/thread-5-2-1.html"),
    ]
    articles = [made for made in clean_many(pages) if isinstance(made, Article)]
    made = join(articles, Options()).to_markdown()
    assert "(<http://one.example/x/a.png>)" in made
    assert "(<http://two.example/y/b.png>)" in made
