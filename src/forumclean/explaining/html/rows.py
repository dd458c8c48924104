"""Lays the article beside its source: each block with the stretch of the input that it was made of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from forumclean.explaining.types import CHROME, KEPT, Explanation, Piece
from forumclean.model import Block, Heading, ListBlock, Mark, Post, Table

WINDOW = 50_000
"""Characters behind the last block in which the next one is looked for: a text that cannot be found costs no more."""
KEY, TITLE = 60, 4
"""A title may have been broken over lines: then its first characters must do."""
NAMES = ("filename", "text", "caption", "alt")
HEAD, BLOCK, REST = "head", "block", "rest"


class Row(NamedTuple):
    """One row of the page."""

    kind: str
    """``head`` (what stands in front of a post), ``block``, or ``rest`` (behind the last post)."""
    post: int | None
    blocks: tuple[int, ...]
    pieces: tuple[Piece, ...]


class _Start(NamedTuple):
    """Where a row begins in the input."""

    offset: int
    kind: str
    post: int | None
    blocks: tuple[int, ...]


def rows(found: Explanation) -> Iterator[Row]:
    """The rows in the order of the input; together their pieces are all of it."""
    passage, pieces = found.article.passage, found.pieces
    back = _Back(pieces)
    marks = {mark.data.get("index"): mark for mark in passage.marks if mark.kind == "post"}
    order = sorted(range(len(found.article.posts)), key=lambda i: _place(marks, found.article.posts[i]))
    starts: list[_Start] = []
    reached = 0
    for i in order:
        mark = marks.get(found.article.posts[i].index)
        if mark is None:
            continue
        starts.append(_Start(reached, HEAD, i, ()))
        starts += _blocks(found.article.posts[i], i, passage.text, mark, back)
        reached = back.offset(mark.end)
    starts.append(_Start(reached, REST, None, ()))
    yield from _cut(_merged(starts), pieces)


def _place(marks: dict[object, Mark], post: Post) -> int:
    mark = marks.get(post.index)
    return mark.start if mark else 0


class _Back:
    """The way from offsets of the result to offsets of the input."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._news = list(accumulate((len(piece.new) for piece in pieces), initial=0))
        self._behind = list(range(len(pieces) + 1))
        """For each piece the next one that is no furniture: itself, or one behind it."""
        for i in range(len(pieces) - 1, -1, -1):
            if pieces[i].kind == CHROME:
                self._behind[i] = self._behind[i + 1]

    def offset(self, new: int) -> int:
        """Right behind what stands in front of ``new`` and behind furniture there; never inside a change."""
        if not self._pieces:
            return 0
        i = min(bisect_right(self._news, new - 1) - 1, len(self._pieces) - 1) if new > 0 else 0
        piece = self._pieces[i]
        if new > 0 and piece.kind == KEPT and new < self._news[i + 1]:
            return piece.start + new - self._news[i]
        if new > 0:
            i += new >= self._news[i + 1]
        i = self._behind[i]
        return self._pieces[i].start if i < len(self._pieces) else self._pieces[-1].end


def _blocks(post: Post, index: int, text: str, mark: Mark, back: _Back) -> Iterator[_Start]:
    cursor = mark.start
    for k, block in enumerate(post.blocks):
        key, at = _found(block, text, cursor, mark.end)
        if at < 0:
            yield _Start(-1, BLOCK, index, (k,))  # nothing to find it by: it stands with the block above
            continue
        line = text.rfind("\n", cursor, _label(block, text, cursor, at)) + 1
        yield _Start(back.offset(line or cursor), BLOCK, index, (k,))
        cursor = at + len(key)


def _found(block: Block, text: str, cursor: int, end: int) -> tuple[str, int]:
    """The first of a block's keys that stands in the text, and where; -1 where none does."""
    for key in keys_of(block):
        at = text.find(key, cursor, min(end, cursor + WINDOW))
        if at >= 0:
            return key, at
    return "", -1


def _label(block: Block, text: str, cursor: int, at: int) -> int:
    """Where a heading's number stands in front of its text; ``at`` for all else."""
    number = block.number if isinstance(block, Heading) else None
    found = text.rfind(number, cursor, at) if number else -1
    return found if found >= 0 else at


def keys_of(block: Block) -> Iterator[str]:
    """What a block can be found by in the text, the foremost first: the first line of what it holds.

    >>> list(keys_of(Heading("手艺会走路它总会走到", 2)))
    ['手艺会走路它总会走到', '手艺会走']
    """
    if isinstance(block, ListBlock):
        found: Sequence[object] = block.items
    elif isinstance(block, Table):
        found = [cell for row in block.rows for cell in row]
    else:
        found = [getattr(block, name, None) for name in NAMES]
    lines = (value.strip().partition("\n")[0].strip()[:KEY] for value in found if isinstance(value, str))
    for line in lines:
        if line:
            yield line
            if isinstance(block, Heading):
                yield line[:TITLE]


def _merged(starts: Sequence[_Start]) -> Iterator[_Start]:
    """The starts in growing order: one that has no place of its own, or an earlier one, joins the row above."""
    current, blocks = starts[0], list(starts[0].blocks)
    for start in starts[1:]:
        if start.kind == BLOCK and start.offset <= current.offset and current.kind == BLOCK:
            blocks += start.blocks
        else:
            yield current._replace(blocks=tuple(blocks))
            current, blocks = start._replace(offset=max(start.offset, current.offset)), list(start.blocks)
    yield current._replace(blocks=tuple(blocks))


def _cut(starts: Iterator[_Start], pieces: Sequence[Piece]) -> Iterator[Row]:
    ordered = list(starts)
    ends = [start.offset for start in ordered[1:]] + [pieces[-1].end if pieces else 0]
    i = reached = 0
    for start, end in zip(ordered, ends, strict=True):
        own: list[Piece] = []
        while i < len(pieces):
            piece = pieces[i]
            begin = max(piece.start, reached)  # a part of it may stand in the rows above
            if begin >= end and not (piece.start == piece.end == end):
                break
            if piece.end > end and piece.kind == KEPT:
                own.append(_part(piece, begin, end))
                reached = end
                break
            own.append(piece if begin == piece.start else _part(piece, begin, piece.end))
            i += 1
        yield Row(start.kind, start.post, start.blocks, tuple(own))


def _part(piece: Piece, start: int, end: int) -> Piece:
    text = piece.old[start - piece.start : end - piece.start]
    return piece._replace(start=start, end=end, old=text, new=text)
