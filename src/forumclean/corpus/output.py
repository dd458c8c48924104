"""The folder of a run: finished shards, what is known of them, and where to go on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from forumclean.corpus.beside import Beside
from forumclean.corpus.finding import STATE
from forumclean.corpus.records import Done, Place, Reject
from forumclean.corpus.rows import to_json_line
from forumclean.corpus.tally import Tally
from forumclean.corpus.writers import Writer, write_whole
from forumclean.errors import OutputError, UsageError, why

SETTINGS = "settings.json"
REJECTS = "rejects.jsonl"
REPORT = "report.json"
COMPLETE = "complete"
"""The mark that all shards are finished, and that the files beside them are whole."""


def is_own(name: str) -> bool:
    """True for a name in the folder of a run that is, or may become, one of the run's own files."""
    return name in (REJECTS, REPORT, STATE) or name.startswith(("part-", ".part-"))


class Output:
    """An output folder that this run alone writes to."""

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, Any],
        writer: Callable[[Path], Writer],
        beside: Sequence[Beside] = (),
    ) -> None:
        self.folder = folder
        self._beside = beside
        self._state = folder / STATE
        self._writer_at = writer
        self._writer: Writer | None = None
        self._rejects: list[Reject] = []
        self._tally = Tally()
        self.tally = Tally()
        """The counts of all finished shards."""
        self.shards = 0
        """How many shards are finished; they are the first ones."""
        self.place = Place()
        """Where the inputs stand behind them."""
        self._lock: IO[bytes] | None = None
        try:
            self._begin(json.loads(json.dumps(settings)))
        except BaseException:
            self.close()
            raise

    def _begin(self, settings: dict[str, Any]) -> None:
        try:
            is_new = not self._state.is_dir()
            if is_new and self.folder.is_dir() and any(self.folder.iterdir()):
                raise UsageError(
                    f"{self.folder}: holds other files and no run of batch; give -o a new or empty folder",
                    reason="output",
                )
            self._state.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._state / "lock")
            self._check(settings)
            self._resume()
        except OSError as error:
            raise OutputError(
                f"{self.folder}: cannot be written ({why(error)}); check the path", reason="output"
            ) from error

    def _check(self, settings: dict[str, Any]) -> None:
        path = self._state / SETTINGS
        if not path.exists():
            write_whole(path, [json.dumps(settings, indent=2, sort_keys=True).encode()])
            return
        before = _noted(path)
        changed = sorted(key for key in before.keys() | settings.keys() if before.get(key) != settings.get(key))
        if changed:
            said = "; ".join(_change(key, before.get(key), settings.get(key)) for key in changed)
            raise UsageError(
                f"{self.folder}: was begun with other settings ({said}); give the old ones, or -o another folder",
                reason="settings",
            )

    def _resume(self) -> None:
        """Take over what is finished, and clear away what is not."""
        values: dict[str, Any] = {}
        filled: set[str] = set()
        while (mark := self._mark(self.shards)).exists():
            values = _noted(mark)
            tally, self.place = _finished(mark, values)
            self.tally.add(tally)
            if tally.rows:
                filled.add(_name(self.shards))
            self.shards += 1
        self._check_shards(filled)
        self._clear_away()
        if not self._is_complete():
            for side in self._beside:
                side.resume(self.shards, values.get(side.name, 0))

    def _check_shards(self, filled: set[str]) -> None:
        """Raise :class:`OutputError` where rows that are finished are not there: the end would be called good without them."""
        missing = sorted(filled - {path.name.partition(".")[0] for path in self.folder.iterdir()})
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            raise OutputError(
                f"{self.folder / missing[0]}{more}: the rows of this finished shard are not there any more; put them back, or"
                " give -o another folder",
                reason="output",
            )

    def _clear_away(self) -> None:
        stems = {_name(number) for number in range(self.shards)}
        for path in self.folder.iterdir():
            if path.name.startswith(".part-") or (
                path.name.startswith("part-") and path.name.partition(".")[0] not in stems
            ):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _is_complete(self) -> bool:
        return (self._state / COMPLETE).exists()

    def _mark(self, shard: int) -> Path:
        return self._state / f"{_name(shard)}.json"

    def take(self, done: Done, passed: Mapping[str, int]) -> None:
        """Add a chunk to the shard in hand."""
        self._tally.add(done.tally)
        self._tally.passed.update(passed)
        self._rejects += done.rejects
        if not done.rows:
            return
        if self._writer is None:
            self._writer = self._writer_at(self.folder / _name(self.shards))
        self._writer.add(done.rows)
        for side in self._beside:
            side.take(done.rows)

    def finish_shard(self, place: Place) -> None:
        """Put the shard in its place, then its mark: only the mark makes it finished."""
        if self._writer is not None:
            self._writer.close()
        mark: dict[str, Any] = {
            "place": asdict(place),
            "tally": self._tally.to_dict(),
            "rejects": [_plain(reject) for reject in self._rejects],
        }
        mark |= {side.name: side.finish_shard(self.shards + 1) for side in self._beside}
        write_whole(self._mark(self.shards), [to_json_line(mark)])
        self.tally.add(self._tally)
        self._writer, self._rejects, self._tally = None, [], Tally()
        self.place = place
        self.shards += 1

    def finish(self, report: Mapping[str, Any]) -> None:
        """Put the files beside the shards in their places, write all rejects into one file, and the report."""
        self._deliver()
        write_whole(self.folder / REJECTS, self._all_rejects())
        write_whole(self.folder / REPORT, [json.dumps(report, indent=2, ensure_ascii=False).encode() + b"\n"])

    def _deliver(self) -> None:
        """Without the mark a run that goes on could not tell a file that was delivered from one that is lost."""
        if self._beside and not self._is_complete():
            for side in self._beside:
                side.complete()
            write_whole(self._state / COMPLETE, [])
        for side in self._beside:
            side.deliver()

    def _all_rejects(self) -> Iterator[bytes]:
        for shard in range(self.shards):
            for reject in _noted(self._mark(shard))["rejects"]:
                yield to_json_line(reject)

    def close(self) -> None:
        """Let others write here."""
        for side in self._beside:
            side.close()
        if self._lock is not None:
            self._lock.close()


