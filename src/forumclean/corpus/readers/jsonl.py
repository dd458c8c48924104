"""JSON Lines: a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import Opened
from forumclean.corpus.records import Item, Reject

BLANK = b" \t\r\n\xef\xbb\xbf"


def read_jsonl(stream: Opened, keys: Keys) -> Iterator[Item]:
    """A record for each line that is not blank; a line that is no JSON object is a reject, and the rest goes on."""
    for number, line in enumerate(stream.file, 1):
        if line.strip(BLANK):
            yield _item(line, keys, f"{stream.name}#{number}")


def _item(line: bytes, keys: Keys, place: str) -> Item:
    try:
        row = json.loads(line.lstrip(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return Reject(place, "read", "json", f"the line is no JSON ({error})", len(line))
    if not isinstance(row, dict):
        return Reject(place, "read", "json", f"the line is no JSON object but a {type(row).__name__}", len(line))
    return keys.record(row, place)
