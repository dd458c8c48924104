"""Fields that an author filled in beside the text of a post: activities, debates, goods, classified threads, ballots of pictures."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, simple, text

from forumclean import Article
from forumclean.model import Image, Paragraph, Table


def special(*boxes: str) -> Article:
    """A page whose first post has boxes beside its text."""
    return cleaned(desktop(1, f'<div class="pcbs">{"".join(boxes)}</div>') + desktop(2, text(2, "好。")))


def test_what_an_activity_is_when_and_where():
    fields = """<div class="act pbm cl"><div class="spvimg"><img src="static/image/common/nophoto.gif" /></div><div class="spi">
<dl><dt>活动类型:</dt>\n<dd><strong>清淤</strong></dd>\n<dt>活动地点:</dt><dd>\n井台 </dd></dl>
<dl class="nums mtw"><dt>已报名人数:</dt><dd><em>2</em> 人</dd></dl>
<dl><dt></dt><dd><p class="pns"><button><span>我要参加</span></button></p></dd></dl></div></div>"""
    article = special(fields, text(1))
    assert lines(article) == ["活动类型: 清淤", "活动地点: 井台", "水清了。"]
    assert article.thread.kind == "activity"


def test_the_claims_of_a_debate():
    claims = """<div class="ds"><table><tr><td class="si_1"><div class="point"><strong>正方观点 (5)</strong><p>该深挖</p></div>
</td><th><div>VS</div></th><td class="si_2"><div class="point"><strong>反方观点 (2)</strong><p>够深了</p></div></td></tr></table></div>"""
    article = special(text(1), claims)
    assert article.posts[0].blocks == tuple(
        map(Paragraph, ("水清了。", "正方观点 (5)", "该深挖", "反方观点 (2)", "够深了"))
    )
    assert article.thread.kind == "debate"


def test_goods_for_sale():
    goods = """<div class="trdc xs1"><em>商品总数: 2</em></div><div class="trdb"><div id="trade3" class="trdl cl"><div class="tt">
<em class="hot">推荐商品</em><img src="a/b.jpg" alt="水桶" /></div><div class="ta spi">
<span class="y"><a href="javascript:;">展开</a></span>
<h4><a href="forum.php?mod=viewthread&amp;do=tradeinfo&amp;pid=3">水桶</a></h4><dl class="z"><dt>商品类型:</dt><dd>二手</dd></dl>
<div class="z mtn"><strong>50.00</strong> 元</div></div></div></div>"""
    article = special(text(1, "箍过一次。"), goods)
    assert lines(article) == ["箍过一次。", "水桶", "商品类型:二手", "50.00 元"]
    assert Image("a/b.jpg", None, "水桶", None) in article.posts[0].blocks
    assert article.thread.kind == "trade"


def test_the_fields_of_a_classified_thread_and_a_link_of_a_writer_beside_them():
    fields = """<div class="typeoption"><table class="cgtl mbm"><caption>招工</caption><tbody>
<tr><th>要求:</th><td>会打井 </td></tr></tbody></table></div>"""
    linked = '<a href="javascript:;">看这里</a><table><caption>水位</caption><tr><td>三尺</td></tr></table>'
    article = cleaned(desktop(1, fields + text(1, linked)))
    assert article.posts[0].blocks[0] == Table((("要求:", "会打井"),))
    assert lines(article) == ["看这里", "水位", "三尺"]
    old = '<div class="box box_ex2 viewsort"><h4>招工</h4>要求: 会打井<br /></div>'
    assert lines(cleaned(simple(old + '<div id="postmessage_61" class="postmessage">来人。</div>'))) == [
        "招工",
        "要求: 会打井",
        "来人。",
    ]


def test_the_options_of_a_ballot_of_pictures():
    options = "".join(
        f"""<td id="polloption_{i}"><div class="polltd cl"><a href="javascript:;"><img src="a/{i}.jpg" /></a>
<p class="mtn mbn xi2"><label><input type="radio" /></label> 第 3 口井{name}</p><div class="imgf"><span class="jdt">&nbsp;</span>
<p class="imgfc"><span class="z">{i}票</span> <span class="y">{i}0.00% </span></p></div></div></td>"""
        for i, name in ((6, "东"), (4, "西"))
    )
    unseen = '<td id="polloption_9"><p class="mtn mbn xi2">都不是</p></td>'
    head = '<div class="pinf"><strong>单选投票</strong>, 共有 10 人参与投票</div>'
    form = f'<form id="poll">{head}<table><tr>{options}{unseen}</tr></table></form>'
    poll = special(text(1), form).thread.poll
    assert poll is not None
    assert [(o.text, o.votes, o.percent) for o in poll.options] == [
        ("第 3 口井东", 6, 60.0),
        ("第 3 口井西", 4, 40.0),
        ("都不是", None, None),
    ]
