"""Selectors of CSS: a way through a tree, and for most of them steps from element to element by class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from lxml.etree import XPath, _Element

from forumclean.page.css import TRANSLATOR

PART_RE = re.compile(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?:\.(?P<name>[\w-]+))?(?:\[(?P<attr>[a-z-]+)\])?", re.ASCII)
OWNER = "/.."
"""The step from attributes to their elements: libxml2 compares each element that it comes to with all others."""
CHILD = ">"
BETWEEN_RE = re.compile(rf"\s*{CHILD}\s*|\s+")
WORD_RE = re.compile(r"[^ \t\r\n]+")
"""A class, as XPath and CSS divide them."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """A selector, for a search of a tree and as steps (none where it says more than they can, or begins with no class)."""

    path: XPath
    to_attribute: bool
    """True where the way ends at an attribute of what is looked for."""
    steps: tuple[Step, ...]

    def below(self, element: _Element) -> list[_Element]:
        """The elements that fit in one and below it (selectors of CSS find nothing else)."""
        found: Any = self.path(element)
        return [attribute.getparent() for attribute in found] if self.to_attribute else found


@cache
def selector(css: str) -> Selector:
    """A selector, one for all rows that ask for the same; raises ``SelectorError`` for what is none."""
    xpath = TRANSLATOR.css_to_xpath(css)
    alone = xpath.endswith(OWNER) and "," not in css
    return Selector(XPath(xpath.removesuffix(OWNER) if alone else xpath), alone, steps_of(css))


def steps_of(css: str) -> tuple[Step, ...]:
    """The steps of a selector.

    >>> steps_of("div.pg > a[href]")
    (Step(child=False, tag='div', name='pg', attr=None), Step(child=True, tag='a', name=None, attr='href'))
    >>> steps_of("p.author + h3"), steps_of("div#pt a")
    ((), ())
    """
    parts = [PART_RE.fullmatch(part) for part in BETWEEN_RE.split(css)]
    children = [False, *(CHILD in between for between in BETWEEN_RE.findall(css))]
    steps = [
        Step(child, part["tag"] or "*", part["name"], part["attr"])
        for part, child in zip(parts, children, strict=True)
        if part and part[0]
    ]
    return tuple(steps) if len(steps) == len(parts) and steps[0].name else ()
