"""Every error that is meant for a caller.

::

    ForumcleanError                 code
    ├── UsageError                  2    the call itself is wrong
    ├── TableError                  2    a rule file is wrong (names file and row)
    ├── InputError                  3    the input cannot be read or decoded
    │   └── NotAThreadError         3    it can, and holds no thread
    ├── OutputError                 3    the result cannot be written
    ├── NetworkError                4    no answer could be had, after the retries
    ├── RefusedError                5    the forum refuses; says it in its own words
    └── BrokenPromiseError          70   forumclean broke a promise of its own

Each message says what happened, where, and what to do.  ``code`` is the exit code of the command
line (see README, "Exit codes") and ``reason`` a short stable word that can be counted.
"""

from __future__ import annotations

from typing import ClassVar


class ForumcleanError(Exception):
    """The root: ``except ForumcleanError`` catches all that a caller can act on."""

    code: ClassVar[int] = 70

    def __init__(self, message: str, *, reason: str = "error") -> None:
        super().__init__(message)
        self.reason = reason
        """A short stable word: ``empty``, ``binary``, ``login``, ``deleted``, …"""


class UsageError(ForumcleanError):
    """The call itself is wrong: an option that does not exist, a value out of range."""

    code = 2


class TableError(ForumcleanError):
    """A rule file is wrong: an unknown key, an empty pattern, an id that occurs twice."""

    code = 2


class InputError(ForumcleanError):
    """The input cannot be read or decoded: missing, a folder, binary, empty."""

    code = 3


class NotAThreadError(InputError):
    """The input was read and is no thread: a board list, a feed, a page of other software."""


class OutputError(ForumcleanError):
    """The result cannot be written; what stood there before is untouched."""

    code = 3


class NetworkError(ForumcleanError):
    """No answer could be had: no such host, a broken line, a time limit, too much data, a wrong redirect."""

    code = 4


class RefusedError(ForumcleanError):
    """The forum refuses the thread: login, permission, deleted, closed, a browser check."""

    code = 5


class BrokenPromiseError(ForumcleanError):
    """A promise of forumclean's own does not hold (a ledger that does not rebuild): a bug."""

    code = 70


def why(error: Exception) -> str:
    """The words of an error of the system's or of a codec's, without its number and the name, which the message gives itself.

    >>> why(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'No such file or directory'
    """
    return (isinstance(error, OSError) and error.strerror) or str(error)
