"""Loads and checks the rule tables in ``data/``: knowledge that a moderator could write down.

A table is a folder of TOML files, each a list of ``[[row]]``.  Every row has ``id`` (``family/rule``), ``why``,
``sample`` (texts that must fire) and ``not`` (texts that must not); what else a row may hold, ``KEYS``
says.  A wrong table is a :class:`TableError` that names file and row.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from forumclean.errors import TableError

ADDED = "FORUMCLEAN_TABLES"
COMMON = frozenset({"id", "why", "sample", "not"})
KEYS = {
    "addresses": {"path", "query", "tid", "view", "family"},
    "again": {"pattern"},
    "byline": {"role", "words"},
    "captions": {"pattern"},
    "chrome": {"place", "words", "pattern", "probe", "leaves"},
    "elements": {"tag", "class", "attr", "match", "role"},
    "floors": {"floor", "names"},
    "headings": {"style", "alone", "before", "signed"},
    "hidden": {"pattern", "condition", "whole", "box"},
    "lexicon": {"one", "two", "more", "core", "law", "wide", "kin", "filter", "other", "given"},
    "masks": {"left", "run", "right", "verdict"},
    "noise": {"family", "pattern", "probe"},
    "notices": {"pattern"},
    "quotes": {"pattern"},
    "refusals": {"pattern", "reason", "hint", "kind", "select", "needle", "says", "bare", "blank", "words"},
    "rules": set[str](),
    "smileys": {"codes"},
    "templates": {
        "key",
        "select",
        "attr",
        "pattern",
        "needle",
        "open",
        "without",
        "inside",
        "id-match",
        "stands",
        "order",
        "reader",
        "size",
    },
    "titles": {"pattern", "bold"},
    "words": {"word", "lead", "before", "after"},
}
"""What the rows of each table may say besides what all say (each file of ``templates`` is a table of its own)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of a table."""

    id: str
    why: str
    sample: tuple[str, ...]
    negative: tuple[str, ...]
    """The row's ``not``: what must stay."""
    values: Mapping[str, object]
    """The keys that are this table's own."""
    place: str
    """``chrome/post.toml row 3``, for messages."""

    def text(self, key: str) -> str:
        """The value of ``key`` as text; raises :class:`TableError` where it is something else or empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value:
            raise TableError(f"{self.place} ({self.id}): {key} must be a text that is not empty", reason="table")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The value of ``key`` as texts (none where it is absent); raises :class:`TableError` for other things."""
        return _texts(self.values.get(key, ()), f"{self.place} ({self.id}): {key}")


def _texts(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v for v in value):
        raise TableError(f"{where} must be a list of texts, none of them empty", reason="table")
    return tuple(value)


def _row(raw: Mapping[str, object], keys: AbstractSet[str], place: str) -> Row:
    unknown = raw.keys() - COMMON - keys
    if unknown:
        raise TableError(f"{place}: unknown key {', '.join(sorted(unknown))}", reason="table")
    missing = COMMON - raw.keys()
    if missing:
        raise TableError(f"{place}: {', '.join(sorted(missing))} is missing", reason="table")
    own = {key: value for key, value in raw.items() if key not in COMMON}
    _check_pattern(own.get("pattern"), place)
    return Row(
        id=str(raw["id"]),
        why=str(raw["why"]),
        sample=_texts(raw["sample"], f"{place}: sample"),
        negative=_texts(raw["not"], f"{place}: not"),
        values=own,
        place=place,
    )


def _check_pattern(pattern: object, place: str) -> None:
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except re.error as error:
            raise TableError(f"{place}: its pattern is none: {error}", reason="table") from error


def parse(documents: Iterable[tuple[str, str]], keys: AbstractSet[str]) -> tuple[Row, ...]:
    """The rows of TOML documents, given as (name, text), in order; ``keys`` are the table's own keys."""
    rows: list[Row] = []
    seen: set[str] = set()
    for name, text in documents:
        try:
            raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise TableError(f"{name} is not valid TOML: {error}", reason="table") from error
        if raw.keys() - {"row"}:
            raise TableError(f"{name}: only [[row]] tables may stand here", reason="table")
        heads = [line for line, written in enumerate(text.split("\n"), 1) if written.strip() == "[[row]]"]
        for number, entry in enumerate(raw.get("row", ()), 1):
            line = f" (line {heads[number - 1]})" if number <= len(heads) else ""
            row = _row(entry, keys, f"{name} row {number}{line}")
            if row.id in seen:
                raise TableError(f"{row.place}: the id {row.id} occurs twice", reason="table")
            seen.add(row.id)
            rows.append(row)
    if not rows:
        raise TableError("the table has no row", reason="table")
    return tuple(rows)


def added() -> tuple[Path, ...]:
    """Folders of further tables, as ``FORUMCLEAN_TABLES`` names them; they hold folders of the same names as the shipped ones.

    An environment variable, so that the processes of a pool know the same tables.
    """
    return tuple(Path(folder).absolute() for folder in os.environ.get(ADDED, "").split(os.pathsep) if folder)


def folders() -> tuple[str, ...]:
    """The names of all tables, in order."""
    return tuple(sorted(entry.name for entry in _home().iterdir() if entry.is_dir() and _files(entry)))


def documents(folder: str) -> Iterator[tuple[str, str]]:
    """The TOML files of a table as (name, text), in order of their names; added ones behind those shipped."""
    for entry in _files(_home() / folder):
        yield f"{folder}/{entry.name}", entry.read_text("utf-8")
    for path in (path for home in added() for path in sorted((home / folder).glob("*.toml"))):
        try:
            yield str(path), path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise TableError(
                f"{path}: this table cannot be read ({error}); correct or move it", reason="table"
            ) from error


def _home() -> Traversable:
    return files("forumclean") / "data"


def _files(folder: Traversable) -> list[Traversable]:
    return sorted((e for e in folder.iterdir() if e.name.endswith(".toml")), key=lambda entry: entry.name)


@cache
def load(folder: str) -> tuple[Row, ...]:
    """The rows of all TOML files in ``data/folder``, files in order of their names."""
    return parse(documents(folder), KEYS[folder])
