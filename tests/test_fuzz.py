"""A short, seeded round of the fuzzer, and its checks on the inputs that it begins with."""

from __future__ import annotations

import random
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import forumclean
from forumclean.model import Edit, Mark, Paragraph, Span

TOOLS = Path(__file__).parents[1] / "tools" / "fuzz"
sys.path.append(str(TOOLS))

import mutating  # noqa: E402 - these stand in tools/, beside what uses them
import outputs  # noqa: E402
import promises  # noqa: E402
import seeds  # noqa: E402

RUNS = {"decode": 400, "page": 150, "noise": 250, "restore": 250, "segment": 150, "pipeline": 100}
MUTATIONS = 60


@pytest.mark.parametrize("target", RUNS)
def test_the_promises_hold_for_seeds_and_what_becomes_of_them(target: str):
    check = import_module(f"targets.{target}").check
    rng = random.Random(target)
    first = seeds.seeds(target)
    for seed in first:
        check(seed)
    for _ in range(MUTATIONS):
        check(mutating.mutated(rng.choice(first), rng, 8192))


@pytest.mark.timeout(300)
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed (it has no build for this system)")
@pytest.mark.parametrize("target", RUNS)
def test_a_short_round_finds_nothing(target: str, tmp_path: Path):
    command = [sys.executable, str(TOOLS / "run.py"), "--targets", target, "--folder", str(tmp_path)]
    command += ["--runs", str(RUNS[target]), "--seed", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    log = (tmp_path / target / "log").read_text("utf-8", "replace")
    assert done.returncode == 0, f"{done.stdout}\n{log[-3000:]}"
    assert f"{RUNS[target]} executions in all" in done.stdout
    assert int(done.stdout.split("\n")[1].split()[2]) > 100, "no coverage is seen"


def test_the_checks_can_fail():
    with pytest.raises(AssertionError, match="page text"):
        promises.same_text("甲", "<p>甲乙</p>")
    with pytest.raises(AssertionError, match="out of order"):
        promises.edits_tell_the_truth("甲乙", [Edit(1, 2, "乙", "", "x/y"), Edit(0, 1, "甲", "", "x/y")])
    with pytest.raises(AssertionError, match="reaches out"):
        promises.marks_stand_in("甲", [Mark(0, 2, "post")])
    with pytest.raises(AssertionError, match="made up"):
        promises.nothing_is_made_up([Paragraph("甲甲")], "甲")
    with pytest.raises(AssertionError, match="in '甲'"):
        promises.spans_stand_in([Paragraph("甲", (Span(0, 2, "em"),))])
    with pytest.raises(AssertionError, match="Markdown reads"):
        outputs.reads_back([Paragraph("甲\n\n乙")])
    with pytest.raises(forumclean.BrokenPromiseError):
        promises.is_an_answer(forumclean.BrokenPromiseError("x"))


def test_a_find_ends_with_one(tmp_path: Path):
    """A folder in the place of the corpus that cannot be one is an error, and no error passes for a clean run."""
    (tmp_path / "decode").mkdir()
    (tmp_path / "decode" / "seeds").write_text("in the way", "utf-8")
    command = [sys.executable, str(TOOLS / "run.py"), "--targets", "decode", "--folder", str(tmp_path), "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "it ended with an error" in done.stdout
