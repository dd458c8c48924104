"""The columns of Parquet output: ours with their types, the input's as they were or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forumclean.corpus.finding import Inputs
from forumclean.corpus.keys import USUAL, Keys
from forumclean.corpus.opening import STDIN
from forumclean.corpus.readers.parquet import pyarrow
from forumclean.corpus.rows import FULL_COLUMN, TEXT_COLUMNS, free_name, json_of
from forumclean.errors import InputError

TEXTS = frozenset({"id", "url", "title", "author", "published", "text", FULL_COLUMN})
"""Columns of text; all others are counts."""
EXTRA = "extra"
"""The column that holds the input's other columns as JSON, where they have no types of their own."""


def extra_schema(inputs: Inputs, keys: Keys) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The types of the input's other columns where all input is Parquet of one schema, else ``None``."""
    pa = pyarrow()
    first = None
    for name in inputs.files():
        if name == STDIN or inputs.reader_of(name) != "parquet":
            return None
        try:
            schema = pa.parquet.read_schema(name).remove_metadata()
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{name}: is no Parquet file ({error}); check it", reason="damaged") from error
        if first is not None and not schema.equals(first):
            return None
        first = schema
    return first and pa.schema([_micro(pa, field) for field in first if field.name not in _used(keys, first.names)])


def _used(keys: Keys, names: Sequence[str]) -> set[str | None]:
    """The columns that become our own."""
    guessed = {what: next((name for name in USUAL[what] if name in names), None) for what in USUAL}
    told = bool(keys.html or keys.text)
    content = (keys.html or keys.text) if told else guessed["html"] or guessed["text"]
    return {content, keys.id or guessed["id"], keys.url or guessed["url"]}


def _micro(pa: Any, field: Any) -> Any:  # noqa: ANN401 - as above
    """Times in microseconds, as the reader gives them."""
    if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
        return field.with_type(pa.timestamp("us", field.type.tz))
    return field


def table_of(rows: Sequence[Mapping[str, Any]], extra: Any) -> Any:  # noqa: ANN401 - as above
    """The rows as an Arrow table."""
    pa = pyarrow()
    names = [*TEXT_COLUMNS, *([FULL_COLUMN] if FULL_COLUMN in rows[0] else [])]
    fields = [(name, pa.string() if name in TEXTS else pa.int64()) for name in names]
    arrays = [pa.array([row[name] for row in rows], type_) for name, type_ in fields]
    own = frozenset(names)
    if extra is None:
        fields.append((EXTRA, pa.string()))
        arrays.append(pa.array([_json(row["extra"]) for row in rows], pa.string()))
    else:
        for field in extra:
            fields.append((free_name(field.name, own), field.type))
            arrays.append(pa.array([row["extra"].get(field.name) for row in rows], field.type))
    return pa.table(arrays, schema=pa.schema(fields))


def _json(values: Mapping[str, Any]) -> str | None:
    return json_of(values, ensure_ascii=True, default=str) if values else None
