"""Turns what can go wrong with a request into one kind of error."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpcore2
import httpx2

from forumclean.errors import ForumcleanError, NetworkError, UsageError
from forumclean.fetching.proxies import shown

FAULTS = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    OSError,
    UnicodeError,
)
DROPPED = ("disconnect", "closed", "reset", "terminated", "incomplete", "without sending")
"""Words of protocol errors that mean a broken line, not a wrong server."""


def network_error(url: str, error: Exception, timeout: float | None, proxy: str | None = None) -> ForumcleanError:
    """What happened, where, and what to do; ``timeout`` is the limit that ran out, where one did, ``proxy`` who was asked, where one is."""
    if timeout is not None:
        return NetworkError(
            f"{url}: no whole answer within {timeout:g} seconds; try again later, or give a longer --timeout",
            reason="timeout",
        )
    if isinstance(error, httpcore2.LocalProtocolError | httpx2.LocalProtocolError):
        # Its own words quote the header, and that may be a password.
        return UsageError(
            f"{url}: such a request cannot be sent; a header or a cookie holds what none can: check --header and --cookies",
            reason="usage",
        )
    reason, told, hint = _kind(error)
    if reason == "connect" and proxy is not None:
        told, hint = f"the proxy {shown(proxy)} cannot be reached", "check --proxy, or http_proxy and its kin"
    return NetworkError(f"{url}: {told} ({_words(error)}); {hint}", reason=reason)


KINDS: tuple[tuple[tuple[type[Exception], ...], tuple[str, str, str]], ...] = (
    (
        (httpcore2.TimeoutException, httpx2.TimeoutException),
        ("silent", "the server says nothing", "try again later"),
    ),
    ((httpcore2.ProxyError,), ("proxy", "the proxy refuses", "check --proxy")),
    ((httpx2.DecodingError,), ("encoding", "the packed answer is damaged", "try again later")),
    ((httpcore2.ConnectError,), ("connect", "no connection can be made", "check the address and the network")),
    (
        (httpx2.InvalidURL, httpcore2.UnsupportedProtocol, UnicodeError),
        ("address", "the address cannot be asked", "check it"),
    ),
)
"""What is said of each kind of fault; the first that fits."""
UNSAFE = (
    "tls",
    "no safe connection can be made",
    "nothing is read from a server that cannot prove its name; check the address",
)
WRONG = ("protocol", "the server does not speak HTTP as it should", "check the address")
BROKEN = ("broken", "the connection broke", "try again later")


def _kind(error: Exception) -> tuple[str, str, str]:
    secure = next((e for e in _chain(error) if isinstance(e, ssl.SSLError)), None)
    if secure is not None and not isinstance(secure, ssl.SSLEOFError):
        return UNSAFE
    if isinstance(error, httpcore2.ProtocolError) and not any(word in str(error).lower() for word in DROPPED):
        return WRONG
    return next((said for types, said in KINDS if isinstance(error, types)), BROKEN)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