def _name(shard: int) -> str:
    return f"part-{shard:05d}"


def _noted(path: Path) -> dict[str, Any]:
    """What a file of state says; raises :class:`OutputError` where a disk or a hand has damaged it."""
    try:
        values = json.loads(path.read_bytes())
    except ValueError as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(values, dict):
        raise _damaged(path, f"a {type(values).__name__} stands there")
    return values


def _finished(mark: Path, values: Mapping[str, Any]) -> tuple[Tally, Place]:
    """What the mark of a shard says."""
    try:
        return Tally.from_dict(values["tally"]), Place(**values["place"])
    except (LookupError, TypeError, ValueError) as error:
        raise _damaged(mark, f"{type(error).__name__}: {error}") from error


def _damaged(path: Path, what: str) -> OutputError:
    return OutputError(f"{path}: is damaged ({what}), so the run cannot go on; give -o another folder", reason="output")


def _change(key: str, before: object, now: object) -> str:
    if key == "inputs":
        return "the input files have other names, sizes or contents than then"
    return f"{key} was {before!r} and is {now!r}"


def _plain(reject: Reject) -> dict[str, str]:
    return {"id": reject.id, "stage": reject.stage, "code": reject.code, "reason": reject.reason}


def _locked(path: Path) -> IO[bytes] | None:
    """The lock of the folder, which ends with the process however that ends."""
    if os.name != "posix":
        return None
    import fcntl  # noqa: PLC0415 - not everywhere

    file = path.open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise UsageError(f"{path.parent.parent}: another run writes here; wait for its end", reason="output") from error
    return file
