"""How many changed programs the tests notice, by area: ``python tools/mutation/run.py AREA [--sample N]``.

mutmut makes and judges the mutants. This says which of ``areas.toml`` it mutates, with which tests, and draws a sample;
the folder it works in is kept, so that the next run asks only about those that survived.
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
from pathlib import Path
from typing import Any

from mutmut.mutation.file_mutation import compute_function_hashes, mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

ROOT = Path(__file__).parents[2]
AREAS = Path(__file__).with_name("areas.toml")
SHOWN = ("src", "tests", "fixtures", "docs", "tools", "README.md", "README.zh-CN.md", "pyproject.toml")
"""What the tests may look at."""
KILLED = ("killed", "timeout")
PRELOADED = ("numpy", "regex", "forumclean", "forumclean.masks.rank.builtin")
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
BROKEN = 255
"""The exit code of a worker in which pytest could not run the tests; mutmut takes it for a mutant that hangs."""
UNREAD = 2
"""… and of one in which a module could not even be imported: every test notices, mutmut calls it interrupted."""
LIMIT, START = 4, 10
"""A mutant hangs that takes this often as long as its tests and so many seconds, by the clock: with fewer, a busy machine hangs."""


def main() -> int:
    """Exit code 1 where fewer than ``--least`` per cent of the mutants were killed."""
    given = _arguments()
    area = tomllib.loads(AREAS.read_text("utf-8"))[given.area]
    work: Path = given.work / given.area
    _prepare(work, area)
    names = _drawn(list(_names(work, area)), given.sample, given.seed)
    known = _remembered(work, area)
    asked = [name for name in names if known.get(name) not in KILLED]
    if asked and not given.report:
        _judge(work, asked)
        known = _remembered(work, area)
    verdicts = {name: known[name] for name in names if name in known}
    _show(work, verdicts, diffs=given.diffs)
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
    # It imports modules only: of tests that were collected there, pytest does not find some again.
    lines += ["process_isolation = forkserver", "forkserver_warmup = import", "preload_modules_file = preload.txt"]
    (work / "preload.txt").write_text("\n".join(PRELOADED), "utf-8")
    lines += [f"timeout_multiplier = {LIMIT}.0", f"timeout_constant = {START}.0"]
    (work / "setup.cfg").write_text("\n".join(lines) + "\n", "utf-8")


def _files(area: Mapping[str, Any]) -> list[Path]:
    return sorted({path.relative_to(ROOT) for pattern in area["modules"] for path in ROOT.glob(pattern)})


def _names(work: Path, area: Mapping[str, Any]) -> Iterator[str]:
    """The names of all mutants that mutmut makes of the area: as it noted them, or as it will."""
    for path in _files(area):
        meta = work / "mutants" / f"{path}.meta"
        if meta.exists() and meta.stat().st_mtime > (ROOT / path).stat().st_mtime:
            yield from json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
        else:
            made = mutate_file_contents(str(path), (ROOT / path).read_text("utf-8")).mutant_names
            yield from (get_mutant_name(path, function) for function in made)


def _drawn(names: Sequence[str], count: int | None, seed: int) -> list[str]:
    return sorted(names if count is None else random.Random(seed).sample(names, min(count, len(names))))


def _judge(work: Path, names: Sequence[str]) -> None:
    command = [MUTMUT, "run", "--max-children", "1", *names]
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with (work / "log.txt").open("w", encoding="utf-8") as log:  # a spinner: of use only where something went wrong
        subprocess.run(command, cwd=work, env=surroundings, check=True, stdout=log, stderr=subprocess.STDOUT)


def _remembered(work: Path, area: Mapping[str, Any]) -> dict[str, str]:
    """What became of each mutant in this run and earlier ones: killed once is killed, as long as its function stays as it is."""
    file = work / "verdicts.json"
    known: dict[str, list[str]] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    marks = _marks(area)
    known = {name: row for name, row in known.items() if row[1] == marks.get(mangled_name_from_mutant_name(name))}
    for name, status, mark in _judged(work):
        if mark == marks.get(mangled_name_from_mutant_name(name)) and known.get(name, [""])[0] not in KILLED:
            known[name] = [status, mark]
    file.write_text(json.dumps(known, indent=0), "utf-8")
    return {name: status for name, (status, _) in known.items()}


def _marks(area: Mapping[str, Any]) -> dict[str, str]:
    """A mark of each function as it stands in the source, by mutmut's name of it."""
    return {
        get_mutant_name(path, function): mark
        for path in _files(area)
        for function, mark in compute_function_hashes((ROOT / path).read_text("utf-8")).items()
    }


def _judged(work: Path) -> Iterator[tuple[str, str, str]]:
    """The mutants that mutmut has a verdict on, with the mark of the function that was mutated."""
    for meta in sorted(work.glob("mutants/**/*.meta")):
        noted = json.loads(meta.read_text("utf-8"))
        for name, code in noted["exit_code_by_key"].items():
            if code is not None:
                function = mangled_name_from_mutant_name(name).rpartition(".")[2]
                status = {BROKEN: "error", UNREAD: "killed"}.get(code, status_by_exit_code[code])
                yield name, status, noted["hash_by_function_name"].get(function, "")


def _score(counts: Mapping[str, int]) -> float:
    judged = sum(counts.values())
    return 100 * sum(counts.get(status, 0) for status in KILLED) / judged if judged else 0.0


def _show(work: Path, verdicts: Mapping[str, str], *, diffs: bool) -> None:
    for module in sorted({_module(name) for name in verdicts}):
        _row(module, (status for name, status in verdicts.items() if _module(name) == module))
    _row("all", verdicts.values())
    for name in sorted(name for name, status in verdicts.items() if status not in KILLED):
        print(name)
        if diffs:
            subprocess.run([MUTMUT, "show", name], cwd=work, check=True)


def _module(name: str) -> str:
    return name.rpartition(".")[0].removeprefix("forumclean.")


def _row(name: str, statuses: Iterable[str]) -> None:
    counts = Counter(statuses)
    told = ", ".join(f"{status} {count}" for status, count in sorted(counts.items()))
    print(f"{name:24} {_score(counts):5.1f} % of {sum(counts.values())}: {told}")


sys.exit(main())
