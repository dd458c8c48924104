"""Which columns of a row hold text, HTML, id and address: as told, or by their usual names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forumclean.corpus.records import Record, Reject

USUAL = {
    "html": ("html", "raw_html", "page_html", "content_html", "body_html"),
    "text": ("text", "content", "raw_content", "body", "markdown", "page_content"),
    "id": ("id", "doc_id", "docid", "uuid", "warc_record_id"),
    "url": ("url", "uri", "source_url", "link", "warc_target_uri"),
}
"""Names that corpora give these columns, the likeliest first; HTML is taken before text."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The names of the columns; what is not told is guessed, row by row."""

    text: str | None = None
    html: str | None = None
    id: str | None = None
    url: str | None = None

    def record(self, row: Mapping[str, Any], place: str) -> Record | Reject:
        """The record in a row, its other columns kept; a :class:`Reject` where the row has no text.

        >>> Keys().record({"content": "正文", "topic": "菜市场"}, "a.jsonl#1").extra
        {'topic': '菜市场'}
        """
        id_key, url_key = _find("id", self.id, row), _find("url", self.url, row)
        name = str(row[id_key]) if id_key and row.get(id_key) is not None else place
        kind, key = self._content(row)
        data = row.get(key) if key else None
        if key is None or not isinstance(data, str | bytes):
            return Reject(name, "read", "no-text", self._missing(key, row))
        used = {key, id_key, url_key}
        return Record(
            id=name,
            data=data,
            url=str(row[url_key]) if url_key and row.get(url_key) else None,
            headers={"Content-Type": "text/html"} if kind == "html" else None,
            extra={name: value for name, value in row.items() if name not in used},
        )

    def _content(self, row: Mapping[str, Any]) -> tuple[str, str | None]:
        if self.html or self.text:
            if self.html and (row.get(self.html) is not None or not self.text):
                return "html", self.html
            return "text", self.text
        html = _find("html", None, row)
        return ("html", html) if html else ("text", _find("text", None, row))

    def _missing(self, key: str | None, row: Mapping[str, Any]) -> str:
        if key is not None:
            return f"the column {key!r} holds no text; name another one by --text-key or --html-key"
        return f"no column holds the text (there are: {', '.join(map(str, row))[:200]}); name it by --text-key or --html-key"


def _find(what: str, told: str | None, row: Mapping[str, Any]) -> str | None:
    if told is not None:
        return told
    return next((name for name in USUAL[what] if row.get(name) is not None), None)
