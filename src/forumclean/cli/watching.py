"""Shows how a batch goes, on standard error: a bar on a terminal, a line for each shard elsewhere; and the table at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumclean.cli.shared import say
from forumclean.cli.streams import is_terminal, tell
from forumclean.corpus.finding import Survey
from forumclean.corpus.tally import Tally

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

RULES_SHOWN = 12
"""Rows of the table for rules; all are in ``report.json``."""


class Watch:
    """Tells rate and time left."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Bar | None = None
        self._begun = time.monotonic()
        self._size = self._first = self._position = 0
        self._records = self._before = self._counted = 0

    def begin(self, survey: Survey, before: Tally) -> None:
        """The inputs are counted; so much was done by earlier runs."""
        self._size, self._before = survey.size, before.records
        if self._quiet:
            return
        if before.records:
            say(f"goes on behind {before.records:,} records that are done")
        if is_terminal(sys.stderr):
            self._bar = _bar()
            self._bar.add_task("", total=survey.size or None, rate="")
            self._bar.start()

    def tell(self, tally: Tally, position: int) -> None:
        """A chunk is done."""
        if not self._records:
            # What earlier runs did is passed over quickly, and workers take their time to start: both would spoil the rate.
            self._first, self._counted, self._begun = position, tally.records, time.monotonic()
        self._position, self._records = position, tally.records
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=position, rate=self._rate())

    def shard(self, number: int) -> None:
        """So many shards are finished."""
        if not self._quiet and self._bar is None:
            done = f"{100 * self._position / self._size:.0f} %, " if self._size else ""
            rate = self._rate() or "the rate is not known yet"
            say(f"shard {number} is finished: {self._before + self._records:,} records, {done}{rate}{self._left()}")

    def end(self) -> None:
        """The run is over, whatever came of it."""
        if self._bar is not None:
            self._bar.stop()

    def _rate(self) -> str:
        """Records a second since the first were done."""
        since = self._records - self._counted
        return f"{since / max(time.monotonic() - self._begun, 1e-3):.0f} records/s" if since else ""

    def _left(self) -> str:
        moved = self._position - self._first
        if not self._size or moved <= 0:
            return ""
        seconds = (self._size - self._position) * (time.monotonic() - self._begun) / moved
        return f", {seconds / 60:.0f} min left" if seconds >= 90 else f", {seconds:.0f} s left"


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415 - costs start-up time
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


def table(report: Mapping[str, Any], folder: Path, *, verbose: bool = False) -> str:
    """The report as a table for people; ``verbose`` says as well which templates fitted, and which charsets the inputs were in."""
    rows = [
        *_rows(report),
        *(_origins(report) if verbose else ()),
        ("output", f"{folder}: {counted(report['shards'], 'shard')}"),
    ]
    width = max(len(name) for name, _ in rows)
    return "".join(f"{name:<{width}}  {value}\n" for name, value in rows)


def _rows(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "records", f"{report['records']:,} = {report['rows']:,} rows + {sum(report['rejects'].values()):,} rejects"
    for code, number in _most(report["rejects"]):
        yield f"  rejected {code}", f"{number:,}"
    for kind, number in _most(report["passed"]):
        yield f"  no pages: {kind}", f"{number:,}"
    yield "characters", f"{report['characters_in']:,} in, {report['characters_out']:,} out"
    for rule, number in _most(report["characters"]):
        yield f"  {rule}", f"{number:,} characters in {report['removed'][rule]:,} places"
    yield "masks", f"{report['masks_found']:,} found, {report['masks_restored']:,} put in"
    speed = report["speed"]
    yield (
        "speed",
        f"{speed['records_per_second']:,} records/s, {speed['megabytes_per_second']:.2f} MB/s, {speed['seconds']:.0f} s",
    )


def _origins(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for what in ("templates", "encodings"):
        yield what, ", ".join(f"{name} {number:,}" for name, number in _most(report[what]))


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:RULES_SHOWN]


def counted(number: int, what: str) -> str:
    """The number and the word for it.

    >>> counted(1, "file"), counted(2000, "file")
    ('1 file', '2,000 files')
    """
    return f"{number:,} {what}" + ("s" if number != 1 else "")


def show(report: Mapping[str, Any], folder: Path, *, verbose: bool) -> None:
    """Print the table on standard error."""
    tell(table(report, folder, verbose=verbose))
