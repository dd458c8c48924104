"""Unpacks gzip and zstd up to the very byte where the data is damaged: what stands before it is handed out first.

The readers of Python's own throw away what they have when they meet damage, up to a buffer of good records.
"""

from __future__ import annotations

import io
import sys
import zlib
from typing import Protocol, cast

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
SKIPPABLE = b"\x2a\x4d\x18"
"""The end of the mark of a zstd frame that holds no data; its first byte is one of sixteen."""
PIECE = 1 << 16
"""Packed bytes handed over at once."""
STEP = 1 << 16
"""Bytes that zstd unpacks at once, half a block: more would be lost before damage, since it cannot be asked twice."""
DAMAGE = (OSError, EOFError, zlib.error)
"""What reading damaged packed data raises."""
JUNK = 1 << 16
"""Bytes behind the packed data that may be anything (padding, a signature); more of them are damage."""


class Unpacker(Protocol):
    """One member of a gzip file, or one frame of zstd."""

    @property
    def eof(self) -> bool:
        """True when it is whole."""

    @property
    def unused_data(self) -> bytes:
        """What was handed over and stands behind it."""

    def take(self, packed: bytes, size: int) -> bytes:
        """At most so many bytes more; ``packed`` goes on behind what was handed over before."""

    def hungry(self) -> bool:
        """True where it needs more packed data."""


class GzipMember:
    """A member of a gzip file; the checks at its end are zlib's."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._failed: zlib.error | None = None

    @property
    def eof(self) -> bool:
        """True when it is whole."""
        return self._unpacker.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind it."""
        return self._unpacker.unused_data

    def hungry(self) -> bool:
        """True where it needs more packed data."""
        return not self._unpacker.unconsumed_tail and self._failed is None

    def take(self, packed: bytes, size: int) -> bytes:
        """Some bytes more; before damage all that can be had."""
        if self._failed is not None:
            raise self._failed
        packed = self._unpacker.unconsumed_tail + packed
        before = self._unpacker.copy()  # it gives nothing at all of a piece that is damaged somewhere
        try:
            return self._unpacker.decompress(packed, size)
        except zlib.error as error:
            self._failed = error
            return _before_damage(before, packed)[:size]


def _before_damage(unpacker: zlib._Decompress, packed: bytes) -> bytes:
    """All that comes out before the error."""
    parts: list[bytes] = []
    try:
        parts.extend(unpacker.decompress(packed[at : at + 1]) for at in range(len(packed)))
    except zlib.error:
        return b"".join(parts)
    return b"".join(parts)


class ZstdFrame:
    """A frame of zstd."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415 - only for zstd
        else:
            from backports import zstd  # noqa: PLC0415 - only for zstd
        self._unpacker, self._damage = zstd.ZstdDecompressor(), zstd.ZstdError

    @property
    def eof(self) -> bool:
        """True when it is whole."""
        return self._unpacker.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind it."""
        return self._unpacker.unused_data

    def hungry(self) -> bool:
        """True where it needs more packed data."""
        return self._unpacker.needs_input

    def take(self, packed: bytes, size: int) -> bytes:
        """Some bytes more."""
        try:
            return self._unpacker.decompress(packed, min(size, STEP))
        except self._damage as error:
            raise OSError(str(error)) from error


def is_packed(start: bytes) -> bool:
    """True for data that begins as gzip or zstd does."""
    return start.startswith(GZIP) or start[:4] == ZSTD


class Unpacked(io.RawIOBase):
    """What a packed file holds, of all its members; damage raises only after all before it was read."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._member: Unpacker | None = None
        self._rest = b""
        """Packed bytes that were read and not handed over."""
        self._error: Exception | None = None
        self._over = False

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # a memoryview is what io hands over
        """Fill the buffer; less only at the end, and before damage."""
        filled = 0
        while filled < len(buffer) and not self._over and self._error is None:
            try:
                got = self._more(len(buffer) - filled)
            except DAMAGE as error:  # raised as soon as all before it was handed out
                self._error = error
                break
            buffer[filled : filled + len(got)] = got
            filled += len(got)
        if not filled and self._error is not None:
            raise self._error
        return filled

    def _more(self, size: int) -> bytes:
        """Some bytes more, perhaps none yet."""
        if self._member is None or self._member.eof:
            self._next_member()
            return b""
        if not self._member.hungry():
            return self._member.take(b"", size)
        packed, self._rest = self._rest or self._file.read1(PIECE), b""
        got = self._member.take(packed, size)
        if not packed and not got:
            raise EOFError("the packed data ends too early")
        return got

    def _next_member(self) -> None:
        """Begin the next member, or end behind the last one."""
        rest = self._rest if self._member is None else self._member.unused_data
        is_first, self._rest = self._member is None, self._filled(rest, 4)
        while self._rest.startswith(b"\0"):  # padding, as tapes have it
            self._rest = self._filled(self._rest.lstrip(b"\0"), 4)
        self._member = _member(self._rest)
        if self._member is None and not is_first:
            self._end()

    def _end(self) -> None:
        """What follows the last member and is no member is passed over, as gzip does; but lost records are not."""
        self._rest = self._filled(self._rest, JUNK + 1)
        if len(self._rest) > JUNK or GZIP + b"\x08" in self._rest or ZSTD in self._rest:
            raise OSError("what follows a packed part is not packed")
        self._over = True

    def _filled(self, start: bytes, size: int) -> bytes:
        """The bytes with so many that follow that there are ``size`` of them, where the file has them."""
        while len(start) < size and (more := self._file.read1(PIECE)):
            start += more
        return start


def _member(start: bytes) -> Unpacker | None:
    """What unpacks data that begins so."""
    if start.startswith(GZIP):
        return cast("Unpacker", GzipMember())
    if start[:4] == ZSTD or (start[1:4] == SKIPPABLE and start[0] >> 4 == 5):
        return cast("Unpacker", ZstdFrame())
    return None
