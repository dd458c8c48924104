"""Streams to servers: only to addresses that the guard allows, and ended by the clock."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from forumclean.errors import NetworkError
from forumclean.fetching.guard import Guard, literal, resolved


class Clock:
    """The time that the request in hand may take; the streams below look at it with every read."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.deadline = float("inf")

    def left(self, limit: float | None) -> float:
        """Seconds that the next step may take; raises where none is left."""
        left = self.deadline - self.now()
        if left <= 0:
            raise httpcore2.ReadTimeout("out of time")
        return left if limit is None else min(left, limit)


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only; its streams end when the clock says so."""

    def __init__(self, guard: Guard, clock: Clock, proxies: frozenset[str] = frozenset()) -> None:
        self._guard, self._clock, self._proxies = guard, clock, proxies
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream to the first allowed address that answers; hosts of proxies are the user's own word."""
        own = literal(host)
        addresses = [own] if own is not None else resolved(host, port, self._clock.left(timeout))
        if host not in self._proxies:
            addresses = self._guard.chosen(host, addresses)
        for place, address in enumerate(addresses[:4]):
            try:
                inner = self._plain.connect_tcp(address, port, self._clock.left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if place == len(addresses[:4]) - 1:
                    raise
            else:
                return TimedStream(inner, self._clock)
        raise NetworkError(f"{host}: no address to connect to", reason="host")  # pragma: no cover - the loop ends above

    def sleep(self, seconds: float) -> None:
        """Wait; the pool calls it between its own retries, of which there are none."""
        time.sleep(seconds)


class TimedStream(httpcore2.NetworkStream):
    """A stream whose every step ends with the clock, however little each byte takes."""

    def __init__(self, inner: httpcore2.NetworkStream, clock: Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        return self._inner.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send the bytes."""
        self._inner.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        """End the stream."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The stream with TLS in it."""
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, self._clock.left(timeout)), self._clock)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the base class has it
        """What the inner stream knows."""
        return self._inner.get_extra_info(info)
