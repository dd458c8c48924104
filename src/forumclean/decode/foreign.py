"""What does not read as Chinese: other languages, a handful of rare characters, single accents."""

from __future__ import annotations

import re

from forumclean.decode import labels, wide
from forumclean.decode.labels import BIG5, GB, WEAK, Claim
from forumclean.decode.reading import Reading, read, read_big5

HEAD = 65_536
PIECE = 16_384
FEW = 60
"""Bytes beyond ASCII up to which rare characters are as good a reading as another language."""
ALONE = 0.7
"""Share of bytes beyond ASCII that stand alone in languages of Latin letters, at least."""
ALONE_RE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
KNOWN = 0.7
"""Share of Chinese, though rare, that is in GB2312; other languages read as GB18030 fall outside."""
HANDFUL = 6
"""So few characters of GBK are no evidence of another language."""
HIGH_RE = re.compile("[^\x00-\x7f]+")
HIGH_BYTE_RE = re.compile(rb"[\x80-\xff]")
ACCENT_RE = re.compile(r"(?<=[A-Za-z])[\u3400-\u9fff\ue000-\uf8ff](?=[A-Za-z\s.,])")
"""An accented letter that took its neighbour: it stands alone among Latin letters."""


def _is_known(text: str) -> bool:
    """True for a few characters that Chinese has, however rare."""
    high = "".join(HIGH_RE.findall(text[:HEAD]))
    known = len(high.encode("gb2312", "ignore")) // 2
    return (known >= KNOWN * len(high) or len(high) <= HANDFUL) and 2 * len(ACCENT_RE.findall(text[:HEAD])) <= len(high)


def guess(data: bytes) -> str | None:
    """charset-normalizer's best guess on a piece that ends with a line (for half a character it has none)."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and hardly any input needs it

    first = HIGH_BYTE_RE.search(data)
    start = max(0, (first.start() if first else 0) - 256)
    piece = data[start : start + PIECE]
    piece = piece[: piece.rfind(b"\n") + 1] or piece
    for cut in range(4):
        best = from_bytes(piece[: len(piece) - cut]).best()
        if best is not None:
            return labels.codec_of(best.encoding)
    return None


def read_foreign(data: bytes, claims: tuple[Claim, ...]) -> tuple[Reading, str]:
    """The likeliest reading of what is no Chinese prose, and why: a claim that decodes, a shape, a guess."""
    for claim in claims:
        if claim.codec not in WEAK and claim.codec != "utf-8":
            reading = read(data, claim.codec)
            if not reading.damaged:
                return reading, f"{claim.place}, and it decodes"
    if codec := wide.codec_of(data):
        return read(data, codec), "it reads as text in UTF-16 or UTF-32"
    gb = read(data, GB)
    high = len(HIGH_BYTE_RE.findall(data[:HEAD]))
    if high < FEW and not gb.damaged and _is_known(gb.text):
        return gb, "it decodes as gb18030"
    if len(ALONE_RE.findall(data[:HEAD])) >= ALONE * high:
        return read(data, "cp1252"), "mostly ASCII, the rest single letters"
    if codec := guess(data):
        reading = read_big5(data) if codec == BIG5 else read(data, codec)
        if reading.damaged <= gb.damaged:
            return reading, "charset-normalizer's guess"
    return gb, "nothing fits better"
