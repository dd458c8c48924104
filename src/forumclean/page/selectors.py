"""Selectors of CSS: a way through a tree, and for most of them steps from element to element by class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from lxml.etree import XPath, _Element

from forumclean.page.css import TRANSLATOR

PART_RE = re.compile(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?:\.(?P<name>[\w-]+))?(?:\[(?P<attr>[a-z-]+)\])?", re.ASCII)
HEAD_RE = re.compile(r"[^\s>+~,\"'()]+")
"""A part that no blank or comma within quotes or brackets cuts short."""
OWNER = "/.."
"""The step from attributes to their elements: libxml2 compares each element that it comes to with all others."""
CHILD = ">"
BETWEEN_RE = re.compile(rf"\s*{CHILD}\s*|\s+")
WORD_RE = re.compile(r"[^ \t\r\n]+")
"""A class, as XPath and CSS divide them."""


FEW = 100
"""So many elements are read whether they stand in each other or not."""
DEEP = 20
"""What a page tells of itself stands in no more of its kind."""


class Step(NamedTuple):
    """One part of a selector: what an element is, and whether it stands right below the one before or anywhere in it."""

    child: bool
    tag: str
    """``*`` for any."""
    name: str | None
    """A class that it has."""
    attr: str | None
    """An attribute that it has."""

    def fits(self, element: _Element) -> bool:
        """True for an element (of the step's tag) that has both."""
        if self.attr is not None and element.get(self.attr) is None:
            return False
        return self.name is None or self.name in WORD_RE.findall(element.get("class") or "")


class Path(NamedTuple):
    """A search of a tree by XPath."""

    xpath: XPath
    to_attribute: bool
    """True where the way ends at an attribute of what is looked for."""

    @classmethod
    def of(cls, css: str) -> Path:
        """The search for a selector."""
        xpath = TRANSLATOR.css_to_xpath(css)
        alone = xpath.endswith(OWNER) and "," not in css
        return cls(XPath(xpath.removesuffix(OWNER) if alone else xpath), alone)

    def below(self, element: _Element) -> list[_Element]:
        """The elements that it finds in one and below it (selectors of CSS find nothing else)."""
        found: Any = self.xpath(element)
        return [attribute.getparent() for attribute in found] if self.to_attribute else found


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """A selector: a search of a tree for all of it, or one for its first part and steps from there."""

    whole: Path
    head: Path
    """To the elements of the first part; to all, where another part says more than a step can."""
    first: Step | None
    """The first part as a step, where it is by class."""
    others: tuple[Step, ...]

    def below(self, element: _Element) -> list[_Element]:
        """The elements that fit in one and below it, in the order of the page; in a time that grows with the page alone."""
        found = self.head.below(element)
        for step in self.others if found else ():
            found = below(found, step)
        return found

    def of_few(self, element: _Element) -> list[_Element]:
        """The same at once, a little faster; libxml2 compares each element that it comes to from a part with all others."""
        return self.whole.below(element)


@cache
def selector(css: str) -> Selector:
    """A selector, one for all rows that ask for the same; raises ``SelectorError`` for what is none."""
    head, others = head_and_steps(css)
    first = step_of(head, child=False)
    by_class = first if first and first.name else None
    return Selector(Path.of(css), Path.of(head), by_class, others)


def head_and_steps(css: str) -> tuple[str, tuple[Step, ...]]:
    """The first part of a selector, and the others as steps; all of it for the first, where another part says more.

    >>> head_and_steps("div.pg > a[href]")
    ('div.pg', (Step(child=True, tag='a', name=None, attr='href'),))
    >>> head_and_steps("em[id^=authorposton] span")[0], head_and_steps("p.author + h3")
    ('em[id^=authorposton]', ('p.author + h3', ()))
    """
    head, *parts = BETWEEN_RE.split(css)
    ways = BETWEEN_RE.findall(css)
    steps = [step_of(part, child=CHILD in way) for part, way in zip(parts, ways, strict=True)]
    others = tuple(step for step in steps if step)
    return (head, others) if HEAD_RE.fullmatch(head) and len(others) == len(parts) else (css, ())


def step_of(part: str, *, child: bool) -> Step | None:
    """A part of a selector as a step; ``None`` where it says more."""
    match = PART_RE.fullmatch(part)
    return Step(child, match["tag"] or "*", match["name"], match["attr"]) if match and match[0] else None


def below(elements: Sequence[_Element], step: Step) -> list[_Element]:
    """The elements of a step below some others, each once, in the order of the page."""
    tops = outermost(elements)
    if step.child and len(tops) == len(elements):
        return [element for top in tops for element in top.iterchildren(step.tag) if step.fits(element)]
    every = [element for top in tops for element in top.iterdescendants(step.tag)]  # kept, as a trail is
    found = [element for element in every if step.fits(element)]
    return among(found, elements, child=True) if step.child else found


def among(elements: Sequence[_Element], around: Iterable[_Element], *, child: bool) -> list[_Element]:
    """Those that stand in one of some others, or right below one."""
    if child:
        parents = set(around)
        return [element for element in elements if element.getparent() in parents]
    return [element for element, inside in zip(elements, standing(elements, around), strict=True) if inside]


def outermost(elements: Sequence[_Element]) -> list[_Element]:
    """Those that stand in no other of them."""
    return [element for element, inside in zip(elements, standing(elements, elements), strict=True) if not inside]


def shallow(elements: list[_Element]) -> list[_Element]:
    """Those that stand in few others of them: the text of each is read, and a chain of them would be read as often as it has links."""
    if len(elements) <= FEW:
        return elements
    depths: dict[_Element | None, int] = {None: 0}
    known = set(elements)
    trail: list[_Element] = []  # as in ``standing``
    for element in elements:
        way: list[_Element] = []
        node: _Element | None = element
        while node is not None and node not in depths:
            way.append(node)
            node = node.getparent()
        way.reverse()
        trail += way
        depth = depths[node]
        for each in way:
            depth += each in known
            depths[each] = depth
    return [element for element in elements if depths[element] <= DEEP]


def standing(elements: Iterable[_Element], around: Iterable[_Element]) -> Iterator[bool]:
    """For each element whether it stands in one of some others; no element around them is looked at twice."""
    inside, outside = set(around), set[_Element]()
    trail: list[
        _Element
    ] = []  # is freed from its end, the deepest first: lxml looks for another element known above each that goes
    for element in elements:
        way: list[_Element] = []
        node = element.getparent()
        while node is not None and node not in inside and node not in outside:
            way.append(node)
            node = node.getparent()
        found = node in inside
        way.reverse()
        trail += way
        (inside if found else outside).update(way)
        yield found
