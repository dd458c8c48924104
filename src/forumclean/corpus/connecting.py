"""Connects to a Ray cluster, and puts what Ray has to say into words that tell what to do."""

from __future__ import annotations

import logging
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from forumclean.errors import NetworkError, UsageError

LONGEST = 300
"""Characters of Ray's messages that are shown: some hold whole tracebacks."""
CLIENT = "ray://"
CLIENT_PORT = 10_001
"""Where a cluster listens to Ray's client unless told otherwise."""
PATIENCE = 10
"""Seconds within which a machine takes up a connection."""


def connected(address: str | None) -> Any:  # noqa: ANN401 - ray is an extra without types here
    """The module ``ray``, connected to the cluster at the address, or to a new one on this machine."""
    ray = _imported()
    if not ray.is_initialized():
        _connect(ray, address)
    return ray


def _imported() -> Any:  # noqa: ANN401
    try:
        import ray  # noqa: PLC0415 - an extra, and slow to load
        import ray.data  # noqa: PLC0415
        import ray.util.client  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "--engine ray needs a further package: pip install 'forumclean[ray]'", reason="extra"
        ) from error
    return ray


def _connect(ray: Any, address: str | None) -> None:  # noqa: ANN401
    # The cluster tells through its client what concerns nobody here; a failure is raised.
    logging.getLogger("ray.util.client.logsclient").addFilter(_matters)  # its level is set by Ray itself
    own = {"include_dashboard": False} if address is None else {}
    if address is not None:
        knock(address)
    try:
        with warnings.catch_warnings():
            # Ray's client warns of what it then raises, which is told below.
            warnings.simplefilter("ignore", UserWarning)
            ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING, **own)
    except (ConnectionError, OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        where = address or "this machine"
        raise UsageError(
            f"{where}: no Ray cluster answers ({_short(error)}); {_advice(address)}", reason="ray"
        ) from error


def _matters(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


def knock(address: str) -> None:
    """Raise :class:`UsageError` where nobody listens: Ray's client would wait half a minute, and Ray without it far longer."""
    host, port = _door(address)
    if host is None or port is None:
        return
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError as error:
        said = error.strerror or str(error)
        raise UsageError(
            f"{address}: nobody listens there ({said}); check --address, that the cluster runs, and that this machine"
            f" reaches its port {port}",
            reason="ray",
        ) from error


def _door(address: str) -> tuple[str | None, int | None]:
    """Host and port, where the address tells both.

    >>> _door("ray://head"), _door("127.0.0.1:6379"), _door("auto")
    (('head', 10001), ('127.0.0.1', 6379), ('auto', None))
    """
    try:
        parts = urlsplit(address if address.startswith(CLIENT) else f"//{address}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(
            f"{address}: is no address ({error}); give the cluster's, such as ray://head:10001", reason="ray"
        ) from error
    return host, port or (CLIENT_PORT if parts.scheme else None)


def _advice(address: str | None) -> str:
    if address is None:
        return "see whether `ray start --head` works here"
    # A cluster that misses its token and one that is not there look alike through Ray's client: both let it wait in vain.
    return (
        "check --address; a cluster with token authentication wants RAY_AUTH_MODE=token and its token (RAY_AUTH_TOKEN or"
        " RAY_AUTH_TOKEN_PATH) in the environment; Ray and Python must be the cluster's versions"
    )


@contextmanager
def failures(ray: Any) -> Iterator[None]:  # noqa: ANN401
    """A Ray error inside becomes a :class:`NetworkError` that says how to go on."""
    try:
        yield
    except (ConnectionError, ray.exceptions.RayError) as error:
        raise NetworkError(
            f"the Ray cluster failed ({_short(error)}); forumclean and the inputs must be on each of its machines."
            " Finished shards stay: give the same command again to go on",
            reason="ray",
        ) from error


def _short(error: Exception) -> str:
    """The end of Ray's message, where the cause stands."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines or [type(error).__name__])[-1][:LONGEST]
