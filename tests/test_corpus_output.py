"""Writers and the command: JSON Lines, Parquet, Markdown, the report, messages, exit codes."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from articles import article_of
from backports import zstd
from corpora import jsonl, read_rejects, read_rows, rows, warc

from forumclean import Failure, Options, Source
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.records import Record, Row
from forumclean.corpus.rows import TEXT_COLUMNS, columns_of
from forumclean.corpus.writers import JsonlWriter, MarkdownWriter
from forumclean.model import Removed, ThreadFacts
from forumclean.pipeline import attempt

pytest.importorskip("pyarrow", reason="needs forumclean[corpus]")
pytest.importorskip("fastwarc", reason="needs forumclean[corpus]")
SAMPLE = Path(__file__).parents[2] / "shared" / "pages" / "sample.warc.wet"


def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forumclean", "batch", *map(str, arguments), "-j", "1"]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def test_text_only_gives_one_text_column_with_counts(tmp_path: Path):
    done = run("-", "-o", tmp_path / "out", "--text-only", stdin=jsonl(rows(5)))
    assert done.returncode == 0
    assert done.stdout == b""
    row = read_rows(tmp_path / "out")[2]
    assert list(row) == [*TEXT_COLUMNS, "topic"]
    assert row["text"] == "第2天，灯先亮了一半。卖豆腐的人来得最早。卖豆腐的人来得最早。\n后来人多了。"
    assert row["title"] == "第2天的菜市场"
    assert (row["id"], row["url"], row["topic"]) == ("r2", "https://bbs.example/thread-3-1-1.html", {"n": 2})
    assert row["noise"] > 10
    table = done.stderr.decode()
    assert "5 = 5 rows + 0 rejects" in table
    assert "noise/jammer" in table


def test_parquet_keeps_the_types_of_the_input_and_reads_back(tmp_path: Path):
    import datetime as dt

    import pyarrow as pa
    import pyarrow.parquet as pq

    seen = [dt.datetime(2026, 3, i + 1, tzinfo=dt.UTC) for i in range(5)]
    columns = {
        "id": [f"r{i}" for i in range(5)],
        "text": [row["text"] for row in rows(5)],
        "seen": pa.array(seen, pa.timestamp("ns", "UTC")),
        "title": pa.array([[i] for i in range(5)], pa.list_(pa.int16())),
    }
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out", "-f", "parquet").returncode == 0
    table = pq.read_table(tmp_path / "out" / "part-00000.parquet")
    assert table.column("seen").to_pylist() == seen
    assert table.schema.field("input_title").type == pa.list_(pa.int16())
    assert table.column("text")[1].as_py().startswith("第1天，灯先亮了一半。")
    assert json.loads(table.column("article")[4].as_py())["thread"]["title"] == "第4天的菜市场"


def test_other_input_gets_its_columns_into_parquet_as_json(tmp_path: Path):
    import pyarrow.parquet as pq

    (tmp_path / "in.jsonl").write_bytes(jsonl(rows(3)))
    assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-f", "parquet", "--text-only").returncode == 0
    table = pq.read_table(tmp_path / "out" / "part-00000.parquet")
    assert table.column_names == [*TEXT_COLUMNS, "extra"]
    assert json.loads(table.column("extra")[2].as_py()) == {"topic": {"n": 2}}


def test_markdown_files_stand_in_a_folder_with_an_index(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(jsonl(rows(3)))
    assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-f", "markdown").returncode == 0
    folder = tmp_path / "out" / "part-00000"
    index = [json.loads(line) for line in (folder / "index.jsonl").read_bytes().splitlines()]
    assert [row["file"] for row in index] == ["000001-r0.md", "000002-r1.md", "000003-r2.md"]
    assert index[1]["topic"] == {"n": 1}
    assert "# 第1天的菜市场" in (folder / "000002-r1.md").read_text("utf-8")


def test_no_id_leaves_the_folder_or_breaks_a_name(tmp_path: Path):
    writer = MarkdownWriter(tmp_path / "part-00000", "none")
    names = ["../../etc/passwd", "", "a/b\\c:*?", "\ud800", "论" * 300, "\x00\n"]
    writer.add([Row(name, b"x") for name in names])
    writer.close()
    found = sorted(path.name for path in (tmp_path / "part-00000").glob("*.md"))
    assert len(found) == len(names)
    assert found[0] == "000001-etc_passwd.md"
    assert all(len(name.encode()) < 200 for name in found)


@pytest.mark.parametrize(("compression", "ending", "module"), [("gzip", ".gz", gzip), ("zstd", ".zst", zstd)])
def test_packed_shards_are_the_same_bytes_each_time(tmp_path: Path, compression: str, ending: str, module):
    made = []
    for name in ("a", "b"):
        writer = JsonlWriter(tmp_path / name, compression)
        writer.add([Row("r", "行\n".encode()) for _ in range(100)])
        assert not (tmp_path / f"{name}.jsonl{ending}").exists()
        writer.close()
        made.append((tmp_path / f"{name}.jsonl{ending}").read_bytes())
    assert made[0] == made[1]
    assert module.decompress(made[0]).decode() == "行\n" * 100


def test_verbose_tells_what_templates_and_charsets_there_were(tmp_path: Path):
    (tmp_path / "a.warc").write_bytes(warc())
    quiet = run(tmp_path / "a.warc", "-o", tmp_path / "one").stderr.decode()
    told = run(tmp_path / "a.warc", "-o", tmp_path / "two", "-v").stderr.decode()
    report = json.loads((tmp_path / "two" / "report.json").read_bytes())
    assert sum(report["templates"].values()) == sum(report["encodings"].values()) == report["rows"] > 0
    assert "templates" not in quiet
    assert all(f"{name} {number}" in told for name, number in {**report["templates"], **report["encodings"]}.items())


def test_chrome_counts_what_the_rules_of_chrome_took():
    rows = columns_of(
        Record("a", "甲"),
        replace(article_of([], ThreadFacts()), removed={"chrome/a": Removed(1, 3), "layout/b": Removed(1, 5)}),
        "",
    )
    assert (rows["noise"], rows["chrome"]) == (0, 3)


def test_a_record_for_which_memory_is_short_is_rejected(monkeypatch: pytest.MonkeyPatch):
    def short(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("forumclean.pipeline.clean_source", short)
    assert attempt(Source("a", "甲"), Options()) == Failure(
        "a", 3, "memory", "a: it needs more memory than there is; clean it alone, or where there is more"
    )
    (reject,) = Cleaner().clean([Record("a", "甲")]).rejects
    assert (reject.stage, reject.code) == ("worker", "memory")


def test_a_crawl_adds_up(tmp_path: Path):
    (tmp_path / "a.warc").write_bytes(warc())
    assert run(tmp_path / "a.warc", "-o", tmp_path / "out", "-q").stderr == b""
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert report["rejects"] == {"clean/other-software": 1}
    assert sum(report["passed"].values()) == 4
    assert report["records"] == len(read_rows(tmp_path / "out")) + len(read_rejects(tmp_path / "out"))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the captured pages are not beside this checkout")
def test_the_sample_of_a_wet_file(tmp_path: Path):
    assert run(SAMPLE, "-o", tmp_path / "out", "--text-only").returncode == 0
    assert len(read_rows(tmp_path / "out")) == 10
    assert [reject["code"] for reject in read_rejects(tmp_path / "out")] == ["deleted"]


def test_a_dry_run_counts_shows_and_writes_nothing(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(jsonl(rows(5)) + b"{\n")
    done = run(tmp_path / "in.jsonl", "--dry-run", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "5 records, 1 unreadable" in done.stdout.decode()
    assert "第2天" in done.stdout.decode()
    assert not (tmp_path / "out").exists()


def test_the_exit_code_tells_records_that_cannot_be_had_from_those_that_are_no_threads(tmp_path: Path):
    good, board = jsonl(rows(2)), jsonl([{"text": "<rss><channel></channel></rss>"}])
    damaged = jsonl([{"html": "<p>\ufffd", "text": ""}]) + b"{\n"
    codes = [
        run("-", "-o", tmp_path / str(len(data)), stdin=data).returncode
        for data in (good, good + board, good + damaged)
    ]
    assert codes == [0, 0, 6]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "no input is given"),
        (("a.jsonl",), 2, "give -o DIR"),
        (("/nowhere/a.jsonl", "-o", "out"), 3, "no such file"),
        (("-", "-o", "out", "--engine", "ray"), 2, "standard input"),
        (("-", "-o", "out", "--address", "ray://127.0.0.1:9"), 2, "--engine ray"),
        (("-", "-o", "out", "-f", "markdown", "--compress", "gzip"), 2, "not packed"),
    ],
)
def test_wrong_use_gets_a_sentence(arguments: tuple[str, ...], code: int, said: str):
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_help_loads_neither_arrow_nor_ray():
    probe = (
        "import sys, forumclean.cli.batch; heavy = {'pyarrow', 'fastwarc', 'ray', 'datatrove', 'numpy', 'torch', 'rich'};"
        " sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
