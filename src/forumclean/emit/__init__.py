"""The ways out of an article: one file and one row each."""

from __future__ import annotations

from collections.abc import Callable

from forumclean.emit.asjson import to_dict, to_json, to_jsonl
from forumclean.emit.ledger import to_ledger
from forumclean.emit.links import written_out
from forumclean.emit.markdown import to_markdown as with_links_as_they_are
from forumclean.emit.schema import schema
from forumclean.emit.text import to_text
from forumclean.model import ArticleData

__all__ = [
    "FORMATS",
    "schema",
    "to_dict",
    "to_json",
    "to_jsonl",
    "to_ledger",
    "to_markdown",
    "to_text",
    "with_links_as_they_are",
    "written_out",
]


def to_markdown(article: ArticleData) -> str:
    """The article as Markdown, its links whole where the page's address is known."""
    return with_links_as_they_are(written_out(article))


FORMATS: dict[str, Callable[[ArticleData], str]] = {
    "markdown": to_markdown,
    "json": to_json,
    "jsonl": to_jsonl,
    "text": to_text,
}
"""The outputs by the name that ``--format`` knows them by."""
