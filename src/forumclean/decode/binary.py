"""Tells what is no text at all, and says what it is."""

from __future__ import annotations

from typing import NamedTuple

from forumclean.decode.reading import Reading
from forumclean.errors import InputError

UNPACK = "unpack it and give the pages inside"
PAGE = "save the thread as a web page or as text and give that"


class Signature(NamedTuple):
    """The first bytes of a file format, what it is, and what to do with it."""

    start: bytes
    what: str
    advice: str
    binary_after: bool = False
    """The start is typeable, so it counts only with control characters right after it."""


SIGNATURES = (
    Signature(b"\x89PNG\r\n\x1a\n", "a PNG picture", PAGE),
    Signature(b"\xff\xd8\xff", "a JPEG picture", PAGE),
    Signature(b"GIF87a", "a GIF picture", PAGE, binary_after=True),
    Signature(b"GIF89a", "a GIF picture", PAGE, binary_after=True),
    Signature(b"RIFF", "a WebP picture, a sound or a film (RIFF)", PAGE, binary_after=True),
    Signature(b"BM", "a BMP picture", PAGE, binary_after=True),
    Signature(b"II*\0", "a TIFF picture", PAGE),
    Signature(b"MM\0*", "a TIFF picture", PAGE),
    Signature(b"%PDF-", "a PDF", "extract its text (pdftotext) or save the thread's page"),
    Signature(
        b"PK\x03\x04", "a ZIP archive or an Office document (docx, xlsx)", UNPACK + ", or export the document as text"
    ),
    Signature(b"PK\x05\x06", "an empty ZIP archive", UNPACK),
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls)", "export it as text"),
    Signature(b"{\\rtf", "an RTF document", "export it as text"),
    Signature(b"\x1f\x8b", "gzip data", UNPACK),
    Signature(b"\x28\xb5\x2f\xfd", "zstd data", UNPACK),
    Signature(b"BZh", "bzip2 data", UNPACK, binary_after=True),
    Signature(b"\xfd7zXZ\0", "xz data", UNPACK),
    Signature(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    Signature(b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    Signature(b"\x7fELF", "a program (ELF)", PAGE),
    Signature(b"MZ", "a Windows program", PAGE, binary_after=True),
    Signature(b"\xca\xfe\xba\xbe", "a program (Java class or Mach-O)", PAGE),
    Signature(b"\xcf\xfa\xed\xfe", "a program (Mach-O)", PAGE),
    Signature(b"SQLite format 3\0", "an SQLite database", "export the texts"),
    Signature(b"PAR1", "a Parquet table", "give it to `forumclean batch`", binary_after=True),
    Signature(
        b"bplist0", "a Safari web archive or property list", "save the page as page source instead", binary_after=True
    ),
    Signature(b"ID3", "an MP3 sound", PAGE, binary_after=True),
    Signature(b"OggS", "an Ogg sound or film", PAGE, binary_after=True),
    Signature(b"wOFF", "a font", PAGE, binary_after=True),
    Signature(b"wOF2", "a font", PAGE, binary_after=True),
    Signature(b"\0\1\0\0\0", "a font", PAGE),
)
STARTS = tuple(signature.start for signature in SIGNATURES)
CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r\x1b"))
"""Control characters that text files do not use."""
WINDOW = 65_536
MOST = 0.25
"""Share of control characters that no text has: the worst noise (7.2, characters 0..59) brings about 0.1."""
DAMAGE = 0.08
"""Control characters and undecodable bytes together; compressed data has 0.11 of the former alone."""


def _shown(name: str | None) -> str:
    return "the input" if name in (None, "-") else str(name)


def refuse_empty(name: str | None) -> InputError:
    """The error for an input without any text."""
    return InputError(
        f"{_shown(name)} is empty: there is no text in it; save the page or the dump again", reason="empty"
    )


def check_signature(data: bytes, name: str | None) -> None:
    """Raise :class:`InputError` for the known beginnings of files that are no text."""
    head = data[:64]
    for signature in SIGNATURES if head.startswith(STARTS) else ():
        after = head[len(signature.start) :]
        if head.startswith(signature.start) and (
            not signature.binary_after or len(after) > len(after.translate(None, CONTROLS))
        ):
            raise InputError(
                f"{_shown(name)} is {signature.what}, not a page or a text: {signature.advice}", reason="binary"
            )
    if data[257:262] == b"ustar":
        raise InputError(f"{_shown(name)} is a tar archive, not a page or a text: {UNPACK}", reason="binary")
    if head[4:8] == b"ftyp" and head[0] == 0:
        raise InputError(
            f"{_shown(name)} is a film or picture (MP4, HEIC), not a page or a text: {PAGE}", reason="binary"
        )


def _controls(head: bytes) -> float:
    return 1 - len(head.translate(None, CONTROLS)) / len(head) if head else 0.0


def refuse_data(name: str | None) -> InputError:
    """The error for bytes that no charset makes text of."""
    return InputError(
        f"{_shown(name)} is no text in any charset that is known here (a program, compressed or encrypted data?):"
        f" {PAGE}; if it is a text, name its charset with --encoding",
        reason="binary",
    )


def is_full_of_controls(data: bytes) -> bool:
    """True for bytes that are no text, unless they are UTF-16 or UTF-32 (ASCII in these is half zero bytes)."""
    return _controls(data[:WINDOW]) > MOST


def is_data(reading: Reading, size: int) -> bool:
    """True where what was read of ``size`` bytes is no text.

    Both signs together are asked for, or very many of one: noise holds control characters, and a damaged page
    holds undecodable bytes.
    """
    if not reading.damaged and not reading.codec.startswith(("utf-16", "utf-32")):
        return False  # is_full_of_controls has spoken
    controls = _controls(reading.text[:WINDOW].encode("utf-8", "replace"))
    lost = reading.damaged / size
    return controls > MOST or (controls > 0.02 and controls + lost > DAMAGE and lost > 0.01) or lost > 0.4
