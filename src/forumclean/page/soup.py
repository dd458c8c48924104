"""Gets the post regions of a page as soup, and the rest of the page as a light tree, in one of two ways.

The fast way cuts the regions out by counting tags and parses them alone; the sure way parses the page
whole.  Both end in the same :class:`Parsed`.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from lxml.etree import HTML, HTMLParser, LxmlError, XPath, _Element

from forumclean.errors import NotAThreadError
from forumclean.page.cut import BALANCED, Cut, UncertainError, balanced, cuts
from forumclean.page.fold import SLOT, SLOT_END, fold
from forumclean.page.template import Region, Template

SLOT_RE = re.compile(f"{SLOT}([0-9]+){SLOT_END}")
WRAPPER = "data-forumclean"
PARSER = HTMLParser(huge_tree=True)
STRING = XPath("string()")
"""All text below an element, as lxml's ``text_content`` gives it."""
FOREIGN_RE = re.compile("[\x00\ufdd0-\ufdef]")
DECLARATION_RE = re.compile(r"\A\s*<\?xml\b[^<>]*>")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page: its tree with a slot in each region, and the regions' soups in order."""

    tree: _Element
    slots: tuple[_Element, ...]
    regions: tuple[Tag, ...]
    noise: tuple[tuple[str, str], ...] = ()
    """What was folded out of the regions (see ``fold``); none where the page was parsed whole."""


def readable(html: str) -> str:
    r"""The page without what is no character: NUL, which would end the parse, and noncharacters, which are used here.

    >>> readable("a\x00b")
    'a�b'
    """
    return FOREIGN_RE.sub("\ufffd", html)


def tree_of(html: str) -> _Element:
    """The page as lxml reads it; raises :class:`NotAThreadError` where there is no element at all."""
    try:
        tree = HTML(DECLARATION_RE.sub("", html, count=1), parser=PARSER)
    except (LxmlError, ValueError) as error:
        raise NotAThreadError(f"no HTML can be read here ({error}); save the page again", reason="empty") from error
    if tree is None:
        raise NotAThreadError(
            "no HTML can be read here: there is no element in it; save the page again", reason="empty"
        )
    for other in [node for node in tree.itersiblings() if isinstance(node.tag, str)]:
        tree.append(other)  # behind </html> the parser begins a second tree, and would show none of it
    return tree


def soup_of(html: str) -> BeautifulSoup:
    """The soup of a page or a fragment."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, "lxml")


def _joined(html: str, found: list[Cut]) -> tuple[tuple[Tag, ...], tuple[tuple[str, str], ...]]:
    """All regions in one soup, so that the parser's start-up is paid once, and the noise folded out of them."""
    parts = (f'<div {WRAPPER}="{i}">{html[c.start : c.end]}</div>' for i, c in enumerate(found))
    folded = fold("\n".join(parts))
    soup = soup_of(f"<html><body>{folded.html}</body></html>")
    body = soup.body
    regions = body.find_all("div", attrs={WRAPPER: True}, recursive=False) if body is not None else []
    if len(regions) != len(found) or body is None:
        raise UncertainError("the regions do not come out of the joined soup as they went in")
    known = set(map(id, regions))  # comparing elements compares all that is in them
    if any(id(child) not in known and str(child).strip() for child in body.children):
        raise UncertainError("text fell between two regions")
    return tuple(regions), folded.noise


def parse_cut(template: Template, html: str) -> Parsed:
    """The fast way; raises :class:`UncertainError` where the cut cannot be trusted."""
    region = template.region
    found = [_short(html, cut, region) for cut in cuts(html, region.opening, region.tag)]
    parts: list[str] = []
    reached = 0
    for i, cut in enumerate(found):
        parts += (html[reached : cut.start], f"{SLOT}{i}{SLOT_END}")
        reached = cut.end
    tree = tree_of("".join((*parts, html[reached:])))
    slots = tuple(region.finder.elements(tree))
    if [slot.text for slot in slots] != [f"{SLOT}{i}{SLOT_END}" for i in range(len(found))]:
        raise UncertainError("the regions that were cut are not the regions that the template names")
    return Parsed(tree, slots, *_joined(html, found))


def _short(html: str, cut: Cut, region: Region) -> Cut:
    """The cut without what the template says stays outside: comments and ratings stand in a post's box as well."""
    if region.stop is None:
        return cut
    match = region.stop.search(html, cut.start, cut.end)
    if match is None:
        return cut
    if not balanced(html[cut.start : match.start()], (region.tag, *BALANCED)):
        raise UncertainError(f"the region at character {cut.start} is not whole before {match[0]}")
    return Cut(cut.start, match.start())


def parse_whole(template: Template, html: str) -> Parsed:
    """The sure way: everything is parsed, then the regions are emptied."""
    tree = tree_of(html)
    slots = _outermost(template.region, tree)
    soup = soup_of(DECLARATION_RE.sub("", html, count=1))
    selected = (soup.select(css) for css in template.region.finder.row.texts("select"))
    regions: list[Tag] = next((list(found) for found in selected if found), [])
    known = set(map(id, regions))
    outer = [tag for tag in regions if not any(id(parent) in known for parent in tag.parents)]
    for i, slot in enumerate(slots):
        _empty(slot, f"{SLOT}{i}{SLOT_END}", template.region)
    for tag in outer:
        _shorten(tag, template.region)
    if len(outer) != len(slots):
        raise NotAThreadError(
            "the page's markup is damaged: two parsers see other posts; save it again", reason="damaged"
        )
    return Parsed(tree, slots, tuple(outer))


def _empty(slot: _Element, text: str, region: Region) -> None:
    """Put the slot's mark for the children of an element, up to what stays outside."""
    stays = set(region.stop_finder.elements(slot)) if region.stop_finder else set()
    for child in list(slot):
        if child in stays:
            break
        slot.remove(child)
    slot.text = text


def _shorten(tag: Tag, region: Region) -> None:
    """Take out of a region's soup what stays outside, and all behind it."""
    if region.stop_finder is None:
        return
    stays = {id(found) for css in region.stop_finder.row.texts("select") for found in tag.select(css)}
    first = next((child for child in tag.children if id(child) in stays), None)
    if first is not None:
        for sibling in list(first.next_siblings):
            sibling.extract()
        first.extract()


def _outermost(region: Region, tree: _Element) -> tuple[_Element, ...]:
    found = region.finder.elements(tree)
    known = set(found)
    return tuple(e for e in found if not any(parent in known for parent in e.iterancestors()))


def parse(template: Template, html: str, *, whole: bool = False) -> Parsed:
    """The page's regions and the rest, the fast way where it is certain."""
    if not whole:
        try:
            return parse_cut(template, html)
        except UncertainError:
            pass  # not an error: the sure way reads every page
    return parse_whole(template, html)
