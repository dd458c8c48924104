"""JSON Lines: a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import BLOCK, Opened
from forumclean.corpus.readers.content import bounded
from forumclean.corpus.records import Item, Reject
from forumclean.errors import InputError

BLANK = b" \t\r\n\xef\xbb\xbf"


def read_jsonl(stream: Opened, keys: Keys) -> Iterator[Item]:
    """A record for each line that is not blank; a line that is no JSON object is a reject, and the rest goes on."""
    for number in count(1):
        line = _line(stream, f"{stream.name}#{number}")
        if not line:
            return
        if line.strip(BLANK):
            yield _item(line, keys, f"{stream.name}#{number}")


def _line(stream: Opened, place: str) -> bytes:
    """The next line, empty at the end; raises :class:`InputError` for one that no packed text swells to."""
    try:
        return b"".join(bounded(_pieces(stream), stream.position))
    except InputError as error:
        raise InputError(f"{place}: {error}", reason=error.reason) from error


def _pieces(stream: Opened) -> Iterator[bytes]:
    while piece := stream.file.readline(BLOCK):
        yield piece
        if piece.endswith(b"\n"):
            return


def _item(line: bytes, keys: Keys, place: str) -> Item:
    try:
        row = json.loads(line.lstrip(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return Reject(place, "read", "json", f"the line is no JSON ({error})", len(line))
    if not isinstance(row, dict):
        return Reject(place, "read", "json", f"the line is no JSON object but a {type(row).__name__}", len(line))
    return keys.record(row, place)
