"""What a reader does not get, and the forum's words in its place."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page import quoted
from forumclean.page.elements import classes, first, text_below
from forumclean.page.roles import Role
from forumclean.page.walk_fields import title

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

FEW = 12
"""Elements at most of a box that says one sentence of the forum's."""
HIDDEN = 3
"""So many stand in each other at most: all that one holds is looked at, and what stands deeper is text of the last."""
LEVELS, BEFORE = 2, 4
"""Boxes around a folded one, and things before each, among which its button stands."""
UNSEEN = "noise/jammer-hidden"
CLICK_RE = re.compile(r"display|toggle|slide|(?:un)?fold|expand|collapse", re.IGNORECASE)
LONGEST_CLICK = 500
PAID = "paid"
"""A box that hides nothing: what the thread costs, told to who has paid."""
SHOWN_HEAD = "chrome/hidden-head"
SHOWN = frozenset({"showhide", "comiis_quote", "postattachlist"})
"""Classes of boxes whose heading is the forum's: hidden text that this reader was shown, attachments below the text."""


RULES = "comiis_qianglou"
"""The class of a box that hides nothing either: what holds for the thread, its price or which floors win."""


def shown_head(w: Walker, tag: _Element, role: Role) -> bool:
    """A heading that is the forum's in some boxes, and a writer's elsewhere."""
    parent = tag.getparent()
    shown = parent is not None and not SHOWN.isdisjoint(classes(parent))
    return w.furniture(tag, role.rule) if shown else title(w, tag, role)


def hidden(w: Walker, tag: _Element, role: Role) -> bool:
    """Text that this reader does not get: the forum's words say why."""
    if w.out.depth("hidden") >= HIDDEN:
        return w.block(tag, None)
    if quoted.is_shown(_sentence(tag)):
        w.out.fresh()
        return w.furniture(tag, SHOWN_HEAD)  # [hide=50]: what this reader was shown stands behind the box
    condition = quoted.condition(text_below(tag))
    if condition == PAID:
        w.parts.append((PAID, tag))
        return w.furniture(tag, role.rule)
    return w.inside(lambda: w.block(tag, "hidden", condition=condition))


def folded(w: Walker, tag: _Element, _role: Role) -> bool:
    """What no reader sees at first: noise, but for a box in a text that a click opens."""
    return w.ordinary(tag) if w.texts and _opens(tag) else w.furniture(tag, UNSEEN)


def _opens(tag: _Element) -> bool:
    """True where something that shows and hides when clicked stands before a box, or before one around it."""
    around = [tag, *islice(tag.iterancestors(), LEVELS)]
    before = (node for box in around for node in islice(box.itersiblings(preceding=True), BEFORE))
    inside = (below for node in before for below in islice(node.iter(), FEW))
    return not (tag.get("id") or "").endswith("_menu") and any(
        CLICK_RE.search((node.get("onclick") or "")[:LONGEST_CLICK]) for node in inside if isinstance(node.tag, str)
    )


def silenced(w: Walker, tag: _Element, role: Role) -> bool:
    """A box that has no class of its own for a withheld post: what it says decides."""
    return hidden(w, tag, role) if is_withheld(tag) else w.block(tag, None)


def is_withheld(tag: _Element) -> bool:
    """True for a box that holds nothing but the forum's words in place of a post."""
    return quoted.is_withheld(_sentence(tag))


def _sentence(tag: _Element) -> str:
    """The text of a box that holds little else; of one that holds many elements none, for such boxes may stand in each other."""
    few = sum(1 for _ in islice(tag.iter(), FEW + 1)) <= FEW
    return " ".join(text_below(tag).split()) if few else ""


def boxed(w: Walker, tag: _Element, role: Role) -> bool:
    """A box that a style has for everything: what stands in it tells a quote and shown text from what is withheld."""
    if RULES in classes(tag) and quoted.condition(text_below(tag)) != PAID:
        return w.furniture(tag, role.rule)
    open_ = first(tag, "blockquote", "h2") is not None
    return w.block(tag, None) if open_ else hidden(w, tag, role)


def notice(w: Walker, tag: _Element, role: Role) -> bool:
    """A box of the forum's words, where it says nothing else: they stand for what is withheld, or above what this reader was shown."""
    said = _sentence(tag)
    if quoted.is_shown(said):
        w.out.fresh()
        return w.furniture(tag, role.rule)
    return hidden(w, tag, role) if quoted.is_withheld(said) else w.block(tag, None)
