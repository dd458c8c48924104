"""Bytes read with one codec, nothing lost: what is no text becomes U+FFFD and a :class:`Loss` with its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from forumclean.decode import resync, steps
from forumclean.errors import InputError
from forumclean.model import Loss

LONE = "\ufffd"
SURROGATE_RE = re.compile("[\ud800-\udfff]+")
"""In text decoded with ``surrogateescape``: bytes that are no text."""
PART_RE = re.compile("[\udcc2-\udcdf]|[\udce0-\udcef][\udc80-\udcbf]?|[\udcf0-\udcf4][\udc80-\udcbf]{0,2}|.", re.DOTALL)
"""What of a damaged run makes one replacement character in UTF-8: the beginning of a character."""
CESU_RE = re.compile("\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf]")
"""A character beyond the BMP as two surrogates of three bytes each, as Java and old MySQL write emoji."""
UNIT_RE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x00-\xff]")


class Reading(NamedTuple):
    """The text that a codec makes of bytes, and what it could not read."""

    text: str
    codec: str
    losses: tuple[Loss, ...] = ()
    """Also ranges that are sound text and would be written otherwise (two codes for one character)."""
    damaged: int = 0
    """Bytes that are no text."""
    first: int = -1
    """Offset of the first of them."""
    hexed: str = ""
    """It and its neighbours, for the message."""


def encode(
    text: str, encoding: str, bom: bytes = b"", losses: Iterable[Loss] = (), mojibake: tuple[str, ...] = ()
) -> bytes:
    r"""The bytes that a document was decoded from; raises :class:`InputError` for text that its codec cannot write.

    >>> encode("好�", "gb18030", b"", [Loss(1, 2, b"\xff")])
    b'\xba\xc3\xff'
    """
    parts = [bom]
    reached = 0
    try:
        for loss in losses:
            parts += (steps.back(text[reached : loss.start], mojibake).encode(encoding), loss.raw)
            reached = loss.end
        parts.append(steps.back(text[reached:], mojibake).encode(encoding))
    except UnicodeError as error:
        raise InputError(
            f"the text from character {reached} on was changed after decoding: {encoding} cannot write it ({error})",
            reason="encoding",
        ) from error
    return b"".join(parts)


def _family(codec: str, size: int) -> bool:
    return codec.startswith(f"utf-{size}-")


def _sound(run: str, codec: str) -> str | None:
    """The text of bytes that the codec refuses and that are plain all the same, else ``None``."""
    if run == "\udc80" and codec == "gb18030":
        return "€"  # Windows' GBK (cp936) has the euro sign there; a longer run is damage
    if codec == "utf-8" and CESU_RE.fullmatch(run):
        return (
            run.encode("utf-8", "surrogateescape")
            .decode("utf-8", "surrogatepass")
            .encode("utf-16-le", "surrogatepass")
            .decode("utf-16-le")
        )
    return None


def _written_size(escaped: str, codec: str, raw_of: str) -> int:
    """How many bytes a text with surrogates stands for (for the message: a codec with two codes may be a byte off)."""
    try:
        return len(escaped.encode(codec, "surrogateescape" if raw_of == "escape" else "surrogatepass"))
    except UnicodeEncodeError:
        return len(escaped.encode(codec, "replace"))


def _settled(escaped: str, codec: str, raw_of: str) -> Reading:
    """A text whose bad bytes are surrogates → one with replacement characters and losses.

    ``raw_of`` says what a surrogate stands for: a byte (``escape``) or itself (``pass``).
    """
    parts: list[str] = []
    losses: list[Loss] = []
    reached = length = damaged = 0
    first, hexed = -1, ""
    for match in SURROGATE_RE.finditer(escaped):
        run = match[0]
        raw = run.encode("utf-8", "surrogateescape") if raw_of == "escape" else run.encode(codec, "surrogatepass")
        sound = _sound(run, codec)
        new = sound or LONE * (len(PART_RE.findall(run)) if codec == "utf-8" and raw_of == "escape" else len(run))
        length += match.start() - reached
        parts += (escaped[reached : match.start()], new)
        losses.append(Loss(length, length + len(new), raw))
        if not sound:
            damaged += len(raw)
            if first < 0:
                first = _written_size(escaped[: match.start()], codec, raw_of)
                hexed = raw[:8].hex(" ")
        length += len(new)
        reached = match.end()
    parts.append(escaped[reached:])
    return Reading("".join(parts), codec, tuple(losses), damaged, first, hexed)


def _wide(data: bytes, codec: str) -> Reading:
    """UTF-16: a lone surrogate or an odd byte at the end is damage; the rest is what it is."""
    even = len(data) & ~1
    reading = _settled(data[:even].decode(codec, "surrogatepass"), codec, "pass")
    return _with_tail(reading, data, even)


def _widest(data: bytes, codec: str) -> Reading:
    """UTF-32: four bytes are one character or one piece of damage."""
    even = len(data) & ~3
    text = data[:even].decode(codec, "replace")
    genuine = LONE.encode(codec)
    units = ((i, data[4 * i : 4 * i + 4]) for i, char in enumerate(text) if char == LONE)
    losses = tuple(Loss(i, i + 1, raw) for i, raw in units if raw != genuine)
    first = losses[0] if losses else Loss(-1, 0, b"")
    reading = Reading(text, codec, losses, 4 * len(losses), max(4 * first.start, -1), first.raw.hex(" "))
    return _with_tail(reading, data, even)


def _with_tail(reading: Reading, data: bytes, end: int) -> Reading:
    tail = data[end:]
    if not tail:
        return reading
    size = len(reading.text)
    first, hexed = (reading.first, reading.hexed) if reading.damaged else (end, tail.hex(" "))
    losses = (*reading.losses, Loss(size, size + 1, tail))
    return Reading(reading.text + LONE, reading.codec, losses, reading.damaged + len(tail), first, hexed)


def _escaped(data: bytes, codec: str, first: int) -> Reading:
    if codec in resync.CODECS:
        return _settled(resync.decode(data, codec), codec, "escape")
    try:
        return _settled(data.decode(codec, "surrogateescape"), codec, "escape")
    except UnicodeDecodeError:  # codecs with shift states (iso-2022, hz): the damage takes ASCII bytes with it
        text = data.decode(codec, "replace")
        return Reading(text, codec, (Loss(0, len(text), data),), text.count(LONE), first, data[first:][:4].hex(" "))


def _units(line: bytes, codec: str, start: int) -> list[Loss]:
    """The characters of a sound double-byte line that have two codes and are written with the other one."""
    losses: list[Loss] = []
    for unit in UNIT_RE.findall(line):
        text = unit.decode(codec)
        if text.encode(codec) != unit:
            losses.append(Loss(start, start + len(text), unit))
        start += len(text)
    return losses


def _kept(reading: Reading, data: bytes) -> Reading:
    """The reading with as many more losses as it takes to get ``data`` back."""
    text, codec = reading.text, reading.codec
    if not reading.losses and text.encode(codec, "replace") == data:
        return reading
    try:
        if encode(text, codec, losses=reading.losses) == data:
            return reading
    except InputError:
        pass
    try:
        losses = _by_line(reading, data)
        if encode(text, codec, losses=losses) == data:
            return reading._replace(losses=losses)
    except (InputError, UnicodeError, ValueError):
        pass
    return reading._replace(losses=(Loss(0, len(text), data),))


def lines_of(text: str, losses: tuple[Loss, ...]) -> Iterator[tuple[str, list[Loss]]]:
    """Each line without its end, with the losses in it at offsets of the line."""
    start = at = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside: list[Loss] = []
        while at < len(losses) and losses[at].start <= end:
            inside.append(Loss(losses[at].start - start, losses[at].end - start, losses[at].raw))
            at += 1
        yield line, inside
        start = end + 1


def _by_line(reading: Reading, data: bytes) -> tuple[Loss, ...]:
    codec = reading.codec
    found: list[Loss] = []
    start = 0
    for (line, inside), raw in zip(lines_of(reading.text, reading.losses), data.split(b"\n"), strict=True):
        if encode(line, codec, losses=inside) == raw:
            found += (Loss(loss.start + start, loss.end + start, loss.raw) for loss in inside)
        elif not inside and codec in resync.CODECS:
            found += _units(raw, codec, start)
        else:
            found.append(Loss(start, start + len(line), raw))
        start += len(line) + 1
    return tuple(found)


def read(data: bytes, codec: str) -> Reading:
    r"""``data`` as text; :func:`encode` with the codec and the losses gives it back, always.

    >>> reading = read("论坛".encode("gbk")[:-1], "gb18030")
    >>> reading.text, reading.losses, reading.first
    ('论�', (Loss(start=1, end=2, raw=b'\xcc'),), 2)
    """
    if _family(codec, 16):
        return _kept(_wide(data, codec), data)
    if _family(codec, 32):
        return _kept(_widest(data, codec), data)
    try:
        reading = Reading(data.decode(codec), codec)
    except UnicodeDecodeError as error:
        reading = _escaped(data, codec, error.start)
    else:
        if codec == "utf-8":  # its strict decoder takes one form of each character only
            return reading
        if codec in resync.CODECS and resync.is_doubtful(reading.text, codec):
            reading = _settled(resync.decode(data, codec), codec, "escape")
    return _kept(reading, data)


def read_big5(data: bytes) -> Reading:
    """``data`` by the Big5 table that reads more of it: HKSCS has what Hong Kong added, cp950 what Microsoft did."""
    reading = read(data, "big5hkscs")
    return min(reading, read(data, "cp950"), key=lambda r: r.damaged) if reading.damaged else reading


def of_text(text: str) -> Reading:
    r"""Text that is no bytes any more: UTF-8, lone surrogates replaced, their bytes as ``surrogatepass`` has them.

    >>> of_text("a\ud83d").losses
    (Loss(start=1, end=2, raw=b'\xed\xa0\xbd'),)
    """
    return _settled(text, "utf-8", "pass")
