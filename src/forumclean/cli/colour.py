"""Whether output is coloured: ``--color``, ``NO_COLOR``, and what standard output is."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

from forumclean.cli.streams import is_terminal
from forumclean.settings.keys import COLOURS

COLOURING = (
    click.option(
        "--color",
        type=click.Choice(COLOURS),
        default="auto",
        show_default=True,
        help="auto: on a terminal, unless NO_COLOR is set.",
    ),
)


def in_colour(wish: str, stream: TextIO | None = None) -> bool:
    """True where what goes to a stream (standard output, if none is named) is to be coloured."""
    if wish != "auto":
        return wish == "always"
    return is_terminal(stream or sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
