"""Adds to files that grow over several runs: all of a text or nothing, and never behind half a line."""

from __future__ import annotations

import io
import json
import mmap
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from forumclean.emit.utf8 import encoded
from forumclean.errors import OutputError


def append(path: Path, text: str, *, rows: bool = False) -> Callable[[], None]:
    """Add the text to the file; what comes back takes it off again.

    ``rows``: the lines are JSON, and half a one that a killed run left is taken off first.  Raises :class:`OutputError`; the file is
    then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            if not path.is_file():  # a pipe or a device takes what it takes
                _write(file, encoded(text))
                return lambda: None
            size = _whole_lines(path, file, rows=rows)
            try:
                _write(file, encoded(text))
            except OSError:
                with suppress(OSError):
                    file.truncate(size)
                raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); check the path", reason="output") from error
    return lambda: _cut(path, size)


def _write(file: io.FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _whole_lines(path: Path, file: io.FileIO, *, rows: bool) -> int:
    """The size of the file, after its last line was ended or, where it is half a row, taken off."""
    size = path.stat().st_size
    last = _open_line(path) if size else b""
    if last and rows and not _is_row(last):
        size -= len(last)
        file.truncate(size)
    elif last:
        size += file.write(b"\n") or 0
    return size


def _open_line(path: Path) -> bytes:
    """The last line where nothing ends it; empty where it is ended."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data[data.rfind(b"\n") + 1 :]


def _is_row(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _cut(path: Path, size: int) -> None:
    with suppress(OSError), path.open("r+b") as file:
        file.truncate(size)
