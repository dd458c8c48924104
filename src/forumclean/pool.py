"""Cleans inputs in several processes, in order, a bounded number at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING

from forumclean.model import Source
from forumclean.options import Options

if TYPE_CHECKING:
    from forumclean.article import Article
    from forumclean.pipeline import Failure

AHEAD = 4
"""Inputs in flight for each worker: enough to keep it busy, few enough to bound memory."""


def clean_in_pool(items: Iterable[Source], options: Options, jobs: int) -> Iterator[Article | Failure]:
    """The results in the order of the inputs."""
    from forumclean.pipeline import attempt  # noqa: PLC0415 - the pipeline imports this module

    with ProcessPoolExecutor(max_workers=jobs) as pool:
        pending: deque[Future[Article | Failure]] = deque()
        for item in items:
            pending.append(pool.submit(attempt, item, options))
            if len(pending) >= jobs * AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
