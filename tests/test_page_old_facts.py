"""Who wrote the posts of 6.0 and 7.x, and what their pages tell of the thread."""

from __future__ import annotations

from boxes import cleaned

import forumclean
from forumclean import Article
from forumclean.model import Quote

PATH = '<div id="nav"><a href="index.php">河湾论坛</a> &raquo; <a href="forumdisplay.php?fid=2">村口</a> &raquo; 井台</div>'


def seven(panel: str, head: str = "", above: str = "", pid: int = 1) -> str:
    """A post of 7.x with the author's panel, the head of the post and what stands above its text."""
    return f"""<div id="post_{pid}"><table id="pid{pid}"><tr><td class="postauthor">{panel}</td><td class="postcontent">
<div class="authorinfo">{head}<em id="authorposton{pid}">发表于 2009-5-1 08:12</em>
 | <a href="viewthread.php?tid=31&amp;authorid=3">只看该作者</a></div>
<div class="postmessage">{above}
<table><tr><td class="t_msgfont" id="postmessage_{pid}">水清了。</td></tr></table></div></td></tr></table></div>"""


def six(panel: str, below: str = "") -> str:
    return f"""<table id="pid1"><tr><td class="postauthor">{panel}</td><td class="postcontent">
<div class="postinfo"><strong id="postnum_1">1#</strong> 发表于 2007-5-1 08:12</div>
<div class="postmessage defaultpost"><div id="postmessage_1" class="t_msgfont">水清了。</div>{below}</div></td></tr></table>"""


def author(article: Article, post: int = 0) -> str | None:
    return article.posts[post].facts.author


def test_the_author_stands_in_the_head_of_the_post_where_the_panel_has_no_name():
    panel = (
        '<div><div class="avatar"><a href="space.php?uid=3"><img src="a.gif" /></a></div><p><em>新手上路</em></p></div>'
    )
    assert author(cleaned(seven(panel, '<a href="space.php?uid=3" class="posterlink">阿舟</a>'))) == "阿舟"
    assert author(cleaned(seven(panel))) is None  # 只看该作者 is no name


def test_who_has_no_page_of_their_own_is_named_where_the_picture_would_be():
    guest = '<div class="avatar"><a href="javascript:;">游客 <em>10.0.0.x</em></a></div>'
    gone = '<div class="avatar">老徐 <em>该用户已被删除</em></div>'
    article = cleaned(
        "".join(seven(p, pid=i) for i, p in enumerate((guest, gone, '<div class="avatar">匿名</div>'), 1))
    )
    assert [author(article, i) for i in range(3)] == ["游客", "老徐", "匿名"]
    hidden = '<div><div class="avatar">头像被屏蔽</div></div>'
    assert author(cleaned(seven(hidden))) is None


def test_the_address_of_a_guest_and_the_buttons_of_a_moderator_are_no_names():
    guest = '<cite><a href="javascript:;">游客 <em>10.0.0.x</em></a></cite> 未注册'
    moderated = (
        '<cite><label><a href="topicadmin.php?action=getip">IP</a></label> <a href="space.php?uid=3">阿舟</a></cite>'
    )
    assert [author(cleaned(six(p))) for p in (guest, moderated)] == ["游客", "阿舟"]


def test_the_path_begins_with_the_site():
    assert cleaned(PATH + six("<cite><a>阿舟</a></cite>")).thread.board == ("河湾论坛", "村口")
    x = '<div id="pt"><a href="./"></a> <a href="forum.php">论坛</a> <a href="forum-2-1.html">村口</a></div>'
    assert cleaned(x + six("<cite><a>阿舟</a></cite>")).thread.board == ()
    assert cleaned(x + '<div id="post_1"><div class="pcb">水清了。</div></div>').thread.board == ("村口",)


def test_tags_are_the_threads():
    above = '<div id="threadtitle"><h1>井台修好了</h1><div class="threadtags"><a href="tag.php?name=a">井台</a><a>水</a></div></div>'
    below = '<p class="posttags">搜索更多相关主题的帖子: <a href="tag.php?name=a">井台</a> <a>水</a></p>'
    for page in (seven("", above=above), six("<cite>阿舟</cite>", below)):
        article = cleaned(page)
        assert article.thread.tags == ("井台", "水")
        assert [getattr(b, "text", None) for b in article.posts[0].blocks] == ["水清了。"]


def test_the_head_of_a_quote_in_english():
    link = '<a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=1">Posted by A Zhou at 2023-5-1 08:12</a>'
    for said in (link, "Originally posted by <i>A Zhou</i> at 2023-5-1 08:12 AM"):
        words = f'<div class="quote"><blockquote>{said}<br />\nThe well is clear.</blockquote></div>Good.'
        article = cleaned(f'<div id="post_1"><div class="pcb"><div class="t_f">{words}</div></div></div>')
        assert article.posts[0].blocks[0] == Quote("The well is clear.", "A Zhou", "2023-05-01T08:12")


def test_a_subject_with_dashes_is_whole():
    post = six("<cite>阿舟</cite>")
    for name, subject in (
        ("井台 - 修好了 - 村口 - 河湾论坛 - Powered by Discuz!", "井台 - 修好了"),
        ("井台 - 村口 - 修好了 - 河湾论坛 - Powered by Discuz!", "井台"),
        ("井台-修好了_村口_河湾论坛 - Powered by Discuz!", "井台-修好了"),
        ("井台 - 修好了 - 别处 - 河湾论坛", "井台"),
        ("井台", None),
    ):
        page = f"<html><head><title>{name}</title></head><body>{PATH}{post}</body></html>"
        assert forumclean.clean(page).thread.title == subject
    head = "<h1>井台 - 修好了 - 村口 - 又坏了</h1>"
    assert cleaned(PATH + head + post).thread.title == "井台 - 修好了 - 村口 - 又坏了"
