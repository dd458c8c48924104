"""Files that are for sale, and long lists of pictures that the forum hides behind small copies."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, old, text

from forumclean.model import Attachment, Image, Paragraph

PAY = "forum.php?mod=misc&amp;action=attachpay&amp;aid={}&amp;tid=31"


def test_a_file_for_sale_is_an_attachment():
    words = f"""看：<br />
<ignore_js_op><img src="static/image/filetype/zip.gif" /><span id="attach_6"><a href="{PAY.format(6)}">图纸.zip</a>
<em class="xg1">(2.3 MB, 下载次数: 7, 售价: 3 枚金币)</em></span><div class="tip tip_4" id="attach_6_menu"><div class="tip_c xs0">
<div class="y">2023-5-1 08:10 上传</div>点击文件名下载附件<br />接线图<br />售价: 3 枚金币&nbsp;<a href="x">[记录]</a>
&nbsp;[<a href="{PAY.format(6)}">购买</a>]</div></div></ignore_js_op>完。"""
    below = f"""<div class="pattl"><ignore_js_op><dl class="tattl"><dt></dt><dd><p class="attnm"><a href="{PAY.format(7)}">全套.pdf</a></p>
<p>3.1 MB, 阅读权限: <strong>30</strong>, 下载次数: 4</p><p>售价: <strong>5 枚金币</strong>
&nbsp;[<a href="x">记录</a>]&nbsp;[<a href="{PAY.format(7)}">购买</a>]</p><p class="xg2">仅供参考</p></dd></dl></ignore_js_op></div>"""
    href = PAY.replace("&amp;", "&")
    assert cleaned(desktop(1, text(1, words) + below)).posts[0].blocks == (
        Paragraph("看："),
        Attachment("图纸.zip", href.format(6), "接线图", "2.3 MB"),
        Paragraph("完。"),
        Attachment("全套.pdf", href.format(7), "仅供参考", "3.1 MB"),
    )


def test_the_size_of_a_file_for_sale_in_72_is_its_own():
    words = """看 <span id="attach_9"><a href="misc.php?action=attachpay&amp;aid=9"><strong>图纸.rar</strong></a></span> (1.2 MB)
<div class="t_attach" id="attach_9_menu">下载次数: 3<br />售价: 金钱 5 元<br /></div>"""
    assert cleaned(old(1, words)).posts[0].blocks == (
        Paragraph("看"),
        Attachment("图纸.rar", "misc.php?action=attachpay&aid=9", None, "1.2 MB"),
    )


def test_a_link_to_who_bought_a_file_is_a_link():
    article = cleaned(
        desktop(1, text(1, '看<a href="forum.php?mod=misc&amp;action=viewattachpayments&amp;aid=9">记录</a>'))
    )
    assert lines(article) == ["看记录"]


def listed(pictures: str, copies: str, hidden: str) -> str:
    return f"""<div class="pattl"><div class="bbda cl mtw mbm pbm"><strong>更多图片</strong>
<a href="javascript:;" class="xi2 attl_g">小图</a><a href="javascript:;" class="xi2 attl_m">大图</a></div>
<div id="imagelist_1" class="cl"{hidden}>{pictures}</div><div id="imagelistthumb_1" class="pattl_c cl">{copies}</div></div>"""


def test_a_long_list_of_pictures_is_hidden_behind_small_copies():
    picture = """<ignore_js_op><dl class="tattl attm"><dd><p><a href="forum.php?mod=attachment&amp;aid=OA" id="aid8">井口.jpg</a></p>
<img id="aimg_8" src="static/image/common/none.gif" zoomfile="a/8.jpg" alt="修好的井口" /></dd></dl></ignore_js_op>"""
    waiting = '<img src="static/image/common/loading.gif" class="vm" /> 组图打开中，请稍候......'
    opened = '<a href="javascript:;"><img src="forum.php?mod=image&amp;aid=8&amp;size=100x100" /></a>'
    for copies, hidden in ((waiting, ' style="display:none"'), (opened, ' style="display: none;"'), ("", "")):
        article = cleaned(desktop(1, text(1) + listed(picture, copies, hidden)))
        assert article.posts[0].blocks == (Paragraph("水清了。"), Image("a/8.jpg", "井口.jpg", "修好的井口", None))


def test_what_the_uploader_wrote_is_the_alternative_where_the_name_is_repeated():
    box = """<div class="pattl"><dl class="tattl attm"><dd><p class="imgt"><a href="forum.php?mod=attachment&amp;aid=OA">井口.jpg</a></p>
{}<p><img id="aimg_8" file="a/8.jpg" alt="井口.jpg" /></p></dd></dl></div>"""
    for said, alt in (("<p>夜里拍的</p>", "夜里拍的"), ("", "井口.jpg")):
        article = cleaned(desktop(1, text(1) + box.format(said)))
        assert article.posts[0].blocks[1:] == (Image("a/8.jpg", "井口.jpg", alt, None),)


def test_such_elements_in_a_text_are_its_authors():
    words = '<div class="bbda cl mtw mbm pbm">水清了。</div><div id="imagelistthumb_1">井台也修好了。</div>'
    assert lines(cleaned(desktop(1, text(1, words)))) == ["水清了。", "井台也修好了。"]
