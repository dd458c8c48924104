"""Makes single requests by httpx2: bounded in time and in bytes, out of private networks, cookies kept."""

from __future__ import annotations

import io
import ssl
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from http.cookiejar import CookieJar
from urllib.parse import urlsplit

import httpcore2
import httpx2

from forumclean.errors import NetworkError
from forumclean.fetching.faults import FAULTS, network_error
from forumclean.fetching.guard import Guard
from forumclean.fetching.jar import RAW, RawJar
from forumclean.fetching.proxies import hosts_of, proxy_for, proxy_of
from forumclean.fetching.streams import Clock, GuardedBackend
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.fetching.unpacking import Unpacker, unpacker

SILENCE = 3
"""A server that says nothing for a third of the time is given up and asked again, while there is time."""
END = 4_096
"""Where the last tag of a page stands; comments of servers may follow it."""
SLACK = 1_000_000
"""What packed content may be longer than the limit for the unpacked one: packing can add a little."""


class HttpFetcher:
    """The fetcher of forumclean: HTTP/1.1 and HTTP/2, gzip, deflate, brotli and zstd."""

    def __init__(
        self,
        settings: FetchSettings,
        guard: Guard,
        cookies: CookieJar | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings, self._guard = settings, guard
        self._jar = RawJar(cookies or ())
        self._tls = tls
        self._clock = Clock()
        self._meter = Meter(keep=settings.warc is not None)
        self._clients: dict[str | None, httpx2.Client] = {}

    def get(self, url: str, headers: Mapping[str, str], *, timeout: float, max_bytes: int) -> Reply:
        """The answer to one GET request."""
        self._guard.check(urlsplit(url).hostname or "")
        self._clock.deadline = self._clock.now() + timeout
        self._meter.start(url, max_bytes)
        try:
            return self._get(url, headers)
        except FAULTS as error:
            out_of_time = self._clock.now() >= self._clock.deadline
            limit = self._settings.timeout if out_of_time else None
            raise network_error(url, error, limit, proxy_for(url, self._settings.proxy)) from error
        finally:
            self._clock.deadline = float("inf")

    def _get(self, url: str, headers: Mapping[str, str]) -> Reply:
        silence = httpx2.Timeout(max(0.5, self._settings.timeout / SILENCE))
        sent = [(name.encode("ascii"), value.encode("utf-8")) for name, value in headers.items()]
        with self._client(url).stream("GET", url, headers=sent, timeout=silence) as answer:
            unpacking = unpacker(answer.headers.get("content-encoding", ""))
            body = self._body(answer, unpacking)
            return Reply(
                url=url,
                status=answer.status_code,
                headers=_headers(answer.headers),
                body=body,
                wire=self._meter.wire(body, packed="content-encoding" in answer.headers),
                sent=_headers(answer.request.headers),
                whole=_is_whole(answer, body, cut=bool(body) and unpacking is not None and not unpacking.whole),
            )

    def _body(self, answer: httpx2.Response, unpacking: Unpacker | None) -> bytes:
        stated = answer.headers.get("content-length", "")
        self._meter.check(int(stated[:18]) if stated.isdecimal() else 0, SLACK)
        body = io.BytesIO()
        for part in answer.iter_bytes() if unpacking is None else _unpacked(answer, unpacking):
            self._clock.left(None)
            body.write(part)
            self._meter.check(body.tell())
        return body.getvalue()

    def _client(self, url: str) -> httpx2.Client:
        proxy = proxy_for(url, self._settings.proxy)
        if proxy not in self._clients:
            transport = PooledTransport(self._guard, self._clock, self._meter, proxy, self._tls)
            client = httpx2.Client(transport=transport, trust_env=False, follow_redirects=False)
            client.cookies = self._jar
            self._clients[proxy] = client
        return self._clients[proxy]

    def close(self) -> None:
        """End all connections."""
        for client in self._clients.values():
            client.close()


def _unpacked(answer: httpx2.Response, unpacking: Unpacker) -> Iterator[bytes]:
    for packed in answer.iter_raw():
        yield from unpacking.pieces(packed)
    yield unpacking.rest()


def _is_whole(answer: httpx2.Response, body: bytes, *, cut: bool) -> bool:
    """False for a page whose length nobody stated and whose last tag is missing: the line may have broken.

    ``cut``: the content is packed, and the end of the packed data is missing.
    """
    if cut:
        return b"</html" in body[-END:].lower()
    if (
        answer.http_version.startswith("HTTP/2")
        or "content-length" in answer.headers
        or "transfer-encoding" in answer.headers
    ):
        return True
    is_page = "html" in answer.headers.get("content-type", "") and answer.status_code == HTTPStatus.OK
    return not is_page or b"</html" in body[-END:].lower()


def _headers(headers: httpx2.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


class Meter:
    """Counts the content as it comes, and keeps it where an archive is written."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._url, self._limit, self._size = "", 0, 0
        self._parts = io.BytesIO()

    def start(self, url: str, limit: int) -> None:
        """A new request, with its limit."""
        self._url, self._limit, self._size = url, limit, 0
        self._parts = io.BytesIO()

    def add(self, part: bytes) -> None:
        """Count a part; raises :class:`NetworkError` where it is too much."""
        self._size += len(part)
        self.check(self._size, SLACK)
        if self._keep:
            self._parts.write(part)

    def check(self, size: int, slack: int = 0) -> None:
        """Raise :class:`NetworkError` where a size is above the limit."""
        if size > self._limit + slack:
            raise NetworkError(
                f"{self._url}: the answer is larger than {self._limit:,} bytes; if that is right, give a higher --max-bytes",
                reason="too-large",
            )

    def wire(self, body: bytes, *, packed: bool) -> bytes:
        """The content as it came, where it is kept."""
        if not self._keep:
            return b""
        return self._parts.getvalue() if packed else body


class PooledTransport(httpx2.BaseTransport):
    """httpx2's way to the network, by a pool whose connections are guarded."""

    def __init__(
        self, guard: Guard, clock: Clock, meter: Meter, proxy: str | None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._meter = meter
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls or httpx2.create_ssl_context(),
            proxy=proxy_of(proxy),
            max_connections=8,
            max_keepalive_connections=4,
            keepalive_expiry=30.0,
            http2=True,
            network_backend=GuardedBackend(guard, clock, hosts_of(proxy)),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its content still to be read."""
        assert isinstance(request.stream, httpx2.SyncByteStream)
        url = request.url
        core = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(core)
        stream = MeteredStream(answer, self._meter)
        response = httpx2.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)
        response.headers.encoding = RAW
        return response

    def close(self) -> None:
        """End the pool."""
        self._pool.close()


class MeteredStream(httpx2.SyncByteStream):
    """The content as it comes, counted."""

    def __init__(self, answer: httpcore2.Response, meter: Meter) -> None:
        self._answer, self._meter = answer, meter

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, Iterable)
        for part in self._answer.stream:
            self._meter.add(part)
            yield part

    def close(self) -> None:
        """End the answer."""
        self._answer.close()
