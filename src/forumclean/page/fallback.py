"""Reads a page that no template fits as if it were a text dump: better than silence, and said so."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import _Element

from forumclean.model import Document, Edit, Page
from forumclean.page.plain import read
from forumclean.page.walk import Walked, Walker

WARNING = "no template fits this page; it was read as plain text, so that authors and structure may be missing"


SILENT = ("script", "style")


def read_as_text(document: Document, tree: _Element) -> Page:
    """The page by its text alone, with a warning; noise elements are taken out as in any other page."""
    walked = Walker(body=True).walk(tree)
    page = read(replace(document, text=walked.text))
    if page.passage.layers:  # it was laid out anew: the walk's offsets do not hold any more
        return replace(page, template="fallback", warnings=(*page.warnings, WARNING))
    return replace(
        page,
        passage=page.passage.marked(walked.marks),
        edits=_merged(page.edits, walked),
        template="fallback",
        warnings=(*page.warnings, WARNING),
    )


def reread(tree: _Element, html: str) -> _Element:
    """The page as BeautifulSoup reads it; as lxml does, the tree given, where tags match so little that BeautifulSoup moves text."""
    from forumclean.page.soup import soup_tree  # noqa: PLC0415 - nearly all pages do without it

    soup = soup_tree(html)
    return soup if visible(soup) == visible(tree) else tree


def visible(tree: _Element) -> str:
    """Every non-blank character of a page, without scripts and styles."""
    texts = (text for node in tree.iter() for text in (_own(node), node.tail) if text)
    return "".join(word for text in texts for word in text.split())


def _own(node: _Element) -> str | None:
    return node.text if isinstance(node.tag, str) and node.tag not in SILENT else None


def _merged(edits: tuple[Edit, ...], walked: Walked) -> tuple[Edit, ...]:
    """The dump reader's edits, and the walk's where they do not meet."""
    merged = sorted((*edits, *walked.edits), key=lambda e: (e.start, -e.end))
    out: list[Edit] = []
    reached = 0
    for edit in merged:
        if edit.start >= reached:
            out.append(edit)
            reached = edit.end
    return tuple(out)
