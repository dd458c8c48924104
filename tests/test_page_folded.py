"""Text that a click opens, text that this reader was shown, pictures that come later."""

from __future__ import annotations

import pytest
from boxes import cleaned, desktop, lines, text

from forumclean.model import Code, Image, Paragraph

BUTTON = """<input type="button" value="展开" onclick="if(this.parentNode.nextSibling.style.display=='none'){x()}" />"""


@pytest.mark.parametrize(
    "words",
    [
        f'<div class="spoiler"><div>{BUTTON}</div><div class="c"><div style="display: none;">镇流器坏了。</div></div></div>',
        '<a href="javascript:;" onclick="toggle(this)"><b></b></a><blockquote style="display:none">镇流器坏了。</blockquote>',
    ],
)
def test_a_box_that_a_click_opens_is_text(words: str):
    assert lines(cleaned(desktop(1, text(1, f"水清了。<br />{words}完。")))) == ["水清了。", "镇流器坏了。", "完。"]


@pytest.mark.parametrize(
    "words",
    [
        '<div style="display:none">3 c- ?2 d8</div>',
        '<img onclick="zoom(this)" src="a.png" /><div id="a_menu" style="display:none">下载次数 3</div>',
        f'{BUTTON}<span style="display:none">3 c- ?2 d8</span>',
        f'{BUTTON}<div id="a_menu" style="display:none">下载次数 3</div>',
    ],
)
def test_other_boxes_that_nobody_sees_are_noise(words: str):
    assert lines(cleaned(desktop(1, text(1, f"水清了。<br />{words}完。")))) == ["水清了。", "完。"]


def test_what_a_reader_with_points_was_shown_is_text():
    words = '水清了。<div class="locked">以下内容需要积分高于 5 才可浏览</div>\n井台也修好了。<br /><br />'
    article = cleaned(desktop(1, text(1, words)))
    assert [getattr(b, "text", None) for b in article.posts[0].blocks] == ["水清了。", "井台也修好了。"]


@pytest.mark.parametrize("name", ["data-actualsrc", "data-lazy-src", "data-echo", "lazysrc"])
def test_pictures_of_pages_that_load_them_late(name: str):
    for src in ("data:image/gif;base64,R0", "https://b.example/lazy.gif"):
        article = cleaned(desktop(1, text(1, f'<img {name}="https://b.example/1.png" src="{src}" />')))
        assert article.posts[0].blocks == (Image("https://b.example/1.png", None, None, None),)


def test_a_field_for_text_in_a_post_shows_code():
    words = '水清了。<textarea id="run_1" cols="60">if (a &lt; b)\n  x();</textarea><br /><button onclick="run()">运行</button>完。'
    assert cleaned(desktop(1, text(1, words))).posts[0].blocks == (
        Paragraph("水清了。"),
        Code("if (a < b)\n  x();", None),
        Paragraph("完。"),
    )
    assert cleaned(desktop(1, text(1) + '<textarea name="message">快速回复</textarea>')).posts[0].blocks == (
        Paragraph("水清了。"),
    )
