"""Pages of 7.2 and 6.0, and what stands in the boxes of posts that is no text: tips, warnings, buttons."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, old, text, touch, withheld

from forumclean.model import Attachment, Code, Edited, Hidden, Image, Paragraph, Quote


def test_the_files_of_72_and_their_tips():
    words = """看：<span style="position: absolute; display: none" id="attach_5"><img src="images/default/attachimg.gif"></span>
<img src="images/common/none.gif" file="attachments/5.jpg" id="aimg_5" alt="井口.jpg" />
<div class="t_attach" id="aimg_5_menu"><a href="attachment.php?aid=NQ"><strong>下载</strong></a> (101 KB)<br />夜里拍的<br /></div><br />
文件：<img src="images/attachicons/zip.gif" alt="" /> <span id="attach_6">
<a href="attachment.php?aid=Ng"><strong>图纸.zip</strong></a></span> (2.3 MB)
<div class="t_attach" id="attach_6_menu">下载次数: 7<br /></div><br />完。<img src="http://hewan.example/images/default/a.jpg" />"""
    below = """<div class="postattachlist"><dl class="t_attachlist"><dt><img src="images/attachicons/pdf.gif" alt="" /></dt><dd>
<p class="attachname"><a href="attachment.php?aid=Nw" id="aid7">水质单.pdf</a> (12.1 KB)</p>
<div class="attach_popup"><p>下载次数:5</p><p>2009-9-1 08:12</p></div><p>第二次化验</p></dd></dl></div>"""
    assert cleaned(old(1, words, below)).posts[0].blocks == (
        Paragraph("看："),
        Image("attachments/5.jpg", None, "井口.jpg", None),
        Paragraph("文件："),
        Attachment("图纸.zip", "attachment.php?aid=Ng", None, "2.3 MB"),
        Paragraph("完。"),
        Image("http://hewan.example/images/default/a.jpg", None, None, None),
        Attachment("水质单.pdf", "attachment.php?aid=Nw", "第二次化验", "12.1 KB"),
    )


def test_a_size_that_a_writer_typed_behind_a_link_stays():
    words = '<a href="forum.php?mod=attachment&amp;aid=Ng">图纸</a> (2.3 MB)'
    assert lines(cleaned(desktop(1, text(1, words)))) == ["(2.3 MB)"]


def test_the_attached_picture_stands_before_others_in_its_box():
    below = """<div class="pattl"><dl class="tattl"><dd>
<img src="http://hewan.example/vip.gif" /><img id="aimg_4" src="a/4.jpg" /></dd></dl></div>"""
    assert cleaned(desktop(1, text(1) + below)).posts[0].blocks[-1:] == (Image("a/4.jpg", None, None, None),)


LINK = '<a href="http://bbs.hewan.example/redirect.php?goto=findpost&amp;pid=1&amp;ptid=31"><img src="images/common/back.gif" alt="" /></a>'


def test_the_line_below_a_quote_of_72_names_its_author():
    said = '<font size="2"><font color="#999999">青禾 发表于 2009-5-1 08:00</font> {}</font>'
    quote = '<div class="quote"><blockquote>水清了。<br />\n{}</blockquote></div>好。'
    article = cleaned(
        old(1, "水清了。") + old(2, quote.format(said.format(LINK))) + old(3, quote.format(said.format("")))
    )
    assert article.posts[1].blocks == (Quote("水清了。", "青禾", "2009-05-01T08:00"), Paragraph("好。"))
    unlinked = article.posts[2].blocks[0]
    assert isinstance(unlinked, Quote)
    assert (unlinked.text, unlinked.author) == ("水清了。\n青禾 发表于 2009-5-1 08:00", None)


def test_an_edit_notice_in_the_text_is_the_posts():
    article = cleaned(old(1, "水清了。<br />\n[<i> 本帖最后由 阿舟 于 2009-5-1 08:20 编辑 </i>]"))
    assert (lines(article), article.posts[0].facts.edited) == (["水清了。"], Edited("阿舟", "2009-05-01T08:20"))


def test_a_warning_in_touch_is_no_text_and_a_quote_is():
    quote = '<div class="grey quote"><blockquote>水清了。</blockquote></div>'
    article = cleaned(touch(f'<span class="grey quote">收到警告</span>\n{quote}我错了。'))
    assert article.posts[0].blocks == (Quote("水清了。"), Paragraph("我错了。"))


def test_60_prints_the_threads_title_above_its_post():
    above = "<h2>井台修好了</h2>"
    page = (
        '<h1><a href="a">[闲谈]</a> 井台修好了</h1>'
        + old(1, "水清了。", above=above)
        + old(2, "好。", above="<h2>我的看法</h2>")
    )
    article = cleaned(page)
    assert [lines(article, i) for i in (0, 1)] == [["水清了。"], ["我的看法", "好。"]]


def test_code_files_and_notices_of_60():
    code = """<div class="blockcode"><span class="headactions" onclick="copycode($('code0'));">复制内容到剪贴板</span><h5>代码:</h5>
<code id="code0">a = 1<br />\nb = 2</code></div>"""
    files = """<div class="box postattachlist"><h4>附件</h4><dl class="t_attachlist"><dt><img src="images/attachicons/image.gif" alt="" />
<a href="attachment.php?aid=33&amp;nothumb=yes" class="bold">井口.jpg</a> <em>(88 KB)</em></dt><dd><p>2007-9-1 08:12</p><p>修好的井口</p>
<p><img src="attachments/33.jpg" alt="" /></p></dd></dl></div>"""
    blocked = '<div class="notice" style="width: 500px">提示: <em>该帖被管理员或版主屏蔽</em></div>'
    shown = '<div class="notice">以下内容需要回复才能看到</div>井深九丈'
    hidden = '<div class="notice">本帖隐藏的内容需要回复才可以浏览</div>'
    third = (
        old(3, "").replace('<div class="t_msgfontfix">', blocked).replace(' class="t_msgfont" id="postmessage_3"', "")
    )
    article = cleaned(old(1, code, files) + old(2, shown) + third + old(4, f"见下：{hidden}"))
    assert article.posts[0].blocks == (
        Code("a = 1\nb = 2", None),
        Image("attachments/33.jpg", "井口.jpg", "修好的井口", None),
    )
    assert lines(article, 1) == ["井深九丈"]
    assert withheld(article, 2) == ("blocked", "提示: 该帖被管理员或版主屏蔽")
    assert article.posts[3].blocks[1:] == (Hidden("reply", "本帖隐藏的内容需要回复才可以浏览"),)
