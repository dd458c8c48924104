"""Writes every exchange with a server into a WARC file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from forumclean import __version__
from forumclean.errors import OutputError, UsageError
from forumclean.fetching.types import Reply
from forumclean.fetching.warctail import whole_end

SECRET = frozenset({"cookie", "authorization", "proxy-authorization"})
"""Request headers that would let another reader in."""
GIVEN = frozenset({"set-cookie", "set-cookie2"})
"""Headers of an answer that would."""
COMMON = frozenset({"accept", "accept-encoding", "accept-language", "referer", "user-agent"})
"""Headers that hold no secret even where the user chose them; what any other of the user's holds nobody knows."""
UNDONE = frozenset({"transfer-encoding", "connection", "keep-alive"})
"""Headers of the transfer, which is undone in the record."""


class WarcFile:
    """A WARC file that grows: a record of each request and of its answer, gzip by record where the name ends so.

    Records are added whole, or not at all; half a record that a killed run left is taken off first.
    """

    def __init__(self, path: Path, own: Iterable[str] = ()) -> None:
        """``own``: names of headers that the user adds, which are not recorded."""
        self._path = path
        self._hidden = SECRET | ({name.lower() for name in own} - COMMON)
        self._made = io.BytesIO()
        self._writer = _writer_class()(self._made, gzip=path.name.endswith(".gz"), warc_version="1.1")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._size = whole_end(path)
            self._file = path.open("ab", buffering=0)  # nothing is left to be written when it is closed
            if path.is_file():
                self._file.truncate(self._size)
        except OSError as error:
            raise self._unwritable(error) from error
        if self._size == 0:
            info = {"software": f"forumclean/{__version__}", "format": "WARC File Format 1.1"}
            self._writer.write_record(self._writer.create_warcinfo_record(path.name, info))
            try:
                self._add()
            except OutputError:
                self.close()
                raise

    def write(self, reply: Reply) -> None:
        """Two records: what was asked, and what was answered, its content as it came."""
        self._writer.write_request_response_pair(self._record(reply, "request"), self._record(reply, "response"))
        self._add()

    def _add(self) -> None:
        """Add the records that were made to the file; where it takes no more, it stays as it was."""
        data = self._made.getvalue()
        self._made.seek(0)
        self._made.truncate()
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._size)
            raise self._unwritable(error) from error
        self._size += len(data)

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(f"{self._path}: cannot be written ({error.strerror}); check the path", reason="output")

    def _record(self, reply: Reply, kind: str) -> Any:  # noqa: ANN401 - warcio has no types
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - an extra

        if kind == "request":
            path = urlsplit(reply.url)._replace(scheme="", netloc="", fragment="").geturl() or "/"
            headers = [(k, v) for k, v in reply.sent if k.lower() not in self._hidden]
            head = StatusAndHeaders(f"{path} HTTP/1.1", headers, protocol="GET", is_http_request=True)
            payload = b""
        else:
            content = reply.wire or reply.body
            headers = [(k, v) for k, v in reply.headers if k.lower() not in UNDONE | GIVEN | {"content-length"}]
            if not reply.wire:
                headers = [(k, v) for k, v in headers if k.lower() != "content-encoding"]
            head = StatusAndHeaders(
                _status_line(reply.status), [*headers, ("Content-Length", str(len(content)))], protocol="HTTP/1.1"
            )
            payload = content
        return self._writer.create_warc_record(
            reply.url, kind, payload=io.BytesIO(payload), length=len(payload), http_headers=head
        )

    def close(self) -> None:
        """End the file."""
        self._file.close()


def _writer_class() -> Any:  # noqa: ANN401 - warcio has no types
    try:
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("--warc needs a further package: pip install 'forumclean[warc]'", reason="extra") from error
    return WARCWriter


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"
