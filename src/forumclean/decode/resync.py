"""Double-byte text with damaged bytes, read so that each of them costs itself and not the rest of its line.

In GBK and Big5 nothing tells a lead byte from a trail byte.  Where one byte is lost, a plain decoder pairs
every following byte wrongly up to the next sign or line end, and finds nothing amiss until there.  Which byte is
alone shows in what the others then read: the reading with the most common characters is taken.
"""

from __future__ import annotations

import re
from functools import lru_cache

from forumclean.decode.likelihood import COMMON, STRANGE_RE

CODECS = frozenset({"gb18030", "big5hkscs", "cp950"})
RUN_RE = re.compile(rb"[\x80-\xff][^\x00-\x2f\x3a-\x3f]*")
"""From the first byte beyond ASCII to one that cannot be part of a double-byte character (digits can, in GB18030):
a run begins and ends between characters."""
LONGEST = 3_000
"""Bytes of a run that is weighed byte by byte; longer ones hardly occur in text and are decoded plainly."""
BUDGET = 300_000
"""Bytes weighed in one document (about 2 µs each); what is damaged beyond that is not worth the time."""
USUAL_RE = re.compile(f"[\\x00-\\x7f{re.escape(''.join(sorted(COMMON)))}]+")
STRETCH = 5
"""So many characters in a row without a common one: 1 in 600 in prose, the rule in wrong pairs."""
SELDOM = 100
"""Characters for each of which one such stretch is nothing unusual for a Chinese text."""
RARE = 1.5
"""Mean cost of such a stretch: 1.0 to 1.3 in prose, about 2 in wrong pairs."""
GAIN = 8.0
"""By how much a damaged reading must be cheaper than one without damage; its bad byte is paid for."""
CUT = 5.0
"""Cost of one at the end of a run: files and titles are cut off there."""
LETTER_RE = re.compile("[\u0370-\u04ff\u3041-\u30ff\u3105-\u3129]")
"""Greek, Cyrillic, kana, bopomofo: names, formulas and dictionaries have them in rows."""
GHOST = 2.5
"""Cost of a byte that was dropped: it must make a character that is to be expected (its own cost counts more)."""
SIGN = 2.5
"""Cost of a byte that is a sign on its own: the euro of Windows' GBK, and these where all bytes were Latin letters."""
SIGNS = frozenset("£¥§©«®°±·»×÷".encode("latin-1"))
"""What pages write as entities: alone among garbled bytes they are themselves and no half characters."""
BAD = 6.0
"""Cost of a byte on its own: more than any one character, less than the three or four wrong ones it would explain."""


@lru_cache(maxsize=65_536)
def _cost(unit: bytes, codec: str) -> float:
    """How little a character is to be expected; ``BAD`` for each byte where it is none."""
    try:
        text = unit.decode(codec)
    except UnicodeDecodeError:
        return BAD * len(unit) + 1
    if text in COMMON:
        return 0.0
    if LETTER_RE.match(text):
        return 1.0 if text >= "\u3041" and text <= "\u30ff" else 2.0
    if len(unit) > 2 or STRANGE_RE.match(text):
        return 6.5
    if codec == "gb18030":  # level 1 of GB2312 is the everyday part, then level 2, then what GBK added
        known = unit[0] > 0xA0 and unit[1] > 0xA0
        return (1.0 if unit < b"\xd8\xa1" else 2.0) if known else 4.5
    return 1.0 if unit < b"\xc6\xa1" else 3.0


@lru_cache(maxsize=65_536)
def _read(unit: bytes, codec: str) -> str:
    return unit.decode(codec, "surrogateescape")


