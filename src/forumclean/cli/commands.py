"""The class of all commands: what ends one with a message is told in one place, and its help goes out as every result does."""

from __future__ import annotations

from typing import Any, NoReturn

import click

from forumclean.cli.streams import send
from forumclean.errors import ForumcleanError, OutputError


class Command(click.Command):
    """A command whose errors that are meant for the user end the program with a sentence and their exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Call the command."""
        try:
            return super().invoke(ctx)
        except ForumcleanError as error:
            _fail(error)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's ``--help``, but for a standard output that is closed or full: click knows neither."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    if asked and not ctx.resilient_parsing:
        print_and_end(ctx, ctx.get_help())


def print_and_end(ctx: click.Context, text: str) -> None:
    """Print what an option such as ``--help`` asks for instead of the command, and end."""
    try:
        send(f"{text}\n".encode())
    except OutputError as error:
        _fail(error)
    ctx.exit()


def _fail(error: ForumcleanError) -> NoReturn:
    from forumclean.cli.shared import fail  # noqa: PLC0415 - --help and --version need no more than click

    fail(error)
