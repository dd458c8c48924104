"""``forumclean rebuild``: the input back out of a ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from forumclean.cli.output import check_inputs_stay, write_file, write_stdout
from forumclean.cli.shared import fail
from forumclean.errors import ForumcleanError, InputError
from forumclean.rebuilding import rebuild


@click.command(epilog="Example: forumclean rebuild thread.ledger > thread.txt")
@click.argument("ledger", type=click.Path())
@click.option("--name", metavar="NAME", help="Which document, where the ledger holds several.")
@click.option("-o", "--output", metavar="PATH", type=click.Path(), help="A file; default: standard output.")
def command(ledger: str, name: str | None, output: str | None) -> None:
    """Write the input back out of a LEDGER (- for standard input).

    Of a text the bytes come back exactly; of an HTML page the text of the page, as UTF-8.
    """
    try:
        check_inputs_stay([ledger], None, output)
        data = rebuild(_lines(ledger), name)
        if output is not None:
            write_file(Path(output), data)
        elif sys.stdout.isatty():
            write_stdout(data.decode("utf-8", "replace"))
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    except ForumcleanError as error:
        fail(error)


def _lines(ledger: str) -> Iterator[str]:
    """The rows one by one: the ledger of a corpus is larger than memory."""
    try:
        with nullcontext(sys.stdin.buffer) if ledger == "-" else Path(ledger).open("rb") as file:
            for line in file:
                yield line.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{ledger}: no ledger can be read here ({error}); give the file that --ledger wrote", reason="unreadable"
        ) from error
