"""``forumclean clean``: saved pages and text dumps in, clean articles out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click

from forumclean.article import Article
from forumclean.cli import inputs
from forumclean.cli.commands import Command
from forumclean.cli.output import place_of
from forumclean.cli.running import Run, check_output, check_places
from forumclean.cli.shared import CLEANING, TALKING, WRITING, options_of, with_options
from forumclean.errors import ForumcleanError
from forumclean.options import Options
from forumclean.pipeline import Failure, attempt

HINT = "give -o FOLDER/, -f jsonl, or --join for the pages of one thread"


@click.command(cls=Command, epilog="Example: forumclean clean saved-thread.html -o thread.md")
@click.argument("names", metavar="[INPUT]...", nargs=-1, type=click.Path())
@with_options(CLEANING, WRITING)
@click.option("--join", is_flag=True, help="The inputs are the pages of one thread, in any order.")
@with_options(TALKING)
def command(names: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Clean saved pages or text dumps.

    INPUT is a file (also .gz), a folder, or - for standard input (the default). Each is a document of its own, unless --join
    makes them the pages of one thread. Of a folder that forumclean fetch --store filled, each thread is a document.
    """
    sys.exit(_run(names or (inputs.STDIN,), values))


def _run(given: tuple[str, ...], values: dict[str, Any]) -> int:
    options = options_of(values)
    values["output"] = place_of(values["output"])
    files = inputs.names(given)
    check_output(values["format_"], values["output"], several=len(files) > 1 and not values["join"], hint=HINT)
    check_places([name for name in files if isinstance(name, str)], values)
    run = Run(options, values)
    if values["join"]:
        # Which posts are wanted can be told only when all pages are there.
        run.join(_results(files, replace(options, posts="all")))
    else:
        for result in _results(files, options):
            run.take(result)
    run.finish()
    return run.code(several=len(files) > 1)


def _results(files: list[inputs.Name], options: Options) -> Iterator[Article | Failure]:
    for name in files:
        if not isinstance(name, str):
            from forumclean.fetching.stored import read_thread  # noqa: PLC0415 - only a store needs it

            yield read_thread(name, options)
            continue
        try:
            source = inputs.source(name)
        except ForumcleanError as error:
            yield Failure.of(name, error)
        else:
            yield attempt(source, options)
