"""Names the input files: as given, by glob, out of folders; always in the same order."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from forumclean.corpus.opening import STDIN, Opened
from forumclean.corpus.readers import ENDINGS, READERS
from forumclean.errors import InputError, UsageError
from forumclean.filenames import COMPANION, PAGES, STORE_INDEX, ending

PACKED = (".gz", ".zst", ".zstd")
STATE = ".forumclean"
"""The folder of settings and marks inside the output folder of a run."""
HEAD = 65_536
"""Bytes at a file's begin that are part of its fingerprint; pages go by name and size alone."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads."""

    given: tuple[str, ...]
    reader: str | None = None
    """The reader of all files, where it is told."""
    own: frozenset[str] = field(default_factory=frozenset)
    """What the run itself writes, folders and files: never input, else a run would read its own rows."""

    def files(self) -> Iterator[str]:
        """All files, in order; nothing is collected but one folder's names."""
        own = frozenset(os.path.realpath(path) for path in self.own)
        for name in self.given:
            yield from _files(name, own)

    def reader_of(self, name: str) -> str:
        """The name of the reader for a file."""
        return self.reader or ENDINGS.get(_ending(name), "page")

    def size_of(self, name: str) -> int:
        """Bytes of a file (of standard input 0, since nobody knows)."""
        return _size(name)

    def survey(self) -> Survey:
        """Number, size and fingerprint of all files; raises :class:`InputError` where there is none."""
        mark, number, size = hashlib.sha256(), 0, 0
        for name in self.files():
            length = self.size_of(name)
            mark.update(f"{name}\0{length}\0".encode("utf-8", "surrogatepass"))
            if name != STDIN and self.reader_of(name) != "page":
                mark.update(_head(name))
            number, size = number + 1, size + length
        if not number:
            raise InputError(f"{', '.join(self.given)}: no input file was found; check the paths", reason="empty")
        return Survey(number, size, mark.hexdigest())


@dataclass(frozen=True, slots=True)
class Survey:
    """The input files in numbers."""

    files: int
    size: int
    fingerprint: str
    """Differs where names, sizes or the begin of a file differ."""


def _ending(name: str) -> str:
    path = Path(name.lower())
    return ending(path.stem if path.suffix in PACKED else path.name)


def _files(name: str, own: frozenset[str]) -> Iterator[str]:
    if name == STDIN or _is_file(name):
        yield name
    elif _is_dir(name):
        yield from _folder(Path(name), own)
    elif glob.has_magic(name):
        yield from _fitting(name, own)
    else:
        _size(name)  # says what is wrong with the name, where anything is
        raise InputError(f"{name}: is neither a file nor a folder; check the path", reason="missing")


def _fitting(pattern: str, own: frozenset[str]) -> Iterator[str]:
    """The files that fit a pattern, and those in folders that do; ``**`` finds a folder and what is in it as well."""
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - a Path's glob takes no absolute pattern
    if not found:
        raise InputError(f"{pattern}: nothing fits this pattern; check it", reason="missing")
    walked: set[Path] = set()
    for path in found:
        if _is_own(path, own) or not walked.isdisjoint(Path(path).parents):
            continue
        if _is_dir(path):
            walked.add(Path(path))
            yield from _folder(Path(path), own)
        else:
            yield path


def _is_own(path: str, own: frozenset[str]) -> bool:
    """True for what the run writes, and what lies in a folder that it writes."""
    if not own:
        return False
    real = Path(os.path.realpath(path))
    return not own.isdisjoint(map(str, (real, *real.parents)))


def _is_file(name: str) -> bool:
    return os.path.isfile(name)  # noqa: PTH113 - a Path's raises for a name that is too long


def _is_dir(name: str) -> bool:
    return os.path.isdir(name)  # noqa: PTH112 - as above


