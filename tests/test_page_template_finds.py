"""What templates left out of a page: attachments below the text, subjects of answers, pages of styles that nobody described."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, simple, text, touch, withheld

from forumclean.model import Attachment, Hidden, Image, Paragraph, Quote

TOUCH_FILE = """<a href="forum.php?mod=attachment&amp;aid=Mw" id="aid3" target="_blank"><div class="tit">
<img src="static/image/filetype/pdf.gif" border="0" class="vm" alt="" /> <span class="link f_b">水质单.pdf</span>
<p class="pl5 f_9">2023-5-1 08:10 上传</p> <p class="pl5 f_9">12.1 KB, 下载次数: 5</p></div></a>
<div><p class="f_9">第二次化验</p></div>"""
FILE = Attachment("水质单.pdf", "forum.php?mod=attachment&aid=Mw", "第二次化验", "12.1 KB")


def test_touch_keeps_the_attachments_that_stand_below_the_text():
    picture = """<li><a href="forum.php?mod=viewthread&amp;tid=31&amp;aid=2&amp;from=album" class="orange">
<img id="aimg_2" src="data/attachment/forum/2.png" alt="井口" title="井口" /></a></li>"""
    below = f'<ul class="img_one">{picture}</ul>\n<ul class="post_attlist"><li class="b_t p5">{TOUCH_FILE}</li></ul>'
    article = cleaned(
        touch("水清了。", below + '<div id="comment_51"></div>') + touch("好。", "<ul><li>回复</li></ul>", 52)
    )
    assert article.posts[0].blocks == (
        Paragraph("水清了。"),
        Image("data/attachment/forum/2.png", None, "井口", None),
        FILE,
    )
    assert lines(article, 1) == ["好。"]  # a list of buttons is none of attachments


def test_touch_of_x34_lists_its_files_without_a_class():
    box = """<div class="box box_ex2 attach"><dd><p class="attnm"><a href="forum.php?mod=attachment&amp;aid=Mw">水质单.pdf</a>
<span class="xg1">(2023-5-1 08:10 上传)</span></p><p class="xg1">12.1 KB, 下载次数: 5</p><p class="xg2">第二次化验</p></dd></div>"""
    assert cleaned(touch("水清了。", f"<ul>{box}</ul>")).posts[0].blocks == (Paragraph("水清了。"), FILE)


def test_a_file_in_the_text_of_touch_is_no_list():
    article = cleaned(
        touch(f'见附件：<ul id="attach_3" class="quote post_attlist cl"><li class="p5">{TOUCH_FILE}</li></ul>完。')
    )
    assert article.posts[0].blocks == (Paragraph("见附件："), FILE, Paragraph("完。"))


def test_text_between_a_post_and_its_attachments_keeps_its_place():
    below = f'只看大图<ul class="post_attlist"><li class="b_t p5">{TOUCH_FILE}</li></ul>'
    article = cleaned(touch("水清了。", below))
    assert article.posts[0].blocks == (Paragraph("水清了。"),)


def test_the_old_mobile_view_keeps_attachments_and_says_that_a_post_is_blocked():
    below = """<div id="postmessage_61" class="postmessage">水清了。</div><div class="bm_h attach_h">附件列表</div>
<div class="box box_ex2"><a href="forum.php?mod=attachment&amp;aid=Mg&amp;nothumb=yes" class="xw1">井口.png</a>
<span class="xg1">(2023-5-1 08:10 上传)</span><p class="xg1">原图尺寸 102.5 KB, 下载次数: 3</p><p class="mbn xg2">修好的井口</p>
<p class="mbn"><a href="a.png"><img id="aimg_2" src="forum.php?mod=image&amp;aid=2" alt="修好的井口" /></a></p></div>"""
    blocked = '<div class="xi1">提示: <em>该帖被管理员或版主屏蔽</em></div>'
    praised = '<div class="xi1">推荐</div><div id="postmessage_63" class="postmessage">好。</div>'
    article = cleaned(simple(below) + simple(blocked, 62) + simple(praised, 63))
    assert article.posts[0].blocks == (
        Paragraph("水清了。"),
        Image("forum.php?mod=image&aid=2", "井口.png", "修好的井口", None),
    )
    assert withheld(article, 1) == ("blocked", "提示: 该帖被管理员或版主屏蔽")
    assert (lines(article, 2), withheld(article, 2)) == (["好。"], None)


def item(pid: int, author: str, text: str) -> str:
    """A post of a style that kept nothing but the ids."""
    return f"""<section id="post_{pid}"><p class="who"><a href="home.php?mod=space&amp;uid=3"><img src="a.png"></a>