def _weighed(run: bytes, codec: str, ghost: int | None) -> tuple[float, str]:
    """The cheapest reading of a run and its cost, bytes on their own as surrogates (as ``surrogateescape`` has them).

    ``ghost`` is a trail byte that was dropped wherever it stood: a lead byte on its own is then half a character.
    """
    size = len(run)
    cost = [0.0] * (size + 1)
    width = [1] * size
    for i in range(size - 1, -1, -1):
        byte = run[i]
        alone = BAD if i + 1 < size else CUT
        if (byte == 0x80 and codec == "gb18030") or (ghost and byte in SIGNS):
            alone = SIGN
        best = cost[i + 1] + (0.0 if byte < 0x80 else alone)
        if byte > 0x80 and i + 1 < size:
            quad = codec == "gb18030" and 0x30 <= run[i + 1] <= 0x39
            step = 4 if quad else 2
            if i + step <= size and (with_unit := cost[i + step] + _cost(run[i : i + step], codec)) <= best:
                best, width[i] = with_unit, step
        if ghost and byte > 0x80 and byte not in SIGNS:
            haunted = cost[i + 1] + GHOST + 1.5 * _cost(bytes((byte, ghost)), codec)
            best, width[i] = (haunted, 0) if haunted < best else (best, width[i])
        cost[i] = best
    parts: list[str] = []
    i = 0
    while i < size:
        unit = run[i : i + width[i]] if width[i] or ghost is None else bytes((run[i], ghost))
        parts.append(_read(unit, codec))
        i += width[i] or 1
    return cost[0], "".join(parts)


def _plain_cost(text: str, codec: str) -> float:
    return sum(_cost(char.encode(codec, "replace"), codec) for char in text)


def _stretches(text: str) -> list[str]:
    """What stands between common characters, where it is long (a split is twice as fast as a search for it)."""
    return [part for part in USUAL_RE.split(text) if len(part) >= STRETCH]


def _is_rare(stretch: str, codec: str) -> bool:
    head = stretch[:40]
    return _plain_cost(head, codec) >= RARE * len(head)


def _is_odd(text: str, codec: str) -> bool:
    """True where a stretch without common characters is of rare ones too: names and lists of words are not."""
    return any(_is_rare(stretch, codec) for stretch in _stretches(text))


class _Reader:
    """Reads the runs of one document, with a budget for the weighing."""

    def __init__(self, codec: str, ghost: int | None) -> None:
        self.codec = codec
        self.ghost = ghost
        self.budget = BUDGET

    def _may_weigh(self, run: bytes) -> bool:
        self.budget -= len(run)
        return len(run) <= LONGEST and self.budget >= 0

    def run(self, run: bytes) -> str:
        """A run between two bytes that are ASCII for certain."""
        try:
            text = run.decode(self.codec)
        except UnicodeDecodeError:
            if self._may_weigh(run):
                return _weighed(run, self.codec, self.ghost)[1]
            return run.decode(self.codec, "surrogateescape")
        if _is_odd(text, self.codec) and self._may_weigh(run):
            cost, mended = _weighed(run, self.codec, self.ghost)
            return mended if cost + GAIN <= _plain_cost(text, self.codec) else text
        return text

    def line(self, line: bytes) -> str:
        """A line, run by run where that is called for."""
        try:
            text = line.decode(self.codec)
        except UnicodeDecodeError:
            pass
        else:
            if not _is_odd(text, self.codec):
                return text
        parts: list[str] = []
        reached = 0
        for match in RUN_RE.finditer(line):
            parts += (line[reached : match.start()].decode("ascii"), self.run(match[0]))
            reached = match.end()
        parts.append(line[reached:].decode("ascii"))
        return "".join(parts)


def is_doubtful(text: str, codec: str) -> bool:
    """True where a text that decoded without an error has a few stretches that no Chinese text has.

    Where the byte behind a lost one is an ASCII letter, the pairing goes wrong in silence.  A text full of rare
    characters (another language, a wrong codec) is not meant.
    """
    allowed = 3 + len(text) // SELDOM
    stretches = _stretches(text)
    return len(stretches) <= allowed and any(_is_rare(stretch, codec) for stretch in stretches)


def decode(data: bytes, codec: str, ghost: int | None = None) -> str:
    """``data`` read with ``codec``, bytes that are no character as surrogates (as ``surrogateescape`` has them).

    ``ghost`` is a trail byte that was dropped wherever it stood.

    >>> line = "今天的论坛很好".encode("gbk")
    >>> decode(line[:3] + line[4:], "gb18030")[2:]  # one byte lost: one character
    '的论坛很好'
    """
    reader = _Reader(codec, ghost)
    return "".join([reader.line(line) for line in data.splitlines(keepends=True)])
