"""Servers on this machine that do what servers do and should not."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

Talk = Callable[[socket.socket, str, int], None]
"""What is done with a connection: the socket, the request's target, which request it is (from 1)."""


class RawServer:
    """Listens on the loopback address and hands each request to a function that may do anything."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.targets: list[str] = []
        self.heads: list[str] = []
        """The requests as they came."""
        self.connections = 0
        self.stopped = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            while True:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = connection.recv(65_536)
                    if not part:
                        return
                    head += part
                target = head.split(b" ", 2)[1].decode("latin-1")
                self.heads.append(head.decode("latin-1").lower())
                self.targets.append(target)
                self._talk(connection, target, len(self.targets))

    def pages(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [target for target in self.targets if target != "/robots.txt"]

    def close(self) -> None:
        """Stop listening."""
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextlib.contextmanager
def raw_server(talk: Talk) -> Iterator[RawServer]:
    """A server for the length of a block."""
    server = RawServer(talk)
    try:
        yield server
    finally:
        server.close()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: text/html", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def reset(connection: socket.socket) -> None:
    """End a connection by a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def without_robots(talk: Talk) -> Talk:
    """The same, with a plain answer to robots.txt."""

    def both(connection: socket.socket, target: str, number: int) -> None:
        if target == "/robots.txt":
            connection.sendall(answer(b"", status="404 Not Found"))
        else:
            talk(connection, target, number)

    return both


def drip(connection: socket.socket, data: bytes, seconds: float = 0.05, most: float = 30.0) -> None:
    """Send byte by byte."""
    end = time.monotonic() + most
    for byte in data:
        if time.monotonic() > end:
            return
        connection.sendall(bytes([byte]))
        time.sleep(seconds)
