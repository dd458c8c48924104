"""Which proxy a request goes through: the one that was named, else as the environment says."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2

from forumclean.errors import UsageError

SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(url: str, named: str | None) -> str | None:
    """The proxy for an address; ``None`` where it is asked directly (``NO_PROXY`` holds for the environment's proxies)."""
    if named is not None:
        return _checked(named)
    parts = urlsplit(url)
    found = getproxies()
    proxy = found.get(parts.scheme) or found.get("all")
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return _checked(proxy)


def _checked(proxy: str) -> str:
    text = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(text)
        sound = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(
            f"the proxy {shown(proxy)} is no address; give one such as http://127.0.0.1:3128", reason="proxy"
        )
    return text


def shown(proxy: str) -> str:
    """The proxy without its password."""
    return proxy.rpartition("@")[2]


def hosts_of(proxy: str | None) -> frozenset[str]:
    """The host of the proxy, which may be connected to whatever its address."""
    return frozenset({urlsplit(proxy).hostname or ""}) if proxy else frozenset()


def proxy_of(proxy: str | None) -> httpcore2.Proxy | None:
    """The proxy as the pool wants it; raises :class:`UsageError` where it needs a package that is not there."""
    if proxy is None:
        return None
    parts = urlsplit(proxy)
    if parts.scheme.startswith("socks"):
        _needs_socks()
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return httpcore2.Proxy(f"{parts.scheme}://{host}{port}/", auth=auth)


def _needs_socks() -> None:
    try:
        import socksio  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "a SOCKS proxy needs a further package: pip install 'forumclean[socks]'", reason="extra"
        ) from error
