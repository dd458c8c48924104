"""Reads lxml's elements as a walk needs them: children and texts in order, classes, text below."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from itertools import islice
from typing import cast

from lxml.etree import _Element, iterwalk

from forumclean.page.roles import SILENT, Role

LONGEST = 1_000
"""Characters of an attribute that names classes."""
SPACES = " \n\t\f\r"
Flow = list[str | tuple[str, str] | None]
"""Texts in a row; ``None`` is a line break, a text with a rule is taken out by it."""
CROWDED = 1_000
"""Attributes that one element may have: libxml2 hangs each behind all before it, and 200,000 take minutes."""
Entered = tuple[_Element, Role | None]
"""An element and its role."""
GOING = frozenset({"noise", "furniture"})
"""Roles of elements that do nothing but take out their text."""
LINES = frozenset({"block", "break", "item", "row", "table", "title"})
"""Roles of elements that begin a line wherever they stand."""
SKIPPED = Role(SILENT, "")
"""The role of comments."""
UNSEEN = ("script", "style", "template", "rt", "rp")
"""Elements whose text is not read (rt, rp: the reading aids of a ruby)."""


def nothing() -> None:
    """What is to be done behind an element that leaves no mark."""


def contents(
    element: _Element, role_of: Callable[[_Element], Role | None], kept: Container[_Element] | None
) -> Iterator[Flow | Entered]:
    """The texts and elements right below an element, in order, texts in a row as one flow; comments are none of either.

    Nearly all elements in a text are bare breaks and lone texts that go, which are part of the flow.  Those ``kept`` stand for themselves,
    as all do in what is no text (``None``).
    """
    flow: Flow = [element.text] if element.text else []
    for child in element:
        tag = child.tag
        if kept is not None and tag == "br" and not child.keys():
            flow.append(None)
        elif isinstance(tag, str):
            role = role_of(child)
            if role is not None and role.name in GOING and kept is not None and not len(child) and child not in kept:
                if child.text:
                    flow.append((child.text, role.rule))
            else:
                if flow:
                    yield flow
                    flow = []
                yield child, role
        text = child.tail
        if text:
            flow.append(text)
    if flow:
        yield flow


def unread(top: _Element, role_of: Callable[[_Element], Role | None]) -> Flow:
    """All texts below an element, of which nothing is told but the lines that its elements begin."""
    flow: Flow = [top.text or ""]
    # With each element that is being gone through: lxml looks up, as far as one that is known, from each that is let go.
    stack = [(top, iter(top), "")]
    while stack:
        _, nodes, behind = stack[-1]
        for node in nodes:
            role = role_of(node) if isinstance(node.tag, str) else SKIPPED
            name = role.name if role is not None else ""
            if name in LINES:
                flow.append(None)
            if name != SILENT:
                flow.append(node.text or "")
                if len(node):
                    stack.append((node, iter(node), node.tail or ""))
                    break
            flow.append(node.tail or "")
        else:
            flow.append(behind)
            stack.pop()
    return [text for text in flow if text != ""]


def strings(element: _Element, most: int | None = None) -> list[str]:
    """All texts below an element that a reader sees, or the first of them; white space between elements is one character."""
    if not len(element):  # to look for elements in one that has none costs as much as all the rest
        text = element.text
        return [text if text.strip(SPACES) else "\n" if "\n" in text else " "] if text else []
    found = cast("Iterator[str]", element.itertext()) if first(element, *UNSEEN) is None else _seen(element)
    return [text if text.strip(SPACES) else "\n" if "\n" in text else " " for text in islice(found, most)]


def _seen(element: _Element) -> Iterator[str]:
    unseen = {below for top in element.iterdescendants(*UNSEEN) for below in top.iter()}
    for node in element.iter():
        if isinstance(node.tag, str) and node not in unseen and node.text:
            yield node.text
        around = node.getparent()
        if node is not element and around not in unseen and node.tail:
            yield node.tail


def text_below(element: _Element) -> str:
    """All the text below an element that a reader sees."""
    return "".join(strings(element))


def text_without(element: _Element, *names: str, most: int | None = None) -> str:
    """All the text below an element but for that in some elements of these names; of very much the first."""
    parts: list[str | None] = []
    inside = 0
    for event, node in islice(iterwalk(element, ("start", "end", "comment", "pi")), most):
        if event == "start":
            inside += node is not element and node.tag in names
            parts.append(node.text if not inside else None)
            continue
        inside -= event == "end" and node is not element and node.tag in names
        parts.append(node.tail if not inside and node is not element else None)
    return "".join(filter(None, parts))


def classes(element: _Element) -> list[str]:
    """The classes of an element; of hundreds in one attribute the first."""
    return (element.get("class") or "")[:LONGEST].split()


def attribute(element: _Element, name: str) -> str | None:
    """An attribute without white space at its ends; ``None`` where it says nothing."""
    value = element.get(name)
    return value.strip() or None if value else None


def with_class(element: _Element, name: str, tag: str = "*") -> Iterator[_Element]:
    """The elements below one that have a class, in order."""
    return (found for found in element.iterdescendants(tag) if name in (found.get("class") or "").split())


def first(element: _Element, *tags: str) -> _Element | None:
    """The first element below one that has one of the names; ``None`` where there is none."""
    return next(element.iterdescendants(*tags), None)
