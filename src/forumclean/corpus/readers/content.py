"""The page in the stored body of an HTTP answer: out of its chunks and unpacked, within bounds.

A reader of archives that does it itself ends the whole archive at one bad body, and unpacks whatever a body swells to.
"""

from __future__ import annotations

import gzip
import io
import platform
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import IO, cast

from forumclean.corpus.opening import open_zstd, zstd_errors
from forumclean.errors import InputError
from forumclean.packing import BOMB_RATIO, BOMB_SIZE, CHUNK, deflate_window

PIECE = 1 << 16
"""Packed bytes handed over at once: what is not used yet is copied each time."""
LAYERS = 5
"""Packings in one another that are undone; servers use one."""
PLAIN = 1_000
"""Bytes at the begin of a page that show that it is not packed."""
BLANK = b"\xef\xbb\xbf \t\r\n"
CONTROL_RE = re.compile(rb"[\x00-\x08\x0e-\x1f]")
SIZE_LINE = 1_000
"""Bytes of the line before a chunk, its extensions included."""


def content_of(body: bytes, headers: Mapping[str, str]) -> bytes:
    r"""The content of a body as its headers say it was packed; a packing that nobody knows is none (servers write utf-8 there).

    Raises :class:`InputError` for what cannot be unpacked (``content``) and what swells as no page does (``bomb``).

    >>> content_of(b"3\r\nabc\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"})
    b'abc'
    """
    layers = [*_named(headers, "content-encoding"), *_named(headers, "transfer-encoding")]
    if len(layers) > LAYERS:
        raise InputError(f"it is packed {len(layers)} times over, as no page is; leave the record out", reason="bomb")
    content = body
    for layer in reversed(layers):
        content = _unpacked(layer, content, len(body)) if content else content
    return content


def _named(headers: Mapping[str, str], field: str) -> list[str]:
    """The packings that a header names and that are known, in the order in which they were done."""
    told = ",".join(value for name, value in headers.items() if name.lower() == field)
    return [name for part in told.split(",") if (name := part.strip().lower()) in UNPACKERS]


def _unpacked(layer: str, packed: bytes, stored: int) -> bytes:
    try:
        return b"".join(bounded(UNPACKERS[layer](packed), lambda: stored))
    except zstd_errors() as error:
        if _is_plain(packed):
            return packed
        message = f"the content is called {layer} and is not, or is damaged ({error}); fetch the page again"
        raise InputError(message, reason="content") from error


def _is_plain(content: bytes) -> bool:
    """True for a page as it is: many tools store it unpacked, and the head as the server sent it."""
    return content[:PLAIN].lstrip(BLANK)[:1] in (b"<", b"{") and not CONTROL_RE.search(content, 0, PLAIN)


def bounded(pieces: Iterable[bytes], stored: Callable[[], int]) -> Iterator[bytes]:
    """The pieces; raises :class:`InputError` for more than the ``stored`` bytes (0: unknown) of a page can swell to."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > BOMB_SIZE and 0 < BOMB_RATIO * stored() < size:
            message = (
                f"unpacked it is more than {BOMB_RATIO} times as large, as no page is; unpack it yourself if it is one"
            )
            raise InputError(message, reason="bomb")
        yield piece


def _chunks(body: bytes) -> Iterator[bytes]:
    """The chunks of a chunked body."""
    at = 0
    while size := _size(body, at):
        start = body.index(b"\n", at) + 1
        at = start + size + 2
        if at > len(body):
            raise EOFError("it ends inside a chunk")
        yield body[start : start + size]


def _size(body: bytes, at: int) -> int:
    """The size of the chunk whose line begins here."""
    line, end, _ = body[at : at + SIZE_LINE].partition(b"\n")
    digits = line.partition(b";")[0].strip()
    if not end or not digits.isalnum():
        raise OSError(f"there is no size of a chunk at byte {at}")
    try:
        return int(digits, 16)
    except ValueError as error:
        raise OSError(f"{digits[:20]!r} at byte {at} is no size of a chunk") from error


def _gzip(packed: bytes) -> Iterator[bytes]:
    return _read(cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(packed))))


def _zstd(packed: bytes) -> Iterator[bytes]:
    return _read(open_zstd(io.BytesIO(packed)))


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(CHUNK):
            yield piece


def _deflate(packed: bytes) -> Iterator[bytes]:
    """Deflate with its header or, as some servers send it, without."""
    unpacker = zlib.decompressobj(deflate_window(packed))
    for piece in _pieces(packed):
        rest = piece
        while rest:
            yield unpacker.decompress(rest, CHUNK)
            rest = unpacker.unconsumed_tail
        if unpacker.eof:  # what follows is not looked at: it would be copied with each piece
            break
    yield unpacker.flush()
    if not unpacker.eof:
        raise EOFError("it ends too early")


def _brotli(packed: bytes) -> Iterator[bytes]:
    # httpx2 brings one of the two.
    brotli = import_module("brotli" if platform.python_implementation() == "CPython" else "brotlicffi")
    unpacker = brotli.Decompressor()
    try:
        for piece in _pieces(packed):
            yield unpacker.process(piece, output_buffer_limit=CHUNK)
            while not (unpacker.can_accept_more_data() or unpacker.is_finished()):
                yield unpacker.process(b"", output_buffer_limit=CHUNK)
    except brotli.error as error:
        raise OSError(str(error)) from error
    if not unpacker.is_finished():
        raise EOFError("it ends too early")


def _pieces(packed: bytes) -> Iterator[bytes]:
    return (packed[at : at + PIECE] for at in range(0, len(packed), PIECE))


UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "chunked": _chunks,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
"""What undoes a packing, by the name that headers give it."""