<a href="home.php?mod=space&amp;uid=3">{author}</a> <b id="authorposton{pid}">发表于 2023-5-1 08:12</b> <i id="postnum{pid}">{pid}#</i></p>
<article id="postmessage_{pid}">{text}</article><footer><a href="a">回复</a></footer></section>"""


def test_a_style_that_nobody_described_is_read_by_its_ids():
    quoted = '<div class="quote"><blockquote>水清了。</blockquote></div>我也去看了。'
    article = cleaned(f'<h1 id="thread_subject">井台修好了</h1>{item(7, "阿舟", "水清了。")}{item(8, "青禾", quoted)}')
    assert [(p.facts.pid, p.facts.floor, p.facts.author, p.facts.published) for p in article.posts] == [
        (7, 7, "阿舟", "2023-05-01T08:12"),
        (8, 8, "青禾", "2023-05-01T08:12"),
    ]
    assert (article.thread.title, lines(article), lines(article, 1)) == ("井台修好了", ["水清了。"], ["我也去看了。"])
    assert article.warnings == ()


def test_a_style_for_phones_without_the_id_of_the_text_is_read_by_the_one_of_its_post():
    posts = "".join(
        f'<li id="pid{pid}"><a href="space-uid-{pid}.html">阿舟</a><div class="txt message cl">水清了{pid}。</div></li>'
        for pid in (7, 8)
    )
    article = cleaned(f"<ul>{posts}</ul>")
    assert [(p.facts.pid, p.facts.author) for p in article.posts] == [(7, "阿舟"), (8, "阿舟")]
    assert [lines(article, i) for i in (0, 1)] == [["水清了7。"], ["水清了8。"]]


def comiis(pid: int, inner: str) -> str:
    """A post of the style for phones that Comiis sells."""
    return f"""<div class="comiis_postli cl" id="pid{pid}"><div class="comiis_postli_top"><h2><span class="f_d y">{pid}#</span>
<a class="top_user f_b" href="home.php?mod=space&amp;uid=3">阿舟</a><span class="top_lev">Lv.3</span></h2>
<div class="comiis_postli_time"><span class="kmtime">2023-5-1 08:12</span></div></div>
<div class="comiis_message view_all cl message"><div class="comiis_messages cl">{inner}</div></div></div>"""


def test_the_style_of_comiis_tells_quotes_from_what_is_withheld():
    text = '<div class="comiis_a comiis_message_table cl">{}</div>'
    quote = '<div class="comiis_quote"><blockquote>水清了。</blockquote></div>好。'
    picture = '<ul class="comiis_img_one"><li><img src="none.png" comiis_loadimages="a/1.png" alt="井口"></li></ul>'
    locked = '<div class="comiis_quote">游客，如果您要查看本帖隐藏内容请回复</div>'
    shown = '<div class="comiis_quote"><h2 class="f_a">本帖隐藏的内容: </h2>井深九丈</div>'
    blocked = '<div class="comiis_quote bg_h f_c">提示: 该帖被管理员或版主屏蔽</div>'
    posts = [text.format(quote) + picture, text.format(locked + "后文。"), text.format(shown), blocked]
    article = cleaned("".join(comiis(i + 5, inner) for i, inner in enumerate(posts)))
    assert [p.facts.floor for p in article.posts] == [5, 6, 7, 8]
    assert {(p.facts.author, p.facts.published) for p in article.posts} == {("阿舟", "2023-05-01T08:12")}
    assert article.posts[0].blocks[:3] == (
        Quote("水清了。"),
        Paragraph("好。"),
        Image("a/1.png", None, "井口", None),
    )
    assert article.posts[1].blocks[-2:] == (
        Hidden("reply", "游客，如果您要查看本帖隐藏内容请回复"),
        Paragraph("后文。"),
    )
    assert lines(article, 2) == ["井深九丈"]
    assert withheld(article, 3) == ("blocked", "提示: 该帖被管理员或版主屏蔽")


def test_the_subject_of_an_answer_is_text_and_other_headings_in_the_box_are_not():
    article = cleaned(
        desktop(1, f'<div class="t_fsz">{text(1)}</div><div id="applylist_3"><h2>新加入 (3 人)</h2></div>')
        + desktop(
            2, f'<h2>我的看法：井太浅</h2><div class="t_fsz"><h2>广告</h2>{text(2, "真的。")}</div><h2>分享到</h2>'
        )
    )
    assert [lines(article, i) for i in (0, 1)] == [["水清了。"], ["我的看法：井太浅", "真的。"]]


def test_the_subject_of_an_answer_of_72_and_of_the_old_mobile_view_is_text():
    old = """<div id="post_5"><div class="postmessage"><h2>我的看法</h2><div class="t_msgfontfix">
<td class="t_msgfont" id="postmessage_5">井太浅。</td></div></div></div>"""
    assert lines(cleaned(old)) == ["我的看法", "井太浅。"]
    mes = '<h2><strong>我的看法</strong></h2><div class="mes"><div id="postmessage_6" class="postmessage">井太浅。</div></div>'
    page = simple("", 6).replace('<div class="mes"></div>', mes)
    assert lines(cleaned(page)) == ["我的看法", "井太浅。"]


def archiver(*posts: tuple[str, str]) -> str:
    inner = "".join(
        f'<p class="author"><strong>阿舟</strong> 发表于 2023-5-1 08:1{i}</p><h3>{subject}</h3>{words}'
        for i, (subject, words) in enumerate(posts)
    )
    nav = '<div id="nav"><a href="./">河湾论坛</a> &rsaquo; <a href="?fid-2.html">村口</a> &rsaquo; 井台修好了</div>'
    return f'{nav}<div id="content">{inner}</div>'


def test_the_archiver_keeps_the_subject_of_an_answer_but_not_that_of_the_thread():
    article = cleaned(
        archiver(("井台 修好了", "水清了。"), ("", "好。"), ("我的看法", "井太浅。"), ("井台修好了", "是。"))
    )
    assert [lines(article, i) for i in range(4)] == [["水清了。"], ["好。"], ["我的看法", "井太浅。"], ["是。"]]
