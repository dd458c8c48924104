"""Desktop pages of styles that build the head of a post anew: who wrote it and when is told by what is left."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, text, withheld

import forumclean
from forumclean import Article
from forumclean.model import Attachment, Code, Comment, Image, Rating

REMARK = (
    """<div id="comment_{0}" class="cm"><a href="home.php?mod=space&amp;uid=9">青禾</a> <em>2023-5-2 10:11</em></div>"""
)


def styled(head: str, below: str = "", pid: int = 1, name: str = "post_{}") -> str:
    return f"""<div id="{name.format(pid)}" class="u"><div class="u_head">{head}</div>
<div class="pcb"><table><tr><td class="t_f" id="postmessage_{pid}">水清了。</td></tr></table></div>{below}</div>"""


def facts(article: Article) -> list[tuple[str | None, str | None]]:
    return [(post.facts.author, post.facts.published) for post in article.posts]


def test_a_link_to_the_author_and_a_time_above_the_text():
    picture = '<a href="home.php?mod=space&amp;uid=3"><img src="a.jpg" /></a>'
    first = f'{picture}<a href="home.php?mod=space&amp;uid=3">阿舟</a><span>发布于 2023-5-1 08:12</span><span>阅读 31</span>'
    second = '<a href="space-uid-4.html">老井</a> <span title="2023-5-1 09:30:11">3 天前</span><i>沙发</i>'
    article = cleaned(styled(first, REMARK.format(1)) + styled(second, REMARK.format(2), pid=2))
    assert facts(article) == [("阿舟", "2023-05-01T08:12"), ("老井", "2023-05-01T09:30:11")]


def test_what_stands_below_the_text_tells_nothing_of_its_author():
    liked = '<p>点赞：<a href="home.php?mod=space&amp;uid=9">青禾</a></p><em>2023-5-2 10:11</em>'
    assert facts(cleaned(styled("匿名", REMARK.format(1)) + styled("", liked, pid=2))) == [(None, None), (None, None)]


def test_days_counts_and_other_times_of_a_panel_are_none_of_the_post():
    panel = """<p>注册时间 <em>2010-3-1</em></p><p title="x">最后登录 2023-5-1 08:12</p><span title="2010-3-1">会员</span>
<a href="home.php?mod=space&amp;uid=3&amp;do=thread">31</a>主题"""
    assert facts(cleaned(styled(panel))) == [(None, None)]


def test_a_page_whose_post_has_no_id_does_not_name_its_reader():
    reader = '<div id="um"><a href="home.php?mod=space&amp;uid=7">读者</a> <em>2023-5-3 12:00</em></div>'
    assert facts(cleaned(reader + styled("", name="u{}"))) == [(None, None)]


def test_styles_without_the_box_of_the_desktop_view():
    remark = """<div id="comment_1"><div class="pstl"><div class="psta"><a class="xi2 xw1">青禾</a></div><div class="psti">好
<span class="xg1">发表于 2023-5-2 10:11</span></div></div></div>"""
    page = f"""<div id="post_1"><p><a href="home.php?mod=space&amp;uid=3">阿舟</a> <em>2023-5-1 08:12</em></p>
<div id="postmessage_1">水清了。</div>{remark}<em>2023-5-3 10:00</em></div>"""
    article = cleaned(page)
    assert facts(article) == [("阿舟", "2023-05-01T08:12")]
    assert article.posts[0].facts.comments == (Comment("青禾", "好", "2023-05-02T10:11"),)


def test_links_to_the_right_of_the_path_are_none_of_it():
    path = """<div id="pt"><div class="z"><a href="./">河湾论坛</a> <em>&rsaquo;</em> <a href="forum-2-1.html">村口</a></div>
<div class="y"><a href="plugin.php?id=sign">签到</a></div></div>"""
    assert cleaned(path + styled("")).thread.board == ("河湾论坛", "村口")
    assert cleaned(path.replace(' class="z"', "") + styled("")).thread.board == ("河湾论坛", "村口", "签到")


def test_the_path_ends_in_the_thread():
    path = """<div id="pt"><a href="./">河湾论坛</a> <a href="forum-2-1.html">村口</a> <a href="thread-31-1-1.html">井台</a></div>"""
    assert cleaned(path + styled("") + path + styled("", pid=2)).thread.board == ("河湾论坛", "村口")


def by_id(pid: int, box: str, below: str = "") -> str:
    """A post without the box of the desktop view."""
    return f"""<div id="post_{pid}"><a href="home.php?mod=space&amp;uid=3">阿舟</a><span id="authorposton{pid}">发表于 2023-5-1 08:12</span>
<div class="u">{box}</div>{below}</div>"""


def test_attachments_below_the_table_of_the_text():
    files = """<div class="pattl"><dl class="tattl attm"><dd><p><a href="forum.php?mod=attachment&amp;aid=a">井.jpg</a></p>
