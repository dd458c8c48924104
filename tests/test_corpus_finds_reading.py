"""What was found by attacking the readers of batch: each find with the test that fails without its mend."""

from __future__ import annotations

import gzip
import json
import os
import random
import select
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd
from corpora import PAGES, dump

from forumclean.corpus.feeding import items_of
from forumclean.corpus.finding import Inputs, sniffed
from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import opened
from forumclean.corpus.records import Item, Record, Reject


def items(path: Path) -> list[Item]:
    return list(items_of(str(path), Inputs((str(path),)), Keys()))


def good_before_damage(path: Path) -> int:
    """How many records come before the reject that tells the damage."""
    *good, last = items(path)
    assert isinstance(last, Reject)
    assert last.code == "damaged"
    assert not any(isinstance(item, Reject) for item in good)
    return len(good)


LINES = [json.dumps({"id": i, "text": random.Random(i).randbytes(300).hex()}).encode() + b"\n" for i in range(600)]


@pytest.mark.parametrize("at", [0.1, 0.5, 0.999])
def test_damage_in_gzip_costs_no_record_before_it(tmp_path: Path, at: float):
    packed = gzip.compress(b"".join(LINES), mtime=0)
    cut = packed[: int(len(packed) * at)]
    (tmp_path / "a.jsonl.gz").write_bytes(cut)
    whole = zlib.decompressobj(31).decompress(cut).count(b"\n")
    assert good_before_damage(tmp_path / "a.jsonl.gz") == whole > 50
    (tmp_path / "a.jsonl.gz").write_bytes(cut + b"\xff" * 300)
    assert good_before_damage(tmp_path / "a.jsonl.gz") >= whole


def test_a_wrong_checksum_costs_nothing_but_is_told(tmp_path: Path):
    packed = gzip.compress(b"".join(LINES) + b" " * 5_000_000, mtime=0)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[:-8] + b"\0\0\0\0" + packed[-4:])
    assert good_before_damage(tmp_path / "a.jsonl.gz") == len(LINES)


def test_damage_in_zstd_costs_no_more_than_its_block(tmp_path: Path):
    packed = zstd.compress(b"".join(LINES))
    (tmp_path / "a.jsonl.zst").write_bytes(packed[: len(packed) * 9 // 10])
    assert good_before_damage(tmp_path / "a.jsonl.zst") > 380  # of 540: blocks hold 200 records


@pytest.mark.parametrize("behind", [b"", b"junk", b"\0" * 70_000, b"\0" * 512 + b"signed", b"\x1f"])
@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_what_stands_behind_the_packed_data_is_passed_over(
    tmp_path: Path, pack: Callable[[bytes], bytes], behind: bytes
):
    (tmp_path / "a.jsonl.gz").write_bytes(pack(LINES[0]) + pack(LINES[1]) + b"\0" * 9 + pack(LINES[2]) + behind)
    assert len(items(tmp_path / "a.jsonl.gz")) == 3
    assert not any(isinstance(item, Reject) for item in items(tmp_path / "a.jsonl.gz"))


@pytest.mark.parametrize("behind", [b"x" * 70_000, b"torn" + gzip.compress(LINES[1]), gzip.compress(LINES[1])[:9]])
def test_records_that_are_lost_behind_packed_data_are_told(tmp_path: Path, behind: bytes):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES[0]) + behind)
    assert good_before_damage(tmp_path / "a.jsonl.gz") == 1


def test_packed_data_comes_out_whole_whatever_its_parts(tmp_path: Path):
    chance = random.Random(3)
    for number in range(20):
        parts = [chance.choice([b"", b"a" * chance.randrange(3_000_000), chance.randbytes(200_000)]) for _ in range(3)]
        pack: Callable[[bytes], bytes] = gzip.compress if number % 2 else zstd.compress
        path = tmp_path / f"{number}"
        path.write_bytes(b"".join(pack(part) for part in parts))
        with opened(str(path)) as stream:
            assert stream.file.read() == b"".join(parts)


