"""Posts of which the forum prints nothing but why they have no text, in styles that are told by ids alone."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import Element, _Element

from forumclean.page.template import Template
from forumclean.page.thread import PID_RE

MOST = 200
"""Posts that are looked at; a forum shows fewer on a page."""


def with_shut(template: Template, tree: _Element, slots: Sequence[_Element]) -> frozenset[_Element]:
    """Boxes around such words, where no text of a post stands: the posts have one region more each."""
    locks = template.elements("shut", tree)
    if not locks or not slots:
        return frozenset()
    held = {_post(slot) for slot in slots}
    regions = set(slots)
    found: list[_Element] = []
    for lock in locks:
        post = _post(lock)
        if post is None or post in held:
            continue
        if len(held) > MOST:
            break
        held.add(post)
        if regions.isdisjoint(lock.iterancestors()) and regions.isdisjoint(lock.iter("*")):
            found.append(_around(lock))
    return frozenset(found)


def _post(node: _Element | None) -> str | None:
    """The number of the post that an element stands in; ``None`` outside of all."""
    while node is not None:
        match = PID_RE.search(node.get("id") or "")
        if match:
            return match[1]
        node = node.getparent()
    return None


def _around(lock: _Element) -> _Element:
    box = Element("div")
    lock.addprevious(box)
    box.tail, lock.tail = lock.tail, None
    box.append(lock)
    return box
