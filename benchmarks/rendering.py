"""Extracted HTML as text, for tools that give HTML back: every block, cell and line break ends a line."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement, document_fromstring

BLOCKS = "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure footer form"
INNER = "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
SKIPPED = ("script", "style", "noscript", "template")


def plain(html: str) -> str:
    """The text of HTML, as a browser would put it into lines."""
    if not html.strip():
        return ""
    return text_of([document_fromstring(html)])


def text_of(roots: Iterable[HtmlElement]) -> str:
    """The text of some elements, changed on the way: their line ends are written into the tree."""
    return "\n".join(_rendered(root) for root in roots)


def _rendered(root: HtmlElement) -> str:
    for element in root.iter(*SKIPPED):
        element.text = None
    for element in root.iter(*BLOCKS.split(), *INNER.split()):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return str(root.text_content())
