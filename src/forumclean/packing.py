"""How packed data is read wherever it comes from: how far it may swell before it is a bomb, and what deflate begins with."""

from __future__ import annotations

import zlib

CHUNK = 1 << 20
"""Unpacked bytes at a time."""
BOMB_SIZE, BOMB_RATIO = 100_000_000, 200
"""From this size on packed data that swells by more than this is a bomb (text swells by 3 to 20)."""


def deflate_window(start: bytes) -> int:
    r"""What zlib is to be told of deflate by its first two bytes: some servers leave its header out (RFC 9110, 8.4.1.2).

    >>> deflate_window(b"\x78\x9c"), deflate_window(b"\x4b\x4c")
    (15, -15)
    """
    headed = start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
