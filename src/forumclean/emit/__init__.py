"""The ways out of an article: one file and one row each."""

from __future__ import annotations

from collections.abc import Callable

from forumclean.emit.asjson import to_dict, to_json, to_jsonl
from forumclean.emit.ledger import to_ledger
from forumclean.emit.markdown import to_markdown
from forumclean.emit.schema import schema
from forumclean.emit.text import to_text
from forumclean.model import ArticleData

__all__ = ["FORMATS", "schema", "to_dict", "to_json", "to_jsonl", "to_ledger", "to_markdown", "to_text"]

FORMATS: dict[str, Callable[[ArticleData], str]] = {
    "markdown": to_markdown,
    "json": to_json,
    "jsonl": to_jsonl,
    "text": to_text,
}
"""The outputs by the name that ``--format`` knows them by."""
