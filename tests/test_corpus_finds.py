"""What was found by attacking batch: each find with the test that fails without its mend."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from backports import zstd
from click.testing import CliRunner
from corpora import dump

from forumclean.cli import main
from forumclean.corpus.beside import LearnedSite
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.feeding import items_of
from forumclean.corpus.finding import Inputs
from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import opened
from forumclean.corpus.output import Output
from forumclean.corpus.records import Item, Record, Reject
from forumclean.corpus.tally import Tally
from forumclean.corpus.worker import Limits, Worker, held_back
from forumclean.errors import ForumcleanError

pytestmark = pytest.mark.timeout(180)  # processes are started again and again, on machines that may be busy


def batch(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command on its own, with one job."""
    command = [sys.executable, "-m", "forumclean", "--no-config", "batch", *map(str, arguments), "-q", "-j", "1"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def dumps(folder: Path, number: int = 12) -> Path:
    folder.mkdir(parents=True)
    for i in range(number):
        (folder / f"{i:02d}.txt").write_text(dump(i), "utf-8")
    return folder


def report_of(folder: Path) -> dict[str, int]:
    return dict(json.loads((folder / "report.json").read_bytes()))


@pytest.mark.parametrize("name", [".", "*", "**", "./"])
def test_a_run_inside_its_input_does_not_read_its_own_rows_and_goes_on(tmp_path: Path, name: str):
    source = dumps(tmp_path / "in")
    arguments = [name, "-o", "clean/", "--ledger", "pages.jsonl", "--shard-size", "5"]
    for _ in range(2):
        done = batch(*arguments, cwd=source)
        assert (done.returncode, done.stderr) == (0, "")
        assert report_of(source / "clean")["records"] == 12
    assert batch(*arguments, "--dry-run", cwd=source).stdout.startswith("12 files")


def test_the_output_of_another_run_below_the_input_is_no_input(tmp_path: Path):
    source = dumps(tmp_path / "in")
    for name in ("one", "two"):
        assert batch(".", "-o", f"{name}/", cwd=source).returncode == 0
        assert report_of(source / name)["records"] == 12
    assert batch("one", "-o", "three/", "--text-key", "id", cwd=source).returncode == 0, "named, it is an input"
    assert report_of(source / "three")["records"] == 13


def test_a_pattern_that_finds_folders_and_what_is_in_them_gives_each_file_once(tmp_path: Path):
    dumps(tmp_path / "in" / "a" / "b", 2)
    dumps(tmp_path / "in" / "a-b", 1)
    (tmp_path / "in" / "c.txt").write_text(dump(3), "utf-8")
    found = list(Inputs((f"{tmp_path}/in/**",)).files())
    assert len(found) == len(set(found)) == 4


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


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
def test_a_disk_that_is_full_while_the_ledger_is_written_is_told_in_a_sentence(tmp_path: Path):
    import resource

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    source = dumps(tmp_path / "in", 90)
    command = [sys.executable, "-m", "forumclean", "--no-config", "batch", str(source), "-o", str(tmp_path / "out")]
    more = ["--text-only", "--shard-size", "20", "--ledger", str(tmp_path / "ledger"), "-q", "-j", "1"]
    full = subprocess.run([*command, *more], capture_output=True, text=True, preexec_fn=small_files, check=False)
    assert full.returncode == 3
    assert "Traceback" not in full.stderr
    assert "make room, then run the same command again" in full.stderr
    assert subprocess.run([*command, *more], check=False).returncode == 0
    assert (tmp_path / "ledger").read_text("utf-8").count('"document"') == 90


def finished(tmp_path: Path) -> tuple[Path, Path]:
    """An input, and the folder of a finished run over it, in four shards."""
    source = dumps(tmp_path / "in")
    assert batch(source, "-o", tmp_path / "out", "--shard-size", "3").returncode == 0
    return source, tmp_path / "out"


@pytest.mark.parametrize("name", ["settings.json", "part-00000.json", "part-00003.json"])
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"tally": {}}', b"\xff"])
def test_damaged_state_is_told_in_a_sentence(tmp_path: Path, name: str, damage: bytes):
    path = tmp_path / ".forumclean" / name
    path.parent.mkdir()
    (path.parent / "settings.json").write_text("{}")
    for i in range(4):
        (path.parent / f"part-0000{i}.json").write_text(json.dumps({"tally": Tally().to_dict(), "place": {}}))
    path.write_bytes(damage)
    with pytest.raises(ForumcleanError, match=r"is damaged .* give -o another folder|begun with other settings"):
        Output(tmp_path, {}, Mock())


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"x": 1}'])
def test_a_damaged_list_of_the_site_is_told_in_a_sentence(tmp_path: Path, damage: bytes):
    (tmp_path / "site-00002.json").write_bytes(damage)
    with pytest.raises(ForumcleanError, match=r"site-00002.json: is damaged .* give -o another folder"):
        LearnedSite(tmp_path, tmp_path / "site").resume(2, 0)


def test_a_finished_shard_that_is_gone_is_told(tmp_path: Path):
    source, out = finished(tmp_path)
    (out / "part-00002.jsonl").rename(tmp_path / "elsewhere")
    again = batch(source, "-o", out, "--shard-size", "3")
    assert again.returncode == 3
    assert f"{out}/part-00002: the rows of this finished shard are not there any more" in again.stderr
    (tmp_path / "elsewhere").rename(out / "part-00002.jsonl")
    assert batch(source, "-o", out, "--shard-size", "3").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_worker_that_is_just_being_started_takes_no_ctrl_c(capfd: pytest.CaptureFixture[str]):
    worker: Worker[int] = Worker(multiprocessing.get_context("spawn"), Cleaner(), Limits())
    process = multiprocessing.active_children()[0]
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)  # long before it has imported anything
    assert worker.begin(1, (Record("a", dump(1)),))
    _task, done = worker.take()
    worker.stop()
    assert done is not None
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_while_a_worker_is_started_comes_behind_the_start():
    reached: list[str] = []

    def start() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end of the block")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert reached


def test_ctrl_c_before_the_run_begins_gives_the_code_of_ctrl_c(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("forumclean.cli.batch._batch", Mock(side_effect=KeyboardInterrupt))
    done = CliRunner().invoke(main, ["--no-config", "batch", str(tmp_path), "-o", str(tmp_path / "out")])
    assert (done.exit_code, done.stderr) == (130, "forumclean: interrupted\n")
