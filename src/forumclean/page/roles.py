"""What an element of a post is: the table ``data/elements`` as dictionaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml.etree import _Element

from forumclean.tables import Row, load

KEYS = frozenset({"tag", "class", "attr", "match", "role"})


@dataclass(frozen=True, slots=True)
class Role:
    """A walker's function and the rule it acts by."""

    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Roles:
    """The table, ordered by how particular a row is: class, then attribute, then the tag alone."""

    by_class: dict[tuple[str, str], Role] = field(default_factory=dict)
    by_attr: dict[str, list[tuple[str, re.Pattern[str], Role]]] = field(default_factory=dict)
    by_tag: dict[str, Role] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Enter a row of the table."""
        role = Role(row.text("role"), row.id)
        for tag in row.texts("tag"):
            if "class" in row.values:
                for name in row.texts("class"):
                    self.by_class.setdefault((tag, name), role)
            elif "attr" in row.values:
                self.by_attr.setdefault(tag, []).append((row.text("attr"), re.compile(row.text("match")), role))
            else:
                self.by_tag.setdefault(tag, role)

    def of(self, tag: _Element) -> Role | None:
        """The role of an element; ``None`` where it is a mere wrapper."""
        name = str(tag.tag)
        present = tag.keys()
        if present:
            found = self._by_attributes(name, tag, present)
            if found is not None:
                return found
        return self.by_tag.get(name)

    def _by_attributes(self, name: str, tag: _Element, present: Sequence[str | bytes]) -> Role | None:
        if "class" in present:
            for class_ in (tag.get("class") or "").split():
                found: Role | None = self.by_class.get((name, class_)) or self.by_class.get(("*", class_))
                if found is not None:
                    return found
        for attr, pattern, role in (*self.by_attr.get(name, ()), *self.by_attr.get("*", ())):
            if attr in present and pattern.search(tag.get(attr) or ""):
                by_attribute: Role = role
                return by_attribute
        return None


@cache
def roles() -> Roles:
    """The roles of all known elements."""
    table = Roles()
    for row in load("elements", KEYS):
        table.add(row)
    return table


def role_of(tag: _Element) -> Role | None:
    """The role of an element."""
    return roles().of(tag)
