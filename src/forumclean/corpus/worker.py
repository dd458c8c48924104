"""A worker process and the parent's view of it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Generic, Protocol, TypeVar

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.records import Done, Record, Reject

IDLE = -1
"""Stands for the record's number while none is worked on."""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""One thread each: the processes share the cores already."""
MEGA = 1 << 20
NO_MEMORY = 77
"""Exit code of a worker that ran into its limit of memory where no single record can be blamed in its own words."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may take."""

    memory: int | None = 4096
    """Megabytes."""
    seconds: float = 600
    """For one record."""


class Shared(Protocol):
    """A number in memory that both processes see."""

    value: int


T = TypeVar("T")


class Worker(Generic[T]):
    """One process, and the task ``T`` it has in hand."""

    def __init__(self, context: SpawnContext, cleaner: Cleaner, limits: Limits) -> None:
        self.connection, theirs = context.Pipe()
        self._record: Shared = context.RawValue("q", IDLE)
        self._limits = limits
        self._process = context.Process(target=work, args=(theirs, self._record, cleaner, limits), daemon=True)
        with held_back():
            self._process.start()
        theirs.close()
        self.task: T | None = None
        self._seen, self._since = IDLE, time.monotonic()
        self._late = False

    @property
    def record(self) -> int:
        """The number of the record that it works on, or worked on when it died."""
        return self._record.value

    def begin(self, task: T, items: tuple[Record | Reject, ...]) -> bool:
        """Hand a task over; false where the process is dead."""
        self.task = task
        self._seen, self._since = IDLE, time.monotonic()
        try:
            self.connection.send(items)
        except OSError:
            self._process.join()
            return False
        return True

    def take(self) -> tuple[T, Done | None]:
        """The task and what came of it: ``None`` where the process died of it."""
        assert self.task is not None
        task, self.task = self.task, None
        try:
            done = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            return task, None
        assert isinstance(done, Done)
        return task, done

    def overdue(self, now: float) -> bool:
        """True where the record in hand takes longer than the limit."""
        if self.record != self._seen:
            self._seen, self._since = self.record, now
        return self.record != IDLE and now - self._since > self._limits.seconds

    def kill(self) -> None:
        """End it now; what it was at counts as late."""
        self._late = True
        self._process.kill()

    def cause(self) -> tuple[str, str]:
        """A word and a sentence for why it died."""
        if self._late:
            return "timeout", f"it took longer than {self._limits.seconds:g} seconds twice; clean it alone"
        code = self._process.exitcode
        if code == NO_MEMORY:
            return (
                "memory",
                "the worker needed more memory than --max-memory lets it have; give more, or clean the record alone",
            )
        if code is not None and code < 0:
            name = signal.Signals(-code).name
            hint = "; the machine was perhaps short of memory" if name == "SIGKILL" else ""
            return "crash", f"the worker was ended by {name} at it, twice{hint}; please report it with the record"
        return "crash", f"the worker ended with exit {code} at it, twice; please report it with the record"

    def stop(self) -> None:
        """End the process."""
        self.connection.close()
        self._process.kill()
        self._process.join()


@contextmanager
def held_back() -> Iterator[None]:
    """Ctrl-C waits for the end of the block, and a process that is started in it does not meet Ctrl-C before it ignores it."""
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # starting it would let Ctrl-C through again, just before the process is started
    hits: list[int] = []
    # Both: the mask is what the process inherits, and another thread of this one may be given the signal all the same.
    before = signal.signal(signal.SIGINT, lambda number, _frame: hits.append(number))
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if hits:
            signal.raise_signal(signal.SIGINT)  # waits for the mask as well
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)


def work(connection: Connection, record: Shared, cleaner: Cleaner, limits: Limits) -> None:
    """A worker's life: chunks in, results out, until the parent is gone."""
    # Ctrl-C goes to all processes; the parent says when it is over. Until here it was held back, by what the parent handed down.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in THREADS:
        os.environ.setdefault(name, "1")
    _limit(limits.memory)

    def begin(number: int) -> None:
        record.value = number

    try:
        with suppress(EOFError, OSError):
            while True:
                items = connection.recv()
                done = cleaner.clean(items, begin)
                record.value = IDLE
                connection.send(done)
    except MemoryError:  # whatever else is done now would raise it once more, and be printed
        os._exit(NO_MEMORY)


def _limit(memory: int | None) -> None:
    """A record that wants more than its share of memory is to fail alone, before the machine's memory ends."""
    if memory is None or os.name != "posix":
        return
    import resource  # noqa: PLC0415 - not everywhere

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory * MEGA, memory * MEGA))
