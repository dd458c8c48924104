"""Inputs of the command line: files, folders, ``.gz``, standard input."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from forumclean.cli.streams import standard_input
from forumclean.errors import InputError, UsageError
from forumclean.filenames import COMPANION, PAGES, STORE_INDEX, ending
from forumclean.model import Source
from forumclean.packing import BOMB_RATIO, BOMB_SIZE, CHUNK

if TYPE_CHECKING:
    from forumclean.fetching.stored import StoredThread

Name: TypeAlias = "str | StoredThread"
"""An input: a file by its path, or a thread of a store."""
STDIN = "-"
ADDRESSES = ("http://", "https://")


def names(inputs: Iterable[str]) -> list[Name]:
    """The files to read: folders are walked, stores give their threads, everything else is taken as it was named.

    Raises :class:`UsageError` for an address.
    """
    found: list[Name] = []
    for name in map(checked, inputs):
        if name != STDIN and os.path.isfile(Path(name) / STORE_INDEX):  # noqa: PTH113 - a Path's raises for some names
            from forumclean.fetching.stored import threads  # noqa: PLC0415 - only a store needs it

            found += threads(Path(name))
        elif name != STDIN and os.path.isdir(name):  # noqa: PTH112 - a Path's raises for some names
            found += sorted(map(str, _inside(Path(name))))
        else:
            found.append(name)
    return found


def single(name: str) -> str:
    """The name, for commands that take one file; raises :class:`UsageError` for an address or a folder."""
    if name != STDIN and os.path.isdir(name):  # noqa: PTH112 - a Path's raises for some names
        raise UsageError(f"{name} is a folder; give one file of it", reason="usage")
    return checked(name)


def checked(name: str) -> str:
    """The name of an input; raises :class:`UsageError` for an address and for none at all."""
    if not name:
        raise UsageError("an INPUT has an empty name; is a variable of the shell not set?", reason="usage")
    if name.lower().startswith(ADDRESSES):
        raise UsageError(f"{name} is an address: this command reads saved files; use forumclean fetch", reason="usage")
    return name


def _inside(folder: Path) -> Iterator[Path]:
    taken = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") or part.endswith(COMPANION) for part in path.relative_to(folder).parts)
        and ending(path.stem if path.suffix.lower() == ".gz" else path.name) in PAGES
    ]
    if not taken:
        raise InputError(f"{folder}: the folder holds no page and no text; name the files themselves", reason="empty")
    return iter(taken)


def source(name: str) -> Source:
    """The bytes behind a name; raises :class:`InputError` where they cannot be had."""
    if name == STDIN:
        return Source(STDIN, _inflated(STDIN, standard_input().read()))
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}); check the path", reason="unreadable") from error
    return Source(name, _inflated(name, data))


def _inflated(name: str, data: bytes) -> bytes:
    """The data, unpacked where it is gzip."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return b"".join(_chunks(name, data))
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{name}: the gzip data is damaged ({error}); get the file again", reason="damaged") from error


def _chunks(name: str, data: bytes) -> Iterator[bytes]:
    """The unpacked data piece by piece; raises :class:`InputError` for what swells as no text does."""
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        while chunk := packed.read(CHUNK):
            size += len(chunk)
            if size > BOMB_SIZE and size > BOMB_RATIO * len(data):
                raise InputError(
                    f"{name}: unpacked it is more than {BOMB_RATIO} times as large, as no text is; unpack it yourself if it is one",
                    reason="bomb",
                )
            yield chunk
