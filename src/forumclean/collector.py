"""Holds Python's garbage collector back while a dump is read.

A dump of some megabytes becomes a million small tuples, all of them alive and none in a cycle; the collector looks
through them again and again and finds nothing.  Without that a dump of 10 MB takes an eighth to a
fifth less time.  A page is not read so: what BeautifulSoup makes is full of cycles.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class _Holders:
    """Who holds the collector back: it is one for all threads, so the first to come stops it and the last to go lets it on."""

    lock: Lock = field(default_factory=Lock)
    count: int = 0
    was_on: bool = False

    def enter(self) -> None:
        with self.lock:
            if not self.count:
                self.was_on = gc.isenabled()
                gc.disable()
            self.count += 1

    def leave(self) -> None:
        with self.lock:
            self.count -= 1
            if not self.count and self.was_on:
                _let_on()


def _let_on() -> None:
    """Starts the collector, what was made meanwhile counted as old: else its first round would look through all of it."""
    if not gc.get_freeze_count():  # what somebody froze stays frozen
        gc.freeze()
        gc.unfreeze()
    gc.enable()


_HOLDERS = _Holders()


@contextmanager
def held_back() -> Iterator[None]:
    """Without the collector; behind it, also after an error and in whatever order threads leave, it runs again if it ran before."""
    _HOLDERS.enter()
    try:
        yield
    finally:
        _HOLDERS.leave()
