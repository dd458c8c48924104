"""Decode: any bytes give text and the way back to exactly these bytes, or an error that is meant for a caller."""

from __future__ import annotations

from choices import Choices
from promises import is_an_answer

from forumclean.decode import decode, encode
from forumclean.decode.mhtml import is_mhtml
from forumclean.errors import ForumcleanError
from forumclean.model import Document

KINDS = frozenset({"html", "text", "json", "xml"})


def check(data: bytes) -> None:
    """Decode one input."""
    choices, data = Choices.of(data)
    source, options = choices.source(data)
    try:
        document = decode(source, options)
    except ForumcleanError as error:
        is_an_answer(error)
        return
    assert document.kind in KINDS, document.kind
    _losses_are_apart(document)
    given = source.data.encode("utf-8", "surrogatepass") if isinstance(source.data, str) else source.data
    assert document.size == len(given)
    if isinstance(source.data, bytes) and is_mhtml(data):
        return  # the text is that of a part
    back = encode(document.text, document.encoding, document.bom, document.losses, document.mojibake)
    assert back == given, f"{document.encoding} gives {back[:80]!r} for {given[:80]!r}"


def _losses_are_apart(document: Document) -> None:
    reached = 0
    for loss in document.losses:
        assert reached <= loss.start <= loss.end <= len(document.text), f"{loss} of {len(document.text)}"
        reached = loss.end
