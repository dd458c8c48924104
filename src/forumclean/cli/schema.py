"""``forumclean schema``: the JSON Schema of the article."""

from __future__ import annotations

import click

from forumclean import emit
from forumclean.cli.commands import Command
from forumclean.cli.output import write_stdout


@click.command(cls=Command, epilog="Example: forumclean schema > article.schema.json")
def command() -> None:
    """Print the JSON Schema of the article."""
    write_stdout(emit.schema())
