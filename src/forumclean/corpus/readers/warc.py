"""WARC and WET: pages as they were served, or their text."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import Opened
from forumclean.corpus.readers.answer import Head, head_of
from forumclean.corpus.readers.content import content_of
from forumclean.corpus.records import Item, Passed, Record, Reject
from forumclean.errors import InputError, UsageError

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "application/json")
"""Media types that may hold a thread; what says none is looked at as well."""
KINDS = frozenset({"response", "conversion", "resource"})


def _archive_iterator() -> Any:  # noqa: ANN401 - fastwarc has no types
    try:
        from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("WARC needs a further package: pip install 'forumclean[corpus]'", reason="extra") from error
    return ArchiveIterator


def read_warc(stream: Opened, keys: Keys) -> Iterator[Item]:  # noqa: ARG001 - every reader is called alike
    """A record for each page that was answered (response, resource) or converted; requests, pictures and failures are counted."""
    try:
        # What a record holds is looked at below: whatever is wrong with it, the next one goes on.
        archive = _archive_iterator()(_Flow(stream.file), parse_http=False)
        for number, entry in enumerate(archive, 1):
            yield _item(entry, f"{stream.name}#{number}")
    except (OSError, ValueError, EOFError) as error:
        raise InputError(
            f"{stream.name}: the archive is damaged ({error}); get the file again", reason="damaged"
        ) from error


class _Flow:
    """A stream that counts what is read of it: fastwarc asks for the place, which a pipe cannot tell."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes: those that are at hand, else damage behind them would cost them."""
        data = self._file.read1(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._place


def _item(entry: Any, place: str) -> Item:  # noqa: ANN401
    kind = str(entry.headers.get("WARC-Type") or "unknown")
    if kind not in KINDS:
        return Passed(kind)
    name = str(entry.headers.get("WARC-Record-ID") or place).strip("<>")
    try:
        head = head_of(entry.reader) if entry.is_http else Head()
    except InputError as error:
        return Reject(name, "read", error.reason, f"{place}: {error}")
    return _passed(entry, head) or _record(entry, head, kind, name, place)


def _passed(entry: Any, head: Head) -> Passed | None:  # noqa: ANN401
    """What an answer is that holds no page."""
    if head.status not in (200, None):
        return Passed(f"status-{head.status}")
    media = _media(head.fields.items()) or _media(entry.headers.items())
    if media and not media.startswith((*PAGES, "application/http")):
        return Passed(f"media-{media[:60]}")
    return None


def _media(headers: Any) -> str:  # noqa: ANN401
    found = next((value for name, value in headers if name.lower() == "content-type"), "")
    return str(found).partition(";")[0].strip().lower()


def _record(entry: Any, head: Head, kind: str, name: str, place: str) -> Item:  # noqa: ANN401
    body = head.begun + bytes(entry.reader.read())
    if entry.reader.tell() < entry.content_length:
        return Reject(
            name, "read", "damaged", f"{place}: the archive ends inside the record; get the file again", len(body)
        )
    try:
        data = content_of(body, head.fields)
    except InputError as error:
        return Reject(name, "read", error.reason, f"{place}: {error}", len(body))
    url = str(entry.headers.get("WARC-Target-URI") or "").strip("<>") or None
    # The text of a WET file is UTF-8, whatever the page said.
    headers = {"Content-Type": "text/plain; charset=utf-8"} if kind == "conversion" else head.fields
    extra = {"date": entry.headers.get("WARC-Date")}
    return Record(name, data, url, headers or None, extra, crawled=True)
