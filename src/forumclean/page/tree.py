"""Parses a page and takes the post regions out of its tree; what is left is the frame, with a slot in each region's place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import HTML, Element, HTMLParser, LxmlError, XPath, _Element

from forumclean.errors import NotAThreadError
from forumclean.page.crowded import is_crowded
from forumclean.page.early import rejoined
from forumclean.page.roles import role_of
from forumclean.page.selectors import outermost
from forumclean.page.swallowed import free
from forumclean.page.template import Region, Template

SLOT = "\ufdd3"
SLOT_END = "\ufdd4"
"""Noncharacters, which Unicode keeps for such use inside a program; ``readable`` keeps those of the input out."""
UNREAD = ("script", "style")
"""Elements that are taken out of the frame, and a slot in them with them."""
SLOT_RE = re.compile(f"{SLOT}([0-9]+){SLOT_END}")
PARSER = HTMLParser(huge_tree=True, collect_ids=False)
"""Nobody asks a tree for an id as XML knows them; to collect them takes a tenth of a parse."""
STRING = XPath("string()", smart_strings=False)
"""All text below an element, as lxml's ``text_content`` gives it."""
FOREIGN = ("\x00", SLOT, SLOT_END)
"""What may not stand in a page: NUL, and the two that are used here."""
COMMENT_RE = re.compile(r"comment_\d")
DECLARATION_RE = re.compile(r"\A\s*<\?xml\b[^<>]*>")
DEEPEST = 2_000
"""libxml2 builds trees of 2,048 levels."""


class Taken(NamedTuple):
    """What stood in a region: the text before its first element, and an element that holds the rest."""

    text: str
    element: _Element


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page: its tree with a slot in each region, and the regions in order."""

    tree: _Element
    regions: tuple[Taken, ...]


def readable(html: str) -> str:
    r"""The page without what may not stand in it: NUL, which would end the parse, and the two noncharacters that are used here.

    >>> readable("a\x00b")
    'a�b'
    """
    for sign in FOREIGN:
        html = html.replace(sign, "\ufffd")
    return html


def tree_of(html: str) -> _Element:
    """The page as lxml reads it, or as BeautifulSoup does; raises :class:`NotAThreadError` where there is no element at all."""
    return tree_and_whether_soup(html)[0]


def tree_and_whether_soup(html: str) -> tuple[_Element, bool]:
    """The page as lxml reads it, and ``True`` where BeautifulSoup did, since its elements are too deep or too crowded for libxml2."""
    html = DECLARATION_RE.sub("", html, count=1)
    if is_crowded(html):
        return _by_soup(html), True
    try:
        tree = HTML(html, parser=PARSER)
    except (LxmlError, ValueError) as error:
        raise NotAThreadError(f"no HTML can be read here ({error}); save the page again", reason="empty") from error
    if tree is None:
        raise NotAThreadError(
            "no HTML can be read here: there is no element in it; save the page again", reason="empty"
        )
    if _reaches(tree, DEEPEST):
        return _by_soup(html), True
    for other in [node for node in tree.itersiblings() if isinstance(node.tag, str)]:
        tree.append(other)  # behind </html> the parser begins a second tree, and would show none of it
    return tree, False


def _by_soup(html: str) -> _Element:
    from forumclean.page.soup import soup_tree  # noqa: PLC0415 - nearly all pages do without it

    return soup_tree(html)


def _reaches(tree: _Element, depth: int) -> bool:
    """True where the last element stands so deep: there libxml2 ends the tree without a word, whatever follows."""
    node = tree
    while depth and len(node):
        node, depth = node[-1], depth - 1
    return not depth


def regions_of(template: Template, tree: _Element) -> tuple[_Element, ...]:
    """The outermost elements that a template takes for text of posts; damage gives their ids to scripts as well."""
    found = template.region.finder.elements(tree)
    if template.reader == "posts":
        free(found)
    return tuple(element for element in outermost(found) if element.tag not in UNREAD)


def in_order(tree: _Element, slots: tuple[_Element, ...], more: frozenset[_Element]) -> tuple[_Element, ...]:
    """The regions and some more, as they stand in the page; mostly there are no more, and then nothing is to be done."""
    if not more:
        return slots
    wanted = more.union(slots)
    return tuple(node for node in tree.iter() if node in wanted)


def parted(template: Template, tree: _Element, slots: tuple[_Element, ...]) -> Parsed:
    """The page's regions, taken out of its tree, and the rest."""
    regions = tuple(_taken(slot, f"{SLOT}{i}{SLOT_END}", template.region) for i, slot in enumerate(slots))
    return Parsed(tree, regions)


def _taken(slot: _Element, mark: str, region: Region) -> Taken:
    """What stands in an element, up to what stays outside; the slot's mark comes in its place."""
    stop = region.stop_finder.elements(slot) if region.stop_finder else []
    _lift_comments(slot, stop)
    stays = set(stop)
    taken = _empty(str(slot.tag))
    text = slot.text or ""  # not put into the new element: one can read control characters there, but not write them
    slot.text = mark
    for child in list(slot):
        if child in stays:
            break
        taken.append(child)
    for behind in attached(slot) if region.body else ():
        taken.append(behind)
    if not region.body:
        rejoined(taken)
    return Taken(text, taken)


def _lift_comments(slot: _Element, stays: Iterable[_Element]) -> None:
    """Put comments that stand in the box around the text (X1), and what follows them there, behind that box."""
    for stay in stays:
        around = stay.getparent()
        if (
            around is None
            or around is slot
            or around.getparent() is not slot
            or not COMMENT_RE.match(stay.get("id") or "")
        ):
            continue
        if not (around.tail or "").strip():  # a text would change its place
            for node in reversed([stay, *stay.itersiblings()]):
                around.addnext(node)


def attached(slot: _Element) -> list[_Element]:
    """The attachments that stand right behind a post's text, or the table around it: touch and some styles list them there.

    What stands between them must be blank, or the text of the page would come out in another order.
    """
    found: list[_Element] = []
    before = _alone(slot)
    for behind in before.itersiblings():
        if (before.tail or "").strip() or (behind.tail or "").strip() or not _holds_attachments(behind):
            break
        found.append(behind)
        before = behind
    return found


def _alone(cell: _Element) -> _Element:
    """The table that holds nothing but a cell; the element itself, where it is no cell of such a table."""
    node = cell
    for name in ("td", "tr", "tbody", "table"):
        if node.tag != name:
            if name == "tbody":
                continue  # which the parser does not add
            return cell
        around = node.getparent()
        if name == "table":
            return node
        if around is None or len(around) != 1:
            return cell
        node = around
    return cell


def _holds_attachments(element: _Element) -> bool:
    """True for a box of attachments; older views have one without a class, told by what it begins with."""
    if not isinstance(element.tag, str):
        return False
    role = role_of(element)
    if role is not None and role.name == "attachments":
        return True
    inner = role_of(element[0]) if element.tag == "ul" and len(element) and isinstance(element[0].tag, str) else None
    return inner is not None and inner.name in {"attachment", "attachment-item"}


def _empty(name: str) -> _Element:
    """An element of a name; damage makes names (``<d<div id="content">``) that one can read but not write."""
    try:
        return Element(name)
    except ValueError:
        return Element("div")
