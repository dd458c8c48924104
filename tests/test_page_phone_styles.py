"""Styles made from the touch view: its boxes and its scripts' marks stand, the head of a post is set anew."""

from __future__ import annotations

import pytest
from boxes import cleaned, lines

from forumclean import NotAThreadError

HEADS = {
    "a list of its own": """<ul class="authi"><li><a href="home.php?mod=space&amp;uid=3"><img src="u.jpg"></a>
<h3><a href="home.php?mod=space&amp;uid=3">阿舟</a></h3><em>LV.2</em><em>楼主</em><em>6<sup>#</sup></em>
<p>2019-5-1 08:12</p></li></ul>""",
    "a rank beside the name": """<ul class="authi"><li class="grey"><b><a href="home.php?mod=space&amp;uid=3">阿舟</a>
<span>里长</span></b></li><li class="grey rela"><em>6楼</em> 2019-5-1 08:12</li></ul>""",
    "a time in a title": """<ul class="authi"><li><a href="space-uid-3.html">阿舟</a>
<em>31</em><em>6#</em><span title="2019-5-1 08:12">3 天前</span></li></ul>""",
    "definitions": """<dl><dt><img src="u.jpg"></dt><dd><a href="home.php?mod=space&amp;uid=3">阿舟</a></dd></dl>
<ul class="authi"><li><em>6#</em> 2019-5-1 08:12</li></ul>""",
}


def styled(head: str, words: str, pid: int) -> str:
    return f"""<div class="plc cl" id="pid{pid}"><div class="display pi" href="#replybtn_{pid}">{head}
<div class="message">{words}</div></div></div>"""


def test_the_head_of_a_post_that_a_style_made_anew():
    for name, head in HEADS.items():
        facts = cleaned(styled(head, "水清了。", 52)).posts[0].facts
        assert (facts.author, facts.floor, facts.pid) == ("阿舟", 6, 52), name
        assert facts.published == "2019-05-01T08:12", name


def test_a_name_in_the_text_and_a_time_in_a_remark_are_not_the_posts():
    words = '<a href="home.php?mod=space&amp;uid=9">@老渡</a> 来看。'
    remark = """<div class="cm"><div class="authi"><a href="home.php?mod=space&amp;uid=5">老渡</a>
<span title="2024-4-9 10:00:00">3 天前</span></div>看过了。</div>"""
    page = styled('<ul class="authi"><li class="grey rela">昨天 08:12</li></ul>', words, 52) + styled("", words, 53)
    for post in cleaned(page.replace("</div></div></div>", f"</div></div>{remark}</div>")).posts:
        assert (post.facts.author, post.facts.published) == (None, None)


def box(inside: str, pid: int) -> str:
    """A post of a style that has nothing but the mark that the scripts of touch ask for."""
    return f'<div class="n5sq_hfnr" href="#replybtn_{pid}">{inside}</div>'


HEAD = """<div class="hfnr_hyxx"><a href="home.php?mod=space&amp;uid=3"><img src="u.jpg"></a>
<a href="home.php?mod=space&amp;uid=3">阿舟</a><em>LV.2</em><em>楼主</em><p><b>沙发</b>2019-5-1 08:12</p></div>"""
TEXTS = (
    '<div class="message"><div class="n5sq_nrzt">水清了。<br />可以喝。<div class="n5sq_ztbq"><a href="a">水井</a></div></div></div>',
    '<div class="postListCon">水清了。<br />可以喝。</div>',
    """<div class="nex_vtpostbox nex_vtpostbox_bt"><span class="nex_reply_contant">水清了。<br />可以喝。</span>
<span class="nex_reply_contant"></span><div class="nex_sharebox"><ul><li>点赞</li></ul></div></div>""",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_style_that_keeps_the_mark_of_touch_alone(text: str):
    article = cleaned(box(text, 51) + box(HEAD + text, 52))
    assert lines(article) == ["水清了。", "可以喝。"]
    facts = [(post.facts.pid, post.facts.floor, post.facts.author, post.facts.published) for post in article.posts]
    assert facts == [(51, 1, None, None), (52, 2, "阿舟", "2019-05-01T08:12")]


def test_without_the_mark_no_class_of_a_style_makes_a_post():
    for text in TEXTS:
        with pytest.raises(NotAThreadError, match="holds no post"):
            cleaned(f'<p>Powered by Discuz!</p><div href="#reply">{text}</div>')


def test_the_mark_gives_the_pid_where_touch_has_no_id():
    page = f'<div class="plc cl">{styled(HEADS["a list of its own"], "水清了。", 52).partition(">")[2]}'
    assert cleaned(page).posts[0].facts.pid == 52
