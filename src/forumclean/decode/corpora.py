"""Tells files of many records from a text: read as one, they would come out as their own source."""

from __future__ import annotations

import json
import re
from itertools import islice

from forumclean.errors import InputError

WARC_RE = re.compile(rb"WARC/\d\.\d{1,2}\r?\n[A-Za-z][\w-]{0,60}:")
LINE_RE = re.compile(rb"[^\s][^\n]*")
BATCH = "give it to `forumclean batch`"
OURS = (
    (b"forumclean.ledger/", "a ledger of forumclean", "`forumclean rebuild` makes the input out of it again"),
    (b"forumclean.article/", "JSON Lines that forumclean wrote", "give what they were made of"),
)
"""What stands at the beginning of our own rows, what they are, and what to do with them."""


def check_corpus(data: bytes, name: str | None) -> None:
    """Raise :class:`InputError` for a file of many records: a WARC file, or JSON Lines of two objects at least."""
    if WARC_RE.match(data):
        raise _refused(name, "a WARC file, with the records of a crawl", BATCH)
    if data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{" or not _is_rows(data):
        return
    for start, what, advice in OURS:
        if start in data[:60]:
            raise _refused(name, what, advice)
    raise _refused(name, "JSON Lines", f"{BATCH} (--reader jsonl, where its name does not end in .jsonl)")


def _is_rows(data: bytes) -> bool:
    """True where the first two lines are whole objects: no text and no single JSON document has that."""
    lines = [line[0] for line in islice(LINE_RE.finditer(data), 2)]
    try:
        return len(lines) == 2 and all(
            isinstance(json.loads(line.removeprefix(b"\xef\xbb\xbf")), dict) for line in lines
        )
    except (ValueError, RecursionError):
        return False


def _refused(name: str | None, what: str, advice: str) -> InputError:
    shown = "the input" if name in (None, "-") else str(name)
    return InputError(f"{shown} is {what}, not a page or a text: {advice}", reason="corpus")
