"""Archivers before X print the forum's codes as they were typed: what they say is read, and they are taken out."""

from __future__ import annotations

import pytest
from boxes import lines

import forumclean
from forumclean import Article
from forumclean.model import Code, Image, ListBlock, Media, Paragraph, Quote, Rule, Table

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>井台修好了 (页 1)  - 村口 - 河湾论坛 - Powered by Discuz! Archiver</title>
<meta name="generator" content="Discuz! Archiver 7.2" /></head><body><div id="content">"""
FOOT = '<br /><br />\n<div class="page"></div></div></body></html>'
NOISE = '<font style="font-size:0px;color:#fff">%3k;d</font>'


def archived(words: str, head: str = HEAD) -> Article:
    said = words.replace("\n", "<br />\n")
    return forumclean.clean(f'{head}<p class="author"><strong>阿舟</strong> 发表于 2009-5-1 08:12</p>\n{said}{FOOT}')


def test_codes_of_form_go_and_their_words_stay():
    article = archived(
        "[b]先看水[/b]，[color=Red]再看[size=4]水[/size][/color]。\n[align=center]井台[/align]\n[free]完。[/free]"
    )
    assert lines(article) == ["先看水，再看水。", "井台", "完。"]
    first = article.posts[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert [(span.start, span.end, span.kind) for span in first.spans] == [(0, 3, "strong")]


def test_links_pictures_and_players():
    article = archived(
        "见[url=http://w.example/b]这里[/url]和[url]www.example.org[/url]。\n[img=30,20]http://w.example/a.jpg[/img]\n"
        "[media=wmv,400,300,1]http://w.example/a.wmv[/media]\n[attach]77[/attach]完。"
    )
    text, picture, player, end = article.posts[0].blocks
    assert isinstance(text, Paragraph)
    assert [span.href for span in text.spans] == ["http://w.example/b", "http://www.example.org"]
    assert picture == Image("http://w.example/a.jpg", None, None, None)
    assert player == Media("http://w.example/a.wmv")
    assert isinstance(end, Paragraph)
    assert (text.text, end.text) == ("见这里和www.example.org。", "完。")


@pytest.mark.parametrize("noise", ["", NOISE])
def test_quotes_say_whose_words_they_are(noise: str):
    link = "[url=http://w.example/redirect.php?goto=findpost&amp;pid=51][img]http://w.example/images/common/back.gif[/img][/url]"
    article = archived(
        f"[quote]原帖由 [i]老渡[/i] 于 2009-5-1 07:12 发表 {link}{noise}\n水浑了。 [/quote]\n清了。[quote]井台[/quote]"
    )
    assert article.posts[0].blocks == (
        Quote("水浑了。", "老渡", "2009-05-01T07:12", None),
        Paragraph("清了。"),
        Quote("井台", None, None, None),
    )


def test_boxes_lists_tables_and_rules():
    article = archived(
        "[list]\n[*]桶\n[*]绳\n[/list]\n[code]x = [b]1[/b]\ny[/code]\n"
        "[table=98%][tr][td]甲[/td][td]乙[/td][/tr][tr][td]丙[/td][td]丁[/td][/tr][/table]\n"
        "[hr]\n完。"
    )
    kinds = [type(block) for block in article.posts[0].blocks]
    assert kinds == [ListBlock, Code, Table, Rule, Paragraph]
    listed, code, table, *_ = article.posts[0].blocks
    assert isinstance(listed, ListBlock)
    assert isinstance(code, Code)
    assert isinstance(table, Table)
    assert listed.items == ("桶", "绳")
    assert code.text == "x = [b]1[/b]\ny"
    assert table.rows == (("甲", "乙"), ("丙", "丁"))


def test_who_changed_a_post_stands_in_a_code():
    article = archived("[i=s] 本帖最后由 阿舟 于 2009-5-2 10:00 编辑 [/i]\n\n水清了。")
    assert lines(article) == ["水清了。"]
    edited = article.posts[0].facts.edited
    assert edited is not None
    assert (edited.by, edited.at) == ("阿舟", "2009-05-02T10:00")


def test_what_is_no_code_or_has_no_end_stays():
    words = "[注]看水。[b]没有结束，[/i]也没有开始。[1][/1]"
    assert lines(archived(words)) == [words]


def test_deep_codes_are_read_from_within():
    deep = "[u]" * 25 + "[b]水[/b]" + "[/u]" * 25
    assert lines(archived(deep)) == ["水"]


def test_codes_in_an_archiver_of_x_were_typed_by_the_author():
    head = HEAD.replace("Discuz! Archiver 7.2", "Discuz! X3.4")
    assert lines(archived("写作[b]水[/b]。", head)) == ["写作[b]水[/b]。"]


def test_the_archiver_of_6_as_well():
    page = """<html><head><title>井台 - Powered by Discuz! Archiver</title></head><body class="archiver"><div class="archiver_post">
<p><cite>阿舟</cite> 2007-5-1 08:12</p><div class="archiver_postbody">[b]水[/b]清了。</div></div></body></html>"""
    assert lines(forumclean.clean(page)) == ["水清了。"]
