"""Runs a batch on a Ray cluster: read and cleaned there, written here, with the same rows as on one machine."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.connecting import connected, failures
from forumclean.corpus.feeding import Feed, items_of
from forumclean.corpus.finding import Inputs
from forumclean.corpus.keys import Keys
from forumclean.corpus.local import LocalPool
from forumclean.corpus.readers.parquet import pyarrow
from forumclean.corpus.records import Chunk, Done, Item, Passed, Place, Record, Reject
from forumclean.corpus.tally import Tally
from forumclean.corpus.worker import Limits

if TYPE_CHECKING:
    from forumclean.corpus.running import Batch

BATCH = 1_024
"""Rows of an Arrow batch: Ray's own cost is for each batch."""
READ_BYTES = 16 << 20
"""A reader passes rows on after so many bytes, so that its memory does not grow with its file."""
GROUP = 256
"""Files that one reading task goes through: most tasks would be shorter than Ray's start of them, if pages were read one by one."""
READER_CPU, CLEANER_CPU = 0.1, 0.9
"""Readers wait most of the time. Were each to take a core, cleaners that fill the cluster would leave none for them, for ever."""


def on_ray(batch: Batch, feed: Feed) -> Iterator[tuple[Chunk, Done]]:
    """Each chunk with what came of it, in the order of the input."""
    ray = connected(batch.address)
    plan = Plan(batch.inputs, batch.keys, batch.cleaner, batch.limits, batch.jobs)
    parcels = list(_groups(feed)) or [pickle.dumps(())]
    remote = ray.util.client.ray.is_connected()
    with failures(ray):
        yield from _chunks(_pumped(ray, plan, parcels) if remote else plan.tables(parcels), feed)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done on the cluster."""

    inputs: Inputs
    keys: Keys
    cleaner: Cleaner
    limits: Limits
    jobs: int

    def tables(self, parcels: Sequence[bytes]) -> Iterator[Any]:
        """Arrow tables of a place and a pickled result each, in the order of the input."""
        import ray.data  # noqa: PLC0415 - an extra

        context = ray.data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False
        data = ray.data.from_items(list(parcels))
        read = data.map_batches(
            _Read(self.inputs, self.keys), batch_size=1, batch_format="pyarrow", num_cpus=READER_CPU
        )
        cleaned = read.map_batches(
            _Clean,
            fn_constructor_args=(self.cleaner, self.limits),
            batch_size=BATCH,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=self.jobs),
            num_cpus=CLEANER_CPU,
        )
        yield from cleaned.iter_batches(batch_size=None, batch_format="pyarrow")


class _Pump:
    """An actor that carries a plan out on the cluster: Ray Data does not work through Ray's client."""

    def __init__(self, plan: Plan, parcels: Sequence[bytes]) -> None:
        self._tables = plan.tables(parcels)

    def next(self) -> Any:  # noqa: ANN401 - an Arrow table
        """The next table; ``None`` behind the last."""
        return next(self._tables, None)


def _pumped(ray: Any, plan: Plan, parcels: Sequence[bytes]) -> Iterator[Any]:  # noqa: ANN401 - ray is an extra without types here
    """The plan's tables, fetched from the cluster one by one; the next is made while one is written."""
    # No core of its own: it waits, and must not take the last one from a cleaner.
    pump = ray.remote(num_cpus=0)(_Pump).remote(plan, parcels)
    try:
        ahead = pump.next.remote()
        while (table := ray.get(ahead)) is not None:
            ahead = pump.next.remote()
            yield table
    finally:
        ray.kill(pump)


def _groups(feed: Feed) -> Iterator[bytes]:
    """The files that are left, in parcels of one archive or of many pages: (number, items to skip, name) each."""
    parcel: list[tuple[int, int, str]] = []
    for number, name in enumerate(feed.inputs.files()):
        if number < feed.start.file:
            continue
        parcel.append((number, feed.start.item if number == feed.start.file else 0, name))
        if len(parcel) == GROUP or feed.inputs.reader_of(name) != "page":
            yield pickle.dumps(tuple(parcel))
            parcel = []
    if parcel:
        yield pickle.dumps(tuple(parcel))


class _Read:
    """Reads parcels of files into Arrow tables of a place and a pickled item."""

    def __init__(self, inputs: Inputs, keys: Keys) -> None:
        self._inputs, self._keys = inputs, keys

    def __call__(self, table: Any) -> Iterator[Any]:  # noqa: ANN401 - an Arrow table
        rows: list[tuple[Place, Item]] = []
        size = 0
        for value in table.column(0).to_pylist():
            for number, skip, name in pickle.loads(value):  # noqa: S301 - our own, made by _groups
                for count, item in enumerate(items_of(name, self._inputs, self._keys), 1):
                    if count > skip:
                        rows.append((Place(number, count), item))
                        size += item.size if isinstance(item, Record) else 100
                    if len(rows) == BATCH or size >= READ_BYTES:
                        yield _table(rows)
                        rows, size = [], 0
        yield _table(rows)


def _table(rows: Sequence[tuple[Place, Item | Done]]) -> Any:  # noqa: ANN401
    pa = pyarrow()
    columns = {
        "file": pa.array([place.file for place, _ in rows], pa.int64()),
        "item": pa.array([place.item for place, _ in rows], pa.int64()),
        "what": pa.array([pickle.dumps(what) for _, what in rows], pa.large_binary()),
    }
    return pa.table(columns)


def _untable(table: Any) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401
    for file, item, what in zip(*(table.column(name).to_pylist() for name in ("file", "item", "what")), strict=True):
        yield Place(file, item), pickle.loads(what)  # noqa: S301 - our own, made by _table


class _Clean:
    """An actor: cleans batches in a process of its own, so that a record that kills it costs neither actor nor run."""

    def __init__(self, cleaner: Cleaner, limits: Limits) -> None:
        self._pool = LocalPool(cleaner, 1, limits).__enter__()

    def __call__(self, table: Any) -> Any:  # noqa: ANN401
        rows = list(_untable(table))
        chunks = (Chunk(0, (item,), {}, place, last=False) for place, item in rows if isinstance(item, Record))
        cleaned = {chunk.place: done for chunk, done in self._pool.run(chunks)}
        return _table([(place, cleaned.get(place, item)) for place, item in rows])


def _chunks(tables: Iterator[Any], feed: Feed) -> Iterator[tuple[Chunk, Done]]:
    """The results, cut into the same shards as a feed's."""
    shard, in_shard, place = feed.shard, 0, feed.start
    passed: Counter[str] = Counter()
    for table in tables:
        for place, what in _untable(table):
            if isinstance(what, Passed):
                passed[what.kind] += 1
                continue
            in_shard += 1
            last = in_shard == feed.shard_size
            yield Chunk(shard, (), passed, place, last), _done(what)
            passed = Counter()
            if last:
                shard, in_shard = shard + 1, 0
    if in_shard or passed:
        yield Chunk(shard, (), passed, place, last=True), Done((), (), Tally())


def _done(what: Done | Reject) -> Done:
    if isinstance(what, Done):
        return what
    tally = Tally()
    tally.reject(what.stage, what.code, what.size)
    return Done((), (what,), tally)
