"""The command line: options in, library call, output or error out.

Commands are loaded when they are called, so that ``--help`` and ``--version`` cost no more than click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from forumclean import __version__
from forumclean.cli.commands import Command, print_and_end
from forumclean.visible import shown

COMMANDS = {
    "clean": ("Clean saved pages or text dumps.", "forumclean.cli.clean"),
    "fetch": ("Fetch threads, all their pages, and clean them.", "forumclean.cli.fetch"),
    "explain": ("Show what was removed, put in, and why.", "forumclean.cli.explain"),
    "review": ("Decide uncertain masked words by hand.", "forumclean.cli.review"),
    "batch": ("Clean a corpus: shards, over processes or machines.", "forumclean.cli.batch"),
    "rebuild": ("Write the input back out of a ledger.", "forumclean.cli.rebuild"),
    "config": ("Show the settings in force and where they come from.", "forumclean.cli.config"),
    "schema": ("Print the JSON Schema of the article.", "forumclean.cli.schema"),
    "completion": ("Print the completion script of a shell.", "forumclean.cli.completion"),
}
"""Name of each command: its line in the help, and the module whose ``command`` it is."""


@contextmanager
def shown_errors() -> Iterator[None]:
    """Errors of click's own leave the block with escapes for what a terminal would act on."""
    try:
        yield
    except click.UsageError as error:
        said = error.format_message()
        if shown(said) == said:
            raise
        raise click.UsageError(shown(said), error.ctx) from error


class LazyGroup(Command, click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the table."""
        return list(COMMANDS)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The options before the command."""
        with shown_errors():
            if any("\0" in argument for argument in args):
                raise click.UsageError("an argument holds the character NUL, which no name has; leave it out", ctx)
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Call the command; what click says of its arguments may hold names of files, which say nothing to the terminal."""
        try:
            with shown_errors():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            _interrupted()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command; ``None`` for a name that is none (click says so)."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][1]).command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command; where there is none of the name, what was probably meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"No such command {args[0]!r}.{_meant(args[0])}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, and the options, without importing anything."""
        found = [
            CompletionItem(name, help=line) for name, (line, _module) in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in the help, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (line, _module) in COMMANDS.items()])


def _meant(name: str) -> str:
    """What to say to somebody who named no command: a file or an address without one, or a slip of the hand."""
    if name.lower().startswith(("http://", "https://")):
        return f" To fetch a thread: forumclean fetch {name}"
    if "/" in name or "." in name or os.path.exists(name):  # noqa: PTH110 - a Path's raises for some names
        return f" To clean a saved page or a text: forumclean clean {name}"
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip needs it

    return "".join(f" Did you mean {near!r}?" for near in get_close_matches(name, COMMANDS, n=1))


def _interrupted() -> NoReturn:
    """End as a shell expects of a program that Ctrl-C ended, at whatever it was; click would say exit 1, which means a warning here."""
    from forumclean.cli.shared import INTERRUPTED, say  # noqa: PLC0415 - --help and --version need no more than click

    say("interrupted")
    sys.exit(INTERRUPTED)


def _show_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    if asked and not ctx.resilient_parsing:
        print_and_end(ctx, f"forumclean, version {__version__}")


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: forumclean clean saved-thread.html -o thread.md",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.option("--config", "only", metavar="FILE", type=click.Path(), help="Take the settings of this file alone.")
@click.option("--no-config", is_flag=True, help="Take no settings file.")
@click.pass_context
def main(ctx: click.Context, only: str | None, *, no_config: bool) -> None:
    """Turn Chinese forum threads (Discuz!) back into clean, trustworthy text.

    Nothing is lost: every character is kept or stands in a ledger that gives the input back. Nothing is made up.
    """
    from forumclean.cli.settling import settle  # noqa: PLC0415 - --help needs no settings

    settle(ctx, only, no_config=no_config)
