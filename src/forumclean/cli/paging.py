"""Shows long output page by page, as it comes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from forumclean.cli.output import write_shown
from forumclean.cli.streams import is_terminal
from forumclean.emit.utf8 import encoded

CHUNK = 500
"""Lines written at once."""


def show(lines: Iterable[str], *, page: bool) -> None:
    """Print the lines; on a terminal, if there are more than it holds, by the user's pager (``PAGER``, else less)."""
    source = iter(lines)
    pager = _pager() if page and is_terminal(sys.stdout) else None
    if pager is None:
        _print(source)
        return
    head = list(islice(source, shutil.get_terminal_size().lines - 1))
    more = list(islice(source, 1))
    if more:
        _paged(pager, chain(head, more, source))
    else:
        _print(iter(head))


def _pager() -> list[str] | None:
    """The command of the pager; ``None`` where there is none."""
    command = shlex.split(os.environ.get("PAGER", "")) or ["less"]
    return command if shutil.which(command[0]) else None


def _chunks(lines: Iterator[str]) -> Iterator[str]:
    while chunk := list(islice(lines, CHUNK)):
        yield "".join(line + "\n" for line in chunk)


def _print(lines: Iterator[str]) -> None:
    for chunk in _chunks(lines):
        write_shown(chunk)


def _paged(command: list[str], lines: Iterator[str]) -> None:
    """Feed the pager line by line at first, so that it shows a screen before all is known."""
    environment = {"LESS": "-R", "LESSCHARSET": "utf-8", **os.environ}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:  # noqa: S603 - the user's own pager
        assert process.stdin is not None
        try:
            first = islice(lines, CHUNK)
            for text in chain((line + "\n" for line in first), _chunks(lines)):
                process.stdin.write(encoded(text))
                process.stdin.flush()
        except BrokenPipeError:
            pass  # the reader has left the pager
        finally:
            _closed(process)


def _closed(process: subprocess.Popen[bytes]) -> None:
    """Wait for the reader to leave the pager; an interrupt is the pager's to act on."""
    try:
        assert process.stdin is not None
        process.stdin.close()
    except BrokenPipeError:
        pass
    while process.poll() is None:
        try:
            process.wait()
        except KeyboardInterrupt:
            continue
