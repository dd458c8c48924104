"""What bears a class of the forum's in a post's own text: posts written as HTML have classes of their author's, of the same names."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page import figures
from forumclean.page.elements import SKIPPED, UNSEEN, text_without
from forumclean.page.roles import Role, roles

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

NEAR = 50
"""Elements (and their ends) among which the forum says that something is a file; they may stand in each other."""
ABOVE = 9
"""Things at most that a view prints above a text in the text's own element."""
PRINTED = frozenset({
    "activity", "ad", "banner", "best", "debate", "fields", "folded", "furniture", "hidden", "noise", "poll", "reward", "skip", "subject",
    "tags", "trade", "warned",
})  # fmt: skip
"""Roles of what a view prints above a text."""
FILE_RE = re.compile(r"\d\s?(?:Bytes|[KMGT]?i?B)\b|[上下][传傳载載]|(?:Down|Up)load", re.IGNORECASE)
"""What the forum tells of a file: its size, the count of downloads, the day it came."""
FILE_ID_RE = re.compile(r"^(?:aimg|attach)_\w")
WARNING_RE = re.compile(r"[^。，！？,!?\n]{0,12}(?:警告|\bwarn)[^。，！？,!?\n]{0,30}", re.IGNORECASE)
"""What touch says above the text of one who was warned (受到警告): a sentence of the author's is more than that."""
INVITATION = "chrome/guest-tip"
"""X3.4 on sets the banner ahead of a first post's text, to ask guests to register; no picture stood there."""
Enter = Callable[["Walker", _Element, Role], bool]


def heads(w: Walker, tag: _Element) -> bool:
    """True above a text, in an element that a view prints more than the text in (touch: fields, warnings)."""
    around = tag.getparent()
    if not w.bare or around is not w.root or around is None or (around.text or "").strip():
        return False
    before = list(islice(tag.itersiblings(preceding=True), ABOVE))
    return len(before) < ABOVE and all(map(_is_printed, before))


def _is_printed(element: _Element) -> bool:
    role = roles().of(element) if isinstance(element.tag, str) else None
    known = role is not None and role.name in PRINTED
    return (known or not isinstance(element.tag, str)) and not (element.tail or "").strip()


def outside(enter: Enter) -> Enter:
    """The role of what stands outside a post's own text or above it; in it the element is what its name says."""

    def entered(w: Walker, tag: _Element, role: Role) -> bool:
        return w.ordinary(tag) if w.texts and not heads(w, tag) else enter(w, tag, role)

    return entered


def warned(enter: Enter) -> Enter:
    """The role of the forum's word above the text of one who was warned; the element of an author's HTML has the same name."""

    def entered(w: Walker, tag: _Element, role: Role) -> bool:
        said = WARNING_RE.fullmatch(text_without(tag, *UNSEEN, most=NEAR).strip())
        return outside(enter)(w, tag, role) if said else w.ordinary(tag)

    return entered


def among_fields(enter: Enter) -> Enter:
    """The role of what stands among the fields of a special thread."""
    return lambda w, tag, role: w.ordinary(tag) if w.texts and not w.fields else enter(w, tag, role)


def of_file(enter: Enter) -> Enter:
    """The role of what the forum prints of a file, told by what it says where an author may have written it."""
    return lambda w, tag, role: w.ordinary(tag) if w.texts and not _tells_file(w, tag) else enter(w, tag, role)


def _tells_file(w: Walker, tag: _Element) -> bool:
    if w.figureless or any(map(_is_file, islice(tag.iter(), NEAR))):
        return True
    return FILE_RE.search(text_without(tag, *UNSEEN, most=NEAR)) is not None


def _is_file(element: _Element) -> bool:
    if element.tag == "a":
        return figures.FILE_RE.search(element.get("href") or "") is not None
    return element.get("aid") is not None or FILE_ID_RE.match(element.get("id") or "") is not None


def banner(w: Walker, tag: _Element, role: Role) -> bool:
    """What the forum asks guests for, above a text or in a picture's place."""
    return w.furniture(tag, INVITATION if w.texts and _begins_text(tag) else role.rule)


def ad(w: Walker, tag: _Element, role: Role) -> bool:
    """An advertisement that the forum sets ahead of a text; further down an element of its class is its author's."""
    return w.ordinary(tag) if w.texts and not _begins_text(tag) else w.furniture(tag, role.rule)


def _begins_text(tag: _Element) -> bool:
    """True for the first thing in the element of a post's text, advertisements and styles aside."""
    around = tag.getparent()
    if around is None or (around.text or "").strip():
        return False
    before = list(islice(tag.itersiblings(preceding=True), ABOVE))
    role = roles().of(around)
    return role is not None and role.name == "body" and len(before) < ABOVE and all(map(_is_ad, before))


def _is_ad(element: _Element) -> bool:
    """True for an advertisement, and for what nobody sees."""
    role = roles().of(element) if isinstance(element.tag, str) else SKIPPED
    return role is not None and role.name in {"ad", "skip"} and not (element.tail or "").strip()
