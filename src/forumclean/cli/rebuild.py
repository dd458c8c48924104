"""``forumclean rebuild``: the input back out of a ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from forumclean.cli.commands import Command
from forumclean.cli.output import check_inputs_stay, check_outputs, place_of, write_file, write_stdout
from forumclean.cli.streams import is_terminal, send, standard_input
from forumclean.errors import InputError, why
from forumclean.rebuilding import rebuild

UNREADABLE = "unreadable"
"""Why there are no rows at all; the message then names the file."""


@click.command(cls=Command, epilog="Example: forumclean rebuild thread.ledger > thread.txt")
@click.argument("ledger", type=click.Path())
@click.option("--name", metavar="NAME", help="Which document, where the ledger holds several.")
@click.option(
    "--number", metavar="N", type=click.IntRange(1), help="Which of several of that name, or of all (counted from 1)."
)
@click.option("-o", "--output", metavar="PATH", type=click.Path(), help="A file; default, and -: standard output.")
def command(ledger: str, name: str | None, number: int | None, output: str | None) -> None:
    """Write the input back out of a LEDGER (- for standard input).

    Of a text the bytes come back exactly; of an HTML page the text of the page, as UTF-8.
    """
    output = place_of(output)
    check_inputs_stay([ledger], None, output)
    check_outputs({"-o": output})
    data = _rebuilt(ledger, name, number)
    if output is not None:
        write_file(Path(output), data)
    elif is_terminal(sys.stdout):
        write_stdout(data.decode("utf-8", "replace"))
    else:
        send(data)


def _rebuilt(ledger: str, name: str | None, number: int | None) -> bytes:
    try:
        return rebuild(_lines(ledger), name, number)
    except InputError as error:
        if error.reason == UNREADABLE:
            raise
        raise InputError(f"{ledger}: {error}", reason=error.reason) from error


def _lines(ledger: str) -> Iterator[str]:
    """The rows one by one: the ledger of a corpus is larger than memory."""
    try:
        with nullcontext(standard_input()) if ledger == "-" else Path(ledger).open("rb") as file:
            for line in file:
                yield line.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{ledger}: no ledger can be read here ({why(error)}); give the file that --ledger wrote", reason=UNREADABLE
        ) from error
