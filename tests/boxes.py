"""Pages of one or two posts, each view's in its own boxes."""

from __future__ import annotations

import forumclean
from forumclean import Article
from forumclean.model import Paragraph, PostFacts
from forumclean.options import Options

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="generator" content="Discuz! X3.5" />
<title>井台修好了 - 村口 - 河湾论坛 - Powered by Discuz!</title></head><body>
<a href="forum.php?mod=viewthread&amp;tid=31">井台修好了</a>"""


def cleaned(body: str) -> Article:
    return forumclean.clean(f"{HEAD}{body}</body></html>", options=Options(masks="keep"))


def lines(article: Article, post: int = 0) -> list[str]:
    return [block.text for block in article.posts[post].blocks if isinstance(block, Paragraph)]


def withheld(article: Article, post: int) -> tuple[str, str] | None:
    facts: PostFacts = article.posts[post].facts
    return (facts.withheld.reason, facts.withheld.text) if facts.withheld else None


def touch(message: str, behind: str = "", pid: int = 51) -> str:
    """A post of the touch view, and what stands behind its text."""
    return f"""<div class="plc cl" id="pid{pid}"><div class="display pi"><ul class="authi"><li class="mtit">
<span class="y">楼主</span> <span class="z"><a href="home.php?mod=space&amp;uid=3">阿舟</a></span></li>
<li class="mtime">2023-5-1 08:12</li></ul>
<div class="message">{message}</div>
{behind}
</div></div>"""


def simple(mes: str, pid: int = 61) -> str:
    """A post of the old mobile view."""
    return f"""<div id="post_{pid}" class="bm_c"><div class="bm_user" id="pid{pid}"> 楼主 <a href="home.php?mod=space&amp;uid=3">阿舟</a>
<em id="authorposton{pid}"><font class="xs0 xg1">2023-5-1 08:12</font></em></div></div>
<div><div class="pbody"><div class="mes">{mes}</div></div></div>"""


def desktop(pid: int, box: str) -> str:
    """A post of the desktop view."""
    return f"""<div id="post_{pid}"><table id="pid{pid}"><tr><td class="pls"><div class="authi"><a class="xw1">阿舟</a></div></td>
<td class="plc"><em id="authorposton{pid}">发表于 2023-5-1 08:12</em><a id="postnum{pid}">{pid}#</a>
<div class="pcb">{box}</div></td></tr></table></div>"""


def text(pid: int, words: str = "水清了。") -> str:
    return f'<table><tr><td class="t_f" id="postmessage_{pid}">{words}</td></tr></table>'


def old(pid: int, words: str, below: str = "", above: str = "") -> str:
    """A post of 7.2."""
    return f"""<div id="post_{pid}"><table id="pid{pid}"><tr><td class="postauthor"><div class="postinfo">
<a href="space.php?uid=3">阿舟</a></div></td>
<td class="postcontent"><em id="authorposton{pid}">发表于 2009-5-1 08:12</em>
<div class="postmessage">{above}<div class="t_msgfontfix">
<table><tr><td class="t_msgfont" id="postmessage_{pid}">{words}</td></tr></table></div>{below}</div></td></tr></table></div>"""
