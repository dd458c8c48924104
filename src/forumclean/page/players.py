"""Reads what a player plays: out of its element, what stands in it, or the script that starts it."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote

from lxml.etree import _Element

from forumclean.page.elements import attribute, first

OWN_RE = re.compile(r"(?:^|/)images?/common/\w{0,20}player\.swf|^(?:data|about):", re.IGNORECASE)
"""The forum's own player, which is told what to play, and nothing at all."""
PLAYING = frozenset({"src", "url", "movie", "filename"})
"""Names of parameters that hold the address."""
PLAYER_RE = re.compile(r"""(?:detectPlayer\([^)]{0,200}?|encodeURI\(\s*)["'](https?://[^"'\s]{1,2000})["']""")
TOLD_RE = re.compile(r"(?:soundFile|file)=(https?(?::|%3A)(?:/|%2F){2}[^\"'\s&]{1,2000})", re.IGNORECASE)
"""What X2 to X3.4 tell their own players, escaped as in an address."""
FOREIGN_RE = re.compile(r"""\bsrc["']?\s?[=,]\s?["'](https?://[^"'\s]{1,2000})["']""", re.IGNORECASE)
"""The player of another site; that for phones, a page of it, comes first."""
NEAR = 20
"""Elements behind a player among which the script that starts it stands."""
LONGEST = 10_000
"""Characters of a script that starts a player; other scripts are longer."""


def media(tag: _Element) -> str | None:
    """The address that a player plays; ``None`` where none is told."""
    own = _told(tag)
    if own:
        return own
    inner = first(tag, "source", "embed", "iframe")
    if inner is not None and (found := _told(inner)):
        return found
    params = tag.iterdescendants("param")
    found = next((attribute(p, "value") for p in params if (p.get("name") or "").lower() in PLAYING), None)
    if found and not OWN_RE.search(found):
        return found
    link = next((a for a in tag.iterdescendants("a") if a.get("href") is not None), None)
    if link is not None:
        return attribute(link, "href")
    script = _script(tag)
    return _started((script.text or "")[:LONGEST]) if script is not None else None


def _told(tag: _Element) -> str | None:
    """What an element is told to play by its attributes."""
    told = TOLD_RE.search(tag.get("flashvars") or "")
    if told:
        return unquote(told[1])
    values = (attribute(tag, name) for name in ("src", "data", "data-src"))
    return next((value for value in values if value and not OWN_RE.search(value)), None)


def _started(script: str) -> str | None:
    """The address that a script gives to a player."""
    told = PLAYER_RE.search(script)
    if told:
        return told[1]
    told = TOLD_RE.search(script)
    if told:
        return unquote(told[1])
    told = FOREIGN_RE.search(script)
    return told[1] if told else None


def _script(tag: _Element) -> _Element | None:
    """The script that starts a player: itself, in it, or behind it."""
    if tag.tag == "script":
        return tag
    inside = first(tag, "script")
    if inside is not None:
        return inside
    return next((node for node in islice(tag.itersiblings(), NEAR) if node.tag == "script"), None)
