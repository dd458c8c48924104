"""The page inside an MHTML file (a browser's "single file" save) or a saved mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from email.message import Message
    from email.policy import Compat32

HEADER_RE = re.compile(
    rb"(?:From|MIME-Version|Subject|Date|Content-[A-Za-z-]+|Snapshot-Content-Location|X-[A-Za-z-]+|Message-ID):[ \t]",
    re.IGNORECASE,
)
TYPE_RE = re.compile(
    rb"^Content-Type:[ \t]{0,9}(?:multipart/(?:related|mixed|alternative)|text/html)", re.IGNORECASE | re.MULTILINE
)
MIME_RE = re.compile(rb"^MIME-Version:[ \t]{0,9}1", re.IGNORECASE | re.MULTILINE)
LINE_RE = re.compile(rb"[!-9;-~]+:|[ \t]")
HEAD = 8_192
BREAK_RE = re.compile(rb"\r?\n\r?\n")
TYPE = 2_000
"""Characters of a ``Content-Type`` that are read: the library's time for its parameters grows with their square."""
BOXES = ("multipart/", "message/")
"""Types of parts that hold parts."""
MOST = 8
"""Such parts that are opened: a browser writes one, a mail some; each line of an inner one is compared with the ends of all around it."""


class Part(NamedTuple):
    """The main page of an archive."""

    data: bytes
    charset: str | None
    url: str | None


def is_mhtml(data: bytes) -> bool:
    r"""True for a mail header with a MIME version and a page type; a dump that quotes such lines begins otherwise.

    >>> is_mhtml(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n")
    True
    """
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not HEADER_RE.match(head):
        return False
    end = BREAK_RE.search(head)
    header = head[: end.start()] if end else head
    lines = header.splitlines()[:-1]  # the last may be cut off
    return bool(TYPE_RE.search(header) and MIME_RE.search(header)) and all(map(LINE_RE.match, lines))


def _pages(message: Message) -> list[Message]:
    return [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]


def _main(message: Message) -> Message | None:
    """The page that was saved: the start part, else the one at the saved address, else the first page."""
    pages = _pages(message)
    start = message.get_param("start")
    address = message.get("Snapshot-Content-Location")
    for part in pages:
        if isinstance(start, str) and part.get("Content-ID") == start:
            return part
    for part in pages:
        if address and part.get("Content-Location") == address:
            return part
    return pages[0] if pages else None


def main_part(data: bytes) -> Part | None:
    """The saved page of an archive, decoded from quoted-printable or base64; ``None`` where it holds none."""
    import email  # noqa: PLC0415 - slow to import, and hardly any input is an archive

    try:
        message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), policy=_bounded())
        return _part(message)
    except RecursionError:  # thousands of archives in one another: no browser writes that
        return None
    except ValueError:  # a parameter in a charset that cannot be the name of one
        return None


def _part(message: Message) -> Part | None:
    page = _main(message)
    payload = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(payload, bytes):
        return None
    location = message.get("Snapshot-Content-Location") or page.get("Content-Location")
    url = str(location).strip() if location else None
    return Part(payload, page.get_content_charset(), url if url and url.startswith(("http://", "https://")) else None)


def _bounded() -> Compat32:
    """How the library is to read the headers of one archive: as ever, but what it takes much time for within bounds."""
    from email.policy import Compat32  # noqa: PLC0415 - slow to import

    boxes = iter(range(MOST))

    class Bounded(Compat32):
        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            name, value = super().header_source_parse(sourcelines)
            if name.lower() != "content-type":
                return name, value
            kept = value[:TYPE]
            closed = kept.strip().lower().startswith(BOXES) and next(boxes, None) is None
            return name, "application/octet-stream" if closed else kept

    return Bounded()
