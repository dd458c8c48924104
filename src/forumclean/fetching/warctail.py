"""Where the last whole record of a WARC file ends: a run that was killed may have left half of one, which hides all behind it."""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path

from forumclean.errors import OutputError

MAGIC = b"\x1f\x8b\x08"
RECORD = b"WARC/"
LENGTH_RE = re.compile(rb"\r\ncontent-length:[ \t]{0,9}(\d{1,18})[ \t]{0,9}\r\n", re.IGNORECASE)
HEAD_END, RECORD_END = b"\r\n\r\n", b"\r\n\r\n"
GZIP = 31
"""zlib's word for gzip data."""
CHUNK = 1 << 20
SHORTEST = 64
"""A member of fewer bytes may hold none of its record yet."""


def whole_end(path: Path) -> int:
    """How many bytes of the file are whole records; 0 where it is empty or is not there.

    Raises :class:`OutputError` for what is no WARC file: nothing may be added to it, and nothing taken from it.
    """
    size = path.stat().st_size if path.exists() else 0
    if not size:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = _packed_end(data, size) if path.name.endswith(".gz") else _plain_end(data, size)
    if end is None:
        raise OutputError(
            f"{path}: is no WARC file, or damaged in the middle; nothing was added to it: give another name",
            reason="output",
        )
    return end


def _plain_end(data: mmap.mmap, size: int) -> int | None:
    """The end by the lengths that the records state, from the first one on."""
    end = 0
    while end < size:
        if data[end : end + len(RECORD)] != RECORD[: size - end]:
            return None
        head = data.find(HEAD_END, end)
        stated = LENGTH_RE.search(data, end, head + 2) if head >= 0 else None
        following = head + len(HEAD_END) + int(stated[1]) + len(RECORD_END) if stated else size + 1
        if following > size:
            return end
        end = following
    return end


def _packed_end(data: mmap.mmap, size: int) -> int | None:
    """The end by the last member that holds a record; looked for from behind, as a large archive takes long to unpack."""
    start = data.rfind(MAGIC)
    while start >= 0:
        end = _member_end(data, start)
        # What follows a whole member is a new one, or the beginning of one; anything else is no place to cut.
        if end is not None and MAGIC.startswith(data[end : end + len(MAGIC)]):
            return end
        start = data.rfind(MAGIC, 0, start + len(MAGIC) - 1)
    return 0 if size < SHORTEST and MAGIC.startswith(data[: len(MAGIC)]) else None


def _member_end(data: mmap.mmap, start: int) -> int | None:
    """Where a member ends; its start where half of it is missing, ``None`` where none that holds a record begins."""
    member, at, begins = zlib.decompressobj(GZIP), start, b""
    try:
        while not member.eof and at < len(data):
            packed = data[at : at + CHUNK]
            at += len(packed)
            while packed and not member.eof:
                begins += member.decompress(packed, CHUNK)[: len(RECORD) - len(begins)]
                packed = member.unconsumed_tail
            if not RECORD.startswith(begins):
                return None
    except zlib.error:
        return None
    if begins != RECORD:
        return None
    return at - len(member.unused_data) if member.eof else start
