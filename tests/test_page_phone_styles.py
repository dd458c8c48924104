"""Styles made from the touch view: its boxes and its scripts' marks stand, the head of a post is set anew."""

from __future__ import annotations

from boxes import cleaned

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
