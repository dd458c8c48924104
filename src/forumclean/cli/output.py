"""Writes results: to standard output, to a file, into a folder; never half a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from forumclean.emit.utf8 import encoded
from forumclean.errors import OutputError, UsageError
from forumclean.filenames import without_ending
from forumclean.visible import harmless, no_device, shortened, spelled

SUFFIX = {"markdown": ".md", "json": ".json", "jsonl": ".jsonl", "text": ".txt"}
LONGEST_STEM = 200
"""Bytes: with a number and a suffix it is still a name for every file system."""


def write_stdout(text: str) -> None:
    """The text on standard output, as it is; on a terminal nothing of it acts."""
    write_shown(harmless(text) if sys.stdout.isatty() else text)


def write_shown(text: str) -> None:
    """Text whose escapes are our own on standard output; a reader that has gone away is no error."""
    try:
        sys.stdout.buffer.write(encoded(text))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        raise OutputError(f"standard output: cannot be written ({error.strerror})", reason="output") from error


def write_file(path: Path, text: str | bytes) -> None:
    """The text under ``path``: written beside it under a temporary name, then renamed over it.

    Raises :class:`OutputError`; what stood there before is then untouched.
    """
    data = encoded(text) if isinstance(text, str) else text
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _keep_mode(Path(temporary), path)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); nothing that stood there was changed", reason="output"
        ) from error


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
    written = {Path(output).resolve() for output in outputs if output is not None}
    suffix = SUFFIX.get(format_ or "")
    for path in (Path(name).resolve() for name in names if name != "-"):
        if path in written or (path.parent in written and path.suffix.lower() == suffix):
            raise UsageError(f"{path}: is an input and would be written over; write to another place", reason="usage")


def is_folder(output: str) -> bool:
    """True where ``--output`` means a folder."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


class Names:
    """File names for results, out of the names of the inputs; no two alike, none that leaves the folder."""

    def __init__(self, folder: Path, format_: str) -> None:
        self._folder = folder
        self._suffix = SUFFIX[format_]
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}
        """Which number to try for the next result of a name: a folder may hold ten thousand of one."""

    def path(self, name: str | None) -> Path:
        """The path of one result."""
        stem = Path(name or "stdin").name
        if stem == "-":
            stem = "stdin"
        stem = no_device(shortened(spelled(without_ending(stem)).strip(". "), LONGEST_STEM) or "article")
        candidate, number = stem, self._next.get(stem.casefold(), 2)
        while candidate.casefold() in self._taken:
            candidate, number = f"{stem}-{number}", number + 1
        self._taken.add(candidate.casefold())
        self._next[stem.casefold()] = number
        return self._folder / f"{candidate}{self._suffix}"
