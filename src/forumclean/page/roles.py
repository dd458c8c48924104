"""What an element of a post is: the table ``data/elements`` as dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from lxml.etree import _Element

from forumclean.tables import Row, load

SILENT = "skip"
"""The role of elements that have no text for a reader."""
WITH_FRAME = frozenset({
    "activity", "attachment", "attachment-item", "attachments", "banner", "best", "body", "boxed", "counts", "debate", "fields", "form",
    "form-text", "furniture", "hidden", "notice", "poll", "reward", "silenced", "skip", "subject", "tags", "tip", "trade", "warned",
})  # fmt: skip
"""Roles that mean something in the frame of a post as well."""
LONGEST = 200
"""Characters of classes and styles up to which the answer is kept: forums write short ones, and the memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Role:
    """A walker's function and the rule it acts by."""

    name: str
    rule: str


class Roles:
    """The table, ordered by how particular a row is: class, then attribute, then the tag alone."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_class: dict[tuple[str, str], Role] = {}
        self._by_attr: dict[str, list[tuple[str, re.Pattern[str], Role]]] = {}
        self._by_tag: dict[str, Role] = {}
        for row in rows:
            self._add(row)
        # A forum writes the same classes and styles again and again, so most questions have been answered before.
        self._told = lru_cache(maxsize=4096)(self._told_anew)
        self._asked_of_all = self._asking("*")
        self._asked = {name: self._asking(name) for name in self._by_attr}

    def _add(self, row: Row) -> None:
        role = Role(row.text("role"), row.id)
        for tag in row.texts("tag"):
            if "class" in row.values:
                for name in row.texts("class"):
                    self._by_class.setdefault((tag, name), role)
            elif "attr" in row.values:
                self._by_attr.setdefault(tag, []).append((row.text("attr"), re.compile(row.text("match")), role))
            else:
                self._by_tag.setdefault(tag, role)

    def _asking(self, name: str) -> frozenset[str]:
        """The attributes that may tell the role of an element of a name."""
        return frozenset({"class", *(attr for attr, _, _ in self._rows(name))})

    def of(self, tag: _Element) -> Role | None:
        """The role of an element; ``None`` where it is a mere wrapper."""
        name = str(tag.tag)
        present = tag.keys()
        if not present:
            return self._by_tag.get(name)
        asked = self._asked.get(name, self._asked_of_all)
        told = [name]
        size = 0
        for attr in present:
            if attr in asked:
                value = tag.get(attr) or ""
                told += (str(attr), value)
                size += len(value)
        if len(told) == 1:
            return self._by_tag.get(name)
        return self._told(*told) if size <= LONGEST else self._told_anew(*told)

    def alone(self, tag: _Element) -> Role | None:
        """The role of an element by its name, whatever its attributes."""
        return self._by_tag.get(str(tag.tag))

    def _rows(self, name: str) -> list[tuple[str, re.Pattern[str], Role]]:
        return [*self._by_attr.get(name, ()), *self._by_attr.get("*", ())]

    def _told_anew(self, name: str, *told: str) -> Role | None:
        alone = self._by_tag.get(name)
        if alone is not None and alone.name == SILENT:
            return alone  # a script whose class is that of noise has no text either
        values = dict(zip(told[::2], told[1::2], strict=True))
        for class_ in values.get("class", "").split():
            found = self._by_class.get((name, class_)) or self._by_class.get(("*", class_))
            if found is not None:
                return found
        fitting = (role for attr, pattern, role in self._rows(name) if attr in values and pattern.search(values[attr]))
        return next(fitting, alone)


@cache
def roles() -> Roles:
    """The roles of all known elements."""
    return Roles(load("elements"))


def role_of(tag: _Element) -> Role | None:
    """The role of an element."""
    return roles().of(tag)
