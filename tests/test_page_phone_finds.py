"""What the views for phones print in a form of their own: writers without a page, fields of special threads, withheld answers."""

from __future__ import annotations

from boxes import cleaned

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
