"""``forumclean completion``: the script that teaches a shell to complete commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from forumclean.cli.commands import Command
from forumclean.cli.output import write_stdout

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, epilog='Example: eval "$(forumclean completion bash)"')
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of SHELL.

    For every new shell: put the line of the example into ~/.bashrc or ~/.zshrc; for fish, write the script to
    ~/.config/fish/completions/forumclean.fish.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "forumclean", "_FORUMCLEAN_COMPLETE")
    write_stdout(script.source_template % script.source_vars() + "\n")
