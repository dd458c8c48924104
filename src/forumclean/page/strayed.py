"""The text of a post behind its box: a stray end tag above it, in fields or in a plugin's box, ended the box early."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import cast

from lxml.etree import XPath, _Element

from forumclean.page.elements import classes

TEXT_RE = re.compile(r"postmessage_\d+", re.ASCII)
NAMED = XPath("descendant-or-self::*[starts-with(@id, 'postmessage_')]")
AROUND = ("t_fsz", "pcbs")
"""The elements in which the forum puts a text and its attachments."""
NEAR = 30
"""Elements around a box among which one that holds the text too is looked for; what holds a box is not moved."""
PARTS = frozenset({"div", "table", "tbody", "tr", "td"})


def brought_back(tree: _Element, slots: Sequence[_Element]) -> None:
    """Put such a text back at the end of the box before it, where that holds none and no other stands between."""
    held = {slot: _texts(slot) for slot in slots}
    if all(held.values()):
        return
    strays = set(_texts(tree)).difference(*held.values())
    if not strays:
        return
    empty: _Element | None = None
    found: list[tuple[_Element, _Element]] = []
    for node in tree.iter("*"):
        if node in held:
            empty = None if held[node] else node
        elif node in strays and empty is not None:
            found.append((empty, _whole(node, empty)))
            empty = None
    for box, text in found:
        if held.keys().isdisjoint(text.iter("*")):
            box.append(text)


def _texts(element: _Element) -> list[_Element]:
    found = cast("list[_Element]", NAMED(element))
    return [text for text in found if TEXT_RE.fullmatch(text.get("id") or "")]


def _whole(text: _Element, box: _Element) -> _Element:
    """The element around a text that the forum puts there; else its table."""
    outside = set(islice(box.iterancestors(), NEAR))
    table = text
    for node in text.iterancestors():
        if node in outside or node.tag not in PARTS:
            break
        if AROUND[0] in classes(node) or AROUND[1] in classes(node):
            return node
        if node.tag == "table" and table is text:
            table = node
    return table
