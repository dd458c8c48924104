"""The page inside an MHTML file (a browser's "single file" save) or a saved mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from email.message import Message

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
        message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    except RecursionError:  # thousands of archives in one another: no browser writes that
        return None
    page = _main(message)
    if page is None:
        return None
    payload = page.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    location = message.get("Snapshot-Content-Location") or page.get("Content-Location")
    url = str(location).strip() if location else None
    return Part(payload, page.get_content_charset(), url if url and url.startswith(("http://", "https://")) else None)
