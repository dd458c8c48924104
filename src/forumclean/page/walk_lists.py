"""What the elements of lists and rows do to the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page.elements import nothing
from forumclean.page.roles import Role

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

COUNTING = frozenset("1aAiI")
"""What a list may count with: [list=1], [list=a] and [list=A] are all `ul` with this type."""


def listed(w: Walker, tag: _Element, _role: Role) -> bool:
    """A list; in code there is none."""
    ordered = tag.tag == "ol" or tag.get("type") in COUNTING
    return w.push(tag, nothing) if w.code else w.block(tag, "list", ordered=ordered)


def item(w: Walker, tag: _Element, _role: Role) -> bool:
    """An item; outside a list a line."""
    if w.code or not w.out.inside("list"):
        w.out.fresh()
        return w.push(tag, nothing)
    return w.block(tag, "item")


def cell(w: Walker, tag: _Element, _role: Role) -> bool:
    """A cell; outside a row a line."""
    return w.block(tag, "cell") if w.out.inside("row") else w.block(tag, None)
