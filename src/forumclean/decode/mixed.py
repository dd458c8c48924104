"""Dumps pasted together from sources of several charsets: each line is read by what it is."""

from __future__ import annotations

import re

from forumclean.decode.likelihood import score
from forumclean.decode.reading import Reading, read
from forumclean.model import Loss

FOREIGN = ("gb18030", "big5hkscs")
PLAUSIBLE = 0.35
CERTAIN = 0.5
"""Score of a short line: there is less of it, so it must be better."""
SHORTEST = 4
SHORT = 12
"""Bytes beyond ASCII that a line must have to be another charset and not damage; up to the second it is short."""
WIDE_RE = re.compile("[\u0800-\ufffc\U00010000-\U0010ffff]")
SOUND = 2
"""Characters of three bytes for each bad byte in a line that is UTF-8 for certain."""
HIGH_RE = re.compile(rb"[\x80-\xff]")


def _foreign(line: bytes) -> Reading | None:
    """A line that is no UTF-8, in the double-byte charset that it reads well in."""
    high = len(HIGH_RE.findall(line))
    if high < SHORTEST:
        return None
    readings = (read(line, codec) for codec in FOREIGN)
    worth, reading = max(
        ((score(r.text), r) for r in readings if not r.damaged), key=lambda pair: pair[0], default=(0.0, None)
    )
    return reading if worth >= (PLAUSIBLE if high >= SHORT else CERTAIN) else None


def _is_sound(reading: Reading) -> bool:
    """True for a line whose UTF-8 has many characters of three bytes for a bad byte: no other charset gives them by chance."""
    wide = len(WIDE_RE.findall(reading.text))
    return wide >= SHORTEST and wide >= SOUND * reading.damaged


def read_lines(data: bytes) -> tuple[Reading, dict[str, int]]:
    r"""UTF-8 with lines of other charsets in it (they keep their bytes as losses), and how many of each.

    >>> reading, counts = read_lines("论坛\n".encode() + "今天的天气很好".encode("gbk"))
    >>> reading.text, counts
    ('论坛\n今天的天气很好', {'gb18030': 1})
    """
    parts: list[str] = []
    losses: list[Loss] = []
    counts: dict[str, int] = {}
    length = at = damaged = 0
    first, hexed = -1, ""
    for line in data.splitlines(keepends=True):
        reading = read(line, "utf-8")
        if reading.damaged and not _is_sound(reading) and (other := _foreign(line)):
            body = line.rstrip(b"\r\n")  # a loss keeps to its line: what mends mojibake goes line by line
            losses.append(Loss(length, length + len(other.text) - len(line) + len(body), body))
            counts[other.codec] = counts.get(other.codec, 0) + 1
            reading = other
        else:
            losses += (Loss(loss.start + length, loss.end + length, loss.raw) for loss in reading.losses)
            if reading.damaged and first < 0:
                first, hexed = at + reading.first, reading.hexed
            damaged += reading.damaged
        parts.append(reading.text)
        length += len(reading.text)
        at += len(line)
    return Reading("".join(parts), "utf-8", tuple(losses), damaged, first, hexed), counts
