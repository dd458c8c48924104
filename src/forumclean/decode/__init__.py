"""Bytes → :class:`Document`: charset by evidence, damage named, everything reversible.

``decode`` gives the text and all that is needed to get the input's bytes back, ``encode`` gives them back.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from forumclean.decode import binary, mhtml, mojibake, saved, wide
from forumclean.decode.charset import Choice, choose, has_bom
from forumclean.decode.kind import kind_of
from forumclean.decode.reading import Reading, encode, of_text
from forumclean.errors import InputError
from forumclean.model import Document, Source
from forumclean.options import Options

__all__ = ["decode", "encode"]

UTF8_BOM = b"\xef\xbb\xbf"


def decode(source: Source, options: Options) -> Document:
    """The input as text, in the codec that the evidence calls for (``charset`` has the order).

    Raises :class:`InputError` for an empty input and for one that is no text, :class:`UsageError` for an encoding
    that does not exist.

    >>> document = decode(Source("a.txt", "论坛里的人".encode("gbk")), Options())
    >>> document.text, document.encoding, document.kind
    ('论坛里的人', 'gb18030', 'text')
    >>> encode(document.text, document.encoding, document.bom, document.losses, document.mojibake).decode("gbk")
    '论坛里的人'
    """
    if isinstance(source.data, str):
        return _of_text(source, source.data, options)
    data = source.data
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise binary.refuse_empty(source.name)
    binary.check_signature(data, source.name)
    if options.input in ("auto", "html") and mhtml.is_mhtml(data):
        return _of_archive(source, data, options)
    told = options.encoding is not None
    if not told and binary.is_full_of_controls(data) and not (has_bom(data) or wide.codec_of(data)):
        raise binary.refuse_data(source.name)
    choice = choose(data, source, options.encoding)
    if not told and binary.is_data(choice.reading, len(data)):
        raise binary.refuse_data(source.name)
    return _document(source, data, choice, options)


def _of_text(source: Source, text: str, options: Options) -> Document:
    """Text that the caller decoded: its bytes are its UTF-8 (lone surrogates as ``surrogatepass`` writes them)."""
    data = text.encode("utf-8", "surrogatepass")
    bom = UTF8_BOM if text.startswith("\ufeff") else b""
    reading = of_text(text.removeprefix("\ufeff"))
    return _document(source, data, Choice(reading, bom, "it came as text"), options)


def _of_archive(source: Source, data: bytes, options: Options) -> Document:
    """The page inside an MHTML file; size and hash are the file's."""
    part = mhtml.main_part(data)
    if part is None or not part.data.strip():
        raise InputError(
            f"{source.name or 'the input'} is a web archive (MHTML) without a page in it: save the thread again",
            reason="empty",
        )
    headers = {"Content-Type": f"text/html; charset={part.charset}"} if part.charset else None
    inner = replace(source, data=part.data, url=source.url or part.url, headers=headers)
    document = decode(inner, replace(options, input="html"))
    return replace(document, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _document(source: Source, data: bytes, choice: Choice, options: Options) -> Document:
    reading = choice.reading
    if not reading.text or reading.text.isspace():
        raise binary.refuse_empty(source.name)
    warnings = _damage(reading, len(choice.bom))
    repair = mojibake.repair(reading)
    kind = options.input if options.input != "auto" else kind_of(repair.text, source.name, source.headers)
    return Document(
        name=source.name,
        url=source.url or (saved.address(repair.text) if kind == "html" else None),
        kind=kind,
        text=repair.text,
        encoding=reading.codec,
        evidence=choice.evidence,
        bom=choice.bom,
        losses=repair.losses,
        mojibake=repair.steps,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=(*warnings, *repair.warnings),
    )


def _damage(reading: Reading, shift: int) -> tuple[str, ...]:
    """One sentence on damaged bytes, where there are any."""
    if not reading.damaged:
        return ()
    one = reading.damaged == 1
    said = (
        f"{reading.damaged} byte{'' if one else 's'} {'is' if one else 'are'} no {reading.codec} text and"
        f" stand{'s' if one else ''} as � in it: the first at byte {reading.first + shift} (hex {reading.hexed});"
        " the ledger keeps them"
    )
    return (said,)
