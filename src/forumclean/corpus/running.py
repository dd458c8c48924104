"""A whole run: inputs, engine and output tied together, and the report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol

from forumclean import __version__
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.feeding import Feed
from forumclean.corpus.finding import Inputs, Survey
from forumclean.corpus.keys import Keys
from forumclean.corpus.local import LocalPool
from forumclean.corpus.output import Output
from forumclean.corpus.records import Chunk, Done
from forumclean.corpus.schemas import extra_schema
from forumclean.corpus.tally import Tally
from forumclean.corpus.worker import Limits
from forumclean.errors import OutputError
from forumclean.options import Options, ranker_name

FILES = ("words", "site_list", "site_text")
"""Options that name files: what is in them counts, not only how they are called."""


@dataclass(frozen=True, slots=True)
class Batch:
    """All that a run is told."""

    inputs: Inputs
    folder: Path
    keys: Keys = field(default_factory=Keys)
    cleaner: Cleaner = field(default_factory=Cleaner)
    shard_size: int = 10_000
    """Input records for each shard."""
    compression: str = "none"
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    engine: str = "local"
    address: str | None = None
    """Of a Ray cluster."""


class Watcher(Protocol):
    """Who wants to hear how it goes."""

    def begin(self, survey: Survey, before: Tally) -> None:
        """The inputs are counted; so much was done by earlier runs."""

    def tell(self, tally: Tally, position: int) -> None:
        """A chunk is done; ``tally`` counts since the begin, ``position`` is how many bytes of the files are read."""

    def shard(self, number: int) -> None:
        """So many shards are finished."""


class Engine(Protocol):
    """What cleans the chunks of a feed, in order."""

    def __call__(self, batch: Batch, feed: Feed) -> Iterator[tuple[Chunk, Done]]:
        """Each chunk with what came of it."""


def run_batch(batch: Batch, watcher: Watcher) -> dict[str, Any]:
    """The report of the run, after it: all shards, the rejects and the report are written."""
    survey = batch.inputs.survey()
    extra = extra_schema(batch.inputs, batch.keys) if batch.cleaner.form == "parquet" else None
    output = Output(batch.folder, settings_of(batch, survey), batch.cleaner.form, batch.compression, extra)
    try:
        return _run(batch, output, survey, watcher)
    except OSError as error:
        raise OutputError(
            f"{batch.folder}: cannot be written ({error}); make room, then run the same command again to go on",
            reason="output",
        ) from error
    finally:
        output.close()


def _run(batch: Batch, output: Output, survey: Survey, watcher: Watcher) -> dict[str, Any]:
    begun = time.monotonic()
    watcher.begin(survey, output.tally)
    feed = Feed(batch.inputs, batch.keys, batch.shard_size, output.place, output.shards)
    now = Tally()
    for chunk, done in _engine(batch.engine)(batch, feed):
        output.take(done, chunk.passed)
        now.add(done.tally)
        if chunk.last:
            output.finish_shard(chunk.place)
            watcher.shard(output.shards)
        watcher.tell(now, feed.position)
    report = report_of(output, survey, now, time.monotonic() - begun, batch)
    output.finish(report)
    return report


def _engine(name: str) -> Engine:
    if name == "ray":
        from forumclean.corpus.onray import on_ray  # noqa: PLC0415 - an extra

        return on_ray
    return on_this_machine


def on_this_machine(batch: Batch, feed: Feed) -> Iterator[tuple[Chunk, Done]]:
    """The local engine: ``jobs`` processes."""
    with LocalPool(batch.cleaner, batch.jobs, batch.limits) as pool:
        yield from pool.run(feed)


def report_of(output: Output, survey: Survey, now: Tally, seconds: float, batch: Batch) -> dict[str, Any]:
    """What ``report.json`` holds; ``speed`` is of this run alone."""
    speed = {
        "records": now.records,
        "bytes": now.bytes_in,
        "seconds": round(seconds, 3),
        "records_per_second": round(now.records / max(seconds, 1e-9), 1),
        "megabytes_per_second": round(now.bytes_in / 1e6 / max(seconds, 1e-9), 3),
        "engine": batch.engine,
        "jobs": batch.jobs,
    }
    counts = output.tally.to_dict()
    return {"version": __version__, "files": survey.files, "shards": output.shards, **counts, "speed": speed}


def settings_of(batch: Batch, survey: Survey) -> dict[str, Any]:
    """All that shapes the output: a run goes on only with the same."""
    options = {f.name: _value(batch.cleaner.options, f.name) for f in fields(Options) if f.init}
    return {
        "version": __version__,
        "inputs": survey.fingerprint,
        "reader": batch.inputs.reader,
        "format": batch.cleaner.form,
        "text_only": batch.cleaner.text_only,
        "compression": batch.compression,
        "shard_size": batch.shard_size,
        **{f"{name}_key": value for name, value in asdict(batch.keys).items()},
        **options,
    }


def _value(options: Options, name: str) -> Any:  # noqa: ANN401 - options are of several types
    value = getattr(options, name)
    if name in FILES and value is not None:
        return _digest(Path(value))
    if name == "ranker":
        return ranker_name(value)
    return value if isinstance(value, str | int | float | bool | None) else type(value).__name__


def _digest(path: Path) -> str:
    """The path with a hash of what stands there."""
    mark = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        mark.update(f"{file}\0".encode("utf-8", "surrogatepass") + file.read_bytes())
    return f"{path} ({mark.hexdigest()[:12]})"
