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
WRAPPER = "span"


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
    stack: list[tuple[str, Iterator[PageElement]]] = [("html", nodes)]
    while stack:
        name, waiting = stack[-1]
        for node in waiting:
            if isinstance(node, Tag):
                below = node.name if NAME_RE.fullmatch(node.name) else WRAPPER
                builder.start(below, _attributes(node.attrs))
                stack.append((below, iter(node.contents)))
                break
            if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                builder.data(_readable(node))
        else:
            stack.pop()
            builder.end(name)


def _attributes(found: Mapping[str, object]) -> dict[str | bytes, str | bytes]:
    """Those that lxml takes, and no more than a tree holds in good time: they are no text."""
    pairs = ((name, " ".join(value) if isinstance(value, list) else str(value)) for name, value in found.items())
    return {name: _readable(value) for name, value in islice(pairs, CROWDED) if NAME_RE.fullmatch(name)}


def _readable(text: str) -> str:
    return CONTROL_RE.sub("\ufffd", text)
