"""Searches a page by many selectors; in a long one an index of classes spares most of them the way through the whole tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml.etree import _Element

from forumclean.page.selectors import WORD_RE, Selector, Step

LAYOUT = frozenset({"div", "td", "*"})
"""Names that most selectors by class begin with; elements of others are few and soon gone through."""
Placed = list[tuple[int, _Element]]
"""Elements with their places in the order of the page."""


class Search:
    """A page that is asked by many selectors, some of them twice; it holds for as long as the tree stays as it is."""

    def __init__(self, root: _Element, *, indexed: bool = False) -> None:
        self.root = root
        self.indexed = indexed
        self._found: dict[Selector, list[_Element]] = {}
        self._classes: dict[str, dict[str, list[Placed]]] = {}

    def found(self, by: Selector) -> list[_Element]:
        """The elements that fit, in the order of the page."""
        known = self._found.get(by)
        if known is None:
            known = self._found[by] = self._look(by)
        return known

    def _look(self, by: Selector) -> list[_Element]:
        if not (self.indexed and by.steps and by.steps[0].tag in LAYOUT):
            return by.below(self.root)
        first, *others = by.steps
        found = self._having(first)
        for step in others:
            if not found:
                break
            known = step.name is not None and step.tag in self._classes
            found = among(self._having(step), found, child=step.child) if known else below(found, step)
        return found

    def _having(self, step: Step) -> list[_Element]:
        """The elements of a step, wherever they stand."""
        classes = self._classes.get(step.tag)
        if classes is None:
            classes = self._classes[step.tag] = classes_of(self.root, step.tag)
        places = sorted(place for value in classes.get(step.name or "", ()) for place in value)
        return [element for _, element in places if step.attr is None or element.get(step.attr) is not None]


def classes_of(root: _Element, tag: str) -> dict[str, list[Placed]]:
    """For each class all values that hold it, and for each value the elements of a name: there are far fewer values."""
    values: dict[str, Placed] = {}
    for place, element in enumerate(root.iter(tag)):
        value = element.get("class")
        if value:
            values.setdefault(value, []).append((place, element))
    classes: dict[str, list[Placed]] = {}
    for value, elements in values.items():
        for name in {*WORD_RE.findall(value)}:
            classes.setdefault(name, []).append(elements)
    return classes


def below(elements: Sequence[_Element], step: Step) -> list[_Element]:
    """The elements of a step below some others, each once, in the order of the page."""
    tops = outermost(elements)
    if step.child and len(tops) == len(elements):
        return [element for top in tops for element in top.iterchildren(step.tag) if step.fits(element)]
    found = [element for top in tops for element in top.iterdescendants(step.tag) if step.fits(element)]
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


def standing(elements: Iterable[_Element], around: Iterable[_Element]) -> Iterator[bool]:
    """For each element whether it stands in one of some others; no element around them is looked at twice."""
    inside, outside = set(around), set[_Element]()
    for element in elements:
        way: list[_Element] = []
        node = element.getparent()
        while node is not None and node not in inside and node not in outside:
            way.append(node)
            node = node.getparent()
        found = node in inside
        (inside if found else outside).update(way)
        yield found
