"""Unpacks gzip and deflate as browsers do, and says whether the end was there: a line that breaks leaves half a page that unpacks."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx2

from forumclean.packing import CHUNK, deflate_window

MAGIC = b"\x1f\x8b"
GZIP = 31
"""zlib's word for gzip."""


class Unpacker:
    """Takes packed data piece by piece."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inner = zlib.decompressobj(GZIP) if gzip else None
        self._waiting = b""
        """Bytes of which a second one must be known."""
        self._over = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the data unpacks to; raises :class:`httpx2.DecodingError` for what is not packed so."""
        try:
            yield from self._pieces(data)
        except zlib.error as error:
            raise httpx2.DecodingError(str(error)) from error

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        data, self._waiting = self._waiting + data, b""
        while data and not self._over:
            if self._inner is None or self._inner.eof:
                if len(data) < len(MAGIC):
                    self._waiting = data
                    return
                self._begin(data)
                continue
            yield self._inner.decompress(data, CHUNK)
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def _begin(self, data: bytes) -> None:
        """The first part, or a further one; other things behind a part are none of the page, as browsers take it."""
        if self._gzip and data.startswith(MAGIC):
            self._inner = zlib.decompressobj(GZIP)
        elif self._inner is None:
            self._inner = zlib.decompressobj(deflate_window(data))
        else:
            self._over = True

    def rest(self) -> bytes:
        """What was held back."""
        return self._inner.flush() if self._inner is not None and not self._inner.eof else b""

    @property
    def whole(self) -> bool:
        """True where the packed data came to its end."""
        return self._over or (self._inner is not None and self._inner.eof)


def unpacker(encoding: str) -> Unpacker | None:
    """What unpacks content of this encoding; ``None`` for what is left to httpx2, which tells of a missing end itself.

    >>> unpacker("br"), unpacker("gzip, gzip"), unpacker(" GZIP") is None
    (None, None, False)
    """
    name = encoding.strip().lower()
    return Unpacker(gzip=name != "deflate") if name in ("gzip", "x-gzip", "deflate") else None