<img id="aimg_5" aid="5" src="none.gif" file="data/attachment/a.jpg" /></dd></dl>
<dl class="tattl"><dd><p class="attnm"><a href="forum.php?mod=attachment&amp;aid=b">图.rar</a></p>
<p>12 KB, 下载次数: 3</p></dd></dl></div>"""
    post = cleaned(by_id(1, f"{text(1)}\n{files}")).posts[0]
    assert [type(block) for block in post.blocks[1:]] == [Image, Attachment]
    among = by_id(1, f"<table><tr><td>甲</td>{text(1).partition('<tr>')[2]}{files}")
    assert len(cleaned(among).posts[0].blocks) == 1  # what stands behind a table of more than the text may be of more


def test_posts_of_which_the_forum_says_why_they_have_no_text():
    lock = '<div class="locked">提示: <em>该帖被管理员或版主屏蔽</em></div> '
    article = cleaned(by_id(1, text(1)) + by_id(2, lock) + by_id(3, lock + text(3)) + f'<div class="u">{lock}</div>')
    assert len(article.posts) == 3
    assert withheld(article, 1) == ("blocked", "提示: 该帖被管理员或版主屏蔽")
    assert lines(article, 2) == ["水清了。"]


def test_remarks_and_points_in_lists():
    remarks = """<div id="comment_1"><ul><li id="comments_3"><a class="name" href="space-uid-4.html">青禾</a>
<span class="hfcon">好</span> <span class="time">2023-5-2 10:11</span></li></ul></div>"""
    points = """<div id="ratelog_1"><ul><li><div id="rate_1_4_menu" style="display: none;"><p>好帖 <em>威望 + 5 点</em></p></div>
<a href="space-uid-4.html"><img /></a><a href="space-uid-4.html">青禾</a></li></ul></div>"""
    told = cleaned(by_id(1, text(1), points + remarks)).posts[0].facts
    assert told.comments == (Comment("青禾", "好", "2023-05-02T10:11"),)
    assert told.ratings == (Rating("青禾", "威望", 5, "好帖"),)
    assert cleaned(desktop(1, text(1) + points)).posts[0].facts.ratings == told.ratings


def test_a_remark_that_begins_with_a_link_to_its_author():
    remark = """<div id="comment_1"><div class="pstl"><div class="psti">{}<span class="xg1">2023-5-2 10:11</span></div></div></div>"""
    name = '<a href="space-uid-4.html">青禾</a>'
    for said, (author, words) in (
        (f'{name}<a href="x">&nbsp;:&nbsp;好</a>', ("青禾", "好")),
        (f"{name}：好", ("青禾", "好")),
        (f"问{name}好", (None, "问青禾好")),
    ):
        article = cleaned(desktop(1, text(1) + remark.format(said)))
        assert article.posts[0].facts.comments == (Comment(author, words, "2023-05-02T10:11"),)


def test_the_floors_tell_the_thread_where_the_page_does_not():
    other = '<a href="forum.php?mod=viewthread&amp;tid=9">公告</a>'
    floor = '<a id="postnum1" href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=77&amp;pid=1">楼主</a>'
    page = f"<html><head><title>水</title></head><body>{other}{{}}{text(1)}</body></html>"
    assert forumclean.clean(page.format(floor)).thread.tid == 77
    assert forumclean.clean(page.format("")).thread.tid == 9


def test_a_button_below_a_box_of_code_is_no_code():
    code = '<div class="blockcode"><div id="code_1"><ol><li>甲</ol></div><em>{}</em></div>'
    article = cleaned(desktop(1, text(1, code.format("复制代码") + '<div class="blockcode">乙<em>丙</em></div>')))
    assert [block.text for block in article.posts[0].blocks if isinstance(block, Code)] == ["甲", "乙丙"]


def test_a_thread_as_an_article():
    below = '<div id="comment_{0}" class="cm"></div><div id="post_rate_div_{0}"></div>'
    page = f"""<div class="bm vw pl"><div class="h hm"><h1 class="ph">井台修好了</h1><p class="xg1">
发布者: <a href="home.php?mod=space&amp;uid=3">阿舟</a>|发布时间: 2023-5-1 08:12|查看数: 231|评论数: 3|<a href="x">帖子模式</a></p></div>
<div class="d"><div class="pcb">{text(1)}{below.format(1)}</div></div></div>
<div class="bm vw pl" id="comment"><div id="post_2"><dl><dt><a href="home.php?mod=space&amp;uid=4" class="xi2">青禾</a>
<em id="author_2"> 发表于</em><span class="xg1">2023-5-2 10:11</span></dt>
<dd><div class="pcb">{text(2)}{below.format(2)}</div></dd></dl></div></div>"""
    article = cleaned(page)
    assert facts(article) == [("阿舟", "2023-05-01T08:12"), ("青禾", "2023-05-02T10:11")]
    assert [post.facts.pid for post in article.posts] == [1, 2]
    assert (article.thread.views, article.thread.replies) == (231, 3)
