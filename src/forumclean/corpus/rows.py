"""Rows of the output: JSON Lines, Parquet, Markdown; one function and one entry of ``ROWS`` each."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Protocol

from forumclean.corpus.records import Record, Row
from forumclean.emit import to_dict, to_markdown, to_text
from forumclean.emit.utf8 import encoded
from forumclean.model import ArticleData

TEXT_COLUMNS = (
    "id",
    "url",
    "title",
    "author",
    "published",
    "text",
    "posts",
    "characters_in",
    "characters",
    "noise",
    "chrome",
    "masks",
    "restored",
)
"""The columns of ``--text-only`` and of Parquet; ``noise`` and ``chrome`` count characters taken out."""
FULL_COLUMN = "article"
"""The column of Parquet that holds the whole article as JSON."""


class RowMaker(Protocol):
    """Makes a row of a record's article and its text."""

    def __call__(self, record: Record, article: ArticleData, text: str, *, text_only: bool) -> Row:
        """The row."""


def text_of(article: ArticleData) -> str:
    """The text of the article's posts, one line each."""
    return to_text(article)


def columns_of(record: Record, article: ArticleData, text: str) -> dict[str, Any]:
    """The plain columns, in order."""
    first = article.posts[0].facts if article.posts else None
    values = (
        record.id,
        record.url or article.thread.url,
        article.thread.title,
        first.author if first else None,
        first.published if first else None,
        text.removesuffix("\n"),
        len(article.posts),
        sum(len(page.passage.origin) for page in article.joined or (article,)),
        len(text),
        _taken(article, "noise/"),
        _taken(article, "chrome/"),
        len(article.masks),
        sum(mask.restored for mask in article.masks),
    )
    return dict(zip(TEXT_COLUMNS, values, strict=True))


def _taken(article: ArticleData, family: str) -> int:
    """How many characters the rules of a family took out."""
    return sum(removed.characters for rule, removed in article.removed.items() if rule.startswith(family))


def with_extra(record: Record, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the input's other columns behind its own; one of the same name becomes ``input_…``."""
    out = dict(row)
    for name, value in record.extra.items():
        out[free_name(name, out)] = value
    return out


def free_name(name: str, taken: dict[str, Any] | frozenset[str]) -> str:
    """The name of an extra column in the output.

    >>> free_name("title", frozenset(TEXT_COLUMNS))
    'input_title'
    """
    while name in taken:
        name = f"input_{name}"
    return name


def to_json_line(row: dict[str, Any]) -> bytes:
    """The row as one line of JSON; dates and the like, which JSON has not, as text."""
    return encoded(json_of(row, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n")


def json_of(value: Any, **form: Any) -> str:  # noqa: ANN401 - whatever the input's columns hold
    """The value as JSON. NaN and the infinities, which Python would write and nobody else can read, become null."""
    try:
        return json.dumps(value, allow_nan=False, **form)
    except ValueError:
        return json.dumps(_finite(value), **form)


def _finite(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def _plain(value: object) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def jsonl_row(record: Record, article: ArticleData, text: str, *, text_only: bool) -> Row:
    """A line of JSON: the article with ``id`` and ``url`` in front, or the columns of ``--text-only``."""
    if text_only:
        values = columns_of(record, article, text)
    else:
        values = {"id": record.id, "url": record.url or article.thread.url, **to_dict(article)}
    return Row(record.id, to_json_line(with_extra(record, values)))


def parquet_row(record: Record, article: ArticleData, text: str, *, text_only: bool) -> Row:
    """The columns one by one; the writer knows their types."""
    values = columns_of(record, article, text)
    if not text_only:
        values[FULL_COLUMN] = json.dumps(to_dict(article), ensure_ascii=False, separators=(",", ":"))
    clean = {name: encoded(value).decode() if isinstance(value, str) else value for name, value in values.items()}
    return Row(record.id, b"", {**clean, "extra": dict(record.extra)})


def markdown_row(record: Record, article: ArticleData, text: str, *, text_only: bool) -> Row:
    """The text of a Markdown file, and what its line in the index says."""
    values = columns_of(record, article, text)
    body = text if text_only else to_markdown(article)
    del values["text"]
    return Row(record.id, encoded(body), with_extra(record, values))


def columns_row(record: Record, article: ArticleData, text: str, *, text_only: bool) -> Row:  # noqa: ARG001 - as the others
    """The columns one by one, for pipelines of others."""
    return Row(record.id, b"", columns_of(record, article, text))


ROWS: dict[str, RowMaker] = {
    "jsonl": jsonl_row,
    "parquet": parquet_row,
    "markdown": markdown_row,
    "columns": columns_row,
}
FORMS = ("jsonl", "parquet", "markdown")
"""What a run can write."""
