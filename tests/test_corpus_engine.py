"""The local engine: order, shards, resuming, records that kill, the folder of a run."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpora import Deadly, Watching, jsonl, killed_again_and_again, read_rejects, read_rows, rows

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.finding import Inputs, Survey
from forumclean.corpus.running import Batch, run_batch
from forumclean.corpus.tally import Tally
from forumclean.corpus.worker import Limits
from forumclean.errors import UsageError

RECORDS = 130
pytestmark = pytest.mark.timeout(180)  # processes are started again and again, on machines that may be busy


def batch_of(tmp_path: Path, records: list[dict[str, Any]], name: str = "out", **values: Any) -> Batch:  # noqa: ANN401 - some fields of Batch
    source = tmp_path / "in.jsonl"
    if not source.exists():
        source.write_bytes(jsonl(records))
    return Batch(Inputs((str(source),)), tmp_path / name, shard_size=40, **{"jobs": 2, **values})


def files_of(folder: Path) -> dict[str, bytes]:
    """All that must be the same after any history: shards, rejects, and the report but for the speed."""
    found = {path.name: path.read_bytes() for path in folder.glob("part-*")} | {
        "rejects": (folder / "rejects.jsonl").read_bytes()
    }
    report = json.loads((folder / "report.json").read_bytes())
    del report["speed"]
    return found | {"report": json.dumps(report).encode()}


def test_rows_come_in_order_in_shards_and_add_up(tmp_path: Path):
    records = rows(RECORDS)
    records[7]["text"] = ""
    report = run_batch(batch_of(tmp_path, records), Watching())
    out = read_rows(tmp_path / "out")
    assert [row["id"] for row in out] == [record["id"] for record in records if record["text"]]
    assert out[3]["topic"] == {"n": 3}
    assert out[3]["posts"][0]["blocks"][0]["text"].startswith("第3天，灯先亮了一半。")
    assert sorted(path.name for path in (tmp_path / "out").glob("part-*")) == [f"part-0000{i}.jsonl" for i in range(4)]
    assert [r["code"] for r in read_rejects(tmp_path / "out")] == ["empty"]
    assert report["records"] == RECORDS == report["rows"] + sum(report["rejects"].values())
    assert report["characters"]["noise/jammer"] > RECORDS
    assert report["characters_in"] > report["characters_out"] > 0


def test_one_job_and_three_give_the_same_bytes(tmp_path: Path):
    for jobs in (1, 3):
        run_batch(batch_of(tmp_path, rows(RECORDS), f"out{jobs}", jobs=jobs), Watching())
    assert files_of(tmp_path / "out1") == files_of(tmp_path / "out3")


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path):
    batch = batch_of(tmp_path, rows(RECORDS))
    with pytest.raises(KeyboardInterrupt):
        run_batch(batch, Watching(stop=2))
    first = (batch.folder / "part-00000.jsonl").stat().st_mtime_ns
    (batch.folder / ".part-00002.jsonl.part").write_bytes(b"half a ro")
    (batch.folder / "part-00002.jsonl").write_bytes(b"renamed, but its mark was not written")
    watcher = Watching()
    run_batch(batch, watcher)
    assert watcher.before == 80
    assert (batch.folder / "part-00000.jsonl").stat().st_mtime_ns == first
    run_batch(replace(batch, folder=tmp_path / "whole"), Watching())
    assert files_of(batch.folder) == files_of(tmp_path / "whole")
    assert not list(batch.folder.glob(".part*"))


def test_a_finished_run_does_nothing_again(tmp_path: Path):
    batch = batch_of(tmp_path, rows(50))
    run_batch(batch, Watching())
    before = files_of(batch.folder)
    report = run_batch(batch, Watching())
    assert report["speed"]["records"] == 0
    assert files_of(batch.folder) == before


def test_killed_at_random_moments_it_ends_with_the_same_bytes(tmp_path: Path):
    run_batch(batch_of(tmp_path, rows(RECORDS), "whole"), Watching())
    command = ["batch", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out")]
    killed_again_and_again([*command, "--shard-size", "40", "-j", "2", "-q"])
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_other_settings_do_not_mix(tmp_path: Path):
    batch = batch_of(tmp_path, rows(3))
    run_batch(batch, Watching())
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"shard_size": 41}, "shard_size was 40 and is 41"),
        ({"cleaner": Cleaner(text_only=True)}, "text_only was False and is True"),
        ({"compression": "gzip"}, "compression was 'none'"),
    )
    for change, said in changes:
        with pytest.raises(UsageError, match=said):
            run_batch(replace(batch, **change), Watching())


def test_other_inputs_do_not_mix(tmp_path: Path):
    batch = batch_of(tmp_path, rows(3))
    run_batch(batch, Watching())
    Path(batch.inputs.given[0]).write_bytes(jsonl(rows(3)).replace("灯".encode(), "火".encode()))
    with pytest.raises(UsageError, match="input files have other names, sizes or contents"):
        run_batch(batch, Watching())


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("正文")
    with pytest.raises(UsageError, match="holds other files"):
        run_batch(batch_of(tmp_path, rows(3)), Watching())


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path):
    batch = batch_of(tmp_path, rows(3))

    class Nosy(Watching):
        def begin(self, survey: Survey, before: Tally) -> None:  # noqa: ARG002 - a watcher's form
            with pytest.raises(UsageError, match="another run"):
                run_batch(batch, Watching())

    run_batch(batch, Nosy())


def test_a_record_that_kills_its_worker_is_rejected_and_the_rest_goes_on(tmp_path: Path):
    deaths = {3: ("自杀", "crash"), 11: ("退出", "crash"), 40: ("没完", "timeout"), 69: ("内存", "memory")}
    records = rows(70)
    for number, (word, _) in deaths.items():
        records[number]["text"] += word
    limits = Limits(memory=1024, seconds=5)
    report = run_batch(batch_of(tmp_path, records, cleaner=Deadly(), limits=limits), Watching())
    rejects = [(r["id"], r["stage"], r["code"]) for r in read_rejects(tmp_path / "out")]
    assert rejects == [(f"r{number}", "worker", code) for number, (_, code) in deaths.items()]
    assert [row["id"] for row in read_rows(tmp_path / "out")] == [f"r{i}" for i in range(70) if i not in deaths]
    assert report["records"] == 70


def test_a_worker_that_dies_by_chance_costs_no_record(tmp_path: Path):
    records = rows(10)
    records[4]["text"] += "一次"
    cleaner = Deadly(once=str(tmp_path / "was here"))
    report = run_batch(batch_of(tmp_path, records, cleaner=cleaner), Watching())
    assert (tmp_path / "was here").exists()
    assert report["rows"] == 10


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path):
    source = tmp_path / "in.jsonl"
    record = json.dumps({"text": "x" * 200_000}).encode() + b"\n"
    with source.open("wb") as file:
        file.writelines(record for _ in range(300))
    probe = (
        "import sys\nfrom pathlib import Path\nfrom forumclean.corpus.feeding import Feed\n"
        "from forumclean.corpus.finding import Inputs\nfrom forumclean.corpus.keys import Keys\n"
        "from forumclean.corpus.records import Place\n"
        "n = sum(len(c.items) for c in Feed(Inputs((sys.argv[1],)), Keys(), 10000, Place(), 0))\n"
        "print(n, next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"  # ru_maxrss is inherited
    )
    done = subprocess.run([sys.executable, "-c", probe, source], capture_output=True, check=True)
    number, kilobytes = map(int, done.stdout.split())
    assert number == 300
    assert kilobytes < 60_000 + 40_000


def test_the_position_reaches_the_end_of_the_files(tmp_path: Path):
    watcher = Watching()
    batch = batch_of(tmp_path, rows(90))
    run_batch(batch, watcher)
    assert watcher.positions == sorted(watcher.positions)
    assert watcher.positions[-1] == Path(batch.inputs.given[0]).stat().st_size
