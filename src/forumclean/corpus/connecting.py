"""Connects to a Ray cluster, and puts what Ray has to say into words that tell what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from forumclean.errors import ForumcleanError, UsageError

LONGEST = 300
"""Characters of Ray's messages that are shown: some hold whole tracebacks."""


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
    own = {"include_dashboard": False} if address is None else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING, **own)
    except (ConnectionError, OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        where = address or "this machine"
        raise UsageError(
            f"{where}: no Ray cluster answers ({_short(error)}); {_advice(address)}", reason="ray"
        ) from error


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
    """A Ray error inside becomes a :class:`ForumcleanError` that says how to go on."""
    try:
        yield
    except (ConnectionError, ray.exceptions.RayError) as error:
        raise ForumcleanError(
            f"the Ray cluster failed ({_short(error)}); forumclean and the inputs must be on each of its machines."
            " Finished shards stay: give the same command again to go on",
            reason="ray",
        ) from error


def _short(error: Exception) -> str:
    """The end of Ray's message, where the cause stands."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines or [type(error).__name__])[-1][:LONGEST]
