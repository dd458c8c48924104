"""Cookies of a reader who may see more: from a file in Netscape's form, or out of Firefox."""

from __future__ import annotations

import configparser
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import NamedTuple

from forumclean.errors import InputError, UsageError
from forumclean.fetching.jar import RAW
from forumclean.fetching.types import FetchSettings

PROFILES = {
    "linux": (
        ".mozilla/firefox",
        "snap/firefox/common/.mozilla/firefox",
        ".var/app/org.mozilla.firefox/.mozilla/firefox",
    ),
    "darwin": ("Library/Application Support/Firefox",),
    "win32": ("AppData/Roaming/Mozilla/Firefox",),
}
"""Where Firefox keeps its profiles, below the user's home."""
HTTP_ONLY = "#HttpOnly_"
"""How a line begins whose cookie scripts may not see; other lines with # are remarks."""
ROW = "SELECT host, name, value, path, expiry, isSecure FROM moz_cookies WHERE originAttributes = ''"


def cookie_jar(settings: FetchSettings, home: Path | None = None) -> CookieJar:
    """The cookies that the settings name; an empty jar where they name none."""
    jar = CookieJar()
    if settings.cookies is not None:
        for cookie in _of_file(settings.cookies):
            jar.set_cookie(cookie)
    if settings.cookies_from_browser is not None:
        for cookie in _of_firefox(home or Path.home()):
            jar.set_cookie(cookie)
    return jar


def _of_file(path: Path) -> Iterator[Cookie]:
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path", reason="unreadable") from error
    except UnicodeDecodeError as error:
        raise _no_jar(path, "it is no text") from error
    rows = [(n, line.removeprefix(HTTP_ONLY)) for n, line in enumerate(lines, 1) if _is_row(line)]
    if not rows:
        raise _no_jar(path, "it holds no cookie")
    for number, line in rows:
        fields = line.split("\t")
        if len(fields) != 7 or not fields[0] or not fields[4].partition(".")[0].isdecimal() or "\0" in line:
            raise _no_jar(path, f"line {number} is no cookie")
        host, _, folder, secure, expires, name, value = fields
        yield _cookie(CookieRow(host, name, value, folder, int(expires.partition(".")[0]), secure == "TRUE"))


def _is_row(line: str) -> bool:
    return bool(line.strip()) and (not line.startswith("#") or line.startswith(HTTP_ONLY))


def _no_jar(path: Path, why: str) -> UsageError:
    return UsageError(
        f"{path}: this is no file of cookies ({why}); it must be in Netscape's form, as browsers' add-ons export it",
        reason="cookies",
    )


def _of_firefox(home: Path) -> Iterator[Cookie]:
    database = _database(home)
    with tempfile.TemporaryDirectory(prefix="forumclean-") as folder:
        copy = Path(folder) / "cookies.sqlite"  # the browser holds its own file locked
        try:
            for suffix in ("", "-wal"):
                source = database.with_name(database.name + suffix)
                if not suffix or source.exists():
                    shutil.copyfile(source, copy.with_name(copy.name + suffix))
            with closing(sqlite3.connect(copy)) as connection:
                rows = connection.execute(ROW).fetchall()
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                f"{database}: Firefox's cookies cannot be read ({error}); export them and give --cookies",
                reason="cookies",
            ) from error
    return (
        _cookie(CookieRow(host, name, value, path, expiry, bool(secure)))
        for host, name, value, path, expiry, secure in rows
    )


def _database(home: Path) -> Path:
    for folder in PROFILES.get(sys.platform, PROFILES["linux"]):
        profile = _profile(home / folder)
        if profile is not None and (profile / "cookies.sqlite").is_file():
            return profile / "cookies.sqlite"
    raise InputError(
        "no profile of Firefox is found below the home folder; export its cookies and give --cookies", reason="cookies"
    )


def _profile(folder: Path) -> Path | None:
    """The profile that Firefox starts with; ``None`` where there is none."""
    rules = configparser.ConfigParser(interpolation=None)
    try:
        rules.read(folder / "profiles.ini", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return None
    for name in rules.sections():
        if name.startswith("Install") and rules.has_option(name, "Default"):
            return folder / rules[name]["Default"]
    profiles = [rules[name] for name in rules.sections() if name.startswith("Profile") and "Path" in rules[name]]
    chosen = next((p for p in profiles if p.get("Default") == "1"), profiles[0] if profiles else None)
    if chosen is None:
        return None
    return folder / chosen["Path"] if chosen.get("IsRelative", "1") == "1" else Path(chosen["Path"])


class CookieRow(NamedTuple):
    """A cookie as a file or a browser keeps it."""

    host: str
    name: str
    value: str
    path: str
    expiry: int
    secure: bool


def _cookie(row: CookieRow) -> Cookie:
    # Firefox counts in seconds, since 2025 in milliseconds.
    expires = row.expiry // 1000 if row.expiry > 100_000_000_000 else row.expiry
    # 0 is how such files write "until the browser closes".
    # A jar calls hosts without a dot by this ending.
    host = row.host if "." in row.host else f"{row.host}.local"
    return Cookie(
        version=0,
        name=row.name,
        value=row.value.strip(" ").encode("utf-8").decode(RAW),
        port=None,
        port_specified=False,
        domain=host,
        domain_specified=row.host.startswith("."),
        domain_initial_dot=row.host.startswith("."),
        path=row.path,
        path_specified=True,
        secure=row.secure,
        expires=expires or None,
        discard=False,
        comment=None,
        comment_url=None,
        rest={},
    )
