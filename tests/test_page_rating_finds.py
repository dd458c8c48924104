"""Ratings that are no rows of a table, and remarks that are answers too."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, old, text

from forumclean.model import Comment, Rating


def test_ratings_of_72():
    faces = """<li><div id="rate_1_9_menu" class="attach_popup"><p class="cornerlayger">很有用 &nbsp;<em>威望 + 2 点</em>
<span>金钱 -1 </span></p></div>
<p id="rate_1_9"><a href="space.php?uid=9"><img src="x" /></a></p><p><a href="space.php?uid=9">青禾</a></p></li>"""
    names = '<li id="rate_1_8"><a href="a"><img src="x" /></a><a href="space.php?uid=8">老井:</a>\n谢谢<em>威望 + 1 点</em></li>'
    below = f'<dl class="newrate"><dt><p>评分次数</p></dt><dd><ul>{faces}{names}</ul></dd></dl><div class="useraction">收藏</div>'
    article = cleaned(old(1, "水清了。", below))
    assert article.posts[0].facts.ratings == (
        Rating("青禾", "威望", 2, "很有用"),
        Rating("青禾", "金钱", -1, "很有用"),
        Rating("老井", "威望", 1, "谢谢"),
    )
    assert lines(article) == ["水清了。"]


def test_ratings_whose_points_stand_in_a_tip():
    tip = "&lt;strong&gt;很有用&lt;/strong&gt;&amp;nbsp;&lt;em class='xi1'&gt;威望 + 2 点&lt;/em&gt;"
    rated = f"""<dl id="ratelog_1" class="rate"><dd><ul class="cl"><li><p id="rate_1_9" tip="{tip}"><a href="a"><img src="x" /></a></p>
<p><a href="home.php?mod=space&amp;uid=9">青禾</a></p></li></ul></dd></dl>"""
    article = cleaned(desktop(1, text(1) + rated))
    assert article.posts[0].facts.ratings == (Rating("青禾", "威望", 2, "很有用"),)


def test_a_remark_without_its_buttons():
    remark = """<div class="pstl"><div class="psta"><a class="xi2 xw1">青禾</a></div><div class="psti">见 <a href="b">此处</a>&nbsp;
<a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=2" class="xi2">详情</a> <a href="forum.php?mod=post" class="xi2">回复</a>
<span class="xg1"> 发表于 2023-5-2 10:11 </span></div></div>"""
    article = cleaned(desktop(1, f'{text(1)}<div id="comment_1" class="cm">{remark}</div>'))
    assert article.posts[0].facts.comments == (Comment("青禾", "见 此处", "2023-05-02T10:11"),)


def test_a_remark_of_x2_begins_with_its_author():
    remark = """<div class="pstl xs1"><div class="psta"><a href="a" c="1"><img src="x" /></a></div><div class="psti">
{}&nbsp;青禾说得对&nbsp;<a href="forum.php?mod=redirect&amp;pid=2" class="xi2">详情</a>
<span class="xg1">发表于 2012-5-2 10:11</span></div></div>"""
    named = remark.format('<a href="home.php?mod=space&amp;uid=9" class="xi2 xw1">青禾</a>\n')
    article = cleaned(desktop(1, f'{text(1)}<div id="comment_1" class="cm">{named}{remark.format("")}</div>'))
    assert article.posts[0].facts.comments == (
        Comment("青禾", "青禾说得对", "2012-05-02T10:11"),
        Comment(None, "青禾说得对", "2012-05-02T10:11"),
    )
