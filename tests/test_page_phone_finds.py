"""What the views for phones print in a form of their own: writers without a page, fields of special threads, withheld answers."""

from __future__ import annotations

import pytest
from boxes import cleaned, lines, simple, touch, withheld

from forumclean.model import Image, Quote

MEMBER = '<a href="home.php?mod=space&amp;uid=3&amp;mobile=2">阿舟</a>'
GONE = "老渡 <em>该用户已被删除</em>"
GUEST = '<a href="javascript:;">游客 <em>10.1.2.x:8080</em></a>'
NAMES = [("阿舟", MEMBER), ("老渡", GONE), ("游客", GUEST), ("匿名", "匿名")]


def touch_head(name: str, pid: int) -> str:
    """A post of the touch view of X3.5."""
    return f"""<div class="plc cl" id="pid{pid}"><div class="display pi"><ul class="authi"><li class="mtit"><span class="y">沙发</span>
<span class="z">{name}</span></li><li class="mtime">2023-5-1 08:12</li></ul><div class="message">水清了。</div></div></div>"""


def touch_x3_head(name: str, pid: int) -> str:
    """A post of the touch view of X2.5 to X3.4, whose <b> only a member's name closes."""
    return f"""<div class="plc cl" id="pid{pid}"><div class="display pi"><ul class="authi"><li class="grey"><em>沙发</em><b>
{name}{"</b>" if name == MEMBER else ""}
</li><li class="grey rela">2014-5-1 08:12</li></ul><div class="message">水清了。</div></div></div>"""


def simple_head(name: str, pid: int, behind: str = "") -> str:
    """A post of the old mobile view; anonymous writers and guests stand there twice."""
    return f"""<div id="post_{pid}" class="bm_c bm_c_bg"><div class="bm_user">
            <em>5</em><sup>#</sup>           {name}
    {behind} <a href="forum.php?mod=viewthread&amp;tid=31&amp;authorid=4" rel="nofollow" class="xg1">只看该作者</a>
    <br /><em id="authorposton{pid}"><font class="xs0 xg1">2012-5-1 08:12</font></em></div></div>
<div><div class="pbody"><div class="mes"><div id="postmessage_{pid}" class="postmessage">水清了。</div></div></div></div>"""


def test_writers_without_a_page_have_their_names_in_every_view_for_phones():
    for head in (touch_head, touch_x3_head):
        posts = cleaned("".join(head(printed, 50 + i) for i, (_, printed) in enumerate(NAMES))).posts
        assert [post.facts.author for post in posts] == [name for name, _ in NAMES]
    twice = {"匿名": "匿名", "游客": "游客"}
    page = "".join(simple_head(printed, 60 + i, twice.get(name, "")) for i, (name, printed) in enumerate(NAMES))
    posts = cleaned(page).posts
    assert [post.facts.author for post in posts] == [name for name, _ in NAMES]
    assert [(post.facts.floor, post.facts.pid) for post in posts] == [(5, 60), (5, 61), (5, 62), (5, 63)]


def test_a_page_of_the_old_view_that_ends_in_a_head_keeps_the_writers_of_all_posts():
    page = simple_head("阿舟", 60) + simple_head("老渡", 61) + simple_head(MEMBER, 62)
    posts = cleaned(page[: page.rindex("只看该作者")]).posts
    assert [(post.facts.author, post.facts.pid) for post in posts] == [("阿舟", 60), ("老渡", 61)]


def question(words: str) -> str:
    """The text of a special thread's first post, which has an element of its own."""
    return f'<div id="postmessage_51" class="postmessage">{words}</div>'


def test_an_activity_in_touch_and_not_who_has_joined():
    fields = """<div class="activity cl"><img src="static/image/common/nophoto.gif" class="vm"><dl>
<dt><span class="mtit">活动类型:</span>清淤</dt><dt><span class="mtit">活动地点:</span>井台</dt></dl></div>"""
    joining = """<div id="activityjoin" class="activity cl"><dt>我要参加</dt>
<form id="activity"><dt><span class="mtxt">留言</span></dt></form></div>
<div class="activity cl"><dt>已通过 (2 人)</dt><table class="mbox"><tr><td class="ma">老渡</td></tr></table></div>"""
    article = cleaned(touch(question("水浑了。") + fields + joining))
    assert lines(article) == ["水浑了。", "活动类型:清淤", "活动地点:井台"]
    assert article.thread.kind == "activity"


def test_the_claims_of_a_debate_in_touch():
    claims = "".join(
        f"""<div class="debate_box cl"><strong>{side}方观点 (5)</strong><p>{claim}</p>
<a href="forum.php?mod=misc&amp;action=debatevote" class="dialog pns">支持</a></div>"""
        for side, claim in (("正", "该深挖"), ("反", "够深了"))
    )
    ends = '<div class="endtime">结束时间: 2023-8-1 00:00</div>'
    article = cleaned(touch(question("水浑了。") + f'<div class="debate mt10 cl">{claims}{ends}</div>'))
    assert lines(article) == ["水浑了。", "正方观点 (5)", "该深挖", "反方观点 (5)", "够深了"]
    assert article.thread.kind == "debate"


