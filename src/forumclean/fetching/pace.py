"""Time: how long a request may take, how long to wait before the next one, how long before a second try."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from forumclean.errors import NetworkError

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
"""Waits between tries double from the first to the longest; each is shortened by chance, by half at most."""
PATIENCE = 300.0
"""The longest Retry-After that is waited for, in seconds; a longer one ends the run with a word about it."""
COUNTED_WAIT = 1.0
"""Seconds of each wait for our own delay that count against a page's time, so that redirects use it up."""

SLOWED, SLOWEST = 2.5, 10.0
"""The delay that is kept to a host that asked for patience, at first and at most: the forum's own limit is two seconds."""
PASSING = frozenset({"broken", "connect", "silent"})
"""Reasons of a :class:`NetworkError` that a second try may cure."""


@dataclass(frozen=True, slots=True)
class Timer:
    """The clock, the wait and the dice, in one place so that a test can hold them."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    date: Callable[[], datetime] = lambda: datetime.now(UTC)


class Budget:
    """The time that one page has, within the time that the whole thread has."""

    def __init__(self, timer: Timer, limit: float, end: float) -> None:
        self._timer, self._limit, self._end = timer, limit, end
        self._deadline = timer.now() + limit

    def renew(self) -> None:
        """Give the page its time again: the server answered, if only by an error."""
        self._deadline = self._timer.now() + self._limit

    def left(self, url: str) -> float:
        """Seconds left for the next request; raises :class:`NetworkError` where there are none."""
        now = self._timer.now()
        if now >= self._end:
            raise NetworkError(
                f"{url}: the time for the whole thread is over; go on later, or give a longer --total-timeout",
                reason="timeout",
            )
        if now >= self._deadline:
            raise NetworkError(
                f"{url}: no whole answer within {self._limit:g} seconds; try again later, or give a longer --timeout",
                reason="timeout",
            )
        return min(self._deadline, self._end) - now

    def wait(self, url: str, seconds: float, counted: float = 0.0) -> None:
        """Wait; only the first ``counted`` seconds count against the page's time.

        Raises :class:`NetworkError` at once where the wait is longer than the time for the whole thread.
        """
        if seconds <= 0:
            return
        if self._timer.now() + seconds > self._end:
            raise NetworkError(
                f"{url}: the forum wants {seconds:.0f} seconds more than the time for the whole thread allows; go on later,"
                " or give a longer --total-timeout",
                reason="timeout",
            )
        self._timer.sleep(seconds)
        self._deadline += max(0.0, seconds - counted)


class Pace:
    """The delay between requests to one host, from the end of one to the start of the next."""

    def __init__(self, timer: Timer, delay: float) -> None:
        self._timer, self._delay = timer, delay
        self._ended: dict[str, float] = {}
        self._slowed: dict[str, float] = {}

    def wait(self, host: str, url: str, budget: Budget, wanted: float = 0.0) -> None:
        """Wait until the host may be asked again; ``wanted`` is the delay that the host itself asks for."""
        if host in self._ended:
            ready = self._ended[host] + max(self._delay, wanted, self._slowed.get(host, 0.0))
            budget.wait(url, ready - self._timer.now(), COUNTED_WAIT)

    def slower(self, host: str) -> None:
        """The host asked for patience: leave it more time from now on."""
        before = self._slowed.get(host, max(self._delay, SLOWED / 2))
        self._slowed[host] = max(before, min(before * 2, SLOWEST))

    def ended(self, host: str) -> None:
        """Note that a request to the host has just ended, well or not."""
        self._ended[host] = self._timer.now()


def backoff(attempt: int, chance: float) -> float:
    """Seconds before the next try: doubled each time, shortened by chance.

    >>> [backoff(n, 0.0) for n in range(8)], backoff(2, 1.0)
    ([0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0], 1.0)
    """
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempt, 30)) * (1 - chance / 2)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait; ``None`` where it says nothing that can be read.

    >>> at = datetime(2024, 3, 15, 10, 0, 0, tzinfo=UTC)
    >>> retry_after("120", at), retry_after("Fri, 15 Mar 2024 10:01:00 GMT", at), retry_after("soon", at)
    (120.0, 60.0, None)
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
