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


@dataclass(slots=True)
class _Entry:
    """One document of a ledger, as its rows come in."""

    header: dict[str, Any]
    line: int
    pieces: list[tuple[int, int, str]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def rebuild(lines: Iterable[str], name: str | None = None) -> bytes:
    """The bytes of a text input, or the page text of another as UTF-8.

    ``name`` picks one of several documents.  Raises :class:`InputError` for what is no ledger (or a damaged one), :class:`UsageError`
    where several documents could be meant, :class:`BrokenPromiseError` where the result is not the input after all.
    """
    entry = _pick(_read(lines), name)
    text = _text(entry)
    header = entry.header
    if header["kind"] != "text":
        return text.encode("utf-8", "surrogatepass")
    data = encode(
        text, header["encoding"], bytes.fromhex(header["bom"]), tuple(entry.losses), tuple(header["mojibake"])
    )
    if hashlib.sha256(data).hexdigest() != header["sha256"]:
        raise BrokenPromiseError(
            f"the ledger of {header['name']} does not give the input back; if the ledger was not edited, this is a bug in"
            " forumclean: please report it",
            reason="ledger",
        )
    return data


def _damaged(line: int, what: str) -> InputError:
    return InputError(f"line {line} is no row of a ledger ({what}); give the file that --ledger wrote", reason="ledger")


def _read(lines: Iterable[str]) -> list[_Entry]:
    entries: list[_Entry] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            _take(entries, row, number)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _damaged(number, f"{type(error).__name__}: {error}") from error
    if not entries:
        raise InputError("the ledger is empty; give the file that --ledger wrote", reason="ledger")
    return entries


def _take(entries: list[_Entry], row: dict[str, Any], number: int) -> None:
    if "document" in row:
        if row["document"] != FORM:
            raise ValueError(f"made by another version: {row['document']}")
        entries.append(
            _Entry({key: row[key] for key in ("name", "kind", "encoding", "sha256", "bom", "mojibake")}, number)
        )
        return
    if not entries:
        raise ValueError("the first row must be a header")
    start, end = int(row["start"]), int(row["end"])
    if "raw" in row:
        entries[-1].losses.append(Loss(start, end, bytes.fromhex(row["raw"])))
        return
    text = row["kept"] if "kept" in row else row["old"]
    if not isinstance(text, str) or len(text) != end - start:
        raise ValueError("its text is not as long as it says")
    entries[-1].pieces.append((start, end, text))


def _pick(entries: list[_Entry], name: str | None) -> _Entry:
    fitting = [entry for entry in entries if name is None or entry.header["name"] == name]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(str(entry.header["name"]) for entry in entries)
    if not fitting:
        raise UsageError(f"the ledger holds no document {name!r}; it holds {names}", reason="usage")
    raise UsageError(f"the ledger holds several documents; choose one with --name: {names}", reason="usage")


def _text(entry: _Entry) -> str:
    parts: list[str] = []
    reached = 0
    for start, end, text in sorted(entry.pieces):
        if start != reached:
            raise _damaged(entry.line, f"characters {reached} to {start} of {entry.header['name']} are missing")
        parts.append(text)
        reached = end
    return "".join(parts)
