"""Cleans chunks in processes of this machine, in order; a record that kills a worker is found and rejected."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.records import Chunk, Done, Reject
from forumclean.corpus.worker import IDLE, Limits, Worker
from forumclean.errors import UsageError

AHEAD = 4
"""Chunks for each worker that may be read, worked on or wait for an earlier one: what bounds memory."""
TICK = 1.0
"""Seconds between two looks at the clocks of the workers."""
STARTS = 5
"""Workers in a row that may die before they begin a record: then it is not the records' fault."""


@dataclass(slots=True)
class Task:
    """A chunk on its way."""

    number: int
    chunk: Chunk
    suspects: set[int] = field(default_factory=set)
    """Records that a worker died of once: innocent if it was short of memory by chance, so they get a second try."""

    def blame(self, record: int, code: str, reason: str) -> None:
        """Note of which record a worker died; the second time it is rejected."""
        if record not in self.suspects:
            self.suspects.add(record)
            return
        items = list(self.chunk.items)
        killer = items[record]
        items[record] = Reject(killer.id, "worker", code, reason, killer.size)
        self.chunk = replace(self.chunk, items=tuple(items))


class LocalPool:
    """Worker processes that live as long as the pool."""

    def __init__(self, cleaner: Cleaner, jobs: int, limits: Limits) -> None:
        self._cleaner, self._limits, self._jobs = cleaner, limits, jobs
        # Spawned, not forked: a fork copies the parent's threads' locks and its open files, and does not exist everywhere.
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[Worker[Task]] = []
        self._stillborn = 0

    def __enter__(self) -> Self:
        try:
            for _ in range(self._jobs):
                self._workers.append(self._start())
        except BaseException:  # Ctrl-C among others: the block is not entered, so nobody else ends those that run
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers = []

    def _start(self) -> Worker[Task]:
        return Worker(self._context, self._cleaner, self._limits)

    def run(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, Done]]:
        """Each chunk with what came of it, in order."""
        source = enumerate(chunks)
        waiting: deque[Task] = deque()
        results: dict[int, tuple[Chunk, Done]] = {}
        read, given, more = 0, 0, True
        while more or given < read:
            while more and len(waiting) < self._jobs and read - given < self._jobs * AHEAD:
                found = next(source, None)
                more = found is not None
                if found is not None:
                    waiting.append(Task(*found))
                    read += 1
            self._hand_out(waiting)
            if given < read and given not in results:
                self._collect(waiting, results)
            while given in results:
                yield results.pop(given)
                given += 1

    def _hand_out(self, waiting: deque[Task]) -> None:
        for i, worker in enumerate(self._workers):
            if worker.task is None and waiting:
                task = waiting.popleft()
                if not worker.begin(task, task.chunk.items):
                    waiting.appendleft(task)
                    worker.task = None
                    self._note_stillborn(worker.cause()[1])
                    self._replace(i)

    def _collect(self, waiting: deque[Task], results: dict[int, tuple[Chunk, Done]]) -> None:
        """Take what workers have ready; look after those that are dead or too slow."""
        busy = {worker.connection: i for i, worker in enumerate(self._workers) if worker.task is not None}
        for connection in wait(list(busy), timeout=TICK):
            i = busy[connection]  # type: ignore[index]  # only connections are waited for
            worker = self._workers[i]
            task, done = worker.take()
            if done is not None:
                self._stillborn = 0
                results[task.number] = (task.chunk, done)
            else:
                waiting.appendleft(task)
                self._bury(i, task)
        for worker in self._workers:
            if worker.task is not None and worker.overdue(time.monotonic()):
                worker.kill()

    def _bury(self, i: int, task: Task) -> None:
        worker = self._workers[i]
        code, reason = worker.cause()
        if worker.record == IDLE:
            self._note_stillborn(reason)
        else:
            self._stillborn = 0
            task.blame(worker.record, code, reason)
        self._replace(i)

    def _note_stillborn(self, reason: str) -> None:
        """Count a worker that died with no record in hand; where none lives, starting more of them would go on for ever."""
        self._stillborn += 1
        if self._stillborn >= STARTS:
            raise UsageError(
                f"the workers die before they begin ({reason}); is there memory for {self._jobs}? Try fewer --jobs or"
                " more --max-memory",
                reason="workers",
            )

    def _replace(self, i: int) -> None:
        self._workers[i].stop()
        self._workers[i] = self._start()
