"""The figures of ``forumclean batch``: jobs, overhead, memory, kills.

    python -m benchmarks.batch [--megabytes 20] [--large 1000] [--kills 10] [--scratch FOLDER]

A corpus of the pages in ``fixtures`` is written as JSON Lines. Jobs: wall time of one worker over that of two, from the first to the
last record, start of the processes left out by a run on one record. Overhead: CPU time of all processes over that of a plain loop of
``clean`` in this one. Memory: the largest peak of parent and workers, for a tenth of ``--large`` and for all of it. Kills: a run that
is killed again and again against one that is not, byte for byte. Wall times are worth something on a quiet machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import forumclean
from forumclean.corpus.keys import Keys
from forumclean.corpus.records import Record
from forumclean.corpus.rows import jsonl_row
from forumclean.emit import to_text
from forumclean.options import Options
from forumclean.pipeline import clean_source

ROOT = Path(__file__).parents[1]
MEGA = 1_000_000


def pages() -> list[str]:
    """The texts of the desktop pages."""
    found = sorted((ROOT / "fixtures" / "pages").glob("desktop*.html"))
    return [forumclean.clean(path.read_bytes()).document.text for path in found]


def dumps() -> list[str]:
    """Text dumps of some 20 to 100 KB, without masks: a gigabyte of them is cleaned in minutes."""
    text = (ROOT / "fixtures" / "thread.txt").read_text("utf-8").replace("*", "")
    return [text * times for times in (5, 10, 15, 25)]


def corpus(path: Path, size: int, kind: str = "html") -> int:
    """So many bytes of JSON Lines; the number of records."""
    texts, number, written = pages() if kind == "html" else dumps(), 0, 0
    with path.open("wb") as file:
        while written < size:
            row = {"id": f"r{number}", "url": f"https://bbs.example/thread-{number + 1}-1-1.html"}
            written += file.write(
                json.dumps(row | {kind: texts[number % len(texts)]}, ensure_ascii=False).encode() + b"\n"
            )
            number += 1
    return number


def command(source: Path, out: Path, jobs: int, shard: int = 1_000) -> list[str]:
    """The command line of a run."""
    options = ["-q", "-j", str(jobs), "--shard-size", str(shard)]
    return [sys.executable, "-m", "forumclean", "batch", str(source), "-o", str(out), *options]


def batch(source: Path, out: Path, jobs: int, shard: int = 1_000) -> tuple[float, float]:
    """Wall and CPU seconds of a whole run."""
    shutil.rmtree(out, ignore_errors=True)
    before, begun = os.times(), time.perf_counter()
    subprocess.run(command(source, out, jobs, shard), check=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, cpu


def plain_loop(source: Path) -> float:
    """CPU seconds of reading, cleaning and writing the same rows in this process."""
    begun = time.process_time()
    with source.open("rb") as lines, source.with_suffix(".plain").open("wb") as out:
        for line in lines:
            record = Keys().record(json.loads(line), "a")
            assert isinstance(record, Record)
            article = clean_source(forumclean.Source(record.id, record.data, record.url, record.headers), Options())
            out.write(jsonl_row(record, article, to_text(article), text_only=False).body)
    return time.process_time() - begun


def peaks(source: Path, out: Path) -> tuple[int, int]:
    """The largest memory that the parent, and that any worker, had while a run of two jobs went on (bytes)."""
    shutil.rmtree(out, ignore_errors=True)
    process = subprocess.Popen(command(source, out, 2))
    parent = worker = 0
    while process.poll() is None:
        parent = max(parent, resident(process.pid))
        worker = max([worker, *(resident(child) for child in children(process.pid))])
        time.sleep(0.05)
    return parent, worker


def resident(pid: int) -> int:
    """The peak of a process so far; of one that has ended, 0."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def killed(source: Path, out: Path, kills: int, span: float) -> int:
    """Run, kill at a random moment of ``span`` seconds, and so on; then to the end. How often it was killed."""
    shutil.rmtree(out, ignore_errors=True)
    chance, done = random.Random(6), 0
    for _ in range(kills):
        process = subprocess.Popen(command(source, out, 2, 100))
        try:
            process.wait(0.5 + chance.random() * span)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
    subprocess.run(command(source, out, 2, 100), check=True)
    return done


def same(one: Path, other: Path) -> bool:
    """True where rows and rejects are the same bytes."""
    names = [sorted(p.name for p in folder.glob("*.jsonl")) for folder in (one, other)]
    return names[0] == names[1] and all((one / n).read_bytes() == (other / n).read_bytes() for n in names[0])


def jobs_and_overhead(source: Path, scratch: Path) -> None:
    """Print how two jobs compare with one, and one with a plain loop."""
    single = scratch / "single.jsonl"
    records = corpus(single, 1)
    start = {jobs: batch(single, scratch / "out", jobs) for jobs in (1, 2)}
    one, two = (batch(source, scratch / f"out{jobs}", jobs) for jobs in (1, 2))
    gain = (one[0] - start[1][0]) / (two[0] - start[2][0])
    print(f"start: {start[1][0]:.2f} s for {records} record")
    print(
        f"jobs: 1 takes {one[0]:.1f} s ({one[1]:.1f} CPU s), 2 take {two[0]:.1f} s ({two[1]:.1f} CPU s): {gain:.2f} x"
    )
    plain = plain_loop(source)
    cpu = one[1] - start[1][1]
    print(f"overhead: {cpu:.2f} CPU s against {plain:.2f} in a plain loop: {100 * (cpu / plain - 1):+.1f} %")


def main() -> None:
    """Read the arguments, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument(
        "--large", type=int, default=1_000, help="megabytes of the larger corpus for memory; 0: leave it out"
    )
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--scratch", type=Path, help="a folder for corpora and results (default: a temporary one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures(arguments, arguments.scratch or Path(folder))


def figures(arguments: argparse.Namespace, scratch: Path) -> None:
    """Print what is asked for; what is written meanwhile stays in the folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    source = scratch / "corpus.jsonl"
    print(f"corpus: {corpus(source, arguments.megabytes * MEGA)} records, {arguments.megabytes} MB")
    jobs_and_overhead(source, scratch)
    if arguments.kills:
        whole, _ = batch(source, scratch / "whole", 2, 100)
        number = killed(source, scratch / "killed", arguments.kills, whole / arguments.kills)
        print(f"kills: {number}; the same bytes: {same(scratch / 'whole', scratch / 'killed')}")
    for megabytes in (arguments.large // 10, arguments.large) if arguments.large else ():
        corpus(source, megabytes * MEGA, "text")
        parent, worker = peaks(source, scratch / "out")
        print(
            f"memory: {megabytes} MB of JSON Lines: parent {parent / MEGA:.0f} MB, a worker at most {worker / MEGA:.0f} MB"
        )
    print(f"this process's peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
