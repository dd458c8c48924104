"""Fuzzes the targets in turn and says what was run and found: ``python tools/fuzz/run.py --seconds 300``; exit 1 on any find."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LENGTHS = {"decode": 4096, "page": 16_384, "noise": 4096, "restore": 2048, "segment": 2048, "pipeline": 16_384}
"""The targets, in the order of the stages, and the longest input of each."""
WALL = 120
"""Seconds after which libFuzzer gives an input up; the harness counts five of processor time itself."""
MEMORY = 1024
SHARE = {"pipeline": 2.0}
"""What of the seconds a target gets, where it is not one share."""
DONE_RE = re.compile(r"^#\d+\s+DONE\s+cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)
COUNT_RE = re.compile(r"^stat::number_of_executed_units:\s+(\d+)", re.MULTILINE)
PEAK_RE = re.compile(r"^stat::peak_rss_mb:\s+(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one target."""

    target: str
    executions: int
    edges: int
    features: int
    inputs: int
    megabytes: int
    finds: tuple[Path, ...]
    failed: bool


def fuzzed(target: str, folder: Path, limits: Sequence[str]) -> Outcome:
    """One target, fuzzed from its corpus and its seeds; its log stands beside them."""
    home = folder / target
    corpus, seeds, finds = home / "corpus", home / "seeds", home / "finds"
    for place in (corpus, finds):
        place.mkdir(parents=True, exist_ok=True)
    known = set(finds.iterdir())
    command = [sys.executable, str(HERE / "harness.py"), target, str(seeds), str(corpus), str(seeds), *limits]
    command += [f"-artifact_prefix={finds}{os.sep}", f"-dict={HERE / 'discuz.dict'}", f"-max_len={LENGTHS[target]}"]
    command += [f"-timeout={WALL}", f"-report_slow_units={WALL}", f"-rss_limit_mb={MEMORY}", "-print_final_stats=1"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}  # or one seed would not mean one run
    with (home / "log").open("w+b") as log:
        code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment, check=False).returncode
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    return _outcome(target, said, tuple(sorted(set(finds.iterdir()) - known)), failed=code != 0)


def _outcome(target: str, said: str, finds: tuple[Path, ...], *, failed: bool) -> Outcome:
    done = DONE_RE.search(said)
    edges, features, inputs = map(int, done.groups()) if done else (0, 0, 0)
    count, peak = COUNT_RE.search(said), PEAK_RE.search(said)
    return Outcome(
        target, int(count[1]) if count else 0, edges, features, inputs, int(peak[1]) if peak else 0, finds, failed
    )


def _limits(given: argparse.Namespace, target: str) -> list[str]:
    limits = [f"-seed={given.seed}"] if given.seed else []
    if given.runs:
        return [*limits, f"-runs={given.runs}"]
    return [*limits, f"-max_total_time={max(1, round(given.seconds * SHARE.get(target, 1.0)))}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 1 where anything was found or a target could not run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for each target (the pipeline gets twice as many)")
    parser.add_argument("--runs", type=int, help="executions of each target, in place of seconds")
    parser.add_argument("--seed", type=int, help="with --runs: the same run every time, from an empty folder")
    parser.add_argument("--targets", nargs="+", choices=LENGTHS, default=list(LENGTHS))
    parser.add_argument("--folder", type=Path, default=ROOT / ".fuzz", help="corpora, logs and finds; kept, to go on")
    given = parser.parse_args(arguments)
    outcomes: list[Outcome] = []
    print("target     executions    edges features   inputs    MB  finds", flush=True)
    for target in given.targets:
        found = fuzzed(target, given.folder, _limits(given, target))
        outcomes.append(found)
        row = (
            f"{found.target:9}{found.executions:12}{found.edges:9}{found.features:9}{found.inputs:9}{found.megabytes:6}"
        )
        print(f"{row}{len(found.finds):7}", flush=True)
        for path in found.finds:
            print(f"  {path}")
        if found.failed:
            print(f"  it ended with an error; see {given.folder / target / 'log'}", flush=True)
    print(f"{sum(found.executions for found in outcomes)} executions in all")
    return int(any(found.failed or found.finds for found in outcomes))


if __name__ == "__main__":
    sys.exit(main())
