"""The engines of others on two local workers: the same rows as the local engine's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from corpora import Deadly, jsonl, read_rejects, read_rows, rows, warc

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.finding import Inputs, Survey
from forumclean.corpus.running import Batch, run_batch
from forumclean.corpus.tally import Tally

RAY_REASON = "needs forumclean[ray]"
TROVE_REASON = "needs forumclean[datatrove]"
pytestmark = pytest.mark.filterwarnings("default")  # their warnings are theirs


class Quiet:
    def begin(self, survey: Survey, before: Tally) -> None:
        pass

    def tell(self, tally: Tally, position: int) -> None:
        pass

    def shard(self, number: int) -> None:
        pass


class Stopping(Quiet):
    def shard(self, number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ray = pytest.importorskip("ray", reason=RAY_REASON)
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        ray.init(
            num_cpus=2, include_dashboard=False, log_to_driver=False, runtime_env={"env_vars": {"PYTHONPATH": path}}
        )
        yield
        ray.shutdown()


def corpus(tmp_path: Path) -> Inputs:
    """Two kinds of files, a line that is no JSON, a record without text."""
    records = rows(100)
    records[5]["text"] = ""
    (tmp_path / "a.jsonl").write_bytes(jsonl(records) + b"{\n")
    (tmp_path / "b.warc").write_bytes(warc())
    return Inputs((str(tmp_path / "a.jsonl"), str(tmp_path / "b.warc")))


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("cluster")
def test_ray_gives_the_rows_the_rejects_and_the_report_of_the_local_engine(tmp_path: Path):
    local = Batch(corpus(tmp_path), tmp_path / "local", shard_size=40, jobs=2)
    ray = replace(local, folder=tmp_path / "ray", engine="ray")
    reports = [run_batch(batch, Quiet()) for batch in (local, ray)]
    assert len(read_rows(local.folder)) > 100
    for part in local.folder.glob("part-*"):
        assert (ray.folder / part.name).read_bytes() == part.read_bytes()
    assert len(list(ray.folder.glob("part-*"))) == len(list(local.folder.glob("part-*")))
    assert read_rejects(ray.folder) == read_rejects(local.folder)
    assert [{**report, "speed": None} for report in reports[:1]] == [{**reports[1], "speed": None}]


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("cluster")
def test_a_run_on_ray_goes_on_and_survives_a_record_that_kills(tmp_path: Path):
    records = rows(90)
    records[50]["text"] += "自杀"
    (tmp_path / "a.jsonl").write_bytes(jsonl(records))
    inputs = Inputs((str(tmp_path / "a.jsonl"),))
    batch = Batch(inputs, tmp_path / "out", cleaner=Deadly(), shard_size=20, jobs=2, engine="ray")
    with pytest.raises(KeyboardInterrupt):
        run_batch(batch, Stopping())
    run_batch(batch, Quiet())
    assert [row["id"] for row in read_rows(batch.folder)] == [f"r{i}" for i in range(90) if i != 50]
    assert [reject["code"] for reject in read_rejects(batch.folder)] == ["crash"]


PIPELINE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from forumclean.corpus.trove import CleanForum

if __name__ == "__main__":
    source, target, dropped, logs = sys.argv[1:]
    steps = [
        JsonlReader(source),
        CleanForum(exclusion_writer=JsonlWriter(dropped, compression=None)),
        JsonlWriter(target, compression=None),
    ]
    LocalPipelineExecutor(steps, tasks=2, workers=2, logging_dir=logs).run()
"""


@pytest.mark.timeout(240)
def test_datatrove_gives_the_rows_of_the_local_engine(tmp_path: Path):
    pytest.importorskip("datatrove", reason=TROVE_REASON)
    records = rows(60)
    records[7]["text"] = "<rss><channel></channel></rss>"
    (tmp_path / "in").mkdir()
    for number in range(2):
        (tmp_path / "in" / f"{number}.jsonl").write_bytes(jsonl(records[number * 30 : number * 30 + 30]))
    (tmp_path / "pipeline.py").write_text(PIPELINE)
    folders = [str(tmp_path / name) for name in ("in", "trove", "dropped", "logs")]
    subprocess.run([sys.executable, tmp_path / "pipeline.py", *folders], check=True, capture_output=True)
    local = Batch(Inputs((folders[0],)), tmp_path / "local", cleaner=Cleaner(text_only=True), jobs=2)
    run_batch(local, Quiet())
    found = [
        json.loads(line)
        for path in sorted((tmp_path / "trove").glob("*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]
    flat = [{"id": row["id"], "text": row["text"], **row["metadata"]} for row in found]
    for row in flat:
        row.pop("file_path", None)
    wanted = read_rows(local.folder)
    assert len(wanted) == 59
    assert sorted(flat, key=lambda row: row["id"]) == sorted(wanted, key=lambda row: row["id"])
    dropped = [
        json.loads(line) for path in (tmp_path / "dropped").glob("*.jsonl") for line in path.read_bytes().splitlines()
    ]
    assert [(row["id"], row["metadata"]["code"]) for row in dropped] == [
        (reject["id"], reject["code"]) for reject in read_rejects(local.folder)
    ]
