"""What a post is cut into before its lines are judged: lines, and blocks that know where their text comes from."""

from __future__ import annotations

from typing import NamedTuple

from forumclean.model import Block
from forumclean.segment.lines import Gathered, Piece
from forumclean.segment.rows import Rows

Where = tuple[str | int, ...]


class Place(NamedTuple):
    """Where a piece of the passage came to stand in a block."""

    piece: Piece
    where: Where


class Item(NamedTuple):
    """A block, and where its text comes from."""

    block: Block
    places: tuple[Place, ...] = ()


Part = Rows | Item
"""Lines that are still to be judged, at least one, or a block."""


def places(found: Gathered, where: Where) -> tuple[Place, ...]:
    """The places of a string's pieces."""
    return tuple([Place(piece, where) for piece in found.pieces])
