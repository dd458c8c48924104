"""Keeps every page as it was served: a cache for the next run, and an archive that ``forumclean clean`` reads.

A store is a folder with an index, one line for each page kept (its keys, address, time, status, headers, file and
digest), and lines that say when the reading of a thread began and when it was done.  Pages lie beside it by host; what a newer
one replaced is kept in ``.old``.  Lines are only ever added, each in one write: a run that is killed leaves at worst half a last
line, which is skipped.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forumclean.errors import InputError, OutputError
from forumclean.fetching.keys import PageKey, folder_of
from forumclean.fetching.types import Reply
from forumclean.filenames import STORE_INDEX

OLD = ".old"
ONE_RUN = timedelta(days=1)
"""A run that was cut off goes on where it stopped for so long; after that what it read may have changed."""
SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2"})
"""Headers that are not kept: they would let another reader in as this one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page of the store."""

    reply: Reply
    fetched: datetime
    entry: dict[str, object] = field(repr=False)


class Store:
    """A store on disk; made when the first page is kept."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.folder = folder
        self._now = now
        self._entries: dict[str, dict[str, object]] = {}
        self._open: dict[str, datetime] = {}
        """Threads whose reading has begun and is not done: when it began."""
        self._ends_in_line = True
        for entry in self._read():
            self._take(entry)

    def _read(self) -> Iterator[dict[str, object]]:
        try:
            data = (self.folder / STORE_INDEX).read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(
                f"{self.folder}: the store cannot be read ({error.strerror}); check the path", reason="unreadable"
            ) from error
        self._ends_in_line = data.endswith(b"\n") or not data
        for line in data.split(b"\n"):
            try:
                entry = json.loads(line) if line.strip() else None
            except ValueError:
                continue  # the half line of a run that was killed
            if isinstance(entry, dict):
                yield entry

    def _take(self, entry: dict[str, object]) -> None:
        thread = str(entry.get("thread", ""))
        if "begun" in entry:
            self._open[thread] = _moment(entry["begun"])
        elif "done" in entry:
            self._open.pop(thread, None)
        keys = entry.get("keys")
        for key in keys if isinstance(keys, list) else ():
            self._entries[str(key)] = entry

    # ── runs ────────────────────────────────────────────────────────────────────────────────────

    def begin(self, thread: str) -> None:
        """The reading of a thread begins, or goes on where a run was cut off."""
        begun = self._open.get(thread)
        if begun is None or self._now() - begun > ONE_RUN:
            self._add({"thread": thread, "begun": self._now().isoformat()})

    def done(self, thread: str) -> None:
        """The thread was read to its end."""
        self._add({"thread": thread, "done": self._now().isoformat()})

    def is_fresh(self, kept: Kept, thread: str) -> bool:
        """True for a page that this same run (cut off or not) has read."""
        begun = self._open.get(thread)
        return begun is not None and kept.fetched >= begun

    # ── pages ───────────────────────────────────────────────────────────────────────────────────

    def get(self, key: PageKey, address: str = "") -> Kept | None:
        """The page as it was kept; ``None`` where it is not there, or no longer what the index says.

        ``address``: where it would be asked for; which forum an entry of an old store belongs to, only its own address tells.
        """
        entry = self._entries.get(key.text) or self._entries.get(key.old_text)
        if entry is None or not _belongs(entry, key, address):
            return None
        try:
            body = self._path(str(entry["file"])).read_bytes()
            reply = _reply(entry, body)
        except (OSError, KeyError, TypeError, ValueError):
            return None
        if hashlib.sha256(body).hexdigest() != entry.get("sha256"):
            return None  # changed by hand, or half written by a machine that lost its power
        return Kept(reply, _moment(entry.get("fetched")), entry)

    def keep(self, keys: tuple[PageKey, ...], reply: Reply, *, slipped: bool = False) -> None:
        """Keep a page under its keys (as it was asked for, and as it turned out); what it replaces goes to ``.old``.

        ``slipped``: it begins with another post than before, so that the pages before it are to be read again.
        """
        file = keys[-1].file
        path = self._path(file)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._retire(path, reply.body)
            write_whole(path, reply.body)
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written ({error.strerror}); check the store's folder", reason="output"
            ) from error
        self._add(
            {
                "keys": list(dict.fromkeys(key.text for key in keys)),
                "forum": keys[-1].forum,
                "url": reply.url,
                "asked": reply.asked or reply.url,
                "fetched": self._now().isoformat(),
                "status": reply.status,
                "headers": [[k, v] for k, v in reply.headers if k.lower() not in SECRET_HEADERS],
                "file": file,
                "sha256": hashlib.sha256(reply.body).hexdigest(),
                **({"slipped": True} if slipped else {}),
            }
        )

    def same(self, kept: Kept) -> None:
        """Note that a page was asked for again and has not changed."""
        entry = {name: value for name, value in kept.entry.items() if name != "slipped"}
        self._add({**entry, "fetched": self._now().isoformat()})

    def pages(self) -> list[dict[str, object]]:
        """The index entries of all pages, each file once, in the order in which they were first read."""
        found: dict[str, dict[str, object]] = {}
        for entry in self._entries.values():
            found[str(entry.get("file"))] = entry
        return list(found.values())

    def _path(self, file: str) -> Path:
        parts = Path(file).parts
        if Path(file).is_absolute() or ".." in parts or len(parts) != 2:
            raise InputError(
                f"{self.folder}: the index names {file!r}, which is not in the store; it was tampered with",
                reason="store",
            )
        return self.folder / file

    def _retire(self, path: Path, body: bytes) -> None:
        if not path.exists() or path.read_bytes() == body:
            return
        stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%S%fZ")
        old = path.parent / OLD
        old.mkdir(exist_ok=True)
        path.replace(old / f"{path.stem}.{stamp}{path.suffix}")

    def _add(self, entry: dict[str, object]) -> None:
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n"
        if not self._ends_in_line:
            line = b"\n" + line
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / STORE_INDEX).open("ab") as file:
                file.write(line)
        except OSError as error:
            raise OutputError(
                f"{self.folder}: the store cannot be written ({error.strerror})", reason="output"
            ) from error
        self._ends_in_line = True
        self._take(entry)


def write_whole(path: Path, data: bytes) -> None:
    """The data under ``path``, never half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _belongs(entry: dict[str, object], key: PageKey, address: str) -> bool:
    """True for an entry of the forum that the key names."""
    if "forum" in entry:
        keys = entry.get("keys")
        return isinstance(keys, list) and key.text in keys
    return folder_of(address) in {folder_of(str(entry.get(name))) for name in ("asked", "url")}


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _reply(entry: dict[str, object], body: bytes) -> Reply:
    headers = entry["headers"]
    assert isinstance(headers, list)
    return Reply(
        url=str(entry["url"]),
        status=int(str(entry["status"])),
        headers=tuple((str(name), str(value)) for name, value in headers),
        body=body,
        asked=str(entry["asked"]),
    )
