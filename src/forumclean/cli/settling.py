"""Puts the settings of the files into force before a command runs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from forumclean.cli.shared import fail
from forumclean.errors import ForumcleanError, UsageError
from forumclean.settings import Settings, merged, settings
from forumclean.settings.keys import READERS
from forumclean.tables import ADDED, added


def settle(ctx: click.Context, only: str | None, *, no_config: bool) -> None:
    """Make the settings the defaults of the commands, and their tables known to every process."""
    try:
        found = _found(only, no_config=no_config)
    except ForumcleanError as error:
        fail(error)
    ctx.obj = found
    ctx.default_map = {command: found.of_command(command) for command in READERS}
    if found.tables:
        os.environ[ADDED] = os.pathsep.join(map(str, dict.fromkeys((*added(), *found.tables))))


def _found(only: str | None, *, no_config: bool) -> Settings:
    if only is not None and no_config:
        raise UsageError("--config and --no-config do not go together; choose one", reason="usage")
    if no_config:
        return merged([])
    try:
        return settings(Path.cwd(), Path(click.get_app_dir("forumclean")), Path(only) if only else None)
    except OSError as error:  # a name that is too long, a folder that is gone or may not be looked into
        place = error.filename or "the folder you are in"
        raise UsageError(
            f"{place}: no settings can be looked for here ({error.strerror}); name another file, or give --no-config",
            reason="settings",
        ) from error
