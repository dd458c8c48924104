"""A whole run: inputs, engine and output tied together, and the report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from forumclean import __version__
from forumclean.corpus.beside import Beside, LearnedSite, LedgerFile
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.feeding import Feed
from forumclean.corpus.finding import STATE, Inputs, Survey
from forumclean.corpus.keys import Keys
from forumclean.corpus.local import LocalPool
from forumclean.corpus.output import Output, is_own
from forumclean.corpus.records import Chunk, Done
from forumclean.corpus.schemas import extra_schema
from forumclean.corpus.tally import Tally
from forumclean.corpus.worker import Limits
from forumclean.corpus.writers import WRITERS
from forumclean.errors import OutputError, UsageError, why
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
    ledger: Path | None = None
    """Where the ledgers of all rows go."""
    learn_site: Path | None = None
    """Where what the rows tell of their site's words goes; what stands there is added to."""


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
    batch = prepared(batch)
    _check_places(batch)
    survey = batch.inputs.survey()
    extra = extra_schema(batch.inputs, batch.keys) if batch.cleaner.form == "parquet" else None
    writer = partial(WRITERS[batch.cleaner.form], compression=batch.compression, extra=extra)
    output = Output(batch.folder, settings_of(batch, survey), writer, _beside(batch))
    try:
        return _run(batch, output, survey, watcher)
    except OSError as error:
        raise OutputError(
            f"{batch.folder}: cannot be written ({why(error)}); make room, then run the same command again to go on",
            reason="output",
        ) from error
    finally:
        output.close()


def prepared(batch: Batch) -> Batch:
    """The batch with inputs that leave out what it writes, and a cleaner whose rows bring what the files beside the shards want."""
    cleaner = replace(batch.cleaner, ledger=batch.ledger is not None, learns=batch.learn_site is not None)
    written = (batch.folder, batch.ledger, batch.learn_site)
    inputs = replace(batch.inputs, own=frozenset(str(path) for path in written if path is not None))
    return replace(batch, cleaner=cleaner, inputs=inputs)


def _check_places(batch: Batch) -> None:
    """Raise :class:`UsageError` where a file beside the shards would take the place of something that is needed."""
    places = {path.resolve() for path in (batch.ledger, batch.learn_site) if path is not None}
    known = batch.cleaner.options.site_list
    if known is not None and Path(known).resolve() in places:
        raise UsageError(
            f"{known}: is read by --site-list, and a run that goes on must read it unchanged; learn into another file",
            reason="usage",
        )
    own = {path for path in places if path.parent == batch.folder.resolve() and is_own(path.name)}
    if own or (batch.ledger and batch.learn_site and len(places) == 1):
        taken = own or places
        raise UsageError(f"{taken.pop()}: another file of the run has that name; take another one", reason="usage")


def _beside(batch: Batch) -> list[Beside]:
    beside: list[Beside] = []
    if batch.ledger is not None:
        beside.append(LedgerFile(batch.folder / STATE, batch.ledger))
    if batch.learn_site is not None:
        beside.append(LearnedSite(batch.folder / STATE, batch.learn_site))
    return beside


def _run(batch: Batch, output: Output, survey: Survey, watcher: Watcher) -> dict[str, Any]:
    begun = time.monotonic()
    watcher.begin(survey, output.tally)
    feed = Feed(batch.inputs, batch.keys, batch.shard_size, output.place, output.shards)
    now = Tally()
    for chunk, done in _engine(batch.engine)(batch, feed):
        output.take(done, chunk.passed)
        now.add(done.tally)
        watcher.tell(now, feed.position)
        if chunk.last:
            output.finish_shard(chunk.place)
            watcher.shard(output.shards)
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
        "ledger": _name(batch.ledger),
        "learn_site": _name(batch.learn_site),
        **{f"{name}_key": value for name, value in asdict(batch.keys).items()},
        **options,
    }


def _name(path: Path | None) -> str | None:
    return None if path is None else str(path)


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
