"""Fields of a classified thread in a layout of the board's own, which has no class: all that stands above the first post's text."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import Element, _Element

from forumclean.page.early import TEXTS
from forumclean.page.elements import SKIPPED, classes
from forumclean.page.roles import SILENT, WITH_FRAME, role_of
from forumclean.page.selectors import selector
from forumclean.page.template import Template

SORTS = ("filter=sortid", "action=protectsort")
"""Where the class of such a thread leads, and the picture that the forum prints for a number that robots may not read."""
SORT = f'h1 a[href*="{SORTS[0]}"], .pgb a[href*="{SORTS[0]}"], [src*="{SORTS[1]}"]'
"""The class stands before the title; whoever came from the list of a class goes back to it."""
FIELDS = "typeoption"
"""The class of the forum's own layout."""


def gathered(template: Template, tree: _Element, slots: Sequence[_Element], html: str) -> None:
    """Put what stands above the first post's text into an element of the forum's own, where a page shows a classified thread."""
    if not slots or template.region.body or not any(map(html.__contains__, SORTS)) or not selector(SORT).below(tree):
        return
    if template.find("page", tree) not in (None, "1") or any(FIELDS in classes(child) for child in slots[0]):
        return
    above = _above(slots[0])
    if above:
        box = Element("div", {"class": FIELDS})
        above[0].addprevious(box)
        for child in above:
            box.append(child)


def _above(box: _Element) -> list[_Element]:
    """What stands right above the text in a row and has no meaning of its own; nothing, where no text is."""
    found: list[_Element] = []
    for child in box:
        role = role_of(child) if isinstance(child.tag, str) else SKIPPED
        if role is not None and role.name in WITH_FRAME and role.name != SILENT:
            found = []
        elif isinstance(child.tag, str) and TEXTS(child):
            return found
        else:
            found.append(child)
    return []
