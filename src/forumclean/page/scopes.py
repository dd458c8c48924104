"""The posts of a page as elements: for each post's text the frame around it, and for whatever the page tells the post that it is of."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from lxml.etree import _Element

from forumclean.page.search import Search

NAMED_RE = re.compile(r"(?:post_|pid)\d+", re.ASCII)
FAR = 50
"""A way up that is longer is remembered: thousands of elements may stand below it."""


class Scopes:
    """The posts of a page, each an element that no other holds."""

    def __init__(self, page: Search, elements: Sequence[_Element], texts: Sequence[_Element] = ()) -> None:
        self.page = page
        self.elements = elements
        self._texts = texts
        self._places: dict[_Element, int] = {}
        self._index = {element: i for i, element in enumerate(elements)}

    def owner(self, element: _Element) -> int:
        """The index of the scope around an element; -1 for none."""
        way: list[_Element] = []
        node: _Element | None = element
        while node is not None and node not in self._index:
            way.append(node)
            node = node.getparent()
        found = -1 if node is None else self._index[node]
        if len(way) > FAR:
            self._index.update(dict.fromkeys(way, found))
        return found

    def above(self, element: _Element) -> bool:
        """True for what begins above the text of its post, in an element that bears the post's id."""
        index = self.owner(element)
        if not 0 <= index < len(self._texts) or not NAMED_RE.fullmatch(self.elements[index].get("id") or ""):
            return False
        if not self._places:
            self._places = {node: place for place, node in enumerate(self.page.root.iter())}
        return self._places[element] < self._places[self._texts[index]]


def framed(slots: Sequence[_Element], heads: list[_Element]) -> list[_Element]:
    """For each post's text the largest element around it that holds no other: one of the ``heads`` (what bears a post's id) before others.

    The heads themselves, where a view puts a post's head beside its text: a page that is cut off may end in a head.
    """
    around: set[_Element] = set()
    shared: set[_Element] = set()
    ways: list[list[_Element]] = []
    for slot in slots:
        way = [slot, *_up(slot.getparent(), around)]
        way.reverse()  # is freed from its end, the deepest first (see ``standing``)
        around.update(way)
        shared.update(_up(way[0].getparent(), shared))
        ways.append(way)
    if around.isdisjoint(heads):
        beside = heads if len(heads) == len(slots) else _before(slots, heads)
        if beside:
            return beside
    named = set(heads)
    frames: list[_Element] = []
    for way in ways:
        alone = [element for element in way if element not in shared]
        frames.append(next((element for element in alone if element in named), alone[0]))
    return frames


def _before(slots: Sequence[_Element], heads: list[_Element]) -> list[_Element]:
    """For each post's text the head nearest before it; nothing where a text has none of its own."""
    wanted, named = set(slots), set(heads)
    if len(named) < len(wanted):
        return []
    found: list[_Element] = []
    head: _Element | None = None
    for node in slots[0].getroottree().getroot().iter("*"):
        if node in named:
            head = node
        elif node in wanted:
            if head is None:
                return []
            found.append(head)
            head = None
    return found


def _up(element: _Element | None, known: Container[_Element]) -> Iterator[_Element]:
    """The element and those around it, up to the first that is known: nothing is gone through twice."""
    while element is not None and element not in known:
        yield element
        element = element.getparent()
