"""The text of a post behind its box: a stray end tag above it, in fields or in a plugin's box, ended the box early."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import cast

from lxml.etree import XPath, _Element, _ElementUnicodeResult

from forumclean.page.elements import classes
from forumclean.page.swallowed import CONTROL_RE

TEXT_RE = re.compile(r"postmessage_\d+", re.ASCII)
NAMED = XPath("descendant-or-self::*[starts-with(@id, 'postmessage_')]")
BEHIND = XPath("following::text()[normalize-space()][not(parent::script or parent::style)][1]")
"""The first text that is shown behind an element."""
MOST = 50
"""Texts that are brought back; a forum shows fewer posts on a page."""
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
    for box, text in found[:MOST]:
        if held.keys().isdisjoint(text.iter("*")):
            _put_back(box, text, held.keys())


def _put_back(box: _Element, text: _Element, regions: AbstractSet[_Element]) -> None:
    if _is_next(box, text):
        box.append(text)
    elif text.getparent() is box.getparent():
        siblings = list(box.itersiblings())
        between = siblings[: siblings.index(text)]
        if all(regions.isdisjoint(node.iter("*")) for node in between):
            _append(box, [*between, text])


def _append(box: _Element, behind: Sequence[_Element]) -> None:
    """Put what stands behind a box into it, the text between as well, so that all is read in the order of the page."""
    last = box[-1] if len(box) else None
    inside = (box.text if last is None else last.tail) or ""
    if box.tail:
        if CONTROL_RE.search(inside + box.tail):
            return  # lxml reads such characters and does not write them
        if last is None:
            box.text = inside + box.tail
        else:
            last.tail = inside + box.tail
        box.tail = None
    box.extend(behind)


def _is_next(box: _Element, text: _Element) -> bool:
    """True where nothing that is shown stands between the two: what is read stays in the order of the page."""
    first = next(iter(cast("list[_ElementUnicodeResult]", BEHIND(box))), None)
    holder = first.getparent() if first is not None else None
    if first is None or holder is None:
        return False
    if first.is_tail:
        return holder is not text and text in holder.iterancestors()
    return holder is text or text in holder.iterancestors()


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
