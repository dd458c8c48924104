"""The engines of others on two local workers: the same rows as the local engine's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import raycluster
from corpora import Deadly, Watching, jsonl, read_rejects, read_rows, rows, warc

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.connecting import knock
from forumclean.corpus.finding import Inputs
from forumclean.corpus.running import Batch, run_batch
from forumclean.errors import UsageError

RAY_REASON = "needs forumclean[ray]"
TROVE_REASON = "needs forumclean[datatrove]"
pytestmark = pytest.mark.filterwarnings("default")  # their warnings are theirs


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
    inputs = corpus(tmp_path)
    local, ray = (
        Batch(
            inputs,
            tmp_path / engine,
            shard_size=40,
            jobs=2,
            engine=engine,
            ledger=tmp_path / f"{engine}.ledger",
            learn_site=tmp_path / f"{engine}.json",
        )
        for engine in ("local", "ray")
    )
    reports = [run_batch(batch, Watching()) for batch in (local, ray)]
    assert len(read_rows(local.folder)) > 100
    for part in local.folder.glob("part-*"):
        assert (ray.folder / part.name).read_bytes() == part.read_bytes()
    assert len(list(ray.folder.glob("part-*"))) == len(list(local.folder.glob("part-*")))
    assert read_rejects(ray.folder) == read_rejects(local.folder)
    for ending in ("ledger", "json"):
        assert (tmp_path / f"ray.{ending}").read_bytes() == (tmp_path / f"local.{ending}").read_bytes()
    assert json.loads((tmp_path / "ray.json").read_bytes())["clear"]
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
        run_batch(batch, Watching(stop=2))
    run_batch(batch, Watching())
    assert [row["id"] for row in read_rows(batch.folder)] == [f"r{i}" for i in range(90) if i != 50]
    assert [reject["code"] for reject in read_rejects(batch.folder)] == ["crash"]


def command(tmp_path: Path, address: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A run as a user starts it; Ray's client can be connected once in a process."""
    arguments = ["batch", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"), "--shard-size", "40", "-q"]
    command = [sys.executable, "-m", "forumclean", *arguments, "--engine", "ray", "-j", "1", "--address", address]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONG, check=False)


LONG = 540
"""Seconds that a run on a cluster may take on a machine of two busy cores."""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ray://127.0.0.1:{}", r"nobody listens there \(Connection refused\); check --address.* reaches its port {}$"),
        ("127.0.0.1:{}", "nobody listens there"),
        ("ray://127.0.0.1:a{}", "is no address .*such as ray://head:10001"),
    ],
)
def test_where_nobody_listens_ray_is_not_asked(address: str, said: str):
    port = raycluster.free_port()
    with pytest.raises(UsageError, match=said.format(port)):
        knock(address.format(port))


@pytest.mark.timeout(240)
def test_an_address_where_no_cluster_is_is_told_in_one_line(tmp_path: Path):
    pytest.importorskip("ray", reason=RAY_REASON)
    (tmp_path / "a.jsonl").write_bytes(jsonl(rows(1)))
    done = command(tmp_path, f"ray://127.0.0.1:{raycluster.free_port()}", os.environ)
    assert done.returncode == 2
    assert "nobody listens there" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.long
@pytest.mark.timeout(3 * LONG)
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="a cluster's processes are found by /proc")
def test_through_rays_client_come_the_rows_of_the_local_engine(tmp_path: Path):
    pytest.importorskip("ray", reason=RAY_REASON)
    inputs = corpus(tmp_path)
    local = Batch(Inputs(inputs.given[:1]), tmp_path / "local", shard_size=40, jobs=1)
    run_batch(local, Watching())
    (tmp_path / "wrong").write_text("0123456789abcdef" * 2)
    with raycluster.head() as head:
        stranger = command(tmp_path, head.address, {**head.environment, "RAY_AUTH_TOKEN_PATH": str(tmp_path / "wrong")})
        done = command(tmp_path, head.address, head.environment)
    assert stranger.returncode == 2
    assert "a cluster with token authentication wants RAY_AUTH_MODE=token and its token" in stranger.stderr
    assert "Traceback" not in stranger.stderr
    assert done.returncode == 6, done.stderr  # a line of the corpus is no JSON
    assert "SIGTERM" not in done.stderr  # nor anything else of the cluster's own log
    assert len(read_rows(local.folder)) == 99
    for part in local.folder.glob("part-*"):
        assert (tmp_path / "out" / part.name).read_bytes() == part.read_bytes()
    assert read_rejects(tmp_path / "out") == read_rejects(local.folder)


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
    run_batch(local, Watching())
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