def _folder(folder: Path, own: frozenset[str]) -> Iterator[str]:
    """The files below a folder; each folder is walked once, however many links lead to it, and from inside of it."""
    if _is_own(str(folder), own):
        return
    walked = _marks(own)
    ways = [iter(_entries(str(folder), walked))]  # no recursion: folders may lie deeper in one another than it reaches
    while ways:
        entry = next(ways[-1], None)
        if entry is None:
            ways.pop()
        elif entry.name.startswith("."):
            continue
        elif _holds(entry.is_dir):
            if _is_walked(entry, own):
                ways.append(iter(_entries(entry.path, walked)))
        elif _is_input(entry, own):
            yield entry.path


def _marks(own: frozenset[str]) -> set[tuple[int, int]]:
    """What tells the run's own folders from others, whatever leads there."""
    marks: set[tuple[int, int]] = set()
    for path in own:
        with suppress(OSError):
            found = Path(path).stat()
            marks.add((found.st_dev, found.st_ino))
    return marks


def _is_walked(entry: os.DirEntry[str], own: frozenset[str]) -> bool:
    """True for a folder of pages: no browser's companion of one, no output of a run."""
    if entry.name.endswith(COMPANION) or _is_dir(os.path.join(entry.path, STATE)):  # noqa: PTH118 - a Path costs more than the walk
        return False
    return not (entry.is_symlink() and _is_own(entry.path, own))


def _is_input(entry: os.DirEntry[str], own: frozenset[str]) -> bool:
    """True for a file whose name says that it is one, and that the run does not write."""
    kind = _ending(entry.name)
    if not (kind in PAGES or kind in ENDINGS) or not _holds(entry.is_file):
        return False
    suspect = entry.is_symlink() or any(
        path.endswith(entry.name) for path in own
    )  # few: to follow each path takes long
    return not suspect or os.path.realpath(entry.path) not in own


def _holds(test: Callable[[], bool]) -> bool:
    """What the test says; a link that leads nowhere is nothing, and one that leads to itself raises."""
    try:
        return test()
    except OSError:
        return False


def _entries(folder: str, walked: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """What a folder holds, in order; nothing where it was walked before."""
    if _is_file(os.path.join(folder, STORE_INDEX)):  # noqa: PTH118 - as above
        raise UsageError(
            f"{folder} is a store of forumclean fetch: its pages make threads; use forumclean clean {folder}/ -f jsonl",
            reason="usage",
        )
    try:
        found = os.stat(folder)  # noqa: PTH116 - as above
        if (found.st_dev, found.st_ino) in walked:
            return []
        walked.add((found.st_dev, found.st_ino))
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(folder, error) from error


def _size(name: str) -> int:
    if name == STDIN:
        return 0
    try:
        return Path(name).stat().st_size
    except FileNotFoundError as error:
        if name.startswith(("http://", "https://")):
            said = f"{name} is an address: batch reads saved files; use forumclean fetch"
            raise UsageError(said, reason="usage") from error
        raise InputError(f"{name}: there is no such file or folder; check the path", reason="missing") from error
    except OSError as error:
        raise _unreadable(name, error) from error
    except ValueError as error:  # the character NUL, which no name has
        raise InputError(f"{name!r}: cannot be read ({error}); check the path", reason="unreadable") from error


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(f"{name}: cannot be read ({error.strerror}); check the path", reason="unreadable")


def _head(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return hashlib.sha256(file.read(HEAD)).digest()
    except OSError as error:
        raise _unreadable(name, error) from error


def sniffed(stream: Opened, reader: str) -> str:
    """The reader for standard input, which has no ending: by how it begins."""
    if stream.name != STDIN or reader != "page":
        return reader
    start = stream.peek(HEAD)
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith(b"PAR1"):
        return "parquet"
    line = start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip()
    # One JSON object that ends with its line (or goes on beyond what can be seen) is a row; a page of the mobile API is told apart.
    is_row = line.startswith(b'{"') and b'"Variables"' not in line and (line.endswith(b"}") or len(line) > HEAD // 2)
    return "jsonl" if is_row else "page"


assert set(ENDINGS.values()) <= set(READERS)
