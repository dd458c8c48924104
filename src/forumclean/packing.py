"""How far packed data may swell before it is a bomb: one measure for files, records and answers."""

from __future__ import annotations

CHUNK = 1 << 20
"""Unpacked bytes at a time."""
BOMB_SIZE, BOMB_RATIO = 100_000_000, 200
"""From this size on packed data that swells by more than this is a bomb (text swells by 3 to 20)."""
