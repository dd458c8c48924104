"""Elements in an author's own text that bear the forum's classes, and views that tell no text from what stands around it."""

from __future__ import annotations

import pytest
from test_page_html_finds import article, blocks, body, boxed

import forumclean
from forumclean.model import Block, Heading, Hidden, Image, ListBlock, Paragraph


def text_of(block: Block) -> str:
    """The text of a block, where it has one of its own."""
    return getattr(block, "text", "")


# ── classes of the forum's in a post written as HTML ────────────────────────────────────────────


@pytest.mark.parametrize(
    "html",
    [
        '井水很<em class="hot">烫</em>，喝不得。',
        '井水很<em class="nums">烫</em>，喝不得。',
        '井水很<span class="quote">烫</span>，喝不得。',
    ],
)
def test_an_author_may_have_classes_of_the_names_that_the_forum_has(html):
    (block,) = blocks(html)
    assert isinstance(block, Paragraph)
    assert block.text == "井水很烫，喝不得。"


@pytest.mark.parametrize("name", ["hot", "nums"])
def test_a_list_of_words_and_their_meaning_is_text_whatever_its_class(name):
    told = "".join(text_of(b) for b in blocks(f'<dl class="{name}"><dt>水位</dt><dd>三尺</dd></dl>退了。'))
    assert told == "水位三尺退了。"


def test_a_box_that_says_nothing_of_a_file_is_no_tooltip():
    tip = '<div class="tip_1">先放水。</div><div class="tip tip_4">井口.png (2 KB, 下载次数: 3)</div>再刷。'
    assert [text_of(b) for b in blocks(tip)] == ["先放水。", "再刷。"]


def test_items_of_an_author_with_pictures_keep_their_text():
    items = '<ul><li class="p5"><img src="http://x.example/a.jpg"> 井沿</li><li class="p5">井绳</li></ul>'
    found = blocks(items)
    assert [b.src for b in found if isinstance(b, Image)] == ["http://x.example/a.jpg"]
    told = "".join("".join(b.items) if isinstance(b, ListBlock) else text_of(b) for b in found)
    assert "井沿" in told
    assert "井绳" in told


@pytest.mark.parametrize("name", ["act", "point", "trdb", "typeoption"])
def test_a_box_of_an_author_makes_no_special_thread(name):
    made = article(f'开头。<div class="{name}">他写的，带<b>粗</b>。</div>')
    found = made.posts[0].blocks
    assert any(span.kind == "strong" for block in found if isinstance(block, Paragraph) for span in block.spans)
    assert made.thread.kind == "normal"


# ── views in which a post's text has no element of its own ──────────────────────────────────────

WRITTEN = "<h2>选址</h2>离水近。<h2>取材</h2>青石好。<label>工头：</label>老孟<button>细看</button>"
HEAD = '<meta name="generator" content="Discuz! X3.5" /><title>修井 - 闲话 - 某站 - Powered by Discuz!</title>'


def touch(html: str) -> str:
    answer = '<div class="plc cl" id="pid62"><div class="message">{}</div></div>'
    return (
        f"<html><head>{HEAD}</head><body>{answer.format(html)}{answer.replace('62', '63').format('好。')}</body></html>"
    )


def by_ids(html: str) -> str:
    text = f'<div class="u" id="post_61"><div class="content" id="postmessage_61">{html}</div></div>'
    return f"<html><head>{HEAD}</head><body>{text}</body></html>"


def archiver(html: str) -> str:
    head = '<div id="nav"><a href="./">某站</a> &rsaquo; <a href="?fid-2.html">闲话</a> &rsaquo; 修井</div>'
    said = "<p class='author'><strong>邻居</strong> 发表于 2024-4-8 09:12</p><h3>{}</h3>{}"
    posts = said.format("修井", html) + said.format("我的看法", "好。")
    foot = '<div id="footer">Powered by <strong>Discuz! X3.5 Archiver</strong></div>'
    return f'<html><head>{HEAD}</head><body>{head}<div id="content">{posts}</div>{foot}</body></html>'


@pytest.mark.parametrize("page", [touch, by_ids, archiver])
def test_headings_labels_and_buttons_of_an_author_are_text_in_every_view(page):
    found = forumclean.clean(page(WRITTEN)).posts[0].blocks
    assert [block.text for block in found if isinstance(block, Heading)] == ["选址", "取材"]
    assert [block.text for block in found if isinstance(block, Paragraph)][-1] == "青石好。工头：老孟细看"


def test_the_subject_of_an_answer_is_no_heading_of_its_text():
    for made in (
        forumclean.clean(touch("<h2>我的看法</h2>好。")).posts[0],
        forumclean.clean(archiver("好。")).posts[1],
    ):
        assert [type(block) for block in made.blocks] == [Paragraph, Paragraph]


