"""What was found by attacking batch: each find with the test that fails without its mend."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner
from corpora import Watching, dump

from forumclean.cli import main
from forumclean.corpus.beside import LearnedSite
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.finding import Inputs
from forumclean.corpus.output import Output
from forumclean.corpus.records import Record
from forumclean.corpus.running import Batch, run_batch
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


def test_rows_of_the_same_id_can_be_rebuilt_one_by_one(tmp_path: Path):
    lines = [json.dumps({"id": "a", "text": f"第{i}天，灯先亮了一半。"}, ensure_ascii=False) for i in range(3)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    assert batch(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--ledger", tmp_path / "ledger").returncode == 0
    command = ["--no-config", "rebuild", str(tmp_path / "ledger")]
    for number in (1, 2, 3):
        for name in ([], ["--name", "a"]):
            done = CliRunner().invoke(main, [*command, *name, "--number", str(number)])
            assert (done.exit_code, done.output) == (0, f"第{number - 1}天，灯先亮了一半。")
    done = CliRunner().invoke(main, [*command, "--name", "a"])
    assert (done.exit_code, "the ledger holds 3 documents 'a'; choose one with --number 1 to 3" in done.stderr) == (
        2,
        True,
    )
    done = CliRunner().invoke(main, [*command, "--name", "a", "--number", "4"])
    assert (done.exit_code, "give a --number from 1 to 3" in done.stderr) == (2, True)


@pytest.mark.parametrize("form", ["jsonl", "parquet", "markdown"])
def test_numbers_that_json_does_not_have_become_null(tmp_path: Path, form: str):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs forumclean[corpus]")

    def strict(name: str) -> None:
        raise AssertionError(name)

    (tmp_path / "in.jsonl").write_text(
        '{"id": "q", "text": "人不多。", "a": NaN, "b": [{"c": -Infinity}, 1.5], "d": 1e999}\n'
    )
    run_batch(Batch(Inputs((str(tmp_path / "in.jsonl"),)), tmp_path / "out", cleaner=Cleaner(form=form)), Watching())
    if form == "parquet":
        (line,) = parquet.read_table(tmp_path / "out" / "part-00000.parquet").column("extra").to_pylist()
    else:
        name = "part-00000.jsonl" if form == "jsonl" else "part-00000/index.jsonl"
        line = (tmp_path / "out" / name).read_text("utf-8")
    row = json.loads(line, parse_constant=strict)
    assert {name: row[name] for name in "abd"} == {"a": None, "b": [{"c": None}, 1.5], "d": None}


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_workers_that_are_too_small_for_a_record_end_the_run_with_a_sentence(tmp_path: Path):
    line = json.dumps({"text": "人不多。\n" * 3_000}) + "\n"
    (tmp_path / "in.jsonl").write_text(line * 40)
    done = batch(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--max-memory", "1")
    assert done.returncode == 2
    assert "the workers die before they begin" in done.stderr
    assert "Traceback" not in done.stderr
