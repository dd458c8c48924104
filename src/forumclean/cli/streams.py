"""Standard input, output and error as they may be: closed, full, a terminal, a reader that has gone away."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO, TextIO

import click

from forumclean.errors import InputError, OutputError
from forumclean.visible import shown

END_OF_INPUT = "Ctrl-Z and Enter" if os.name == "nt" else "Enter and Ctrl-D"


def is_terminal(stream: TextIO | None) -> bool:
    """True for a terminal; of a program that was started with a stream closed, Python has ``None`` for it."""
    return stream is not None and stream.isatty()


def standard_input() -> BinaryIO:
    """Standard input as bytes; raises :class:`InputError` where it is closed.

    Who sits at a terminal and named no file is told what is waited for.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed; name a file, or send the input in", reason="unreadable")
    if is_terminal(sys.stdin):
        tell(
            f"forumclean: reads from the terminal: paste the text, then {END_OF_INPUT}; --help says how to name a file\n"
        )
    return sys.stdin.buffer


def send(data: bytes) -> None:
    """Put the data on standard output; a reader that has gone away ends the program, and is no error.

    Raises :class:`OutputError` where standard output is closed or full.
    """
    if sys.stdout is None:
        raise _no_output("it is closed")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
        sys.exit(0)
    except OSError as error:
        _discard(sys.stdout)
        raise _no_output(error.strerror) from error


def _no_output(why: str | None) -> OutputError:
    return OutputError(
        f"standard output: cannot be written ({why}); make room, or send the result to another place", reason="output"
    )


def _discard(stream: TextIO) -> None:
    """Let what is left in the stream's buffer go nowhere: Python would try it again at its end, and end with code 120."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def tell(text: str) -> None:
    """Text on standard error, without anything that acts on a terminal."""
    try:
        click.echo(shown(text), err=True, nl=False)
    except OSError:  # nobody can be told; the work goes on
        _discard(sys.stderr)