def test_what_touch_prints_above_a_text_is_no_text_of_its_author():
    fields = '<div class="box_ex2 viewsort">要求: 会打井<br /></div>'
    made = forumclean.clean(touch(f'<span class="grey quote">收到警告</span>\n{fields}来人。'))
    assert [text_of(block) for block in made.posts[0].blocks] == ["要求: 会打井", "来人。"]


def test_a_class_below_a_text_in_touch_is_its_authors():
    html = '开头。<div class="act">他写的，带<b>粗</b>。</div>很<span class="quote">烫</span>。'
    made = forumclean.clean(touch(html))
    assert made.thread.kind == "normal"
    assert [text_of(block) for block in made.posts[0].blocks] == ["开头。", "他写的，带粗。", "很烫。"]


# ── boxes that 6.0 and mobile=1 have for the forum's words ──────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "告示：明日停水。",
        "以下内容需要各位代表讨论：修井。",
        "昨天那帖已被删除，真可惜。",
        "请回复要几桶水。",
        "提示: 三楼那帖已被删除了。",
    ],
)
@pytest.mark.parametrize("name", ["notice", "xi1"])
def test_a_box_of_an_author_hides_nothing(name, said):
    found = blocks(f'<div class="{name}">{said}</div>')
    assert [(type(block), text_of(block)) for block in found] == [(Paragraph, said)]


def test_lists_and_pictures_stay_what_they_are_in_a_box_of_an_author():
    found = blocks('<div class="notice"><ul><li>桶<li>绳</ul><img src="http://x.example/a.jpg"></div>')
    assert [type(block) for block in found] == [ListBlock, Image]


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("本主题需向作者支付 <strong>12 金钱</strong> 才能浏览", "pay"),
        ("本帖隐藏的内容需要积分高于 50 才可浏览", "permission"),
        ("您需要登录才可以下载或查看附件。没有帐号？<a href='register.php'>注册</a>", "login"),
    ],
)
def test_the_sentences_of_the_forum_hide_what_they_stand_for(said, condition):
    found = blocks(f'见下：<div class="notice">{said}</div>')
    assert [block.condition for block in found if isinstance(block, Hidden)] == [condition]


# ── pages that bear ids and are no threads ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "html",
    [
        '<div id="pid_wrap"><div class="message">您还没有登录</div></div>',
        '<ul><li id="post_list"><p class="message">列表摘要</p></li></ul>',
        '<div id="postmessage_new">发表回复</div>',
    ],
)
def test_ids_that_end_in_no_number_are_no_posts(html):
    with pytest.raises(forumclean.ForumcleanError):
        forumclean.clean(f"<html><head>{HEAD}</head><body>{html}</body></html>")


def test_a_form_for_an_answer_is_no_post():
    form = '<div id="post_new"></div><div id="postmessage_new">发表回复</div><div id="post_quick"><p class="message">快</p></div>'
    page = by_ids("水清了。").replace('<div class="content"', '<p id="post_rate_61">5</p><div class="content"')
    made = forumclean.clean(page.replace("</body>", f"{form}</body>"))
    assert [text_of(block) for post in made.posts for block in post.blocks] == ["水清了。"]
    assert [post.facts.pid for post in made.posts] == [61]


# ── edited templates in which the text's own element has no class any more ──────────────────────


def test_the_text_of_a_post_is_found_where_its_element_has_lost_its_class():
    made = boxed('<div class="t_fsz"><table><tr><td class="txt">水清了。</td></tr></table></div>', body(2, "好。"))
    assert [text_of(block) for post in made.posts for block in post.blocks] == ["水清了。", "好。"]


def test_a_box_that_says_why_there_is_no_text_stays_without_one():
    made = boxed('<div class="locked">提示: <em>该帖被管理员或版主屏蔽</em></div>', body(2, "好。"))
    assert not made.posts[0].blocks
    assert made.posts[0].facts.withheld is not None


@pytest.mark.parametrize("texts", [("头楼。", "回帖。"), ("", "回帖。")])
def test_comiis_posts_have_their_text_with_or_without_its_element(texts):
    table = '<div class="comiis_message_table">头楼。</div>'
    said = "".join(
        f'<div class="comiis_postli" id="pid{pid}"><div class="comiis_messages cl">{text or table}</div></div>'
        for pid, text in enumerate(texts, 1)
    )
    made = forumclean.clean(f"<html><head>{HEAD}</head><body>{said}</body></html>")
    assert [text_of(block) for post in made.posts for block in post.blocks] == ["头楼。", "回帖。"]
