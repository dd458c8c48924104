"""One wrong decoding, done and undone: the codecs of mojibake as programs really apply them.

They differ from Python's in single places, and those places decide whether the way back exists:
Windows' GBK reads the byte 80 as the euro sign, browsers read windows-1252 with C1 controls in its five holes.
"""

from __future__ import annotations

import codecs

_CP1252 = bytes(range(256)).decode("latin-1")
_CP1252 = (
    _CP1252[:0x80]
    + "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0xA0))
    + _CP1252[0xA0:]
)
_CP1252_MAP = codecs.charmap_build(_CP1252)
SPECIALS = "".join(sign for sign in _CP1252[0x80:0xA0] if sign > "\xff")
"""The signs that windows-1252 has where Latin-1 has control characters."""


def written(text: str, codec: str) -> bytes:
    r"""The bytes that were wrongly read as ``text``; raises :class:`UnicodeEncodeError` where there are none.

    >>> written("銆€", "gb18030").decode("utf-8")
    '\u3000'
    """
    if codec == "cp1252":
        return codecs.charmap_encode(text, "strict", _CP1252_MAP)[0]
    if codec == "gb18030":
        return b"\x80".join(part.encode("gb18030") for part in text.split("€"))
    return text.encode(codec)


def misread(raw: bytes, codec: str) -> str:
    """What a program that takes ``raw`` for ``codec`` shows; raises :class:`UnicodeError` where it fails."""
    if codec == "cp1252":
        return codecs.charmap_decode(raw, "strict", _CP1252)[0]
    if codec == "gb18030" and b"\x80" in raw:
        text = raw.decode("gb18030", "surrogateescape").replace("\udc80", "€")
        text.encode("utf-8")  # raises for bytes that are still no text
        return text
    return raw.decode(codec)


def back(text: str, mojibake: tuple[str, ...]) -> str:
    """The text as it was before the repair: ``mojibake`` holds pairs (wrongly read with, really), in order of repair.

    >>> back("中文", ("gb18030", "utf-8"))
    '涓\ue15f枃'
    """
    for at in range(len(mojibake) - 2, -1, -2):
        text = misread(text.encode(mojibake[at + 1]), mojibake[at])
    return text
