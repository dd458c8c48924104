"""Makes the input out of a ledger again, and out of nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from forumclean.decode import encode
from forumclean.emit.ledger import FORM
from forumclean.errors import BrokenPromiseError, InputError, UsageError
from forumclean.model import Loss

SHOWN = 20
"""Names of documents that a message lists."""
REPAIRS = 16
"""Most codecs of repaired mojibake that a header may name (forumclean makes four): each pair is a walk through the whole text."""


@dataclass(slots=True)
class _Entry:
    """One document of a ledger, as its rows come in."""

    header: dict[str, Any]
    line: int
    pieces: list[tuple[int, int, str]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """What a ledger holds, as far as it matters: that of a corpus is larger than memory."""

    name: str | None
    """The document that is wanted, or any."""
    number: int | None = None
    """Which of those that fit, from 1; names of rows of a corpus may be equal."""
    entry: _Entry | None = None
    """That one, or the first that fits."""
    fitting: int = 0
    begun: _Entry | None = None
    """The one whose rows come in."""
    count: int = 0
    names: list[str] = field(default_factory=list)
    """Of the first documents."""

    def begin(self, entry: _Entry) -> None:
        """Take a header."""
        self.begun = entry
        self.count += 1
        if len(self.names) < SHOWN:
            self.names.append(str(entry.header["name"]))
        if self.name is None or entry.header["name"] == self.name:
            self.fitting += 1
            if self.fitting == (self.number or 1):
                self.entry = entry

    def listed(self) -> str:
        """The names, for a message."""
        more = self.count - len(self.names)
        return ", ".join(self.names) + (f" and {more} more" if more else "")


def rebuild(lines: Iterable[str], name: str | None = None, number: int | None = None) -> bytes:
    """The bytes of a text input, or the page text of another as UTF-8.

    ``name`` picks one of several documents, ``number`` (from 1) one of those that have that name.  Raises :class:`InputError`
    for what is no ledger (or a damaged one), :class:`UsageError` where several documents could be meant,
    :class:`BrokenPromiseError` where the result is not the input after all.
    """
    entry = _pick(_read(lines, name, number))
    text = _text(entry)
    header = entry.header
    if header["kind"] != "text":
        return text.encode("utf-8", "surrogatepass")
    data = encode(text, header["encoding"], header["bom"], tuple(entry.losses), header["mojibake"])
    if hashlib.sha256(data).hexdigest() != header["sha256"]:
        raise BrokenPromiseError(
            f"the ledger of {header['name']} does not give the input back; if the ledger was not edited, this is a bug in"
            " forumclean: please report it",
            reason="ledger",
        )
    return data


def _damaged(line: int, what: str) -> InputError:
    return InputError(f"line {line} is no row of a ledger ({what}); give the file that --ledger wrote", reason="ledger")


def _read(lines: Iterable[str], name: str | None, number_wanted: int | None) -> _Found:
    found = _Found(name, number_wanted)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            _take(found, row, number)
        except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
            raise _damaged(number, f"{type(error).__name__}: {error}") from error
    if not found.count:
        raise InputError("the ledger is empty; give the file that --ledger wrote", reason="ledger")
    return found


def _take(found: _Found, row: dict[str, Any], number: int) -> None:
    if "document" in row:
        if row["document"] != FORM:
            raise ValueError(f"made by another version: {row['document']}")
        found.begin(_Entry(_header(row), number))
        return
    if found.begun is None:
        raise ValueError("the first row must be a header")
    start, end = int(row["start"]), int(row["end"])
    if "raw" in row:
        loss = Loss(start, end, bytes.fromhex(row["raw"]))
        if found.begun is found.entry:
            found.entry.losses.append(loss)
        return
    text = row["kept"] if "kept" in row else row["old"]
    if not isinstance(text, str) or len(text) != end - start:
        raise ValueError("its text is not as long as it says")
    if found.begun is found.entry:
        found.entry.pieces.append((start, end, text))


def _header(row: dict[str, Any]) -> dict[str, Any]:
    """What a header says; raises an error of Python's where it cannot be what forumclean wrote."""
    codecs, bom = tuple(row["mojibake"]), bytes.fromhex(row["bom"])
    if len(codecs) > REPAIRS or len(codecs) % 2:
        raise ValueError(f"{len(codecs)} codecs of repairs are not what forumclean writes")
    for codec in (row["encoding"], *codecs):
        "".encode(codec)  # raises for what is no codec of text
    return {key: row[key] for key in ("name", "kind", "encoding", "sha256")} | {"bom": bom, "mojibake": codecs}


def _pick(found: _Found) -> _Entry:
    if found.entry is not None and (found.fitting == 1 or found.number is not None):
        return found.entry
    raise UsageError(_choice(found), reason="usage")


def _choice(found: _Found) -> str:
    """Why no document can be picked, and what to say instead."""
    if not found.fitting:
        return f"the ledger holds no document {found.name!r}; it holds {found.listed()}"
    if found.entry is None:
        held = "1 such document" if found.fitting == 1 else f"{found.fitting} such documents"
        return f"the ledger holds {held}; give a --number from 1 to {found.fitting}"
    if found.name is not None:
        return (
            f"the ledger holds {found.fitting} documents {found.name!r}; choose one with --number 1 to {found.fitting}"
        )
    return f"the ledger holds several documents; choose one with --name: {found.listed()}"


def _text(entry: _Entry) -> str:
    parts: list[str] = []
    reached = 0
    for start, end, text in sorted(entry.pieces):
        if start != reached:
            raise _damaged(entry.line, f"characters {reached} to {start} of {entry.header['name']} are missing")
        parts.append(text)
        reached = end
    return "".join(parts)
