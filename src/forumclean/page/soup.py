"""Reads with BeautifulSoup what nobody has described: pages that no template fits, elements too deep or too crowded for libxml2.

What comes out are lxml elements all the same, so that there is one walk and one set of selectors.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement, PreformattedString
from lxml.etree import TreeBuilder, _Element

from forumclean.page.elements import CROWDED

NAME_RE = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
"""A name that lxml takes for an element or an attribute that does not come from its own parser."""
CONTROL_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What lxml takes from its own parser alone."""
WRAPPER, BOX = "span", "div"
LET_OUT = ""
"""In place of the name of an element within a line that is not begun."""
INLINE = frozenset({
    "a", "abbr", "b", "big", "del", "em", "font", "i", "ins", "label", "nobr", "s", "small", "span", "strike", "strong", "sub", "sup", "tt",
    "u",
})  # fmt: skip
"""Elements that begin no line."""
BOXES = frozenset({"div", "p", "center", "table", "tbody", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd"})
"""Elements that begin one and say no more."""
PLAIN = INLINE | BOXES
DEEP, DEEPEST = 1_000, 2_000
"""Elements in each other: from here on those of the names above without a class or an id are let out, and all that hold others."""


def soup_tree(html: str) -> _Element:
    """The page as BeautifulSoup reads it, however deep its elements stand in each other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(html, "lxml")
    builder = TreeBuilder()
    builder.start("html", {})
    root = soup.find("html", recursive=False)
    inside = root.contents if isinstance(root, Tag) else ()
    _build(builder, chain(inside, (node for node in soup.contents if node is not root)))
    return builder.close()


def _build(builder: TreeBuilder, nodes: Iterator[PageElement]) -> None:
    """Put nodes and all below them into a tree; a loop, since elements nest as deep as one likes."""
    stack: list[tuple[str | None, Iterator[PageElement]]] = [("html", nodes)]
    depth, ended = 0, False
    while stack:
        name, waiting = stack[-1]
        for node in waiting:
            ended = False
            if isinstance(node, Tag):
                below = _begun(builder, node, depth)
                depth += bool(below)
                stack.append((below, iter(node.contents)))
                break
            if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                builder.data(_readable(node))
        else:
            stack.pop()
            if name:
                builder.end(name)
                depth -= 1
            elif name is None and not ended:
                _line(builder)
                ended = True  # elements that end at one place end one line


def _begun(builder: TreeBuilder, node: Tag, depth: int) -> str | None:
    """The name by which an element is begun; for one that stands too deep only a line is, where it begins one.

    Whatever goes through a tree goes up again from each element, and elements in their thousands are mostly tags that nobody closed.
    """
    plain = node.name in PLAIN and not (node.get("id") or node.get("class"))
    if depth >= (DEEP if plain else DEEPEST) and any(isinstance(below, Tag) for below in node.contents):
        if node.name in INLINE:
            return LET_OUT
        _line(builder)
        return None
    name = node.name if NAME_RE.fullmatch(node.name) else WRAPPER
    builder.start(name, _attributes(node.attrs))
    return name


def _line(builder: TreeBuilder) -> None:
    """An element without text, where a line begins or ends."""
    builder.start(BOX, {})
    builder.end(BOX)


def _attributes(found: Mapping[str, object]) -> dict[str | bytes, str | bytes]:
    """Those that lxml takes, and no more than a tree holds in good time: they are no text."""
    pairs = ((name, " ".join(value) if isinstance(value, list) else str(value)) for name, value in found.items())
    return {name: _readable(value) for name, value in islice(pairs, CROWDED) if NAME_RE.fullmatch(name)}


def _readable(text: str) -> str:
    return CONTROL_RE.sub("\ufffd", text)
