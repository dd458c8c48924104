"""Which codec: every kind of evidence, in its order, and pages that lie about themselves."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import pytest

from forumclean.decode import charset, decode, encode, labels
from forumclean.errors import InputError, UsageError
from forumclean.model import Document, Source
from forumclean.options import Options

SHARED = Path(__file__).parents[2] / "shared"
SIMPLE = "　　周末我们去河边走了一圈，天气很好。\n路上遇到几个老朋友，大家说起以前的事情，都笑了！\n"
FULL = "　　週末我們去河邊走了一圈，天氣很好。\n路上遇到幾個老朋友，大家說起以前的事情，都笑了！\n"
COMMENT = "<!-- " + "这里是模板的说明 template notes " * 60 + "-->"


def read(data: bytes | str, headers: dict[str, str] | None = None, encoding: str | None = None) -> Document:
    """Decode and check the promise: the way back gives the input."""
    document = decode(Source("a", data, None, headers), Options(encoding=encoding))
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    back = encode(document.text, document.encoding, document.bom, document.losses, document.mojibake)
    assert back == raw
    assert document.size == len(raw)
    return document


@pytest.mark.parametrize(
    ("codec", "python", "text"),
    [
        ("utf-8", "utf-8", SIMPLE),
        ("gb18030", "gb18030", SIMPLE + "🙂"),
        ("gbk", "gb18030", SIMPLE),
        ("gb2312", "gb18030", SIMPLE),
        ("big5", "big5hkscs", FULL),
        ("big5hkscs", "big5hkscs", FULL + "嘅咗哋"),
        ("utf-16-le", "utf-16-le", SIMPLE),
        ("utf-16-be", "utf-16-be", FULL),
        ("utf-32-le", "utf-32-le", SIMPLE),
        ("utf-32-be", "utf-32-be", FULL),
    ],
)
def test_without_any_claim(codec: str, python: str, text: str) -> None:
    document = read(text.encode(codec))
    assert (document.encoding, document.text, document.bom) == (python, text, b"")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_bom(codec: str) -> None:
    document = read(("\ufeff" + SIMPLE).encode(codec))
    assert (document.encoding, document.text, document.evidence) == (codec, SIMPLE, "byte order mark")


def test_bom_of_utf8_before_gbk() -> None:
    document = read(b"\xef\xbb\xbf" + SIMPLE.encode("gbk"))
    assert (document.encoding, document.text) == ("gb18030", SIMPLE)


def test_ascii_is_utf8() -> None:
    assert read(b"hello\n").evidence == "it is ASCII"


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=gbk>",
        "<META CHARSET='GBK'>",
        '<meta charset="GB2312" />',
        "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>",
        '<META HTTP-EQUIV="CONTENT-TYPE" CONTENT="TEXT/HTML; CHARSET = GBK">',
        '<?xml version="1.0" encoding="gbk"?><root>',
        COMMENT + "<meta charset=gbk>",
        "<!-- <meta charset=big5> --><meta charset=gbk>",
    ],
)
def test_claims(head: str) -> None:
    raw = f"<html><head>{head}".removeprefix("<html><head>" if head.startswith("<?") else "").encode("gbk")
    assert [claim.codec for claim in labels.claims(raw, None)] == ["gb18030"]
    document = read(raw + SIMPLE.encode("gbk"))
    assert document.text.endswith(SIMPLE)
    assert document.evidence.endswith(", and it reads as Chinese")


def test_header_comes_before_meta() -> None:
    found = labels.claims(b"<meta charset=big5>", {"content-type": "text/html; charset=GBK"})
    assert [(claim.codec, claim.place) for claim in found] == [
        ("gb18030", "HTTP header"),
        ("big5hkscs", "meta charset"),
    ]


@pytest.mark.parametrize(
    ("claim", "codec", "python", "text"),
    [
        ("gbk", "utf-8", "utf-8", SIMPLE),
        ("big5", "utf-8", "utf-8", FULL),
        ("utf-8", "gbk", "gb18030", SIMPLE),
        ("utf-8", "big5", "big5hkscs", FULL),
        ("big5", "gbk", "gb18030", SIMPLE),
        ("gbk", "big5", "big5hkscs", FULL),
        ("iso-8859-1", "gbk", "gb18030", SIMPLE),
        ("koi8-r", "gbk", "gb18030", SIMPLE),
        ("no-such-charset", "gbk", "gb18030", SIMPLE),
        ("utf-16", "gbk", "gb18030", SIMPLE),
    ],
)
def test_a_page_that_lies(claim: str, codec: str, python: str, text: str) -> None:
    raw = f"<html><meta charset={claim}>{text}".encode(codec)
    document = read(raw, {"Content-Type": f"text/html; charset={claim}"})
    assert (document.encoding, document.text) == (python, raw.decode(codec))
    if claim in ("gbk", "utf-8", "big5"):
        assert f"says {claim}" in document.evidence


def test_traditional_text_in_gbk_stays_gbk() -> None:
    assert read(FULL.encode("gbk")).text == FULL


def test_short_texts() -> None:
    assert read("你好".encode("gbk")).text == "你好"
    assert read("囧".encode("gbk")).text == "囧"
    assert read("Copyright © 2020".encode("latin-1")).text == "Copyright © 2020"


def test_two_byte_utf8_is_not_taken_for_gbk() -> None:
    for text in ("Copyright © 2001-2013 · café", "Ещё одна тема"):
        assert read(f"<meta charset=gbk>{text}".encode()).text.endswith(text)


def test_gbk_that_is_valid_utf8_by_chance() -> None:
    raw = b"<meta charset=gbk>" + "一元".encode("gbk")  # D2BB D4AA: two letters of UTF-8
    assert raw.decode("utf-8")
    assert read(raw).text.endswith("一元")


@pytest.mark.parametrize("text", ["L'été est passé, où êtes-vous ?\n", "It’s a “nice” day — really\n"])
def test_single_accents_are_windows_1252(text: str) -> None:
    assert read(text.encode("cp1252")).text == text


def test_other_languages_by_claim_and_by_guess() -> None:
    japanese = "これはテストです。今日は天気がいいですね。\n" * 3
    assert read(b"<meta charset=euc-jp>" + japanese.encode("euc_jp")).text.endswith(japanese)
    russian = "Привет, как дела? Сегодня хорошая погода.\n"
    assert read(russian.encode("cp1251")).text == russian


def test_the_encoding_option_decides() -> None:
    assert read("ÄãºÃ".encode("latin-1"), encoding="latin-1").encoding == "iso8859-1"
    assert read(SIMPLE.encode("utf-16-be"), encoding="UTF-16").text == SIMPLE
    assert read(("\ufeff" + SIMPLE).encode("utf-16-le"), encoding="utf-16").bom == b"\xff\xfe"
    assert read(SIMPLE.encode("gbk"), encoding="GB2312").encoding == "gb18030"
    assert read("€".encode("cp950") + FULL.encode("big5"), encoding="big5").text == "€" + FULL


@pytest.mark.parametrize("name", ["klingon", "", "base64", "rot13", "idna", "unicode_escape"])
def test_an_encoding_that_is_none(name: str) -> None:
    with pytest.raises(UsageError, match="no charset"):
        read(b"a", encoding=name)


def test_text_comes_as_text() -> None:
    document = read("\ufeffa\ud83d\udc4d论坛")
    assert (document.text, document.bom, document.encoding) == ("a��论坛", b"\xef\xbb\xbf", "utf-8")
    assert document.losses[0].raw == b"\xed\xa0\xbd\xed\xb1\x8d"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "　\u00a0\n".encode(), b"\0\0\0", "", "\ufeff \n"])
def test_empty(data: bytes | str) -> None:
    with pytest.raises(InputError, match="empty") as caught:
        read(data)
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "bomb",
    [
        b"<meta ",
        b"charset=",
        b"<!--",
        b"<meta charset=",
        b"<?xml ",
        b"<meta charset='",
        b"<!---->",
        b"\xb0\xa1",
        b"\x81",
        b"\0\xff",
        b"\xe4",
    ],
)
def test_hostile_repetition_takes_bounded_time(bomb: bytes) -> None:
    start = time.process_time()
    data = bomb * 1_000_000 + b"\xff"
    labels.claims(data, {"Content-Type": "charset=" * 1000})
    with contextlib.suppress(InputError):
        decode(Source(None, data), Options())
    assert time.process_time() - start < 8


def test_the_order_of_evidence_is_written_down() -> None:
    assert charset.__doc__ is not None
    assert [f"{n}. " in charset.__doc__ for n in range(1, 9)] == [True] * 8


@pytest.mark.skipif(not (SHARED / "pages").is_dir(), reason="the captured pages are not in every checkout")
@pytest.mark.parametrize("with_headers", [True, False])
def test_captured_pages(with_headers: bool) -> None:  # noqa: FBT001
    python = {"utf-8": "utf-8", "gbk": "gb18030", "big5": "big5hkscs"}
    files = json.loads((SHARED / "pages" / "MANIFEST.json").read_text("utf-8"))["files"]
    wrong: list[str] = []
    for row in files:
        data = (SHARED / "pages" / row["file"]).read_bytes()
        if not data.strip() or row["file"].endswith(".wet"):  # records of a crawl are for ``batch``
            continue
        headers = dict(row.get("headers") or ()) if with_headers else None
        document = read(data, headers)
        if row.get("charset") and document.encoding != python[row["charset"]]:
            wrong.append(row["file"])
    assert not wrong
