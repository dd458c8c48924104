"""Writes results: to standard output, to a file, into a folder; never half a file."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from forumclean.cli.streams import is_terminal, send
from forumclean.emit.utf8 import encoded
from forumclean.errors import OutputError, UsageError
from forumclean.filenames import without_ending
from forumclean.visible import harmless, legible, no_device, shortened, spelled

SUFFIX = {"markdown": ".md", "json": ".json", "jsonl": ".jsonl", "text": ".txt"}
STDOUT = "-"
LONGEST_STEM = 200
"""Bytes: with a number and a suffix it is still a name for every file system."""


def write_stdout(text: str) -> None:
    """The text on standard output, as it is; on a terminal nothing of it acts."""
    write_shown(harmless(text) if is_terminal(sys.stdout) else text)


def write_shown(text: str) -> None:
    """Text whose escapes are our own on standard output; a reader that has gone away is no error."""
    send(encoded(text))


def place_of(output: str | None) -> str | None:
    """Where ``--output`` leads; ``None``, standard output, for ``-`` as well, as in other programs."""
    return None if output == STDOUT else output


def write_file(path: Path, text: str | bytes) -> None:
    """The text under ``path``: written beside it under a temporary name, then renamed over it; a link to a file stays one.

    What is there and is no file (a device, a pipe) gets the text itself.  Raises :class:`OutputError`; a file that stood there
    before is then untouched.
    """
    data = encoded(text) if isinstance(text, str) else text
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = _replaceable(path)
        if place is None:
            _write_into(path, data)
        else:
            _replace(place, data)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written ({error.strerror}); nothing that stood there was changed", reason="output"
    )


def _replaceable(path: Path) -> Path | None:
    """The file that a new one is to take the place of, links followed; ``None`` for what is no file, and must stay what it is."""
    place = Path(os.path.realpath(path))
    try:
        found = path.stat()
    except FileNotFoundError:
        return place
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        return None
    return place if place.exists() else None  # /dev/stdout may lead to a file that has no name any more


def _write_into(path: Path, data: bytes) -> None:
    """Write to a device or a pipe; on a terminal nothing of it acts."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY), "wb") as file:
            file.write(encoded(harmless(data.decode("utf-8", "replace"))) if file.isatty() else data)
    except OSError as error:
        raise OutputError(
            f"{path}: is no file and takes no more ({error.strerror}); look at what reads there", reason="output"
        ) from error


def _replace(place: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _keep_mode(Path(temporary), place)
        Path(temporary).replace(place)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _keep_mode(temporary: Path, path: Path) -> None:
    """Give the new file the mode of the one it replaces, or that of a file made in the ordinary way."""
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)


def check_inputs_stay(names: Iterable[str], format_: str | None, *outputs: str | None) -> None:
    """Raise :class:`UsageError` where what goes to the ``outputs`` would be written over an input."""
    written = {Path(os.path.realpath(output)) for output in outputs if output is not None}
    suffix = SUFFIX.get(format_ or "")
    for path in (Path(os.path.realpath(name)) for name in names if name != "-"):
        if path in written or (path.parent in written and path.suffix.lower() == suffix):
            raise UsageError(f"{path}: is an input and would be written over; write to another place", reason="usage")


def check_outputs(named: Mapping[str, str | None]) -> None:
    """Look at the places that options name before anything is written.

    Raises :class:`UsageError` where two are one or one is standard output, where results go and nothing else does;
    :class:`OutputError` for a name that nothing can have.
    """
    taken: dict[str, str] = {}
    for option, name in named.items():
        if name is None:
            continue
        if name in ("", STDOUT):
            raise UsageError(f"{option} wants the name of a file or folder of its own, not {name!r}", reason="usage")
        _check_name(Path(name))
        other = taken.setdefault(os.path.realpath(name), option)
        if other != option:
            raise UsageError(f"{name}: is the place of both {other} and {option}; give each its own", reason="usage")


def _check_name(path: Path) -> None:
    try:
        path.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritable(path, error) from error


def check_writable(named: Iterable[str | None]) -> None:
    """Try the places of results before anything is fetched for them; raises :class:`OutputError` where one cannot be written."""
    for path in (Path(name) / "x" if is_folder(name) else Path(name) for name in named if name is not None):
        try:
            place = _replaceable(path)
            if place is not None:
                _try(place.parent)
        except OSError as error:
            raise _unwritable(path, error) from error


def _try(folder: Path) -> None:
    """Make a file in the folder that vanishes again, and with it the folders that were not there."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    finally:
        for part in missing:
            with suppress(OSError):
                part.rmdir()


def is_folder(output: str) -> bool:
    """True where ``--output`` means a folder."""
    return output.endswith(("/", os.sep)) or os.path.isdir(output)  # noqa: PTH112 - a Path's raises for some names


def _stems_in(folder: Path, suffix: str, others: Iterable[str | None]) -> Iterator[str]:
    """What those of the others that lie in the folder are called without the suffix."""
    for place in (Path(name) for name in others if name is not None):
        if place.suffix == suffix and os.path.realpath(place.parent) == os.path.realpath(folder):
            yield place.stem.casefold()


class Names:
    """File names for results, out of the names of the inputs; no two alike, none that leaves the folder."""

    def __init__(self, folder: Path, format_: str, others: Iterable[str | None] = ()) -> None:
        """``others``: what else is written, perhaps into the same folder."""
        self._folder = folder
        self._suffix = SUFFIX[format_]
        self._taken = set(_stems_in(folder, self._suffix, others))
        self._next: dict[str, int] = {}
        """Which number to try for the next result of a name: a folder may hold ten thousand of one."""

    def path(self, name: str | None) -> Path:
        """The path of one result."""
        stem = legible(Path(name or "stdin").name)
        if stem == "-":
            stem = "stdin"
        stem = no_device(shortened(spelled(without_ending(stem)).strip(". "), LONGEST_STEM) or "article")
        candidate, number = stem, self._next.get(stem.casefold(), 2)
        while candidate.casefold() in self._taken:
            candidate, number = f"{stem}-{number}", number + 1
        self._taken.add(candidate.casefold())
        self._next[stem.casefold()] = number
        return self._folder / f"{candidate}{self._suffix}"
