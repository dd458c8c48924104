"""Desktop pages of styles that build the head of a post anew: who wrote it and when is told by what is left."""

from __future__ import annotations

from boxes import cleaned

from forumclean import Article
from forumclean.model import Comment

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
