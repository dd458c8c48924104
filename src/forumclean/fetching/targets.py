"""Where a link or a redirect leads, and how an address is told of: neither with a name nor with a password."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

LOGIN_RE = re.compile(r"^([A-Za-z]+://)?[^\s?#]*@")
"""What may be a name and a password; more than that in an address that is broken."""


def target(base: str, link: str) -> str | None:
    """The address that a link leads to, without fragment, name and password; ``None`` for what is no page of the web.

    >>> target("http://bbs.example/a/", "../b.png#x"), target("http://bbs.example/", "http://n:pw@h.example/c")
    ('http://bbs.example/b.png', 'http://h.example/c')
    >>> target("http://bbs.example/", "http://h.example:99999/") is None
    True
    """
    try:
        address = urljoin(base, link).split("#", 1)[0]
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    if not sound:
        return None
    own = parts.netloc.rpartition("@")[2]
    return address if own == parts.netloc else parts._replace(netloc=own).geturl()


def told(address: str) -> str:
    """The address as a message may show it: messages stand in logs.

    >>> told("http://name:pass@bbs.example:99999/"), told("name:pass@h/x"), told("http://bbs.example/@a")
    ('http://…@bbs.example:99999/', '…@h/x', 'http://bbs.example/@a')
    """
    return address if "@" not in address or target("", address) == address else LOGIN_RE.sub(r"\1…@", address)
