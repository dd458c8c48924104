"""Parses a page and takes the post regions out of its tree; what is left is the frame, with a slot in each region's place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import HTML, Element, HTMLParser, LxmlError, XPath, _Element

from forumclean.errors import NotAThreadError
from forumclean.page.elements import CROWDED
from forumclean.page.template import Region, Template

SLOT = "\ufdd3"
SLOT_END = "\ufdd4"
"""Noncharacters, which Unicode keeps for such use inside a program; ``readable`` keeps those of the input out."""
SLOT_RE = re.compile(f"{SLOT}([0-9]+){SLOT_END}")
PARSER = HTMLParser(huge_tree=True)
STRING = XPath("string()", smart_strings=False)
"""All text below an element, as lxml's ``text_content`` gives it."""
FOREIGN_RE = re.compile("[\x00\ufdd0-\ufdef]")
DECLARATION_RE = re.compile(r"\A\s*<\?xml\b[^<>]*>")
DEEPEST = 2_000
"""libxml2 builds trees of 2,048 levels."""
LONG_RE = re.compile(r"<[a-zA-Z][^<>]{4000}")
QUOTED_RE = re.compile(r"""=["'][^"'<>]*+[<>]""")
FEW = 4
"""Brackets in quotes that a page has without being looked at closely: a crowded tag that is not long between brackets has more."""
TAG_RE = re.compile(r"""<[a-zA-Z](?:[^"'<>]++|"[^"]*+"|'[^']*+')*+""")
QUOTES_RE = re.compile(r""""[^"]*+"|'[^']*+'""")


class Taken(NamedTuple):
    """What stood in a region: the text before its first element, and an element that holds the rest."""

    text: str
    element: _Element


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page: its tree with a slot in each region, and the regions in order."""

    tree: _Element
    slots: tuple[_Element, ...]
    regions: tuple[Taken, ...]


def readable(html: str) -> str:
    r"""The page without what is no character: NUL, which would end the parse, and noncharacters, which are used here.

    >>> readable("a\x00b")
    'a�b'
    """
    return FOREIGN_RE.sub("\ufffd", html)


def tree_of(html: str) -> _Element:
    """The page as lxml reads it; raises :class:`NotAThreadError` where there is no element at all."""
    html = DECLARATION_RE.sub("", html, count=1)
    if _is_crowded(html):
        return _by_soup(html)
    try:
        tree = HTML(html, parser=PARSER)
    except (LxmlError, ValueError) as error:
        raise NotAThreadError(f"no HTML can be read here ({error}); save the page again", reason="empty") from error
    if tree is None:
        raise NotAThreadError(
            "no HTML can be read here: there is no element in it; save the page again", reason="empty"
        )
    if _reaches(tree, DEEPEST):
        return _by_soup(html)
    for other in [node for node in tree.itersiblings() if isinstance(node.tag, str)]:
        tree.append(other)  # behind </html> the parser begins a second tree, and would show none of it
    return tree


def _by_soup(html: str) -> _Element:
    from forumclean.page.soup import soup_tree  # noqa: PLC0415 - nearly all pages do without it

    return soup_tree(html)


def _is_crowded(html: str) -> bool:
    """True where an element has more attributes than libxml2 takes in good time."""
    if not LONG_RE.search(html) and len(QUOTED_RE.findall(html)) <= FEW:
        return False
    tags = (match[0] for match in TAG_RE.finditer(html) if match.end() - match.start() > 2 * CROWDED)
    return any(len(QUOTES_RE.sub(" ", tag).split()) > CROWDED for tag in tags)


def _reaches(tree: _Element, depth: int) -> bool:
    """True where the last element stands so deep: there libxml2 ends the tree without a word, whatever follows."""
    node = tree
    while depth and len(node):
        node, depth = node[-1], depth - 1
    return not depth


def parse(template: Template, html: str, *, soup: bool = False) -> Parsed:
    """The page's regions and the rest (``soup``: of the tree that BeautifulSoup builds)."""
    tree = _by_soup(html) if soup else tree_of(html)
    slots = _outermost(template.region, tree)
    regions = tuple(_taken(slot, f"{SLOT}{i}{SLOT_END}", template.region) for i, slot in enumerate(slots))
    return Parsed(tree, slots, regions)


def _taken(slot: _Element, mark: str, region: Region) -> Taken:
    """What stands in an element, up to what stays outside; the slot's mark comes in its place."""
    stays = set(region.stop_finder.elements(slot)) if region.stop_finder else set()
    taken = Element(slot.tag)
    text = slot.text or ""  # not put into the new element: one can read control characters there, but not write them
    slot.text = mark
    for child in list(slot):
        if child in stays:
            break
        taken.append(child)
    return Taken(text, taken)


def _outermost(region: Region, tree: _Element) -> tuple[_Element, ...]:
    found = region.finder.elements(tree)
    known = set(found)
    return tuple(e for e in found if not any(parent in known for parent in e.iterancestors()))
