"""Posts that another one swallowed: a table that its author never closed goes on to the end of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, takewhile

from lxml.etree import _Element

POST_RE = re.compile(r"(?:post_|pid)(\d{1,12})", re.ASCII)
CONTROL_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What lxml reads in a text, and does not take back."""
MOST = 50
"""Posts that are freed; a forum shows fewer on a page."""
FAR = 200
"""Elements around a text among which its post is looked for, and those around that."""


def free(texts: Iterable[_Element]) -> bool:
    """Put each post that stands in another one behind that one, with all that follows; false where none does.

    Mostly all posts stand side by side, which is seen at once.
    """
    level: _Element | None = None
    count = 0
    for text in texts:
        post = _post(text)
        if post is None or (level is not None and post.getparent() is level):
            continue
        around = [element for element in islice(post.iterancestors(), FAR) if _number(element)]
        if around and _number(post) not in map(_number, around) and _moved(post, around[-1]):
            count += 1
        if count == MOST:
            break
        level = post.getparent()
    return count > 0


def _number(element: _Element) -> str | None:
    match = POST_RE.fullmatch(element.get("id") or "")
    return match[1] if match else None


def _post(text: _Element) -> _Element | None:
    """The element around a text that bears the id of a post; the outer one, where two next to each other bear the same."""
    for element in (text, *islice(text.iterancestors(), FAR)):
        number = _number(element)
        if number:
            around = element.getparent()
            return around if around is not None and _number(around) == number else element
    return None


def _moved(post: _Element, place: _Element) -> bool:
    """Put a post and all that follows it in another one behind that one: nothing changes its place among the texts."""
    way = [post, *takewhile(lambda element: element is not place, post.iterancestors())]
    behind = [list(element.itersiblings()) for element in way]
    behind[0].insert(0, post)
    written = (*way[1:], place, *(nodes[-1] for nodes in behind if nodes))
    if place.getparent() is None or any(CONTROL_RE.search(element.tail or "") for element in written):
        return False
    for i, element in enumerate(way[1:], 1):
        last = next(nodes for nodes in reversed(behind[:i]) if nodes)[-1]
        last.tail = (last.tail or "") + (element.tail or "")
        element.tail = None
    nodes = [node for each in behind for node in each]
    nodes[-1].tail = (nodes[-1].tail or "") + (place.tail or "")
    place.tail = None  # lxml puts the next sibling behind the text that follows
    for node in reversed(nodes):
        place.addnext(node)
    return True
