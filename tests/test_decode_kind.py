"""What a document is: html, text, json, xml, an archive around a page, or no text at all."""

from __future__ import annotations

import gzip
import quopri
import random
import time
import zlib
from email.message import EmailMessage

import pytest
from growing import grows

from forumclean.decode import binary, decode, mhtml
from forumclean.decode.kind import kind_of
from forumclean.errors import InputError
from forumclean.model import Source
from forumclean.options import Options

HTML = [
    "<!DOCTYPE html><html><body>论坛",
    "\ufeff <html>论坛",
    "<!-- saved from url=(0014)about:internet -->\n<html lang=zh>",
    f"<!--{'x' * 3000}-->\n<!doctype HTML>",
    "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN'><html xmlns='x'>",
    "<?xml version='1.0'?>\n<!DOCTYPE wml PUBLIC 'a' 'b'><wml>",
    "<%@ page language=java %>\n<html>",
    '<div class="t_fsz"><table><tr><td class="t_f">今天<br />\n天气很好<br>\n我们出门了</td></tr></table></div>',
    "今天天气很好<br />\n我们去爬山<br />\n山路很长<br />\n",
    "<td class='t_f' id='postmessage_1'>\n第一行<br />\n第二行</td>",
    "<p>一段话</p>",
    "<title>论坛</title>\n<meta charset=gbk>\n<p>正文</p>",
]
TEXT = [
    "关于 <div> 标签\n大家怎么用？",
    "<div> 标签怎么用？\n我想把两个块并排。\n谢谢大家。\n",
    "标题\n正文第一段\n<div class=a>\n<p>代码</p>\n</div>\n上面是我的代码，为什么不对？\n求助",
    "<b> 是粗体\n<i> 是斜体\n<u> 是下划线",
    "正文 <br> 里有一个换行标签，不知道怎么去掉\n第二行\n第三行",
    "1. <a> 链接\n2. <b> 粗体\n说明如下\n还有别的",
    "[求助] 网页打不开\n正文",
    "{1} 第一\n{2} 第二",
    '{"a": 1}\n{"a": 2}\n',
    "[[链接]]\n文字",
    "<作者> 说\n你好",
    "<3 你",
    "<?php echo 1; ?>\n这段代码什么意思",
    "WARC/1.0\r\nWARC-Type: conversion\r\n\r\n文字",
    "",
]
JSON = ['{"Version":"4","Charset":"UTF-8","Variables":{"thread":{', '{"a": 1}', ' [ {"a": "b"} ]']
XML = [
    '<?xml version="1.0" encoding="gbk"?>\n<root><![CDATA[<div>a</div>]]></root>',
    "<?xml version='1.0'?><rss version='2.0'>",
    '<rss version="2.0"><channel>',
    "<root><![CDATA[<table>",
    "<?xml version='1.0'?>\n<!-- c -->\n<feed>",
]
CASES = [
    (kind, text) for kind, texts in (("html", HTML), ("text", TEXT), ("json", JSON), ("xml", XML)) for text in texts
]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_kinds(kind: str, text: str) -> None:
    assert kind_of(text) == kind


def test_the_option_decides() -> None:
    for kind in ("html", "text", "json", "xml"):
        assert decode(Source(None, "文字"), Options(input=kind)).kind == kind


def test_the_sender_tips_the_scales() -> None:
    part = "正文第一行\n<br>第二行</p>\n第三行\n"
    assert kind_of(part) == "text"
    assert kind_of(part, None, {"content-type": "text/html; charset=gbk"}) == "html"
    assert kind_of(part, "a.htm") == "html"
    assert kind_of("没有标签", "a.html") == "text"


@pytest.mark.parametrize(
    "bomb",
    [
        "<div ",
        "<div>",
        "<!--",
        "<",
        "<br",
        " ",
        '{"',
        "[",
        "[[",
        '{"a":',
        "<?xml ",
        "<!doctype ",
        "<%",
        "x\n<p>",
        '{"\\"',
        "<!---->",
        "<!doctype x[",
    ],
)
def test_hostile_repetition_takes_bounded_time(bomb: str) -> None:
    start = time.process_time()
    kind_of(bomb * 1_000_000)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("signature", binary.SIGNATURES, ids=lambda s: s.what)
def test_signatures(signature: binary.Signature) -> None:
    with pytest.raises(InputError) as caught:
        decode(Source("bild.bin", signature.start + b"\0\x01\x02 rest of the file " * 9), Options())
    assert caught.value.reason == "binary"
    assert f"bild.bin is {signature.what}" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "GIF89a 是什么格式？",
        "MZ 开头的文件是程序",
        "BM 是位图的开头",
        "PAR1 大家用过吗",
        "ID3 标签怎么改",
        "RIFF 格式",
        "BZh 压缩",
    ],
)
def test_words_that_begin_like_signatures(text: str) -> None:
    assert decode(Source(None, text.encode()), Options()).text == text


