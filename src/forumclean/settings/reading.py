"""Reads one settings file; whatever is wrong in it is named with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from forumclean.errors import UsageError
from forumclean.settings.keys import KEYS
from forumclean.tables import folders

SECTION, TABLES = "defaults", "tables"
HEAD_RE = re.compile(r"\s*\[\[?\s*([^\]]*?)\s*\]")
LARGEST = 1_000_000
"""Bytes; a settings file has a few hundred."""
DEEPEST = 16
"""Parts of a dotted key. Settings have two; the parser takes memory and time by the square of them."""
PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
DEEP_RE = re.compile(rf"(?<![\w\\-])(?:{PART}){{{DEEPEST}}}", re.ASCII)
KEY_RE = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+))\s*[=.]")


@dataclass(frozen=True, slots=True)
class File:
    """What one settings file says."""

    values: Mapping[str, tuple[object, int]]
    """Each setting with the line it stands on."""
    tables: tuple[Path, ...]


def read(path: Path) -> File:
    """The settings in a file; raises :class:`UsageError` for unknown keys, wrong values and what is no TOML."""
    try:
        text = _text(path)
        raw = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:  # a ValueError: no UTF-8, no TOML, or too long a number
        raise UsageError(
            f"{path}: these settings cannot be read: {error}; correct or move the file", reason="settings"
        ) from error
    for key in raw.keys() - {SECTION, TABLES}:
        raise _unknown(path, text, (key,), (SECTION, TABLES))
    defaults = raw.get(SECTION, {})
    if not isinstance(defaults, dict):
        raise _wrong(path, line_of(text, (SECTION,)), f"[{SECTION}] must be a table of settings")
    values = {name: _value(path, text, name, value) for name, value in defaults.items()}
    return File(values, _tables(path, text, raw.get(TABLES)))


def _text(path: Path) -> str:
    """The text of a file; raises :class:`ValueError` for what a parser should not be given."""
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"the file has more than {LARGEST:,} bytes, as no settings have")
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    deep = DEEP_RE.search(text)
    if deep:
        line = text.count("\n", 0, deep.start()) + 1
        raise ValueError(f"a key of more than {DEEPEST} parts, as no setting has (line {line})")
    return text


def _value(path: Path, text: str, name: str, value: object) -> tuple[object, int]:
    if name not in KEYS:
        raise _unknown(path, text, (SECTION, name), tuple(KEYS))
    line = line_of(text, (SECTION, name))
    try:
        fit = KEYS[name].check(value)
    except (UsageError, OverflowError, ValueError) as error:  # the latter: numbers beyond all bounds
        raise _wrong(path, line, f"{name}: {error}") from error
    if "\0" in str(fit):
        raise _wrong(path, line, f"{name}: holds the character NUL, which no name has")
    return (str(path.parent / fit) if isinstance(fit, Path) else fit), line


def _tables(path: Path, text: str, named: object) -> tuple[Path, ...]:
    """The folders of tables that the file names."""
    if named is None:
        return ()
    line = line_of(text, (TABLES,))
    if not isinstance(named, list) or not all(isinstance(folder, str) for folder in named):
        raise _wrong(path, line, f"{TABLES} must be a list of folders")
    try:
        return tuple(_checked(path, line, path.parent / folder) for folder in named)
    except OSError as error:  # too long a name, or a folder that may not be looked into
        raise _wrong(path, line, f"{TABLES}: {error.filename}: {error.strerror}") from error


def _checked(path: Path, line: int, folder: Path) -> Path:
    if not folder.is_dir():
        raise _wrong(path, line, f"{TABLES}: {folder} is no folder")
    known = folders()
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.name.startswith(".") and entry.name not in known:
            raise _wrong(path, line, f"{entry} is no table of forumclean; its tables are {', '.join(known)}")
    return folder.resolve()


def _unknown(path: Path, text: str, key: tuple[str, ...], known: tuple[str, ...]) -> UsageError:
    near = get_close_matches(key[-1], known, 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return _wrong(path, line_of(text, key), f"unknown key {key[-1]}; {hint}")


def _wrong(path: Path, line: int, what: str) -> UsageError:
    return UsageError(f"{path} line {line}: {what}", reason="settings")


def line_of(text: str, key: tuple[str, ...]) -> int:
    r"""The line of a key of a file that is valid TOML; of its table where the key itself is not found; else the first.

    >>> line_of("[defaults]\nposts = 'all'\nmask = 1", ("defaults", "mask"))
    3
    """
    section, found = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        head = HEAD_RE.match(line)
        if head:
            section = head[1].strip("\"'")
            found = number if section == key[0] else found
        match = KEY_RE.match(line)
        if match and not head:
            name = next(group for group in match.groups() if group is not None)
            if (section, name) == ((key[0] if len(key) > 1 else ""), key[-1]):
                return number
    return found
