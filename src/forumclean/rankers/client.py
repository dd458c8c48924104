"""Talks JSON to a server: one question, one answer, within a time limit.

Only the address that was given is talked to: no redirect is followed, no proxy asked, so that the key and the text
reach nobody else.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from forumclean.errors import NetworkError

Json = dict[str, Any]
CHUNK = 1 << 16
MOST = 1 << 26
"""Bytes of the longest answer that is read: 64 MiB."""
BUSY = frozenset({429, 502, 503, 504})
"""What a server says that may well answer a moment later."""
ATTEMPTS = 3
REFUSED = frozenset({401, 403})


class StatusError(NetworkError):
    """The server answered, with a status that is no success."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, reason=f"http-{status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Client:
    """A server by its address, with the key that it wants."""

    base: str
    """The address up to ``/v1``, without a slash at its end."""
    key: str | None = field(default=None, repr=False)
    """Sent as a bearer token; stands in no message."""
    timeout: float = 120.0
    """Seconds for one question and its answer, from the first byte to the last."""
    pause: float = 1.0
    """Seconds before a busy server is asked again; twice as many before the last time."""

    def ask(self, path: str, question: Json | None = None) -> Json:
        """The answer to a question sent by POST; without a question, what GET finds there."""
        for attempt in range(1, ATTEMPTS):
            try:
                return self._ask(path, question)
            except StatusError as error:
                if error.status not in BUSY:
                    raise
                time.sleep(self.pause * attempt)
        return self._ask(path, question)

    def _ask(self, path: str, question: Json | None) -> Json:
        where = f"{self.base}{path}"
        try:
            status, body = self._exchange(path, question)
        except TimeoutError as error:
            message = f"{where} gave no answer within {self.timeout:g} seconds; is its model loaded? Try again later"
            raise NetworkError(message, reason="timeout") from error
        except (OSError, HTTPException) as error:
            message = f"{where} cannot be reached ({_cause(error)}); is the server running, is the address right?"
            raise NetworkError(message, reason="unreachable") from error
        if status != 200:
            raise StatusError(f"{where} answered {status}{self._said(status, body)}; {_advice(status)}", status)
        return _object(where, body)

    def _said(self, status: int, body: bytes) -> str:
        """What the server says of its failure; not where that may be about the key."""
        said = " ".join(body[:300].decode("utf-8", "replace").split())
        return "" if not said or status in REFUSED or (self.key and self.key in said) else f" ({said})"

    def _exchange(self, path: str, question: Json | None) -> tuple[int, bytes]:
        deadline = time.monotonic() + self.timeout
        address = urlsplit(self.base)
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        connection = kind(address.hostname or "", address.port, timeout=self.timeout)
        try:
            body = None if question is None else json.dumps(question).encode()
            connection.request("GET" if body is None else "POST", address.path + path, body, self._headers())
            with connection.getresponse() as response:
                return response.status, _read(response, deadline)
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return headers


def _read(response: HTTPResponse, deadline: float) -> bytes:
    """The body; a server that sends a byte now and then runs into the deadline as well."""
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if time.monotonic() > deadline:
            raise TimeoutError
        if size > MOST:
            raise HTTPException(f"its answer is longer than {MOST >> 20} MiB")
    return b"".join(parts)


def _cause(error: Exception) -> str:
    return str(error) or type(error).__name__


def _object(where: str, body: bytes) -> Json:
    """The answer, which must be a JSON object."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        message = f"{where} answered with something that is no JSON; is it a completion server (…/v1)?"
        raise NetworkError(message, reason="answer") from error
    if not isinstance(answer, dict):
        message = f"{where} answered with JSON of another shape; is it a completion server (…/v1)?"
        raise NetworkError(message, reason="answer")
    return answer


def _advice(status: int) -> str:
    if status in REFUSED:
        return "set FORUMCLEAN_RANKER_KEY to a key that it accepts"
    if status in BUSY:
        return "it is busy, try again later"
    if 300 <= status < 400:
        return "give the address that it points to, redirects are not followed"
    return "check the address and the model's name (?model=NAME)"
