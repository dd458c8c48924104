"""Text to markup, in one place: what is of type ``Html`` is escaped already, everything else is not let in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

from forumclean.visible import shown

Html = NewType("Html", str)
"""Markup that is safe to put into the page."""

NAMES = {"class_": "class"}
VOID = frozenset({"meta", "input", "rect", "hr"})
SCHEMES = ("http://", "https://")
"""Addresses that may become links; all others (``javascript:``, ``data:``, ``file:``) are shown as text."""


def text(value: str) -> Html:
    r"""The text, as a browser shows it and never acts on it.

    >>> text('<b onclick="x">\x00')
    '&lt;b onclick=&quot;x&quot;&gt;\\x00'
    """
    return Html(escape(shown(value), quote=True))


def tag(name: str, /, *children: Html, **attributes: str | int | None) -> Html:
    """An element; ``None`` leaves an attribute out, an empty text sets it bare.

    >>> tag("a", text("甲&"), href="#x", class_=None)
    '<a href="#x">甲&amp;</a>'
    """
    written = "".join(
        f' {NAMES.get(key, key.replace("_", "-"))}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Html(f"<{name}{written}>" if name != "rect" else f"<{name}{written}/>")
    return Html(f"<{name}{written}>{''.join(children)}</{name}>")


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Markup one after the other."""
    return Html(text(between).join(parts))


def link(address: str | None, content: Html) -> Html:
    """The content as a link, where the address is one that a reader can follow safely."""
    if address is None or not address.lower().startswith(SCHEMES):
        return content
    return tag("a", content, href=address, rel="noopener noreferrer nofollow", target="_blank")
