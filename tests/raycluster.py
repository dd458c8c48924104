"""A Ray cluster on the loopback that asks for a token, as ``ray start`` makes it, for tests of ``ray://`` addresses."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120
"""Seconds within which a busy machine has started a cluster."""
TRIES = 3
"""Another process may take a port between its choice and its use."""


@dataclass(frozen=True, slots=True)
class Head:
    """A cluster that runs."""

    client: int
    """The port of ``ray://``."""
    environment: Mapping[str, str]
    """What a client needs in its environment."""

    @property
    def address(self) -> str:
        """The cluster's address."""
        return f"ray://127.0.0.1:{self.client}"


@contextmanager
def head() -> Iterator[Head]:
    """A cluster of two cores, ended whatever happens."""
    # Ray puts sockets there, whose paths may not be long.
    folder = Path(tempfile.mkdtemp(prefix="fcray", dir="/tmp"))
    try:
        token = folder / "token"
        token.write_text(secrets.token_hex(16))
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        environment = {**os.environ, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(token), "PYTHONPATH": path}
        # Ray forks while gRPC works, whose handlers then abort at times; and it gives way to whatever else runs.
        environment |= {"GRPC_ENABLE_FORK_SUPPORT": "0", "RAY_worker_niceness": "0"}
        yield _started(folder, environment)
    finally:
        end(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path, environment: dict[str, str]) -> Head:
    said = ""
    for number in range(TRIES):
        found = Head(free_port(), environment)
        said = _start(folder / str(number), found)
        if not said:
            return found
        end(folder)
    raise AssertionError(f"ray start failed: {said}")


def _start(folder: Path, wanted: Head) -> str:
    """Why it did not start, or nothing."""
    ports = {"port": free_port(), "ray-client-server-port": wanted.client, "dashboard-agent-listen-port": 0}
    fixed = {"min-worker-port": 0, "max-worker-port": 0, "num-cpus": 2, "object-store-memory": 100_000_000}
    rest = {"node-ip-address": "127.0.0.1", "include-dashboard": "false", "temp-dir": folder}
    options = [f"--{name}={value}" for name, value in {**ports, **fixed, **rest}.items()]
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--disable-usage-stats", *options]
    try:
        done = subprocess.run(
            command, env=wanted.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {PATIENCE} seconds"
    if done.returncode:
        return done.stderr[-1000:] or done.stdout[-1000:]
    return "" if _answers(wanted.client) else "its client's port does not answer"


def _answers(port: int) -> bool:
    end_ = time.monotonic() + PATIENCE
    while time.monotonic() < end_:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.2)
    return False


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def end(folder: Path) -> None:
    """End the cluster's processes, which are known by the folder: ``ray stop`` would end those of others too."""
    for _ in range(50):
        found = list(_holding(folder))
        if not found:
            return
        for number in found:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.1)


def _holding(folder: Path) -> Iterator[int]:
    """Processes with the folder in their command or their environment."""
    mark = str(folder).encode()
    for process in Path("/proc").glob("[1-9]*"):
        number = int(process.name)
        with suppress(OSError):
            if number != os.getpid() and any(mark in (process / of).read_bytes() for of in ("cmdline", "environ")):
                yield number
