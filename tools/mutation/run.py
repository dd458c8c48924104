"""How many changed programs the tests notice, by area: ``python tools/mutation/run.py AREA [--sample N]``.

``mutants.py`` makes them, ``judge.py`` judges them.  This says which of ``areas.toml`` are mutated, with which tests, and draws
a sample; what became of each is kept, so that the next run asks only about those that survived, and functions that changed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from judge import judge
from mutants import ROOT, Mutants, made

AREAS = Path(__file__).with_name("areas.toml")
KILLED = ("killed", "timeout")
OFTEN = 20
"""After so many verdicts they are written down."""


def main() -> int:
    """Exit code 1 where fewer than ``--least`` per cent of the mutants were killed."""
    given = _arguments()
    area = tomllib.loads(AREAS.read_text("utf-8"))[given.area]
    work: Path = given.work.resolve() / given.area
    mutants = made(work, area["modules"])
    names = _drawn(mutants.names, given.sample, given.seed)
    known = _Known(mutants)
    asked = [name for name in names if known.of(name) not in KILLED]
    if asked and not given.report:
        judge(work, area, asked, known.take)
        known.write()
    verdicts = {name: status for name in names if (status := known.of(name))}
    _show(mutants, verdicts, diffs=given.diffs)
    return int(_score(Counter(verdicts.values())) < given.least)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area", choices=list(tomllib.loads(AREAS.read_text("utf-8"))))
    parser.add_argument("--sample", type=int, help="so many mutants, drawn evenly; all of them without")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", action="store_true", help="run nothing, show the last run's result")
    parser.add_argument("--diffs", action="store_true", help="show what each survivor changes")
    parser.add_argument("--least", type=float, default=0, help="per cent that must be killed")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "mutation")
    return parser.parse_args()


def _drawn(names: Sequence[str], count: int | None, seed: int) -> list[str]:
    return sorted(names if count is None else random.Random(seed).sample(names, min(count, len(names))))


class _Known:
    """What became of each mutant in this run and earlier ones, as long as its function stays as it is."""

    def __init__(self, mutants: Mutants) -> None:
        self._file, self._mutants = mutants.work / "verdicts.json", mutants
        rows: dict[str, list[str]] = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        self._rows = {name: row for name, row in rows.items() if row[1] == mutants.mark(name)}
        self._taken = 0

    def of(self, name: str) -> str:
        """The verdict on a mutant; empty where there is none."""
        return self._rows.get(name, [""])[0]

    def take(self, name: str, status: str) -> None:
        """Take a verdict."""
        self._rows[name] = [status, self._mutants.mark(name)]
        self._taken += 1
        if self._taken % OFTEN == 0:
            self.write()

    def write(self) -> None:
        """Write them down."""
        self._file.write_text(json.dumps(self._rows, indent=0), "utf-8")


def _score(counts: Mapping[str, int]) -> float:
    judged = sum(counts.values())
    return 100 * sum(counts.get(status, 0) for status in KILLED) / judged if judged else 0.0


def _show(mutants: Mutants, verdicts: Mapping[str, str], *, diffs: bool) -> None:
    print(f"{len(mutants.names)} mutants made")
    for module in sorted({_module(name) for name in verdicts}):
        _row(module, (status for name, status in verdicts.items() if _module(name) == module))
    _row("all", verdicts.values())
    for name in sorted(name for name, status in verdicts.items() if status not in KILLED):
        print(name)
        if diffs:
            print("\n".join(list(mutants.change(name))[2:]))


def _module(name: str) -> str:
    return name.rpartition(".")[0].removeprefix("forumclean.")


def _row(name: str, statuses: Iterable[str]) -> None:
    counts = Counter(statuses)
    told = ", ".join(f"{status} {count}" for status, count in sorted(counts.items()))
    print(f"{name:24} {_score(counts):5.1f} % of {sum(counts.values())}: {told}")


sys.exit(main())
