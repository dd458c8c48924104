"""Boxes of the style for phones that Comiis sells: what holds for a thread hides nothing, a password does."""

from __future__ import annotations

from boxes import cleaned, lines, withheld

from forumclean import Article
from forumclean.model import Price, Rating

ICON = '<i class="comiis_font">&#xe61d;</i>'
RULES = "comiis_quote comiis_qianglou bg_h"


def posts(*boxes: str) -> Article:
    return cleaned(
        "".join(
            f"""<div class="comiis_postli cl" id="pid{i}"><h2><a class="top_user" href="home.php?mod=space&amp;uid=3">阿舟</a></h2>
<span class="kmtime">2023-5-1 08:12</span><div class="comiis_messages cl">{box}</div></div>"""
            for i, box in enumerate(boxes, 51)
        )
    )


def text(words: str) -> str:
    return f'<div class="comiis_a comiis_message_table cl">{words}</div>'


def test_the_price_told_to_who_has_paid_hides_nothing():
    link = '<a href="forum.php?mod=misc&amp;action=viewpayments" class="y">记录</a>'
    pay = f'<div class="{RULES}">{link}{ICON}&nbsp;付费主题: <strong>5 铜钱</strong></div>'
    article = posts(pay + text("水清了。"))
    assert len(article.posts[0].blocks) == 1
    assert (lines(article), article.thread.kind, article.thread.price) == (["水清了。"], "paid", Price(5, "铜钱"))


def test_what_a_race_for_floors_goes_by_is_no_hidden_text():
    race = f'<div class="{RULES}"><span>本帖为抢楼帖，欢迎抢楼!</span><br><span>截止楼层：90<br></span></div>'
    article = posts(race + text("水清了。"))
    assert len(article.posts[0].blocks) == 1
    assert lines(article) == ["水清了。"]
    hidden = posts(text('水清了。<div class="comiis_quote bg_h">游客，如果您要查看本帖隐藏内容请回复</div>'))
    assert len(hidden.posts[0].blocks) == 2


def test_a_post_behind_a_password_is_withheld():
    box = f"""<div class="comiis_postpw bg_h"><ul><li class="f_a">{ICON} 本帖为密码帖 请输入密码继续!</li>
<li><input type="text" id="postpw_52" /><button type="button">提交</button></li></ul></div>"""
    assert withheld(posts(text("水清了。"), box), 1) == ("permission", "本帖为密码帖 请输入密码继续!")


def test_points_that_readers_gave_with_the_reason_below():
    rows = """<div id="ratelog_51" class="comiis_view_lcrate"><h3><em>1</em> 人评分</h3><li id="rate_51_5">
<a href="home.php?mod=space&amp;uid=5"><img src="a.jpg"></a><h2><span class="f_a">铜钱+5枚</span>
<a href="home.php?mod=space&amp;uid=5">老渡</a></h2><p>很给力</p></li></div>"""
    article = posts(text("水清了。") + "</div>" + rows + "<div>")
    assert article.posts[0].facts.ratings == (Rating("老渡", "铜钱", 5, "很给力"),)
