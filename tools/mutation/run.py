"""How many changed programs the tests notice, by area: ``python tools/mutation/run.py AREA [--sample N]``.

mutmut makes and judges the mutants. This says which of ``areas.toml`` it mutates, with which tests, and draws a sample;
the folder it works in is kept, so that ``--again`` asks only about those that survived.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).parents[2]
AREAS = Path(__file__).with_name("areas.toml")
SHOWN = ("src", "tests", "fixtures", "docs", "tools", "README.md", "README.zh-CN.md", "pyproject.toml")
"""What the tests may look at."""
KILLED, ALIVE = ("killed", "timeout"), ("survived", "no tests")
LIMIT = 4
"""Seconds beyond which a mutant hangs: this often its tests' time, and so many more."""


def main() -> int:
    """Exit code 1 where fewer than ``--least`` per cent of the mutants were killed."""
    given = _arguments()
    chosen = tomllib.loads(AREAS.read_text("utf-8"))[given.area]
    work: Path = given.work / given.area
    _prepare(work, chosen)
    names = sorted(_survivors(work)) if given.again else _drawn(list(_names(chosen)), given.sample, given.seed)
    if not given.report:
        _judge(work, names)
    _show(work, given.diffs)
    return int(_score(Counter(status for _, status in _verdicts(work))) < given.least)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area", choices=list(tomllib.loads(AREAS.read_text("utf-8"))))
    parser.add_argument("--sample", type=int, help="so many mutants, drawn evenly; all of them without")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="only those that survived the last run")
    parser.add_argument("--report", action="store_true", help="run nothing, show the last run's result")
    parser.add_argument("--diffs", action="store_true", help="show what each survivor changes")
    parser.add_argument("--least", type=float, default=0, help="per cent that must be killed")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "mutation")
    return parser.parse_args()


def _prepare(work: Path, area: Mapping[str, Any]) -> None:
    """A folder that looks like the checkout, with mutmut's settings: it reads one section only, and each area needs its own."""
    work.mkdir(parents=True, exist_ok=True)
    for name in SHOWN:
        if not (work / name).exists():
            (work / name).symlink_to(ROOT / name)
    lists = {
        "source_paths": ["src"],
        "only_mutate": [str(path) for path in _files(area)],
        "also_copy": [name for name in SHOWN if name not in ("src", "tests")],
        "pytest_add_cli_args_test_selection": [path for path in area["tests"] if (ROOT / path).exists()],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-k", f"not ({area['skip']})", "-o", "timeout=0"],
    }
    lines = ["[mutmut]", *(f"{key} =\n  " + "\n  ".join([*values, ""]) for key, values in lists.items())]
    # Caches that the unmutated code filled would hide a mutant: each worker starts from one that has run no test.
    lines += ["process_isolation = forkserver", f"timeout_multiplier = {LIMIT}.0", f"timeout_constant = {LIMIT}.0"]
    (work / "setup.cfg").write_text("\n".join(lines) + "\n", "utf-8")


def _files(area: Mapping[str, Any]) -> Iterator[Path]:
    left_out = area.get("except", ())
    for path in sorted({path.relative_to(ROOT) for pattern in area["modules"] for path in ROOT.glob(pattern)}):
        if not any(fnmatch(str(path), pattern) for pattern in left_out):
            yield path


def _names(area: Mapping[str, Any]) -> Iterator[str]:
    """The names of all mutants that mutmut makes of the area."""
    for path in _files(area):
        for function in mutate_file_contents(str(path), (ROOT / path).read_text("utf-8")).mutant_names:
            yield get_mutant_name(path, function)


def _drawn(names: Sequence[str], count: int | None, seed: int) -> list[str]:
    return sorted(names if count is None else random.Random(seed).sample(names, min(count, len(names))))


def _judge(work: Path, names: Sequence[str]) -> None:
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1", *names]
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with (work / "log.txt").open("w", encoding="utf-8") as log:  # a spinner: of use only where something went wrong
        subprocess.run(command, cwd=work, env=surroundings, check=True, stdout=log, stderr=subprocess.STDOUT)


def _verdicts(work: Path) -> Iterator[tuple[str, str]]:
    """The mutants that were judged, each with what became of it."""
    for meta in sorted(work.glob("mutants/**/*.meta")):
        for name, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
            if code is not None:
                yield name, status_by_exit_code[code]


def _survivors(work: Path) -> Iterator[str]:
    return (name for name, status in _verdicts(work) if status in ALIVE)


def _score(counts: Mapping[str, int]) -> float:
    judged = sum(counts.values())
    return 100 * sum(counts.get(status, 0) for status in KILLED) / judged if judged else 0.0


def _show(work: Path, diffs: bool) -> None:  # noqa: FBT001 - as the option
    verdicts = list(_verdicts(work))
    for module in sorted({_module(name) for name, _ in verdicts}):
        _row(module, (status for name, status in verdicts if _module(name) == module))
    _row("all", (status for _, status in verdicts))
    for name in _survivors(work):
        print(name)
        if diffs:
            subprocess.run([str(Path(sys.executable).with_name("mutmut")), "show", name], cwd=work, check=True)


def _module(name: str) -> str:
    return name.rpartition(".")[0].removeprefix("forumclean.")


def _row(name: str, statuses: Iterable[str]) -> None:
    counts = Counter(statuses)
    told = ", ".join(f"{status} {count}" for status, count in sorted(counts.items()))
    print(f"{name:24} {_score(counts):5.1f} % of {sum(counts.values())}: {told}")


sys.exit(main())
