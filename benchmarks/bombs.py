# ruff: noqa: E501 - tables whose rows are longer than a line of code
"""Inputs made to break a reader of pages and texts: each a function of its size, all small enough to be written in a moment.

``size`` is a share of the full input; tests take a small one, ``benchmarks.hostile`` takes 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"
TITLE = "河湾的水退了 - 河湾论坛 - Powered by Discuz!"
HEAD = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="generator" content="Discuz! X3.5" />'
    f"<title>{TITLE}</title></head><body><div id='postlist'><div id='post_9'><table id='pid9'><tr><td class='plc'>"
    "<div class='authi'><em id='authorposton9'>发表于 2024-4-8 09:12</em></div><div class='pct'><div class='pcb'>"
    "<table><tr><td class='t_f' id='postmessage_9'>头一天水退了三寸。<br />"
)
TAIL = "<br />第二天放晴。</td></tr></table></div></div></td></tr></table></div></div></body></html>"
MAIL = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
LINE = "　　头一天水退了三寸，第二天放晴，堤上的人才散。"
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))


@dataclass(frozen=True, slots=True)
class Bomb:
    """One row: what it is, how its input is made, and how it is to be read."""

    name: str
    make: Callable[[float], bytes]
    input: str = "auto"


def post(inside: Callable[[float], str]) -> Callable[[float], bytes]:
    """A page whose one post holds what ``inside`` gives."""
    return lambda size: (HEAD + inside(size) + TAIL).encode("utf-8", "surrogatepass")


def beside(inside: Callable[[float], str]) -> Callable[[float], bytes]:
    """A page that has what ``inside`` gives behind its one post."""
    return lambda size: (HEAD + TAIL.replace("</body>", f"{inside(size)}</body>")).encode("utf-8")


def before(inside: Callable[[float], str]) -> Callable[[float], bytes]:
    """A page that has what ``inside`` gives around its posts, where it is not closed."""
    return lambda size: (HEAD.replace("<div id='postlist'>", f"{inside(size)}<div id='postlist'>") + TAIL).encode()


def inside_box(inside: Callable[[float], str]) -> Callable[[float], bytes]:
    """A page that has what ``inside`` gives in the box of its post, before the text."""
    return lambda size: (HEAD.replace("<div class='pcb'>", f"<div class='pcb'>{inside(size)}") + TAIL).encode()


def text(inside: Callable[[float], str]) -> Callable[[float], bytes]:
    """A text of three ordinary lines with what ``inside`` gives between them."""
    return lambda size: f"{LINE}\n{inside(size)}\n{LINE}\n{LINE}\n".encode("utf-8", "surrogatepass")


def times(piece: str, count: int) -> Callable[[float], str]:
    """``piece`` so many times at full size."""
    return lambda size: piece * max(1, int(count * size))


def nested(opening: str, closing: str, count: int = 200_000) -> Callable[[float], str]:
    """Elements in elements, with a word in the innermost."""
    return lambda size: opening * int(count * size) + "字" + closing * int(count * size)


def _cut_in_two(size: float) -> bytes:
    page = (FIXTURES / "pages" / "desktop-multi.html").read_bytes()
    return page * max(2, int(300 * size))


def _api(inside: str) -> bytes:
    return f'{{"Version": "4", "Charset": "UTF-8", "Variables": {inside}}}'.encode()


def _nested_api(size: float) -> bytes:
    deep = int(200_000 * size)
    return _api(f'{{"thread": {{"subject": "题"}}, "postlist": {"[" * deep}{"]" * deep}}}')


def _wide_api(size: float) -> bytes:
    posts = [{"pid": str(i), "number": str(i), "message": "水退了三寸。<br />" * 3} for i in range(int(20_000 * size))]
    return _api(json.dumps({"thread": {"subject": "题"}, "postlist": posts}))


def _laughs(size: float) -> bytes:
    del size
    return (
        f'<?xml version="1.0"?><!DOCTYPE root [<!ENTITY a0 "哈">{ENTITIES}]>'
        "<root><![CDATA[<div id='postmessage_9'>]]>&a9;</root>"
    ).encode()


def _quadratic(size: float) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE root [<!ENTITY a "{"哈" * int(100_000 * size)}">]><root>{"&a;" * int(50_000 * size)}</root>'.encode()


def _external(size: float) -> bytes:
    del size
    return (
        b'<?xml version="1.0"?><!DOCTYPE root [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY % b SYSTEM "http://127.0.0.1:9/x">%b;]>'
        b"<root>&a;</root>"
    )


def _laughing_page(size: float) -> bytes:
    del size
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "哈">{ENTITIES}]>{HEAD}&a9;{TAIL}'
    return page.encode()


def _hiding(size: float) -> bytes:
    count = int(50_000 * size)
    style = "".join(f".x{i}{{display:none}}" for i in range(count))
    inside = "".join(f'<span class="x{i}">q w</span>字' for i in range(count))
    return HEAD.replace("</head>", f"<style>{style}</style></head>").encode() + inside.encode() + TAIL.encode()


def _posts(size: float) -> bytes:
    one = (
        "<div id='post_{i}'><table id='pid{i}'><tr><td class='plc'><div class='authi'><em id='authorposton{i}'>发表于 2024-4-8 09:12</em>"
        "</div><div class='pct'><div class='pcb'><table><tr><td class='t_f' id='postmessage_{i}'>第 {i} 楼。</td></tr></table></div></div>"
        "</td></tr></table></div>"
    )
    return (HEAD + TAIL.removesuffix("</div></body></html>")).encode() + "".join(
        one.format(i=i) for i in range(10, 10 + int(10_000 * size))
    ).encode()


def _archiver(size: float) -> bytes:
    one = '<p class="author">\n<strong>阿舟{i}</strong>\n发表于 2024-5-2 19:22\n</p>\n第 {i} 楼，水退了三寸。<br />\n[*]堤上<br />\n'
    head = f"<html><head><title>{TITLE} Archiver</title></head><body><center id='header'><h2>河湾论坛's Archiver</h2></center><div id='content'>"
    return (
        head.encode() + "".join(one.format(i=i) for i in range(int(20_000 * size))).encode() + b"</div></body></html>"
    )


def _without_floors(size: float) -> bytes:
    one = "阿舟{i}\n发表于 2026-3-11 09:20 | 只看该作者\n　　水退了三寸。\n回复\n举报\n"
    head = "查看: 9|回复: 9\n河湾的水退了\n[复制链接]\n" + one.format(i=0) + "2#\n"
    return (head + "".join(one.format(i=i) for i in range(1, int(40_000 * size)))).encode()


def _poll(size: float) -> bytes:
    rows = "".join(
        f"<tr><td><label>{i}. 去 </label></td></tr><tr><td>37.5% (3)</td></tr>" for i in range(int(20_000 * size))
    )
    return (
        HEAD.replace(
            "<table><tr><td class='t_f'", "<form id='poll'><table>" + rows + "</table></form><table><tr><td class='t_f'"
        )
        + TAIL
    ).encode()


def _archive(size: float) -> bytes:
    inner = b"\r\n".join([b"<html><p>", "字".encode() * int(1_000_000 * size), b"</p></html>"])
    head = b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return (
        head
        + (b'--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' * int(20_000 * size))
        + part
        + inner
        + b"\r\n--b--\r\n"
    )


def _dump_of_posts(size: float) -> bytes:
    one = "阿舟{i}\n发表于 2026-3-11 09:20 | 只看该作者\n　　第{i}楼，水退了三寸。\n回复\n举报\n{i}#\n"
    head = "查看: 9|回复: 9\n河湾的水退了\n[复制链接]\n"
    return (head + "".join(one.format(i=i) for i in range(1, int(40_000 * size)))).encode()


def _every_asterisk_a_mask(size: float) -> str:
    return "\n".join(["这家店做的是全城*的面，老街上*名的手艺，价钱也*低。"] * int(3_000 * size))


BOMBS = (
    # markup
    Bomb("1 MB of <", lambda size: b"<" * int(1_000_000 * size)),
    Bomb("1 MB of < in a post", post(times("<", 1_000_000))),
    Bomb("1 MB of <a ", post(times("<a ", 333_000))),
    Bomb("1 MB of </", post(times("</", 500_000))),
    Bomb("1 MB of <!", post(times("<!", 500_000))),
    Bomb("1 MB of <?", post(times("<?", 500_000))),
    Bomb("200,000 nested div", post(nested("<div>", "</div>"))),
    Bomb("200,000 nested b, unclosed", post(nested("<b>", ""))),
    Bomb("200,000 nested font", post(nested("<font size='2'>", "</font>"))),
    Bomb("200,000 nested a", post(nested("<a href='x'>", "</a>"))),
    Bomb("200,000 nested quotes", post(nested("<div class='quote'><blockquote>", "</blockquote></div>", 100_000))),
    Bomb("200,000 nested lists", post(nested("<ul><li>", "</li></ul>", 100_000))),
    Bomb("200,000 nested tables", post(nested("<table><tr><td>", "</td></tr></table>", 66_667))),
    Bomb("200,000 nested code boxes", post(nested("<div class='blockcode'><ol><li>", "</li></ol></div>", 66_667))),
    Bomb("200,000 nested div, no template", lambda size: nested("<div>", "</div>")(size).encode(), "html"),
    Bomb("200,000 nested quotes, each with a word", post(times("<div class='quote'>甲", 200_000))),
    Bomb("200,000 nested hidden texts, each with a word", post(times("<div class='locked'>甲", 200_000))),
    Bomb("200,000 nested boxes of attachments", post(times("<dl class='tattl'>甲", 200_000))),
    Bomb("200,000 nested comments", inside_box(times('<div id="comment_12"><div class="pstl"><div class="psta"><a class="xi2 xw1">甲', 50_000))),
    Bomb("options of a ballot in one row", inside_box(lambda size: f"<form id='poll'><table><tr><td>{times('<label>甲</label>', 50_000)(size)}</td></tr></table></form>")),
    Bomb("options of a ballot in each other", inside_box(times("<form id='poll'><div><label>甲", 50_000))),
    Bomb("times of one comment", inside_box(lambda size: f"<div id='comment_1' class='cm'><div class='pstl'><div class='psti'>甲{times('<span class=xg1>昨天</span>', 50_000)(size)}</div></div></div>")),
    Bomb("200,000 nested paths of boards", before(times('<div id="pt"><div class="z"><a href="forum.php">甲', 66_667))),
    Bomb("200,000 nested pagers", before(times('<div class="pg"><label><span title="共 3 页">甲', 66_667))),
    Bomb("200,000 nested regions", post(nested("<td class='t_f' id='postmessage_1'>", "</td>"))),
    Bomb("200,000 nested elements around the posts", lambda size: (HEAD.replace("<body>", "<body>" + "<div>" * int(200_000 * size)) + TAIL).encode()),
    Bomb("unclosed comments", post(times("<!-- 甲 ", 200_000))),
    Bomb("unclosed CDATA", post(times("<![CDATA[ 甲 ", 200_000))),
    Bomb("unclosed attributes", post(times('<a title="甲 ', 200_000))),
    Bomb("unclosed attribute of 3 MB", post(lambda size: '<a title="' + "甲" * int(1_000_000 * size))),
    Bomb("unclosed style blocks", post(times("<style>.x{", 200_000))),
    Bomb("unclosed scripts", post(times("<script>var x = '", 200_000))),
    Bomb("unclosed textareas", post(times("<textarea>", 200_000))),
    Bomb("style that almost hides", lambda size: HEAD.replace("</head>", "<style>" + ".x {" * int(100_000 * size) + "</style></head>").encode() + TAIL.encode()),
    Bomb("200,000 attributes", post(lambda size: "<b " + " ".join(f"a{i}=1" for i in range(int(200_000 * size))) + ">字</b>")),
    Bomb("200,000 classes", post(lambda size: "<b class='" + " ".join(f"a{i}" for i in range(int(200_000 * size))) + "'>字</b>")),
    Bomb("50,000 hidden classes", _hiding),
    # entities
    Bomb("entities", post(times("&amp;", 400_000))),
    Bomb("entities of control characters", post(times("&#0;&#1;&#xFFFE;&#xD800;", 100_000))),
    Bomb("entities without an end", post(times("&#x", 600_000))),
    Bomb("ampersands", post(times("&", 1_000_000))),
    Bomb("entities of huge numbers", post(times("&#99999999999999;", 100_000))),
    # many of a kind
    Bomb("jammers", post(times("字<font class='jammer'>6 w( ~' L5 M2 }# B% O</font><br />\n", 40_000))),
    Bomb("authors without posts", beside(times("<p class='pls'><b class='authi'><a class='xw1'>甲</a></b></p>", 100_000))),
    Bomb("pagers", beside(times("<div class='pg'><a href='thread-9-2-1.html'>2</a></div>", 100_000))),
    Bomb("times of posts", beside(times("<em id='authorposton9'><span title='2026-3-11 09:20'>时</span></em>", 100_000))),
    Bomb("open jammers", post(times("<font class='jammer'>6 w( ~", 100_000))),
    Bomb("pictures", post(times("<img src='a.jpg' id='aimg_1' zoomfile='b.jpg' />", 40_000))),
    Bomb("smileys", post(times("<img src='a.gif' smilieid='1' />", 60_000))),
    Bomb("quotes side by side", post(times("<div class='quote'><blockquote>阿舟 发表于 2024-4-8 09:12<br />水退了</blockquote></div>", 20_000))),
    Bomb("hidden boxes", post(times("<div class='locked'>游客，如果您要查看本帖隐藏内容请<a>回复</a></div>", 20_000))),
    Bomb("edit notices", post(times("<i class='pstatus'>本帖最后由 阿舟 于 2024-4-8 09:12 编辑</i><br />", 20_000))),
    Bomb("edit notices in the text", post(times("本帖最后由 阿舟 于 2024-4-8 09:12 编辑<br />", 20_000))),
    Bomb("attachment codes", post(times("[attach]1[/attach]<br />", 40_000))),
    Bomb("attachment codes behind noise", post(lambda size: "".join(times(piece, 30_000)(size) for piece in ("<font class='jammer'>6 w( ~</font>", "[attach]1[/attach]")))),
    Bomb("attachment boxes", post(times("<ignore_js_op><dl class='tattl'><dt></dt><dd><p class='attnm'><a href='x'>a.zip</a></p><p>3 KB</p></dd></dl></ignore_js_op>", 10_000))),
    Bomb("links", post(times("<a href='http://a.example/?x'>字</a>", 60_000))),
    Bomb("bold and slanted by turns", post(times("<b>字</b><i>字</i>", 60_000))),
    Bomb("table of one column", post(lambda size: "<table>" + "<tr><td>字</td></tr>" * int(60_000 * size) + "</table>")),
    Bomb("table of one row", post(lambda size: "<table><tr>" + "<td>字</td>" * int(60_000 * size) + "</tr></table>")),
    Bomb("table of one wide row and many short ones", post(lambda size: "<table><tr>" + "<td>字</td>" * int(20_000 * size) + "</tr>" + "<tr><td>字</td></tr>" * int(20_000 * size) + "</table>")),
    Bomb("table of wide and short rows by turns", post(lambda size: "<table>" + ("<tr>" + "<td>字</td>" * int(1 + 4_000 * size) + "</tr>" + "<tr><td>字</td></tr>" * 20) * 20 + "</table>")),
    Bomb("posts", _posts),
    Bomb("posts of the archiver", _archiver),
    Bomb("poll", _poll),
    Bomb("line breaks", post(times("<br />", 300_000))),
    Bomb("pages one after the other", _cut_in_two),
    # texts
    Bomb("a line of 20 MB", text(times("水退了三寸，", 1_111_111))),
    Bomb("a line of 20 MB of letters", text(times("the water fell by three inches ", 650_000))),
    Bomb("a line of 20 MB with noise", text(times("头一天水退了三寸，第二天放晴。" * 5 + " $ x* ?9 q! T0 ^5 w", 80_000))),
    Bomb("20 MB of one letter", text(times("a", 20_000_000))),
    Bomb("20 MB of white space", text(times(" ", 20_000_000))),
    Bomb("20 MB of empty lines", text(times("\n", 20_000_000))),
    Bomb("a million near-noise groups", text(times("! a", 1_000_000))),
    Bomb("a million near-noise groups, broken", text(times('! a" b# c$ 字', 250_000))),
    Bomb("a million groups without spaces", text(times("!a", 1_000_000))),
    Bomb("a million noise groups on short lines", text(times("字( e* H8 f6 L1 b' Q! T3 t5\n", 125_000))),
    Bomb("300,000 repeated sentences", text(times("水退了本站 www.hewan-bbs.example\x02x\n", 300_000))),
    Bomb("2 million asterisks", text(times("*", 2_000_000))),
    Bomb("2 million asterisks, single", text(times("* ", 2_000_000))),
    Bomb("2 million asterisks by pairs", text(times("**a", 1_000_000))),
    Bomb("2 million asterisks, ten on a line", text(times("**********\n", 200_000))),
    Bomb("400,000 asterisks on lines of their own", text(times("*\n", 400_000))),
    Bomb("2 million asterisks in Chinese", text(times("水*", 2_000_000))),
    Bomb("200,000 masks on lines of their own", text(times("水*退\n", 200_000))),
    Bomb("9,000 masked words", text(_every_asterisk_a_mask)),
    Bomb("lone surrogates", text(times("水\ud800", 500_000))),
    Bomb("lone surrogates in a post", post(times("水\udfff", 300_000))),
    Bomb("bidi marks", text(times("\u202e水\u2066", 500_000))),
    Bomb("characters without width", text(times("\u200b\u2060", 1_000_000))),
    Bomb("combining marks", text(times("\u0301", 1_000_000))),
    Bomb("NUL", lambda size: b"\0" * int(5_000_000 * size)),
    Bomb("NUL in a text", text(times("水\0", 500_000))),
    Bomb("NUL in a page", post(times("水\0", 300_000))),
    Bomb("control characters", text(times("水\x1b[2J\x07\x9b", 300_000))),
    Bomb("half characters of UTF-8", lambda size: b"\xe6\xb0" * int(1_000_000 * size)),
    Bomb("half characters of GBK", lambda size: b"\x81 " * int(1_000_000 * size)),
    Bomb("half characters in a text", lambda size: (LINE.encode() + b"\xe6\xb0\n") * int(100_000 * size)),
    Bomb("lead bytes", lambda size: LINE.encode("gbk") + b"\x81" * int(3_000_000 * size)),
    Bomb("UTF-16 without BOM", lambda size: (LINE + "\n").encode("utf-16-le") * int(100_000 * size)),
    Bomb("UTF-16 without BOM, odd", lambda size: b"\x00" + (LINE + "\n").encode("utf-16-be") * int(100_000 * size)),
    Bomb("lines of several charsets", lambda size: (f"{LINE}\n".encode() + f"{LINE}\n".encode("gbk")) * int(50_000 * size)),
    Bomb("garbled many times over", lambda size: (LINE * int(20_000 * size)).encode().decode("latin-1").encode().decode("latin-1").encode()),
    Bomb("posts in a text", _dump_of_posts),
    Bomb("posts in a text, one with a floor", _without_floors),
    Bomb("heads of posts", text(times("发表于 2026-3-11 09:20 | 只看该作者\n", 100_000))),
    Bomb("numbered lines", text(times("一、\n1. 水\n（二）\n", 100_000))),
    Bomb("table rows of Markdown", text(times("| a | b |\n", 300_000))),
    Bomb("names of pictures on a line", text(lambda size: "[avatar]\n" + times("[chart]", 150_000)(size))),
    Bomb("brackets", text(times("[", 1_000_000))),
    Bomb("bracket codes", text(times("[quote][b]", 200_000))),
    Bomb("fences", text(times("```\n", 300_000))),
    Bomb("backticks", text(times("`", 1_000_000))),
    Bomb("words with spaces", text(times("中 美 ", 500_000))),
    Bomb("half-width signs", text(times("水,退.", 500_000))),
    # data
    Bomb("nested JSON", lambda size: b"[" * int(1_000_000 * size)),
    Bomb("nested JSON objects", lambda size: b'{"a":' * int(200_000 * size)),
    Bomb("nested lists of the API", _nested_api),
    Bomb("posts of the API", _wide_api),
    Bomb("a number of a million digits", lambda size: _api('{"postlist": [{"pid": ' + "9" * int(1_000_000 * size) + "}]}")),
    Bomb("billion laughs", _laughs, "xml"),
    Bomb("billion laughs in a page", _laughing_page),
    Bomb("quadratic blow-up", _quadratic, "xml"),
    Bomb("external entities", _external, "xml"),
    Bomb("nested XML", lambda size: b'<?xml version="1.0"?><root>' + b"<a>" * int(200_000 * size), "xml"),
    Bomb("CDATA after CDATA", lambda size: b'<?xml version="1.0"?><root>' + b"<![CDATA[x]]>" * int(200_000 * size), "xml"),
    Bomb("archives in an archive", _archive),
    Bomb("parameters of an archive's type", lambda size: MAIL + "".join(f" a*{i}=x;" for i in range(int(175_000 * size))).encode() + b"\r\n\r\n"),
    Bomb("lines in archives in an archive", lambda size: MAIL + b"".join(b" boundary=b%d\r\n\r\n--b%d\r\nContent-Type: multipart/mixed;" % (i, i) for i in range(300)) + b"\r\n\r\n" + b"\n" * int(2_000_000 * size)),
)  # fmt: skip
"""All of them, in groups."""
