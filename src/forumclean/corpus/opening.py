"""Opens inputs: plain, gzip or zstd, from a file or standard input, with their position in the file."""

from __future__ import annotations

import io
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from forumclean.corpus.unpacking import DAMAGE, Unpacked, is_packed
from forumclean.errors import InputError

STDIN = "-"
BLOCK = 1 << 20


def open_zstd(file: IO[bytes], mode: str = "rb") -> IO[bytes]:
    """A stream that unpacks zstd data (of several frames as well), or packs it."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - only for zstd
    else:
        from backports import zstd  # noqa: PLC0415 - only for zstd
    return cast("IO[bytes]", zstd.ZstdFile(file, mode))  # type: ignore[call-overload]  # the mode is one or the other


def zstd_errors() -> tuple[type[Exception], ...]:
    """What reading damaged data may raise, zstd's own error included."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - only for zstd
    else:
        from backports import zstd  # noqa: PLC0415 - only for zstd
    return (*DAMAGE, zstd.ZstdError)


class Opened:
    """An input stream, unpacked, that knows how far its file was read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._raw = _raw(name)
        self.packed = is_packed(self._raw.peek(4)[:4])
        """True for gzip and zstd."""
        self.file = (
            cast("io.BufferedReader", io.BufferedReader(Unpacked(self._raw), BLOCK)) if self.packed else self._raw
        )

    def position(self) -> int:
        """Bytes of the file that were read (0 where that cannot be told)."""
        try:
            return self._raw.tell()
        except (OSError, ValueError):
            return 0

    def peek(self, size: int) -> bytes:
        """The first bytes of the unpacked data, which stay to be read."""
        return self.file.peek(size)[:size]

    def close(self) -> None:
        """Close the file; standard input itself stays open."""
        self._raw.close()


class _Patient(io.FileIO):
    """A pipe that is read until the buffer is full: how it begins tells its form, and one that is slow gives that in pieces."""

    _over = False

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # a memoryview is what io hands over
        """Fill the buffer; less only at the end."""
        filled = 0
        while filled < len(buffer) and not self._over:
            got = super().readinto(buffer[filled:])
            if got is None:  # it is set not to wait
                select.select([self], [], [])
                continue
            self._over = not got  # a terminal would be asked for its end once more
            filled += got
        return filled


def _raw(name: str) -> io.BufferedReader:
    if name == STDIN:
        return io.BufferedReader(_Patient(sys.stdin.fileno(), closefd=False), BLOCK)
    try:
        return io.BufferedReader(Path(name).open("rb", buffering=0), BLOCK)
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}); check the path", reason="unreadable") from error


@contextmanager
def opened(name: str) -> Iterator[Opened]:
    """The input, closed again at the end; raises :class:`InputError` where it cannot be opened."""
    stream = Opened(name)
    try:
        yield stream
    finally:
        stream.close()
