"""What an author typed beside the text of a post, or above parts of it: subjects, headings, the fields of a special thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page.elements import first, nothing, text_below
from forumclean.page.finder import squeezed
from forumclean.page.roles import Role
from forumclean.page.walk_own import heads

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

PARTS = ("dt", "dd")
"""The name of a field and its value."""
HOLDING = {"activity": "dl", "trade": "h4"}
"""What the fields of a thread stand in; touch has boxes of the same class for who has joined, and how many goods there are."""


def subject(w: Walker, tag: _Element, role: Role) -> bool:
    """A heading right below the box, before any text in it; 6.0 prints the thread's title there as well."""
    above = w.frame == 0 and len(w.stack) == 1 and not _ends(squeezed(w.title()) or "", squeezed(text_below(tag)))
    if above or _heads_alone(w, tag):
        return w.inside(lambda: w.block(tag, None))
    return title(w, tag, role)


def _heads_alone(w: Walker, tag: _Element) -> bool:
    """True for the one heading above a text in its own element: touch prints an answer's subject so; an author has several."""
    return heads(w, tag) and next(tag.itersiblings("h2"), None) is None


def title(w: Walker, tag: _Element, _role: Role) -> bool:
    """A heading of a post written as HTML; the forum's own stand outside a post's own text."""
    return w.block(tag, str(tag.tag) if w.texts and not w.code else None)


def _ends(title: str, subject: str | None) -> bool:
    """True where a subject is the thread's title, before which a page may print the thread's class."""
    return subject is None or title == subject or title.endswith((f" {subject}", f"]{subject}"))


def fields(w: Walker, tag: _Element, role: Role) -> bool:
    """Fields that an author filled in: their names and values are text, what opens and closes them is not."""
    if role.name in HOLDING and first(tag, HOLDING[role.name]) is None:
        return w.ordinary(tag) if w.texts else w.furniture(tag, role.rule)
    w.parts.append((role.name, tag))
    w.fields += 1

    def leave() -> None:
        w.fields -= 1

    return w.behind(w.inside(lambda: w.block(tag, None)), leave)


def part(w: Walker, tag: _Element) -> bool:
    """A field is one line: its value stands behind its name."""
    if tag.tag == "dd":
        return w.push(tag, w.out.fresh)
    w.out.fresh()
    return w.push(tag, nothing)


def caption(w: Walker, tag: _Element, role: Role) -> bool:
    """The name that the forum gives to a set of fields; above a table of a writer's a caption is text."""
    return w.furniture(tag, role.rule) if w.fields else w.block(tag, None)
