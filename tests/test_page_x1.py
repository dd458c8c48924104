"""Pages of X1: remarks in the box around the text, figures in a small table, nameless authors in place of a picture."""

from __future__ import annotations

from boxes import HEAD, cleaned, lines
from promised import check_nothing_is_lost

import forumclean
from forumclean.model import Comment, Rating

REMARK = """<div class="pstl"><div class="psta avt"><img src="a.gif" /></div><div class="psti"><p class="unf">
<a href="home.php?mod=space&amp;uid=9" class="unm">青禾</a>&nbsp发表于 2010-8-3 10:10</p>
说得在理</div></div>"""
RATED = """<dl class="rate"><div class="ratt"><a>已有 <strong>1</strong> 人评分</a></div><dd><ul class="ratl cl"><li id="rate_1_9">
<a href="a"><img /></a> <a href="home.php?mod=space&amp;uid=9">青禾:</a>
很有用<em>威望 + 2 点</em></li></ul></dd></dl>"""
FIGURES = """<table><tr><td class="pls"><div class="tns"><table><tr><th><p>321</p>查看</th><td><p>3</p>回复</td></tr></table></div></td>
</tr></table>"""


def x1(words: str, panel: str = '<div><div class="avatar"></div></div>', remark: str = "", behind: str = "") -> str:
    return f"""<div id="postlist" class="pl"><div id="post_1"><table id="pid1"><tr><td class="pls">{panel}</td><td class="plc">
<div id="ph"><h1 class="wx">井台修好了</h1></div><div class="authi"><em id="authorposton1">发表于 2010-8-1 07:30</em></div>
<div class="pc"><div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_1">{words}</td></tr></table>
<div id="comment_1" class="cl cm">{remark}</div></div>{behind}{RATED}
<div class="uo"><a>收藏</a></div></div></div></td></tr></table></div></div>"""


def test_remarks_ratings_and_figures():
    page = f"{HEAD}{FIGURES}{x1('水清了。', remark=REMARK)}</body></html>"
    article = forumclean.clean(page.encode())
    facts = article.posts[0].facts
    assert facts.comments == (Comment("青禾", "说得在理", "2010-08-03T10:10"),)
    assert facts.ratings == (Rating("青禾", "威望", 2, "很有用"),)
    assert (article.thread.views, article.thread.replies, lines(article)) == (321, 3, ["水清了。"])
    check_nothing_is_lost(article, page.encode())


def test_a_text_between_keeps_its_place():
    page = f"{HEAD}{x1('水清了。', remark=REMARK, behind='已推荐')}</body></html>"
    check_nothing_is_lost(forumclean.clean(page.encode()), page.encode())


def test_who_has_no_page_is_named_in_place_of_the_picture():
    named = cleaned(x1("水清了。", '<div class="avatar">匿名</div>'))
    hidden = cleaned(x1("水清了。", '<div><div class="avatar">头像被屏蔽</div></div>'))
    assert [a.posts[0].facts.author for a in (named, hidden)] == ["匿名", None]
