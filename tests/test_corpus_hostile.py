"""Readers of a corpus: whatever is wrong with one record, it is one reject and the next one goes on."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import brotli
import pytest
from corpora import PAGES
from growing import grows

from forumclean.corpus.feeding import items_of
from forumclean.corpus.finding import Inputs
from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import open_zstd
from forumclean.corpus.readers import content
from forumclean.corpus.records import Item, Record, Reject

pytest.importorskip("fastwarc", reason="needs forumclean[corpus]")
PAGE = PAGES[0].read_bytes()
GZIP = gzip.compress(PAGE, mtime=0)


def answer(number: int, body: bytes, *fields: str) -> bytes:
    """A record of an archive: an answer with some more header fields."""
    head = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *fields, "", ""]).encode()
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head) + len(body)}\r\n\r\n"
    ).encode() + b"%b%b\r\n\r\n" % (head, body)


def read(path: Path) -> list[Item]:
    return list(items_of(str(path), Inputs((str(path),)), Keys()))


def chunked(body: bytes, size: int = 1000) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x;a=b\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def zstd(body: bytes) -> bytes:
    from io import BytesIO

    out = BytesIO()
    with open_zstd(out, "wb") as file:
        file.write(body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (GZIP, ["Content-Encoding: gzip"]),
        (GZIP, ["content-encoding: X-GZIP"]),
        (gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (zlib.compress(PAGE)[2:-4], ["Content-Encoding: deflate"]),
        (brotli.compress(PAGE), ["Content-Encoding: br"]),
        (zstd(PAGE), ["Content-Encoding: zstd"]),
        (brotli.compress(GZIP), ["Content-Encoding: gzip, br"]),
        (PAGE, ["Content-Encoding: utf-8"]),
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(GZIP), ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),
    ],
)
def test_each_packing_is_undone_and_the_next_record_goes_on(tmp_path: Path, body: bytes, fields: list[str]):
    path = tmp_path / "a.warc"
    path.write_bytes(answer(1, body, *fields) + answer(2, PAGE))
    assert [item.data for item in read(path) if isinstance(item, Record)] == [PAGE, PAGE]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"\1" + PAGE, ["Content-Encoding: gzip"]),
        (GZIP[:-9], ["Content-Encoding: gzip"]),
        (GZIP[:50] + bytes(50) + GZIP[100:], ["Content-Encoding: gzip"]),
        (b"\1" + PAGE, ["Content-Encoding: deflate"]),
        (zlib.compress(PAGE)[:-9], ["Content-Encoding: deflate"]),
        (b"\1" + PAGE, ["Content-Encoding: br"]),
        (brotli.compress(PAGE)[:-9], ["Content-Encoding: br"]),
        (b"\0" + PAGE, ["Content-Encoding: zstd"]),
        (GZIP, ["Transfer-Encoding: chunked"]),
        (b"fff\r\n" + PAGE[:99], ["Transfer-Encoding: chunked"]),
        (b"-5\r\n" + PAGE, ["Transfer-Encoding: chunked"]),
        (PAGE, ["X: " + "a" * 100_000]),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_one_reject(tmp_path: Path, body: bytes, fields: list[str]):
    path = tmp_path / "a.warc"
    path.write_bytes(answer(1, body, *fields) + answer(2, PAGE))
    bad, good = read(path)
    assert isinstance(bad, Reject)
    assert (bad.id, bad.stage, bad.code) == ("urn:uuid:1", "read", "content")
    assert bad.reason.startswith(f"{path}#1: ")
    assert isinstance(good, Record)
    assert good.data == PAGE


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (brotli.compress, "br"), (zstd, "zstd")]
)
def test_a_bomb_is_one_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack, name: str):
    monkeypatch.setattr(content, "BOMB_SIZE", 2_000_000)
    path = tmp_path / "a.warc"
    path.write_bytes(answer(1, pack(bytes(6_000_000)), f"Content-Encoding: {name}") + answer(2, PAGE))
    bomb, good = read(path)
    assert isinstance(bomb, Reject)
    assert (bomb.stage, bomb.code) == ("read", "bomb")
    assert isinstance(good, Record)


def test_packings_in_one_another_are_bounded(tmp_path: Path):
    path = tmp_path / "a.warc"
    path.write_bytes(answer(1, GZIP, "Content-Encoding: " + "gzip, " * 2000) + answer(2, PAGE))
    assert [getattr(item, "code", "") for item in read(path)] == ["bomb", ""]


@pytest.mark.parametrize("name", ["a.html.gz", "a.jsonl.gz"])
def test_a_packed_page_or_line_that_is_a_bomb_is_one_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(content, "BOMB_SIZE", 2_000_000)
    path = tmp_path / name
    path.write_bytes(gzip.compress(bytes(6_000_000)))
    (item,) = read(path)
    assert isinstance(item, Reject)
    assert (item.stage, item.code) == ("read", "bomb")
    assert str(path) in item.reason


def test_time_to_unpack_grows_with_the_body():
    bodies = [chunked(PAGE * 20 * times, 1) for times in (1, 4)]
    assert grows(lambda body: content.content_of(body, {"Transfer-Encoding": "chunked"}), *bodies)
    noise = [zlib.compress(bytes(range(256)) * 40_000 * times, 0) for times in (1, 4)]
    assert grows(lambda body: content.content_of(body, {"Content-Encoding": "deflate"}), *noise)
