"""The head of an HTTP answer as archives store it: with line ends of either kind, and behind the answers that only say to go on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from forumclean.errors import InputError

LINE = 1 << 16
"""Bytes of a line of the head."""
FIELDS = 1_000
"""Lines of the head."""
STATUS_RE = re.compile(rb"(?:HTTP/\S+|ICY)[ \t]+(\d{3})(?!\d)")
INTERIM = range(100, 200)
"""Answers that are followed by the true one."""


class Lines(Protocol):
    """The content of a record."""

    def readline(self, max_line_len: int = ..., /) -> bytes:
        """One line."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer says before its body."""

    status: int | None = None
    """``None`` where there is no head at all."""
    fields: Mapping[str, str] = field(default_factory=dict)
    begun: bytes = b""
    """Bytes of the body that were read: its first line, where there is no head."""


def head_of(lines: Lines) -> Head:
    r"""The head of the answer; raises :class:`InputError` for one that does not end.

    >>> from io import BytesIO
    >>> head_of(BytesIO(b"HTTP/1.1 200 OK\nA: b\n\nbody"))
    Head(status=200, fields={'A': 'b'}, begun=b'')
    """
    while True:
        first = lines.readline(LINE)
        found = STATUS_RE.match(first)
        if found is None:
            return Head(begun=first)
        fields = _fields(lines)
        if int(found[1]) not in INTERIM:
            return Head(int(found[1]), fields)


def _fields(lines: Lines) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for _ in range(FIELDS):
        line = lines.readline(LINE)
        if len(line) >= LINE:
            break
        if not line.strip(b"\r\n"):
            return fields
        text = line.decode("latin-1")
        if text[0] in " \t" and name:  # it goes on with the line before
            fields[name] += f" {text.strip()}"
        else:
            name, _, value = text.partition(":")
            name = name.strip()
            fields[name] = value.strip()
    raise InputError("the head of the answer does not end; fetch the page again", reason="content")
