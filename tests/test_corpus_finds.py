"""What was found by attacking batch: each find with the test that fails without its mend."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from corpora import dump

from forumclean.corpus.finding import Inputs

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
