"""Players of X2 to X3.4, which scripts put into an empty element, and those of objects."""

from __future__ import annotations

import pytest
from boxes import cleaned, desktop, text

from forumclean.model import Image, Media, Paragraph

RUN = """<span id="{0}_q1W">{1}</span><script type="text/javascript" reload="1">$('{0}_q1W').innerHTML={2};</script>"""
OWN = "AC_FL_RunContent('{}', '{}', 'width', '290', 'src', '{}static/image/common/player.swf', 'quality', 'high')"
YOUKU = """(mobileplayer() ? "<iframe height=375 src='http://player.hewan.example/embed/XN' frameborder=0></iframe>" :
AC_FL_RunContent('width', '500', 'src', 'http://player.hewan.example/player.php/sid/XN/v.swf', 'quality', 'high'))"""
STARTED = '<embed src="static/image/common/player.swf" flashvars="soundFile=http%3A%2F%2Fm.hewan.example%2Fb.mp3">'


@pytest.mark.parametrize(
    ("player", "src"),
    [
        (RUN.format("mp3", "", OWN.format("FlashVars", "soundFile=http%3A%2F%2Fm.hewan.example%2Fa+b.mp3", "")), "http://m.hewan.example/a+b.mp3"),
        (RUN.format("flv", "", OWN.format("flashvars", "file=http%3A%2F%2Fv.hewan.example%2Fa.flv", "http://bbs.hewan.example/")), "http://v.hewan.example/a.flv"),
        (RUN.format("flv", "", YOUKU), "http://player.hewan.example/embed/XN"),
        (RUN.format("flv", "", "AC_FL_RunContent('src', 'http://t.hewan.example/v/a', 'quality', 'high')"), "http://t.hewan.example/v/a"),
        (RUN.format("swf", "", "AC_FL_RunContent('src', encodeURI('http://s.hewan.example/a.swf'))"), "http://s.hewan.example/a.swf"),
        (RUN.format("mp3", STARTED, ""), "http://m.hewan.example/b.mp3"),
    ],
)  # fmt: skip
def test_what_a_script_starts(player: str, src: str):
    article = cleaned(desktop(1, text(1, f"听：{player}<br />水清了。")))
    assert article.posts[0].blocks == (Paragraph("听："), Media(src), Paragraph("水清了。"))


def test_the_parameters_of_an_object_are_no_addresses_but_for_some():
    given = '<object><param name="invokeURLs" value="0"><param name="autostart" value="0" />{}</object>'
    known = given.format('<param name="url" value="http://m.hewan.example/c.wma" />')
    for player in (known, given.format('<embed src="http://m.hewan.example/c.wma">')):
        assert cleaned(desktop(1, text(1, player + "水清了。"))).posts[0].blocks[0] == Media(
            "http://m.hewan.example/c.wma"
        )
    assert cleaned(desktop(1, text(1, given.format("") + "水清了。"))).posts[0].blocks == (Paragraph("水清了。"),)


def test_a_player_of_a_page_stays_what_it_is():
    video = '<video src="https://v.hewan.example/static/image/a.mp4"></video>'
    assert cleaned(desktop(1, text(1, video + "水清了。"))).posts[0].blocks[0] == Media(
        "https://v.hewan.example/static/image/a.mp4"
    )


def test_a_box_of_text_that_bears_the_class_of_a_player_is_text():
    words = (
        '看：<div class="media"><a href="#"><img src="a.png" /></a><div class="media-body">井台也修好了。</div></div>'
    )
    assert cleaned(desktop(1, text(1, words))).posts[0].blocks == (
        Paragraph("看："),
        Image("a.png", None, None, None),
        Paragraph("井台也修好了。"),
    )
    player = """看：<div class="media"><div class="media_container"></div><div class="media_tips">
<a href="https://v.hewan.example/a.mp4">如果无法播放，请点击此处</a></div></div>"""
    assert cleaned(desktop(1, text(1, player))).posts[0].blocks == (
        Paragraph("看："),
        Media("https://v.hewan.example/a.mp4"),
    )


def test_the_legend_of_a_frame_is_a_line():
    article = cleaned(desktop(1, text(1, "<fieldset><legend>说明</legend>水清了。</fieldset>")))
    assert article.posts[0].blocks == (Paragraph("说明"), Paragraph("水清了。"))
