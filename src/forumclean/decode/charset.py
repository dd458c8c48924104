"""Which codec: the evidence in its order, the first that holds decides.

1. the user's word (``--encoding``);
2. a byte order mark;
3. bytes that are UTF-8, strictly: text in another charset passes that check by chance only when it is very short;
4. UTF-16 without a mark: zero bytes at every other place, and characters of ordinary text;
5. UTF-8 with damage, or with lines of another charset: many characters of three bytes are sound;
6. what the page declares, GB18030, Big5: the one that decodes and reads as Chinese.  Both often decode
   the same bytes, so common characters count (``likelihood``); the claim only tips the scales;
7. a claim of another charset that decodes strictly, then charset-normalizer's guess;
8. GB18030 with damage, or, where most is ASCII, windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from forumclean.decode import labels, wide
from forumclean.decode.foreign import read_foreign
from forumclean.decode.labels import BIG5, GB, WEAK, Claim
from forumclean.decode.likelihood import ASCII, PLAUSIBLE, beyond_ascii, score
from forumclean.decode.mixed import read_lines
from forumclean.decode.reading import Reading, read, read_big5
from forumclean.model import Source

BOMS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
CLAIMED = 0.15
"""What a claim is worth on the scale of ``likelihood.score``: wrong readings are 0.3 and more behind."""
LIKELY = 0.55
"""Good enough to decide without a look at the other codecs (wrong double-byte readings stay under 0.2)."""
SLIGHT = 0.01
"""Share of damaged bytes of a text that was damaged; one in a wrong codec has more."""
WINDOW = 4_096
LONG = 262_144
SOUND = 0.15
"""GBK and Big5 read as UTF-8 have 0.02 (three bytes that fit by chance), truncated and damaged UTF-8 0.9."""
ALL_SOUND = 0.8
"""With the characters of two bytes, of which GBK read as UTF-8 has 0.35."""
HIGH_BYTE_RE = re.compile(rb"[\x80-\xff]")
WIDE_RE = re.compile("[\u0800-\ud7ff\ue000-\U0010ffff]")


class Choice(NamedTuple):
    """A reading, and why it is the right one."""

    reading: Reading
    bom: bytes
    evidence: str


def _with_bom(data: bytes) -> tuple[bytes, str] | None:
    for bom, codec in BOMS:
        if data.startswith(bom):
            return bom, codec
    return None


def has_bom(data: bytes) -> bool:
    """True where a byte order mark begins the data."""
    return _with_bom(data) is not None


def _told(data: bytes, name: str) -> Choice:
    codec = labels.chosen(name)
    if codec in ("utf-16", "utf-32"):
        marked = _with_bom(data)
        if marked and marked[1].startswith(codec):
            return Choice(read(data[len(marked[0]) :], marked[1]), marked[0], "the encoding option and byte order mark")
        codec = wide.likeliest(data, (f"{codec}-le", f"{codec}-be"))[1]
    bom = next((bom for bom, of in BOMS if of == codec and data.startswith(bom)), b"")
    body = data[len(bom) :]
    reading = read_big5(body) if codec == BIG5 else read(body, codec)
    return Choice(reading, bom, "the encoding option")


def _windows(data: bytes, error: int) -> Iterator[bytes]:
    """Pieces to judge by: from the first byte beyond ASCII, around the first error, the end."""
    first = HIGH_BYTE_RE.search(data)
    start = first.start() if first else 0
    yield data[start : start + WINDOW]
    yield data[max(start + WINDOW, error - WINDOW) : error + WINDOW]
    yield data[max(start + WINDOW, error + WINDOW, len(data) - WINDOW) :]


def _is_mostly_utf8(data: bytes, error: int) -> bool:
    """True where much of what is beyond ASCII is sound UTF-8: characters (of three bytes, of any) against bad bytes."""
    wide = good = bad = 0
    for window in _windows(data, error):
        high = beyond_ascii(window.decode("utf-8", "ignore"))
        size, pairs = len(high.encode("utf-8")), len(high.encode("utf-16-le")) // 2 - len(high)
        bad += len(window.translate(None, ASCII)) - size
        good += len(high)
        wide += size - 2 * len(high) - pairs  # each has two bytes and up to two more
    return wide >= SOUND * (wide + bad / 2) > 0 or good >= ALL_SOUND * (good + bad / 2) > 0


def _nearly_utf8(data: bytes, error: int, claims: tuple[Claim, ...]) -> Choice | None:
    """Damaged UTF-8, or UTF-8 pasted together with lines of another charset; ``None`` where it is another charset."""
    if not _is_mostly_utf8(data, error):
        return None
    reading, counts = read_lines(data)
    if not counts:
        return Choice(reading, b"", f"it is UTF-8 but for damaged bytes{_suffix(claims, 'utf-8')}")
    told = " and ".join(f"{number} line{'s' * (number > 1)} of {codec}" for codec, number in counts.items())
    return Choice(reading, b"", f"it is UTF-8 with {told} in it")


def _is_short_gb(text: str, data: bytes, claims: tuple[Claim, ...]) -> bool:
    """True for a few double-byte characters that happen to be valid UTF-8 (all of it two-byte letters).

    Must not fire for a page whose only such letters are ``©`` and ``·``: a claim of GBK is asked for, and
    common Chinese in the result.
    """
    if WIDE_RE.search(text) or not any(claim.codec in (GB, BIG5) for claim in claims):
        return False
    try:
        return score(data.decode(GB)) >= LIKELY
    except UnicodeDecodeError:
        return False


def _suffix(claims: tuple[Claim, ...], codec: str) -> str:
    """Says so where the page declares something else."""
    other = next((c for c in claims if c.codec != codec and c.codec not in WEAK), None)
    same = any(claim.codec == codec for claim in claims)
    return f", though the {other.place} says {other.label}" if other and not same else ""


def _is_promising(data: bytes, codec: str) -> bool:
    """False where pieces of a long document do not read as Chinese at all: the whole need not be tried."""
    if len(data) <= LONG:
        return True
    pieces = (data[len(data) * part // 8 :][: 2 * WINDOW] for part in range(8))
    return score("".join(piece.decode(codec, "replace") for piece in pieces)) >= PLAUSIBLE / 2


def _double_byte(data: bytes, claims: tuple[Claim, ...]) -> Choice | None:
    """GB18030 or Big5, whichever reads as Chinese; ``None`` where neither does."""
    claimed = {claim.codec: claim.place for claim in reversed(claims)}
    best: Choice | None = None
    best_worth = 0.0
    order = sorted((GB, BIG5), key=lambda codec: codec not in claimed)
    for codec in order:
        if not _is_promising(data, codec):
            continue
        reading = read_big5(data) if codec == BIG5 else read(data, codec)
        plain = score(reading.text)
        worth = plain + (CLAIMED if codec in claimed else 0.0)
        if plain >= PLAUSIBLE and worth > best_worth:
            place = claimed.get(codec)
            because = (
                f"{place}, and it reads as Chinese"
                if place
                else f"it reads as Chinese in {codec}{_suffix(claims, codec)}"
            )
            best, best_worth = Choice(reading, b"", because), worth
        if plain >= LIKELY and reading.damaged <= SLIGHT * len(data):
            break
    return best


def _valid_utf8(text: str, data: bytes, source: Source) -> Choice:
    """UTF-8, unless the bytes are more likely something that is valid UTF-8 by chance."""
    if wide.is_full_of_zeros(data) and (codec := wide.codec_of(data)):
        return Choice(read(data, codec), b"", "zero bytes where UTF-16 and UTF-32 have them")
    if text.isascii():
        return Choice(Reading(text, "utf-8"), b"", "it is ASCII")
    claims = labels.claims(data, source.headers)
    if _is_short_gb(text, data, claims):
        return Choice(read(data, GB), b"", "it declares a Chinese charset and reads as Chinese in gb18030")
    return Choice(Reading(text, "utf-8"), b"", f"it is valid UTF-8{_suffix(claims, 'utf-8')}")


def _not_utf8(data: bytes, source: Source, error: int) -> Choice:
    if b"\0" in data and (codec := wide.codec_of(data)):
        return Choice(read(data, codec), b"", "zero bytes where UTF-16 and UTF-32 have them")
    claims = labels.claims(data, source.headers)
    choice = _nearly_utf8(data, error, claims) or _double_byte(data, claims)
    if choice:
        return choice
    reading, evidence = read_foreign(data, claims)
    return Choice(reading, b"", evidence)


def choose(data: bytes, source: Source, encoding: str | None) -> Choice:
    """The reading of ``data`` that the evidence calls for."""
    if encoding is not None:
        return _told(data, encoding)
    bom, codec = _with_bom(data) or (b"", "utf-8")
    body = data.removeprefix(bom)
    if codec != "utf-8":
        return Choice(read(body, codec), bom, "byte order mark")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(body, source, error.start)._replace(bom=bom)
    return Choice(Reading(text, "utf-8"), bom, "byte order mark") if bom else _valid_utf8(text, data, source)
