"""Searches a page by many selectors; in a long one an index of classes spares most of them the way through the whole tree."""

from __future__ import annotations

from lxml.etree import _Element

from forumclean.page.selectors import WORD_RE, Selector, Step, among, below, shallow

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
            known = self._found[by] = shallow(self._look(by))
        return known

    def _look(self, by: Selector) -> list[_Element]:
        if not self.indexed:
            return by.of_few(self.root)
        if by.first is None or by.first.tag not in LAYOUT:
            return by.below(self.root)
        found = self._having(by.first)
        for step in by.others:
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
    every = list(root.iter(tag))  # all kept, since lxml looks for another element known above each that is let go
    for place, element in enumerate(every):
        value = element.get("class")
        if value:
            values.setdefault(value, []).append((place, element))
    classes: dict[str, list[Placed]] = {}
    for value, elements in values.items():
        for name in {*WORD_RE.findall(value)}:
            classes.setdefault(name, []).append(elements)
    return classes