def test_goods_in_touch_and_not_how_many_there_are():
    goods = """<div class="trade_box"><em>商品总数: 2</em></div>
<div id="trade3" class="trade_box"><div><em class="hot">推荐商品</em><img src="a/b.jpg" alt="水桶" /></div><div><h4>水桶</h4>
<dl><dt>商品类型: 二手</dt></dl><div><strong>50</strong>&nbsp;元</div></div></div>"""
    article = cleaned(touch(goods + '<div id="postmessage_51">箍过一次。</div>'))
    assert lines(article) == ["水桶", "商品类型: 二手", "50\xa0元", "箍过一次。"]
    assert article.posts[0].blocks[0] == Image("a/b.jpg", None, "水桶", None)
    assert article.thread.kind == "trade"


def test_boxes_of_an_author_that_bear_these_classes_stay():
    boxes = '<div class="activity">先看水位。</div><div class="trade_box">再看水色。</div><a class="pns" href="a">三看水味。</a>'
    article = cleaned(touch(boxes))
    assert lines(article) == ["先看水位。", "再看水色。", "三看水味。"]
    assert article.thread.kind == "normal"


def test_the_tags_of_a_thread_in_touch():
    tags = """<div class="mt10 mb10 cl"><div class="tags xg1"><a class="tag-item" href="misc.php?mod=tag&amp;id=3">水井</a>,
<a class="tag-item" href="misc.php?mod=tag&amp;id=4">化验</a></div></div>"""
    article = cleaned(touch("水清了。", tags))
    assert article.thread.tags == ("水井", "化验")
    assert lines(article) == ["水清了。"]


def test_an_answer_for_the_asker_alone_is_withheld_in_every_view_for_phones():
    said = "此帖仅作者可见"
    page = touch("水清了。") + touch(f'<div class="quote">{said}</div>', pid=52)
    page += touch(f'<div class="grey quote">{said}</div>', pid=53)
    assert [withheld(cleaned(page), i) for i in range(3)] == [None, ("permission", said), ("permission", said)]
    answered = simple('<div id="postmessage_61" class="postmessage">水清了。</div>')
    assert withheld(cleaned(answered + simple(f'<div class="xi1">{said}</div>', 62)), 1) == ("permission", said)


def test_what_a_writer_quotes_of_the_forums_words_stays_a_quote():
    said = "此帖仅作者可见"
    article = cleaned(touch(f'<div class="quote"><blockquote>{said}</blockquote></div>为什么？'))
    assert article.posts[0].blocks[0] == Quote(said, None, None, None)
    assert lines(cleaned(simple('<div class="xi1">此帖仅作者可见，别处看。</div>'))) == ["此帖仅作者可见，别处看。"]


LISTED = """<div class="page"><a href="forum.php?mod=viewthread&amp;tid=31&amp;page=1&amp;mobile=2">上一页</a><a id="select_a">
<select id="dumppage"><option value="1">第1页</option><option value="2" selected="">第2页</option>
<option value="12">第12页</option></select>
<span>第2页</span></a><a href="javascript:;" class="grey">下一页</a></div>"""
"""The pager of touch, after its scripts made a list of it."""


def test_the_page_of_touch_as_a_browser_saves_it():
    thread = cleaned(touch("水清了。") + LISTED).thread
    assert (thread.pages, thread.last_page) == ((2,), 12)
    served = (
        '<div class="pg"><strong>3</strong><a href="a">4</a><label><span title="共 12 页"> / 12 页</span></label></div>'
    )
    thread = cleaned(touch("水清了。") + served).thread
    assert (thread.pages, thread.last_page) == ((3,), 12)


@pytest.mark.parametrize(
    "behind", ['<a href="a" class="blue">View author only</a>', "<span>(审核中)</span> <a>只看楼主</a>", ""]
)
@pytest.mark.parametrize("before", ["", "[求助]\n"])
def test_the_title_of_touch_of_x3_is_the_subject_alone(before: str, behind: str):
    head = f'<div class="postlist"><h2>\n{before}  [修井] Wells - how to mend \n{behind}\n</h2>'
    assert cleaned(f"{head}{touch('水清了。')}</div>").thread.title == "[修井] Wells - how to mend"


def test_a_span_of_an_author_is_no_warning_of_touch():
    for warning in ("受到警告", "收到警告", "Warned"):
        assert lines(cleaned(touch(f'<span class="grey quote">{warning}</span>水清了。'))) == ["水清了。"]
    for words in ("水很清", "我警告过他，他不听"):
        assert lines(cleaned(touch(f'<span class="quote">{words}</span>可以喝。'))) == [f"{words}可以喝。"]


def test_the_legend_of_a_box_is_a_line():
    box = "<fieldset><legend>怎么修</legend>先看水位。<br />再下井。</fieldset>"
    assert lines(cleaned(touch(f"水浑了。{box}"))) == ["水浑了。", "怎么修", "先看水位。", "再下井。"]
