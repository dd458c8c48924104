"""Text that stands behind the element of a post's text, which a stray end tag in the post ended early."""

from __future__ import annotations

from lxml.etree import Element, XPath, _Element

from forumclean.page.roles import SILENT, WITH_FRAME, role_of
from forumclean.page.swallowed import CONTROL_RE

TEXTS = XPath("boolean(descendant-or-self::*[starts-with(@id, 'postmessage_') or contains(@class, 't_f')])")
TEXT = "t_f"
"""The class of a post's text."""


def rejoined(box: _Element) -> None:
    """Put such text into an element of its kind, up to what the forum prints below a text: nothing that it prints there is bare.

    It stands right behind what holds the text, in a post's box or one element further in.
    """
    for around in (box, *box):
        if around is not box and around.tag != "div":
            continue
        for child in around:
            tail = child.tail
            if tail and tail.strip() and child.tag in {"table", "div"} and TEXTS(child):
                _rejoin(child, tail)
                return


def _rejoin(before: _Element, tail: str) -> None:
    if CONTROL_RE.search(tail):
        return  # lxml reads such characters and does not write them
    following = before.itersiblings()
    more = Element("div", {"class": TEXT})
    more.text = tail
    before.tail = None
    taken: list[_Element] = []
    for node in following:
        role = role_of(node) if isinstance(node.tag, str) else None
        if role is not None and role.name in WITH_FRAME and role.name != SILENT:
            break
        taken.append(node)
    before.addnext(more)
    more.extend(taken)
