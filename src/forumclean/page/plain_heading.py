"""A post's head, as the readers of all views find it."""

from __future__ import annotations

from typing import NamedTuple

SPREAD = 60
"""Lines, most of them blank, over which some tools spread the head of a post."""


class Head(NamedTuple):
    """The lines that open a post, and what they say."""

    first: int
    last: int
    kind: str
    """``desktop``, ``printable``, ``touch``, ``archiver``; a line of the archiver may be a quote's head as well where no blank
    lines are around it (``close``), or where nothing else is the archiver's (``loose``)."""
    time: str
    author: str | None = None
    floor: int | None = None
    views: int | None = None
    replies: int | None = None
    starter: bool = False
    """True where the forum says that the thread's author wrote it."""
