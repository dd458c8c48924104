"""forumclean's own figures as a table: pages, stages, dumps, growth, memory, start-up; and what came of hostile inputs."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import forumclean
from benchmarks import speed
from benchmarks.dumps import dump
from benchmarks.hostile import rows
from benchmarks.tables import Table

MEGA = speed.MEGA
SHAPES = {"long": "lines of 100 bytes and more", "short": "lines of about 35 bytes", "as it is": "lines as they are"}


def own(folders: Mapping[str, Path], note: str) -> Table:
    """The figures of speed, memory and start-up."""
    sample = (speed.ROOT / "fixtures" / "thread.txt").read_text("utf-8")
    rows = [*_pages(folders), *_dumps(sample), *_process(sample)]
    return Table("forumclean by itself", ("what", "of what", "figure"), tuple(rows), note, left=3)


def _pages(folders: Mapping[str, Path]) -> Iterator[tuple[str, ...]]:
    for name, folder in folders.items():
        found = speed.page_ratios(folder)
        desktop = [each for each in found if "desktop" in each[1]]
        kinds = (
            {f"{name}, all": found}
            if len(desktop) in (0, len(found))
            else {f"{name}, desktop": desktop, f"{name}, all": found}
        )
        for kind, ratios in kinds.items():
            worst, where = max(ratios, default=(0.0, ""))
            median = statistics.median([ratio for ratio, _ in ratios] or [0.0])
            figure = f"median {median:.2f}, worst {worst:.2f} ({where})"
            yield "page: × an lxml parse", f"{kind} ({len(ratios)})", figure
        yield from _stages(name, [(folder / path).read_bytes() for _, path in found])


def _stages(of: str, inputs: list[bytes]) -> Iterator[tuple[str, ...]]:
    total: Counter[str] = Counter()
    for data in inputs:
        total.update(speed.stage_times(data, 1))
    shares = ", ".join(f"{stage} {seconds / total.total():.0%}" for stage, seconds in total.items())
    yield "stages", of, shares


def _dumps(sample: str) -> Iterator[tuple[str, ...]]:
    for shape, lines in SHAPES.items():
        data = dump(sample, 10 * MEGA, shape)
        mean = len(data) / max(1, data.count(b"\n"))
        yield "dump", f"{lines} (mean {mean:.0f})", f"{speed.speed(data):.1f} MB/s on one core"
        yield from _stages(f"dump, {lines}", [data])


def _process(sample: str) -> Iterator[tuple[str, ...]]:
    small, large = dump(sample, 2 * MEGA), dump(sample, 8 * MEGA)
    growth = speed.best(lambda: forumclean.clean(large), 3) / speed.best(lambda: forumclean.clean(small), 3)
    yield "growth", "4 × the dump (2 and 8 MB)", f"{growth:.2f} × the time"
    with TemporaryDirectory() as folder:
        used = speed.peak(dump(sample, 10 * MEGA), Path(folder) / "dump.txt")
    yield (
        "memory",
        "a dump of 10 MB",
        f"{used / MEGA:.0f} MB = {(used - 60 * MEGA) / (10 * MEGA):.1f} × the input + 60 MB",
    )
    yield "start-up", "`--help`", f"{speed.startup():.2f} × `python -c 'import click'`"


def hostile(note: str, size: float = 1.0) -> Table:
    """What came of each hostile input."""
    head = ("input", "outcome", "MB", "seconds", "peak MB")
    cells = [
        (row.name, row.outcome, f"{row.size / MEGA:.1f}", f"{row.seconds:.1f}", f"{row.megabytes:.0f}")
        for row in rows(size)
    ]
    return Table("hostile inputs", head, tuple(cells), note)
