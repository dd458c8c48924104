"""Reads a document as a page: its text with marks, its posts, its furniture."""

from __future__ import annotations

from collections.abc import Callable

from forumclean.errors import RefusedError
from forumclean.model import Document, Page
from forumclean.page import cut, html
from forumclean.page.ajax import read as read_xml
from forumclean.page.api import read as read_json
from forumclean.page.fallback import read_as_text, reread
from forumclean.page.plain import read as read_plain
from forumclean.page.tree import readable, tree_and_whether_soup
from forumclean.page.verdict import verdict, verdict_text

__all__ = ["read"]


def _html(document: Document) -> Page:
    """A page by its template; a page that no template fits is refused, no thread, or read as text."""
    text = readable(document.text)
    tree, by_soup = tree_and_whether_soup(text)
    page, tree = html.first_reading(document, text, tree)
    if page is not None:
        return cut.told(page, text)
    verdict(document, tree)
    return read_as_text(document, tree if by_soup else reread(tree, text))


def _text(document: Document) -> Page:
    """A text dump; one that holds only a message of the forum is refused."""
    verdict_text(document)
    return read_plain(document)


READERS: dict[str, Callable[[Document], Page]] = {
    "html": _html,
    "text": _text,
    "json": read_json,
    "xml": read_xml,
}
"""The reader for each kind of document: one file and one row."""


def read(document: Document) -> Page:
    """The page, by the reader for its kind.

    Raises :class:`NotAThreadError` for what is no thread and :class:`RefusedError` where the forum gives nothing out.
    """
    page = READERS[document.kind](document)
    words = [post.withheld for post in page.posts]
    if words and all(word is not None and word.reason != "image" for word in words):
        first = next(word for word in words if word is not None)
        raise RefusedError(
            f"{document.name or 'the page'}: the forum gives no text out ({first.reason}): “{first.text}”;"
            " save the page as a reader who may see it",
            reason=first.reason,
        )
    return page
