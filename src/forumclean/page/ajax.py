"""Reads the XML that Discuz! answers ``viewpid=…&inajax=1`` with: one post as HTML inside a CDATA section.

No XML parser is involved, so that no entity is ever resolved: the section is found by its brackets.
"""

from __future__ import annotations

import re
from dataclasses import replace

from forumclean.errors import NotAThreadError
from forumclean.model import Document, Page
from forumclean.page import html
from forumclean.page.tree import readable, tree_of
from forumclean.page.verdict import message_words, refusal, verdict

CDATA = "<![CDATA["
END = "]]>"
FEED_RE = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
TAG_RE = re.compile(r"<[^<>]{0,2000}>")
SHORTEST = 40


def sections(text: str) -> str:
    """All CDATA sections of an XML text, one after the other (``]]>`` in a post divides it into two)."""
    parts: list[str] = []
    position = text.find(CDATA)
    while position >= 0:
        end = text.find(END, position)
        if end < 0:
            parts.append(text[position + len(CDATA) :])
            break
        parts.append(text[position + len(CDATA) : end])
        position = text.find(CDATA, end)
    return "".join(parts)


def read(document: Document) -> Page:
    """The post in the answer; raises :class:`NotAThreadError` for feeds and for XML of other kinds."""
    if FEED_RE.search(document.text[:2000]):
        raise NotAThreadError(
            f"{document.name or 'the file'}: this is a feed; it holds only the first 250 characters of each thread:"
            " save or fetch the threads themselves",
            reason="feed",
        )
    inner = sections(document.text)
    if not inner.strip():
        raise NotAThreadError(
            f"{document.name or 'the file'}: this XML holds no post of a Discuz! forum", reason="no-thread"
        )
    part = replace(document, text=inner)
    whole = readable(inner)
    page, _ = html.first_reading(part, whole, tree_of(whole))
    if page is not None:
        return replace(page, thread=replace(page.thread, pages=()))
    tree = tree_of(whole)
    words = next(message_words(tree), None) or " ".join(TAG_RE.sub(" ", inner).split())
    if words and len(words) < 10 * SHORTEST:
        raise refusal(words, document.name)
    verdict(part, tree)
    raise NotAThreadError(
        f"{document.name or 'the file'}: this XML holds no post of a Discuz! forum", reason="no-thread"
    )
