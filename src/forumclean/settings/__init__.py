"""Settings of the command line: ``forumclean.toml`` of the user and of the project, and where each value comes from.

``keys.py`` knows what may be set, ``reading.py`` reads one file, ``tables_check.py`` tries all tables.  The library does
not look at these files: its settings are :class:`Options`, its extra tables stand in ``FORUMCLEAN_TABLES``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from forumclean.errors import UsageError
from forumclean.settings.keys import KEYS
from forumclean.settings.reading import File, read

__all__ = ["FILE", "File", "Settings", "Value", "merged", "settings"]

FILE = "forumclean.toml"


@dataclass(frozen=True, slots=True)
class Value:
    """A setting in force."""

    value: object
    origin: str
    """``default``, or file and line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force, and the files that were looked at."""

    values: Mapping[str, Value]
    tables: tuple[Path, ...]
    """Folders of further tables, the user's before the project's."""
    files: tuple[tuple[Path, bool], ...]
    """Every place that was looked at, and whether there was a file."""

    def of_command(self, command: str) -> dict[str, object]:
        """What was set for a command's parameters, under their names (what was not set is not in it)."""
        return {
            key.parameter: self.values[name].value
            for name, key in KEYS.items()
            if command in key.commands and self.values[name].origin != "default"
        }


def settings(folder: Path, user: Path, only: Path | None = None) -> Settings:
    """The settings for work in ``folder``: its own file or the nearest above it, over the user's; or those of one file.

    Raises :class:`UsageError` that names file and line for what cannot be.
    """
    if only is not None:
        if not only.is_file():
            raise UsageError(f"{only}: there is no such settings file; check --config", reason="settings")
        return merged([only])
    project = next((place / FILE for place in (folder, *folder.parents) if (place / FILE).is_file()), folder / FILE)
    return merged([user / FILE, project])


def merged(places: Iterable[Path]) -> Settings:
    """The settings of files, later ones over earlier ones; tables add up. A place without a file is no error."""
    values = {name: Value(key.default, "default") for name, key in KEYS.items()}
    tables: list[Path] = []
    looked: list[tuple[Path, bool]] = []
    for place in dict.fromkeys(places):
        looked.append((place, place.is_file()))
        if place.is_file():
            file = read(place)
            values |= {name: Value(value, f"{place} line {line}") for name, (value, line) in file.values.items()}
            tables += file.tables
    return Settings(values, tuple(dict.fromkeys(tables)), tuple(looked))
