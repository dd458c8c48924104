"""Keeps requests out of private networks.

A name is resolved here and connected to by the very address that was checked: a name that changes its answer gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterable

from forumclean.errors import NetworkError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost")


def is_public(text: str) -> bool:
    """True for an address of the open internet; addresses that carry another inside are judged by that one too.

    >>> [is_public(a) for a in ("1.1.1.1", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:192.168.0.1", "100.64.0.1")]
    [True, False, False, False, False, False, False]
    """
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    inner: Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast and (inner is None or is_public(str(inner)))


def literal(host: str) -> str | None:
    """The address that a host is itself, in normal form; ``None`` for a name."""
    bare = host.strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare)) if bare[:1].isdecimal() else None
    except (OSError, UnicodeError):
        return None


class Guard:
    """Which addresses may be connected to: all public ones, and the private ones that the user named."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._all = allow_private
        self._named: set[str] = set()

    def begin(self, host: str) -> None:
        """A new thread: what was named for another one allows nothing here."""
        self._named.clear()
        self.name(host)

    def name(self, host: str) -> None:
        """Note that the user named this host: where it is plainly private (127.0.0.1, localhost), that is what was meant."""
        own = literal(host)
        if own is not None:
            self._named.add(own)
        elif host.lower().rstrip(".") in LOCAL_NAMES:
            self._named |= {"127.0.0.1", "::1"}

    def allows(self, address: str) -> bool:
        """True where a connection to the address may be made."""
        return self._all or address.partition("%")[0] in self._named or is_public(address)

    def check(self, host: str) -> None:
        """Raise :class:`NetworkError` for a host that is a private address by its own words (also before a proxy is asked)."""
        own = literal(host)
        if own is None and host.lower().rstrip(".") in LOCAL_NAMES:
            own = "127.0.0.1"
        if own is not None and not self.allows(own):
            raise _private(host, own)

    def chosen(self, host: str, addresses: Iterable[str]) -> list[str]:
        """The addresses that may be connected to; raises :class:`NetworkError` where there is none."""
        found = list(addresses)
        good = [address for address in found if self.allows(address)]
        if not good:
            raise _private(host, found[0] if found else "?")
        return good


def _private(host: str, address: str) -> NetworkError:
    return NetworkError(
        f"{host} leads to {address}, an address of a private network; nothing was asked there. If that is meant, "
        "name the address itself or give --allow-private",
        reason="private",
    )


def resolved(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a name, within the time; raises :class:`NetworkError` where it has none."""
    answer: list[str] = []
    trouble: list[Exception] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            trouble.append(error)

    worker = threading.Thread(target=ask, daemon=True)
    worker.start()
    worker.join(max(0.0, timeout))
    if answer:
        return answer
    again = not trouble or (isinstance(trouble[0], socket.gaierror) and trouble[0].errno == socket.EAI_AGAIN)
    told = trouble[0] if trouble else "no answer in time"
    raise NetworkError(
        f"{host}: no such host can be found ({told}); check the address and the network",
        reason="connect" if again else "host",
    )
