"""Reads a file of decisions."""

from __future__ import annotations

from pathlib import Path

from forumclean.decisions import Decisions, parse
from forumclean.errors import InputError, why

DECISIONS = "decisions"
"""Name of the option, as click hands it over."""


def decisions_in(path: Path) -> Decisions:
    """The decisions in a file; raises :class:`InputError` where there are none."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: no decisions can be read here ({why(error)}); check the path", reason="unreadable"
        ) from error
    return parse(text, str(path))
