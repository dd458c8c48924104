"""Hostile inputs, each in a process of its own: what came of it, in how many seconds of the processor, with how much memory.

    python -m benchmarks.hostile [--size SHARE] [NAME]...

A row is cleaned, written in every form, rebuilt from its ledger and explained; the time is that of all of it. A row is bounded where
it takes 10 s and 1 GB at most and ends in a result or in an error that is meant for a caller.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import forumclean
from benchmarks.bombs import BOMBS, Bomb
from forumclean import BrokenPromiseError, ForumcleanError, Options
from forumclean.explaining.show import lines
from forumclean.reviewing import questions

SECONDS, MEGABYTES = 10.0, 1000.0
BACKSTOP = 3 << 30
"""Address space that a child may take before the system stops it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What came of one row."""

    name: str
    size: int
    """Bytes of the input."""
    outcome: str
    """``result``, or the name of the error's class."""
    seconds: float
    megabytes: float
    """The peak of the whole process, the interpreter and the input included."""

    @property
    def bounded(self) -> bool:
        """True where the row keeps to the limits."""
        return self.seconds <= SECONDS and self.megabytes <= MEGABYTES and self.outcome[0].islower()


def peak() -> float:
    """Megabytes at most of this process so far. Linux hands ``ru_maxrss`` of a parent on to its children, but not ``VmHWM``."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("utf-8").split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def exercised(data: bytes, options: Options) -> None:
    """Everything that can be made of an input; raises :class:`BrokenPromiseError` where the ledger does not give it back."""
    article = forumclean.clean(data, name="bomb", options=options)
    article.passage.verify()
    for write in (article.to_markdown, article.to_json, article.to_text):
        write()
    rebuilt = forumclean.rebuild(article.to_ledger().split("\n"))
    if rebuilt != (data if article.source.kind == "text" else article.passage.origin.encode("utf-8", "surrogatepass")):
        raise BrokenPromiseError("the ledger gives something else back")
    for line in lines(forumclean.explain(article), width=100):
        line.encode("utf-8")
    for question in questions(article, 0.9):
        question.before.encode("utf-8", "surrogatepass")


def measured(bomb: Bomb, size: float) -> Record:
    """One row, in this process."""
    data = bomb.make(size)
    began = time.process_time()
    try:
        exercised(data, Options(input=bomb.input))
        outcome = "result"
    except BrokenPromiseError as error:
        outcome = f"Broken: {error}"
    except ForumcleanError as error:
        outcome = f"error: {error.reason}"
    seconds = time.process_time() - began
    most = peak()
    return Record(bomb.name, len(data), outcome, round(seconds, 2), round(most, 1))


def rows(size: float = 1.0, names: Iterable[str] = ()) -> Iterator[Record]:
    """A record for each row (or each that is named), each made in a fresh process."""
    chosen = set(names)
    for bomb in BOMBS:
        if not chosen or bomb.name in chosen:
            yield _in_a_child(bomb, size)


def _in_a_child(bomb: Bomb, size: float) -> Record:
    command = [sys.executable, "-m", "benchmarks.hostile", "--here", "--size", str(size), bomb.name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return Record(bomb.name, 0, f"Crash {done.returncode}: {last[:200]}", float("inf"), 0.0)
    return Record(**json.loads(done.stdout))


def table(records: Iterable[Record]) -> Iterator[str]:
    """The rows of a Markdown table."""
    yield "| input | MB | outcome | s | peak MB |"
    yield "|---|---|---|---|---|"
    for row in records:
        name = row.name.replace("<", "\\<")
        yield f"| {name} | {row.size / 1e6:.1f} | {row.outcome} | {row.seconds:.1f} | {row.megabytes:.0f} |"


def main() -> int:
    """Print the table; 1 where a row is not bounded."""
    parser = argparse.ArgumentParser(description="hostile inputs, bounded in time and memory")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--here", action="store_true", help="in this process, as JSON lines")
    asked = parser.parse_args()
    if asked.here:
        resource.setrlimit(resource.RLIMIT_AS, (BACKSTOP, BACKSTOP))
        for bomb in BOMBS:
            if not asked.names or bomb.name in asked.names:
                print(json.dumps(asdict(measured(bomb, asked.size))), flush=True)
        return 0
    seen: list[Record] = []
    for line in table(_kept(rows(asked.size, asked.names), seen)):
        print(line, flush=True)
    return int(not all(record.bounded for record in seen))


def _kept(records: Iterable[Record], seen: list[Record]) -> Iterator[Record]:
    for record in records:
        seen.append(record)
        yield record


if __name__ == "__main__":
    sys.exit(main())
