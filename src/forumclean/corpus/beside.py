"""Files beside the shards, the ledger and the site's list: one each for the whole run, and as able to go on after a kill.

Both grow in the run's own folder of state and are put in their places when all shards are finished.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from forumclean.corpus.records import Row
from forumclean.corpus.writers import hidden, settle, sync, write_whole
from forumclean.errors import OutputError

if TYPE_CHECKING:
    from forumclean.sitelist import SiteList

LEDGER = "ledger.jsonl"
SITE = "site.json"


class Beside(Protocol):
    """A file that grows beside the shards."""

    name: str
    """Its key in the marks of shards."""

    def resume(self, shards: int, kept: int) -> None:
        """Stand where it stood when so many shards were finished; ``kept`` is what :meth:`finish_shard` gave then, or 0."""

    def take(self, rows: Iterable[Row]) -> None:
        """Add what some rows bring."""

    def finish_shard(self, shards: int) -> int:
        """Make sure that all is on the disk, before the mark that says that so many shards are finished."""

    def complete(self) -> None:
        """Have the whole file ready in the folder of state."""

    def deliver(self) -> None:
        """Put it in its place, unless that was done."""

    def close(self) -> None:
        """Let the files go."""


class LedgerFile:
    """The ledgers of all rows, in the order of the input."""

    name = "ledger"

    def __init__(self, state: Path, path: Path) -> None:
        self._path, self._kept = path, state / LEDGER
        self._file: IO[bytes] | None = None
        _check(path)

    def resume(self, shards: int, kept: int) -> None:  # noqa: ARG002 - as the other
        """Cut off what an unfinished shard left."""
        self._file = self._kept.open("ab")
        if self._file.tell() < kept:
            raise OutputError(
                f"{self._kept}: the ledger of the finished shards is not there any more; give -o another folder",
                reason="output",
            )
        self._file.truncate(kept)

    def take(self, rows: Iterable[Row]) -> None:
        """Append the rows' ledgers."""
        assert self._file is not None
        self._file.writelines(row.ledger for row in rows)

    def finish_shard(self, shards: int) -> int:  # noqa: ARG002 - as the other
        """How long the ledger is."""
        assert self._file is not None
        sync(self._file)
        return self._file.tell()

    def complete(self) -> None:
        """Close it, with all that was written."""
        assert self._file is not None
        sync(self._file)
        self.close()

    def deliver(self) -> None:
        """Put it in its place."""
        _deliver(self._kept, self._path)

    def close(self) -> None:
        """Let the file go; what does not fit on the disk was said before, and a run that goes on cuts off what is half written."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()


class LearnedSite:
    """What the rows tell of their site's words, added up in the order of the input."""

    name = "learn_site"

    def __init__(self, state: Path, path: Path) -> None:
        self._state, self._path = state, path
        _check(path)
        if not state.exists():
            _list_in(path)  # what is no list is told before a folder is begun

    def resume(self, shards: int, kept: int) -> None:  # noqa: ARG002 - as the other
        """Take the list as it was; at the very begin as it stands in the file, which the end will overwrite."""
        path = self._list_before(shards)
        if shards or path.exists():
            self._site = _restored(path)
        else:
            self._site = _list_in(self._path)
            self._keep(shards)

    def take(self, rows: Iterable[Row]) -> None:
        """Add what the rows tell, one after the other: floats are multiplied, so the order shows."""
        for row in rows:
            if row.seen is not None:
                self._site = self._site.with_seen(row.seen)

    def finish_shard(self, shards: int) -> int:
        """Keep the list as it now is, and the one before until the mark is there."""
        self._keep(shards)
        self._list_before(shards - 2).unlink(missing_ok=True)
        return len(self._site.clear)

    def complete(self) -> None:
        """Write the list in its own form."""
        write_whole(self._state / SITE, [self._site.to_json().encode("utf-8")])

    def deliver(self) -> None:
        """Put it in its place."""
        _deliver(self._state / SITE, self._path)

    def close(self) -> None:
        """Nothing is open."""

    def _list_before(self, shards: int) -> Path:
        return self._state / f"site-{shards:05d}.json"

    def _keep(self, shards: int) -> None:
        """Unrounded, unlike the list's own form: going on must give the same digits."""
        values = {"clear": dict(self._site.clear), "hidden": dict(self._site.hidden)}
        write_whole(self._list_before(shards), [json.dumps(values).encode()])


def _list_in(path: Path) -> SiteList:
    from forumclean.sitelist import SiteList  # noqa: PLC0415 - brings numpy

    return SiteList.load(path) if path.is_file() else SiteList()


def _restored(path: Path) -> SiteList:
    from forumclean.sitelist import SiteList  # noqa: PLC0415 - brings numpy

    try:
        return SiteList(**json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise OutputError(
            f"{path}: the site's list behind the finished shards is not there any more; give -o another folder",
            reason="output",
        ) from error
    except (ValueError, TypeError) as error:
        raise OutputError(
            f"{path}: is damaged ({error}), so the run cannot go on; give -o another folder", reason="output"
        ) from error


def _check(path: Path) -> None:
    """Raise :class:`OutputError` for a place that cannot be written to: now, and not at the end of a long run."""
    try:
        reason = _obstacle(path)
    except OSError as error:
        reason = error.strerror
    if reason is not None:
        raise OutputError(f"{path}: cannot be written ({reason}); name another file", reason="output")


def _obstacle(path: Path) -> str | None:
    """What stands in the way of writing there; raises :class:`OSError` for a name that nothing can have."""
    if _takes_data(path):
        return None if os.access(path, os.W_OK) else "it may not be written to"
    if path.is_dir():
        return "it is a folder"
    above = next(parent for parent in Path(os.path.realpath(path)).parents if parent.exists())
    if not above.is_dir():
        return f"{above} is no folder"
    return None if os.access(above, os.W_OK) else f"{above} may not be written to"


def _takes_data(path: Path) -> bool:
    """True for a device or a pipe: it gets the data and stays what it is."""
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not stat.S_ISREG(kind) and not stat.S_ISDIR(kind)


def _deliver(kept: Path, path: Path) -> None:
    if not kept.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if _takes_data(path):
        with kept.open("rb") as file, path.open("wb") as taker:
            shutil.copyfileobj(file, taker)
        kept.unlink()
    else:
        _put(kept, Path(os.path.realpath(path)))  # a link to a file stays one


def _put(kept: Path, path: Path) -> None:
    if path.exists():
        shutil.copymode(path, kept)
    try:
        kept.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(kept, path)


def _copy(kept: Path, path: Path) -> None:
    """Onto another disk, where a rename does not reach: copied whole, then renamed there."""
    shutil.copy(kept, hidden(path))
    with hidden(path).open("rb+") as file:
        sync(file)
    settle(hidden(path), path)
    kept.unlink()
