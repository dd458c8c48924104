"""Readers: every form of input, plain, packed and damaged; what is kept of a row and what is counted."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from corpora import PAGES, REFUSED, dump, jsonl, packed, rows, warc

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.feeding import Feed, items_of
from forumclean.corpus.finding import Inputs
from forumclean.corpus.keys import Keys
from forumclean.corpus.records import Item, Passed, Place, Record, Reject
from forumclean.errors import InputError, UsageError

pa = pytest.importorskip("pyarrow", reason="needs forumclean[corpus]")
pytest.importorskip("fastwarc", reason="needs forumclean[corpus]")
PACKINGS = ("", ".gz", ".zst")


def read(path: Path | str, keys: Keys | None = None, reader: str | None = None) -> list[Item]:
    return list(items_of(str(path), Inputs((str(path),), reader), keys or Keys()))


def parquet(count: int) -> bytes:
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows(count)), out)
    return out.getvalue()


WET = "".join(
    f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:{i}>\r\n"
    f"Content-Type: text/plain\r\nContent-Length: {len(text.encode())}\r\n\r\n{text}\r\n\r\n"
    for i, (url, text) in enumerate(
        [
            ("https://bbs.example/thread-1-1-1.html", dump(1)),
            ("https://shop.example/tea", "春茶上市，欢迎选购。\n联系我们\n"),
            ("https://bbs.example/archiver/?tid-2.html", "灯先亮了一半。\n卖豆腐的人来得最早。\n"),
        ]
    )
).encode()


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(
    ("ending", "data"), [(".jsonl", jsonl(rows(3))), (".parquet", parquet(3)), (".warc", warc()), (".warc.wet", WET)]
)
def test_every_form_is_read_plain_and_packed(tmp_path: Path, ending: str, data: bytes, packing: str):
    plain, path = tmp_path / f"a{ending}", tmp_path / f"b{ending}{packing}"
    plain.write_bytes(data)
    path.write_bytes(packed(data, packing))
    found, wanted = read(path), read(plain)
    assert [type(item) for item in found] == [type(item) for item in wanted]
    contents = [(item.data, item.url) for item in found if isinstance(item, Record)]
    assert contents == [(item.data, item.url) for item in wanted if isinstance(item, Record)]
    assert len(contents) >= 3


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("data", [jsonl(rows(3)), parquet(3), WET, dump(1).encode()])
def test_standard_input_is_known_by_how_it_begins(monkeypatch: pytest.MonkeyPatch, data: bytes, packing: str):
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(packed(data, packing))
    with os.fdopen(reading, "rb") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        found = read("-")
        assert len(found) == (1 if data == dump(1).encode() else 3)
        assert all(isinstance(item, Record) for item in found)


def test_the_columns_are_guessed_or_told():
    row = {"doc_id": 7, "raw_html": "<p>页</p>", "content": "文", "link": "https://a.example/", "topic": "菜"}
    record = Keys().record(row, "a#1")
    assert isinstance(record, Record)
    assert (record.id, record.data, record.url) == ("7", "<p>页</p>", "https://a.example/")
    assert record.extra == {"content": "文", "topic": "菜"}
    told = Keys(text="content", id="topic").record(row, "a#1")
    assert isinstance(told, Record)
    assert (told.id, told.data) == ("菜", "文")


@pytest.mark.parametrize(
    ("keys", "row", "said"),
    [
        (Keys(), {"topic": "菜"}, "there are: topic"),
        (Keys(text="content"), {"text": "文"}, "'content' holds no text"),
        (Keys(), {"text": 5}, "'text' holds no text"),
    ],
)
def test_a_row_without_text_is_a_reject_that_says_so(keys: Keys, row: dict[str, Any], said: str):
    reject = keys.record(row, "a#1")
    assert isinstance(reject, Reject)
    assert (reject.id, reject.stage, reject.code) == ("a#1", "read", "no-text")
    assert said in reject.reason


def test_a_bad_line_is_a_reject_and_the_next_is_read(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "\xe6\x96\x87"}\n\n{"text": \n[1]\n\xff\xfe\n{"text": "b"}')
    found = read(path)
    assert [type(item).__name__ for item in found] == ["Record", "Reject", "Reject", "Reject", "Record"]
    assert [item.id for item in found if isinstance(item, Reject)] == [f"{path}#{n}" for n in (3, 4, 5)]


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        (".jsonl.gz", packed(jsonl(rows(2000)), ".gz")),
        (".jsonl.zst", packed(jsonl(rows(2000)), ".zst")),
        (".parquet", parquet(9)),
    ],
)
def test_damage_is_one_more_reject_behind_what_was_read(tmp_path: Path, ending: str, data: bytes):
    path = tmp_path / f"a{ending}"
    path.write_bytes(data[: len(data) * 2 // 3])
    *_, last = read(path)
    assert isinstance(last, Reject)
    assert (last.stage, last.code) == ("read", "damaged")
    assert str(path) in last.reason


def test_of_a_warc_the_pages_are_taken_and_the_rest_is_counted(tmp_path: Path):
    path = tmp_path / "a.warc"
    path.write_bytes(warc())
    found = read(path)
    kinds = [item.kind for item in found if isinstance(item, Passed)]
    assert kinds == ["warcinfo", "request", "media-image/png", "status-404"]
    records = [item for item in found if isinstance(item, Record)]
    done = Cleaner(text_only=True).clean(records)
    assert len(done.rows) == len(PAGES) + 1
    assert [(reject.code, reject.stage) for reject in done.rejects] == [("other-software", "clean")]
    assert records[-2].data == PAGES[0].read_bytes()


def test_of_a_wet_file_only_threads_are_taken(tmp_path: Path):
    path = tmp_path / "a.warc.wet"
    path.write_bytes(WET)
    done = Cleaner().clean([item for item in read(path) if isinstance(item, Record)])
    assert [row.id for row in done.rows] == ["urn:uuid:0", "urn:uuid:2"]
    assert [(reject.id, reject.code) for reject in done.rejects] == [("urn:uuid:1", "no-thread")]


def test_a_record_that_is_cut_off_is_no_page(tmp_path: Path):
    path = tmp_path / "a.warc.wet"
    path.write_bytes(WET[:-20])
    assert [type(item) for item in read(path)] == [Record, Record, Reject]


def test_folders_and_patterns_give_pages_in_order(tmp_path: Path):
    for name in ("b/2.html", "b/10.html", "a.txt.gz", "c.png", ".hidden.html", "d_files/e.html", "z.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(REFUSED.read_bytes())
    names = ["a.txt.gz", "b/10.html", "b/2.html", "z.jsonl"]
    assert list(Inputs((str(tmp_path),)).files()) == [str(tmp_path / name) for name in names]
    assert list(Inputs((f"{tmp_path}/**/*.html",)).files()) == [
        str(tmp_path / name) for name in ("b/10.html", "b/2.html", "d_files/e.html")
    ]


def test_a_folder_is_walked_once_whatever_links_lead_into_it(tmp_path: Path):
    for name in ("a/1.txt", "b/2.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(dump(1), "utf-8")
    for link, target in (
        ("a/up", ".."),
        ("a/self", "../a"),
        ("b/other", "../a"),
        ("b/ring.txt", "ring.txt"),
        ("b/no.txt", "x"),
    ):
        (tmp_path / link).symlink_to(target)
    wanted = [str(tmp_path / "a" / "1.txt"), str(tmp_path / "b" / "2.txt")]
    assert list(Inputs((str(tmp_path),)).files()) == wanted
    assert Inputs((str(tmp_path),)).survey().files == 2


def test_what_is_not_there_is_said(tmp_path: Path):
    (tmp_path / "ring").symlink_to("ring")
    for name, words in (("n" * 300, "too long"), (str(tmp_path / "ring"), "Too many levels"), ("a\0b", "null")):
        with pytest.raises(InputError, match=words):
            Inputs((name,)).survey()
    for name in ("/nowhere/a.jsonl", "/nowhere/*.jsonl"):
        with pytest.raises(InputError, match="nowhere"):
            Inputs((name,)).survey()
    with pytest.raises(UsageError, match="forumclean fetch"):
        Inputs(("https://bbs.example/",)).survey()


def test_chunks_end_with_their_shard_and_a_feed_goes_on_from_any_place(tmp_path: Path):
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_bytes(jsonl(rows(50)))
    inputs = Inputs((str(tmp_path),))
    whole = list(Feed(inputs, Keys(), 40, Place(), 0))
    assert [len(chunk.items) for chunk in whole if chunk.last] == [8, 8, 8, 30]
    assert sum(len(chunk.items) for chunk in whole) == 150
    ends = [(i, chunk) for i, chunk in enumerate(whole) if chunk.last]
    for i, chunk in ends:
        assert list(Feed(inputs, Keys(), 40, chunk.place, chunk.shard + 1)) == whole[i + 1 :]


def test_a_line_of_a_million_brackets_is_a_reject(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"[" * 1_000_000 + b"\n" + jsonl(rows(1)))
    assert [type(item) for item in read(path)] == [Reject, Record]