def test_a_torn_record_of_an_archive_costs_no_other_before_it(tmp_path: Path):
    pytest.importorskip("fastwarc", reason="needs forumclean[corpus]")
    page = dump(1).encode()
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: %d\r\n\r\n" % len(page)
    records = [gzip.compress(head + page + b"\r\n\r\n") for _ in range(30)]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(records)[:-20])
    assert good_before_damage(tmp_path / "a.warc.gz") == 29


def archived(path: Path, *bodies: bytes) -> list[Item]:
    """What is read of an archive of such answers."""
    pytest.importorskip("fastwarc", reason="needs forumclean[corpus]")
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    path.write_bytes(b"".join(head % len(body) + body + b"\r\n\r\n" for body in bodies))
    return items(path)


@pytest.mark.parametrize("packing", ["Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: chunked"])
def test_a_page_that_is_stored_unpacked_is_taken_as_it_is(tmp_path: Path, packing: str):
    page = PAGES[0].read_bytes()
    (found,) = archived(tmp_path / "a.warc", f"HTTP/1.1 200 OK\r\n{packing}\r\n\r\n".encode() + page)
    assert isinstance(found, Record)
    assert found.data == page


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 OK\nA: b\nContent-Type: text/html; charset=gbk\n\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=gbk\r\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200\r\ncontent-type: text/html; charset=gbk\r\n\r\n",
        "ICY 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n",
    ],
)
def test_heads_of_answers_are_read_as_they_come(tmp_path: Path, head: str):
    (found,) = archived(tmp_path / "a.warc", head.encode() + b"<p>\r\n\r\nb")
    assert isinstance(found, Record)
    assert found.data == b"<p>\r\n\r\nb"
    assert {name.lower(): value for name, value in (found.headers or {}).items()}["content-type"].endswith(
        "charset=gbk"
    )


def test_an_answer_without_a_head_is_a_page_and_one_without_an_end_a_reject(tmp_path: Path):
    found = archived(
        tmp_path / "a.warc", b"<p>a\r\n\r\nb", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 2_000, b"HTTP/1.1 404 No"
    )
    assert [type(item).__name__ for item in found] == ["Record", "Reject", "Passed"]
    assert getattr(found[0], "data", None) == b"<p>a\r\n\r\nb"


def test_folders_may_lie_deeper_in_one_another_than_recursion_reaches(tmp_path: Path):
    (tmp_path / "kept").touch()  # what clears away goes up as long as folders are empty
    folder = str(tmp_path)
    depth = (3_900 - len(folder)) // 2
    for _ in range(depth):
        folder += "/d"
        os.mkdir(folder)  # noqa: PTH102 - a Path of so many parts takes long
    Path(f"{folder}/a.txt").write_text(dump(1), "utf-8")
    try:
        assert depth > 1_500
        assert list(Inputs((str(tmp_path),), own=frozenset({str(tmp_path / "out")})).files()) == [f"{folder}/a.txt"]
    finally:  # what clears the folders of tests away is recursive
        os.remove(f"{folder}/a.txt")  # noqa: PTH107 - as above
        os.removedirs(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX's")
@pytest.mark.parametrize("waits", [True, False])
def test_the_form_of_standard_input_is_told_however_slowly_it_begins(monkeypatch: pytest.MonkeyPatch, waits: bool):  # noqa: FBT001 - a parameter
    taken, given = os.pipe()
    os.set_blocking(taken, waits)
    os.write(given, b'{"text": ')

    def go_on() -> None:
        while select.select([taken], [], [], 0)[0]:  # the rest comes only when the begin was read
            time.sleep(0.01)
        os.write(given, b'"abc"}\n')
        os.close(given)

    giver = threading.Thread(target=go_on)
    giver.start()
    with os.fdopen(taken, "rb") as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        with opened("-") as stream:
            assert sniffed(stream, "page") == "jsonl"
            giver.join()
            assert stream.file.read() == b'{"text": "abc"}\n'
