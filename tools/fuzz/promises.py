"""What forumclean promises, as checks that hold for any input whatever: each raises ``AssertionError`` where it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from lxml.etree import HTML, XPath
from lxml.etree import HTMLParser as LxmlParser

import forumclean
from forumclean import Article
from forumclean.errors import BrokenPromiseError, ForumcleanError
from forumclean.ledger import checked
from forumclean.model import Block, Edit, Mark

SHOWN = XPath("//text()[not(ancestor::script or ancestor::style)]")
"""All text of a document, that behind ``</html>`` as well."""
DECLARATION_RE = re.compile(r"\A\s*<\?xml\b[^<>]*>")
NO_CHARACTER_RE = re.compile("[\x00\ufdd3\ufdd4]")
"""What the page reader replaces: NUL, and the two noncharacters that it uses itself."""


def is_an_answer(error: ForumcleanError) -> None:
    """An error that a caller can act on: it has words, and is no broken promise."""
    if isinstance(error, BrokenPromiseError):
        raise error
    assert str(error), "an error without words"


# ── nothing is lost ─────────────────────────────────────────────────────────────────────────────


def visible(html: str) -> str:
    """Every non-blank character of lxml's text of a page without script and style."""
    known = NO_CHARACTER_RE.sub("\ufffd", html)
    tree = HTML(DECLARATION_RE.sub("", known, count=1), parser=LxmlParser(huge_tree=True))
    if tree is None:
        return ""
    return "".join("".join(cast("list[str]", SHOWN(tree))).split())


def nothing_is_lost(article: Article, data: bytes) -> None:
    """The ledger gives the input back, the page text holds all of the page."""
    article.passage.verify()
    rebuilt = forumclean.rebuild(article.to_ledger().split("\n"))
    if article.source.kind == "text":
        assert rebuilt == data, "the ledger gives other bytes back"
        return
    origin = article.passage.origin
    assert rebuilt == origin.encode("utf-8", "surrogatepass"), "the ledger gives another page text back"
    if article.source.kind == "html":
        same_text(origin, article.document.text)


def same_text(origin: str, html: str) -> None:
    """The page text has every visible character of the page, once and in order."""
    found, seen = "".join(origin.split()), visible(html)
    if found != seen:
        at = next((i for i, (a, b) in enumerate(zip(found, seen, strict=False)) if a != b), min(len(found), len(seen)))
        around = slice(max(0, at - 20), at + 40)
        raise AssertionError(f"page text {found[around]!r} where the page shows {seen[around]!r}")


def edits_tell_the_truth(text: str, edits: Sequence[Edit]) -> None:
    """The edits are in order, apart, and say what stands in the text."""
    assert checked(text, edits) == tuple(edits), "edits out of order"


def marks_stand_in(text: str, marks: Sequence[Mark]) -> None:
    """No mark reaches out of the text."""
    for mark in marks:
        assert 0 <= mark.start <= mark.end <= len(text), f"{mark} reaches out of {len(text)} characters"


# ── nothing is made up, offsets are right ───────────────────────────────────────────────────────


def masks_point_at_themselves(article: Article) -> None:
    """Each mask of the JSON stands where it says."""
    document: Any = article.to_dict()
    for mask in document["masks"]:
        text = document["thread"]["title"]
        if mask["post"] is not None:
            text = document["posts"][mask["post"]]["blocks"][mask["block"]]
            for key in mask["in"]:
                text = text[key]
        shown = mask["word"] if mask["restored"] else mask["mask"]
        assert text[mask["offset"] :].startswith(shown), f"{mask} points at {text[mask['offset'] :][:20]!r}"


def strings_of(block: Block) -> list[str]:
    """The strings of a block that come from the text of the post."""
    if hasattr(block, "rows"):
        return [cell for row in block.rows for cell in row]
    if hasattr(block, "items"):
        return list(block.items)
    return [getattr(block, name, None) or "" for name in ("number", "text", "caption")]


def nothing_is_made_up(blocks: Sequence[Block], text: str) -> None:
    """The blocks have no character more than the text that they were made of."""
    more = Counter("".join("".join(s) for block in blocks for s in strings_of(block))) - Counter(text)
    assert not {c for c in more if not c.isspace()}, f"made up: {more}"


def spans_stand_in(blocks: Sequence[Any]) -> None:
    """Each span has a place in the string that it is a part of."""
    for block in blocks:
        if not getattr(block, "spans", ()):
            continue
        pairs = [(block.text if hasattr(block, "text") else getattr(block, "caption", None) or "", block.spans)]
        if hasattr(block, "items"):
            pairs = list(zip(block.items, block.spans, strict=True))
        elif hasattr(block, "rows"):
            rows = zip(block.rows, block.spans, strict=True)
            pairs = [pair for texts, spans in rows for pair in zip(texts, spans, strict=True)]
        for text, spans in pairs:
            for span in spans:
                assert 0 <= span.start < span.end <= len(text), f"{span} in {text!r}"
