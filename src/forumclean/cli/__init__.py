"""The command line: options in, library call, output or error out.

Commands are loaded when they are called, so that ``--help`` and ``--version`` cost no more than click.
"""

from __future__ import annotations

from importlib import import_module

import click

from forumclean import __version__

COMMANDS = {
    "clean": ("Clean saved pages or text dumps.", "forumclean.cli.clean"),
    "fetch": ("Fetch threads, all their pages, and clean them.", "forumclean.cli.fetch"),
    "batch": ("Clean a corpus: shards, over processes or machines.", "forumclean.cli.batch"),
    "rebuild": ("Write the input back out of a ledger.", "forumclean.cli.rebuild"),
    "schema": ("Print the JSON Schema of the article.", "forumclean.cli.schema"),
}
"""Name of each command: its line in the help, and the module whose ``command`` it is."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command; ``None`` for a name that is none (click says so)."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][1]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in the help, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (line, _module) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: forumclean clean saved-thread.html -o thread.md",
)
@click.version_option(__version__, prog_name="forumclean")
def main() -> None:
    """Turn Chinese forum threads (Discuz!) back into clean, trustworthy text.

    Nothing is lost: every character is kept or stands in a ledger that gives the input back. Nothing is made up.
    """
