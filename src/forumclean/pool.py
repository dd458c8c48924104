"""Cleans many inputs, in order: one after the other, or in several processes, a bounded number at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from forumclean.article import Article
from forumclean.errors import InputError
from forumclean.model import Source
from forumclean.options import Options
from forumclean.pipeline import DEFAULTS, Failure, attempt

AHEAD = 4
"""Inputs in flight for each worker: enough to keep it busy, few enough to bound memory."""
Result = Article | Failure


@dataclass(slots=True)
class Task:
    """An input on its way, and what is to come of it."""

    source: Source
    future: Future[Result] | None = None


def clean_many(items: Iterable[Source], *, options: Options = DEFAULTS, jobs: int = 1) -> Iterator[Result]:
    """An article or a :class:`Failure` for each input, in order; nothing is collected.

    ``jobs`` above 1 spreads the work over processes.
    """
    if jobs > 1:
        yield from _in_processes(iter(items), options, jobs)
        return
    for item in items:
        yield attempt(item, options)


def _in_processes(items: Iterator[Source], options: Options, jobs: int) -> Iterator[Result]:
    """The results in the order of the inputs; one that kills its process costs no other."""
    tasks: deque[Task] = deque()
    while True:
        with ProcessPoolExecutor(max_workers=jobs) as pool:
            try:
                yield from _results(pool, items, tasks, options, jobs * AHEAD)
            except BrokenProcessPool:  # which of them it was, nobody can say
                pass
            else:
                return
        while tasks:
            yield _settled(tasks.popleft(), options)


def _results(
    pool: ProcessPoolExecutor, items: Iterator[Source], tasks: deque[Task], options: Options, ahead: int
) -> Iterator[Result]:
    """The results of all inputs; ``tasks`` are those that are on their way."""
    for item in items:
        tasks.append(Task(item))  # before it is handed over, which fails in a pool that broke
        tasks[-1].future = pool.submit(attempt, item, options)
        if len(tasks) >= ahead:
            yield _next(tasks)
    while tasks:
        yield _next(tasks)


def _next(tasks: deque[Task]) -> Result:
    """What came of the first task; it goes only when that is known."""
    future = tasks[0].future
    if future is None:
        raise BrokenProcessPool
    result = future.result()
    tasks.popleft()
    return result


def _settled(task: Task, options: Options) -> Result:
    """What came of a task of a pool that broke: done once more, in a process of its own, where nothing came of it."""
    future = task.future
    if future is not None and future.done() and future.exception() is None:
        return future.result()
    with ProcessPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(attempt, task.source, options).result()
        except BrokenProcessPool:
            said = f"{task.source.name}: it killed the process that cleaned it (out of memory?); clean it alone, where there is more"
            return Failure(task.source.name, InputError.code, "killed", said)
