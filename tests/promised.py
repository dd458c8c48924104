"""What every article keeps to, whatever its input was: the promises of the contract as checks."""

from __future__ import annotations

import json
import re
from functools import cache

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml.etree import HTML, HTMLParser, XPath, strip_elements

import forumclean
from forumclean import Article, emit

STRING = XPath("string()")


def visible(html: str) -> str:
    """Every non-blank character of lxml's text of a page without script and style."""
    html = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html, count=1)  # lxml takes no declaration in text
    tree = HTML(html, parser=HTMLParser(huge_tree=True))
    strip_elements(tree, "script", "style", with_tail=False)
    return "".join(str(STRING(tree)).split())


def check_nothing_is_lost(article: Article, data: bytes) -> None:
    """The ledger gives the input back, and of a page every visible character is in it."""
    article.passage.verify()
    rebuilt = forumclean.rebuild(article.to_ledger().split("\n"))
    if article.source.kind == "text":
        assert rebuilt == data
    else:
        assert rebuilt.decode("utf-8", "surrogatepass") == article.passage.origin
    if article.source.kind == "html":
        assert "".join(article.passage.origin.split()) == visible(article.document.text.replace("\x00", "\ufffd"))


def check_edits_point_at_what_they_took(article: Article) -> None:
    """Each edit of the ledger names a range of the input that holds what it says."""
    origin = article.passage.origin
    reached = 0
    for edit in article.passage.ledger():
        assert reached <= edit.start <= edit.end <= len(origin)
        assert origin[edit.start : edit.end] == edit.old
        reached = edit.end


def check_masks_point_at_themselves(article: Article) -> None:
    """The place of each mask in the JSON holds the word that was put in, or the asterisks."""
    document = article.to_dict()
    for mask in document["masks"]:  # type: ignore[attr-defined]
        if mask["post"] is None:
            text = document["thread"]["title"]  # type: ignore[index]
        else:
            text = document["posts"][mask["post"]]["blocks"][mask["block"]]  # type: ignore[index]
            for key in mask["in"]:
                text = text[key]
        shown = mask["word"] if mask["restored"] else mask["mask"]
        assert text[mask["offset"] :].startswith(shown), mask


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(emit.schema()))


def check_json_fits_the_schema(article: Article) -> None:
    """The JSON is what the shipped schema says."""
    errors = [f"{list(e.path)}: {e.message[:200]}" for e in _validator().iter_errors(json.loads(article.to_json()))]
    assert not errors


def check_all(article: Article, data: bytes) -> None:
    """All of the above."""
    check_nothing_is_lost(article, data)
    check_edits_point_at_what_they_took(article)
    check_masks_point_at_themselves(article)
    check_json_fits_the_schema(article)
