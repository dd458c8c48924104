"""Lists of addresses: from the command line, from a file, and the file of those that are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from forumclean.cli.appending import append
from forumclean.cli.inputs import STDIN
from forumclean.cli.streams import standard_input
from forumclean.errors import InputError, UsageError, why


def addresses(given: Iterable[str], file: str | None) -> Iterator[str]:
    """All addresses, each once: those given, then those of the file (one a line; blank lines and # comments are none).

    Raises :class:`UsageError` where there is none at all, :class:`InputError` where the file cannot be read.
    """
    named = tuple(given)
    if not named and file is None:
        raise UsageError(
            "no address is given; name a thread, as in: forumclean fetch https://bbs.example/thread-5-1-1.html",
            reason="usage",
        )
    lines = _lines(file) if file is not None else ()
    return _each_once((*named, *lines))


def _each_once(urls: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for url in urls:
        if url not in seen:
            seen.add(url)
            yield url


def _lines(file: str) -> list[str]:
    try:
        data = standard_input().read() if file == STDIN else Path(file).read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file}: no list of addresses can be read here ({why(error)}); give a text file, one address a line",
            reason="unreadable",
        ) from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


class DoneFile:
    """The addresses that are done, one a line; a line is added when its article is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._done = set(path.read_text("utf-8-sig").splitlines())
        except FileNotFoundError:
            self._done = set()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"{path}: cannot be read ({why(error)}); give the file that --done wrote", reason="unreadable"
            ) from error

        self.goes_on = bool(self._done)
        """True where a run before noted something."""

    def __contains__(self, url: str) -> bool:
        return url in self._done

    def add(self, url: str) -> None:
        """Note an address as done."""
        self._done.add(url)
        append(self._path, f"{url}\n")