@pytest.mark.parametrize(
    "data", [zlib.compress(bytes(range(256)) * 99)[2:], random.Random(1).randbytes(5000), bytes(range(256)) * 20]
)
def test_data_without_a_signature(data: bytes) -> None:
    with pytest.raises(InputError, match="no text in any charset"):
        decode(Source(None, data), Options())


def test_gzip_says_what_to_do() -> None:
    with pytest.raises(InputError, match=r"gzip data.*unpack"):
        decode(Source("a.gz", gzip.compress(b"a")), Options())


def test_noise_with_control_characters_is_text() -> None:
    rng = random.Random(2)
    noise = "".join(chr(rng.randrange(60)) + chr(rng.randrange(63, 127)) for _ in range(10))
    text = "".join(f"我们今天去了很多地方，看到的东西都很有意思。{noise}\n" for _ in range(50))
    assert decode(Source(None, text.encode("gbk")), Options()).text == text


PAGE = '<html><head><meta charset="gbk"></head><body>我们的论坛，今天很热闹</body></html>'


HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://bbs.example/thread-1-1-1.html\r\nSubject: a\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--B--"\r\n\r\n\r\n'
)
PICTURE = "----B--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----B----\r\n"


def archive(body: bytes, encoding: str, kind: str) -> bytes:
    """An MHTML file as Chrome writes it: one page and one picture."""
    part = (
        f"----B--\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        "Content-Location: https://bbs.example/thread-1-1-1.html\r\n\r\n"
    )
    return (HEAD + part).encode() + body + b"\r\n" + PICTURE.encode()


@pytest.mark.parametrize(("charset", "python"), [("gbk", "gb18030"), ("utf-8", "utf-8")])
def test_mhtml(charset: str, python: str) -> None:
    data = archive(quopri.encodestring(PAGE.encode(charset)), "quoted-printable", f"text/html; charset={charset}")
    document = decode(Source("a.mhtml", data), Options())
    assert document.text.strip() == PAGE
    assert (document.kind, document.encoding, document.size) == ("html", python, len(data))
    assert document.url == "https://bbs.example/thread-1-1-1.html"


def test_a_mail_with_a_page() -> None:
    message = EmailMessage()
    message["Subject"] = "论坛"
    message.set_content("看附件")
    message.add_alternative(PAGE, subtype="html", cte="base64")
    assert decode(Source(None, message.as_bytes()), Options()).text.strip() == PAGE


def test_an_archive_without_a_page() -> None:
    for kind, body in (("text/plain", b"a"), ("text/html", b"")):
        with pytest.raises(InputError, match="without a page"):
            decode(Source("a.mht", archive(body, "8bit", kind)), Options())


def test_an_archive_of_archives_ends() -> None:
    nested = HEAD + "".join(
        f'----B{n}--\r\nContent-Type: multipart/related; boundary="--B{n + 1}--"\r\n\r\n' for n in range(3000)
    )
    with pytest.raises(InputError):
        decode(Source(None, nested.replace('"--B--"', '"--B0--"').encode()), Options())


def parameters(count: int) -> bytes:
    """An archive whose type has so many parameters."""
    more = "".join(f" a*{n}=x;" for n in range(count))
    return HEAD.replace("related;", f"related;{more}").encode() + b"----B--\r\nContent-Type: text/html\r\n\r\n<p>\r\n"


def test_parameters_of_headers_are_bounded() -> None:
    assert grows(mhtml.main_part, parameters(5_000), parameters(20_000))
    assert mhtml.main_part(parameters(30)) is not None


def test_lines_of_nested_archives_are_bounded() -> None:
    inner = [f"Content-Type: multipart/mixed; boundary=B{n}--\n\n--B{n}--\n" for n in range(300)]
    flat, whole = ("----B--\n" + "".join(rows) + "\n" + "a: b\n" * 50_000 for rows in (inner[:1], inner))
    assert grows(mhtml.main_part, (HEAD + flat).encode(), (HEAD + whole).encode())


@pytest.mark.parametrize("field", ["boundary*=a%00b''x", "boundary*" + "9" * 5000 + "=x"])
def test_a_parameter_that_no_reader_takes_is_no_crash(field: str) -> None:
    with pytest.raises(InputError, match="without a page"):
        decode(Source("a.mht", HEAD.replace('boundary="--B--"', field).encode() + PICTURE.encode()), Options())


def test_a_dump_that_quotes_a_mail_is_text() -> None:
    for text in ("From: 张三\nSubject: 你好\n\n正文", "Date: 2020\n正文\nMIME-Version: 1.0\nContent-Type: text/html\n"):
        assert decode(Source(None, text.encode()), Options()).kind == "text"
