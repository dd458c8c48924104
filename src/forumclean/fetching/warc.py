"""Writes every exchange with a server into a WARC file."""

from __future__ import annotations

import io
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from forumclean import __version__
from forumclean.errors import OutputError, UsageError
from forumclean.fetching.types import Reply

SECRET = frozenset({"cookie", "authorization", "proxy-authorization"})
"""Request headers that would let another reader in."""
UNDONE = frozenset({"transfer-encoding", "connection", "keep-alive"})
"""Headers of the transfer, which is undone in the record."""


class WarcFile:
    """A WARC file that grows: a record of each request and of its answer, gzip by record where the name ends so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        writer = _writer_class()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("ab")
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written ({error.strerror}); check the path", reason="output"
            ) from error
        self._writer = writer(self._file, gzip=path.name.endswith(".gz"), warc_version="1.1")
        if path.stat().st_size == 0:
            info = {"software": f"forumclean/{__version__}", "format": "WARC File Format 1.1"}
            self._writer.write_record(self._writer.create_warcinfo_record(path.name, info))

    def write(self, reply: Reply) -> None:
        """Two records: what was asked, and what was answered, its content as it came."""
        answer = self._record(reply, "response")
        asked = self._record(reply, "request")
        try:
            self._writer.write_request_response_pair(asked, answer)
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be written ({error.strerror})", reason="output") from error

    def _record(self, reply: Reply, kind: str) -> Any:  # noqa: ANN401 - warcio has no types
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - an extra

        if kind == "request":
            path = urlsplit(reply.url)._replace(scheme="", netloc="", fragment="").geturl() or "/"
            headers = [(k, v) for k, v in reply.sent if k.lower() not in SECRET]
            head = StatusAndHeaders(f"{path} HTTP/1.1", headers, protocol="GET", is_http_request=True)
            payload = b""
        else:
            content = reply.wire or reply.body
            headers = [(k, v) for k, v in reply.headers if k.lower() not in UNDONE | {"content-length"}]
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
