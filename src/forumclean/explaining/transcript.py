"""The input as lines for the eye: what stayed, what went, what was put in; long stretches that went are folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from forumclean.explaining.types import GONE, KEPT, MASK, WORD, Piece
from forumclean.visible import shown

NOTE, PUT = "note", "put"
FOLD_ABOVE, FOLD_HEAD, FOLD_TAIL = 8, 3, 2
"""A stretch of more lines that went shows so many of its first and last ones."""
AROUND = 24
"""Characters that stay which are shown on each side of a change, where only some rules are asked for."""


class Segment(NamedTuple):
    """A stretch of one line and what it is: a kind of piece, ``put`` (what came in) or ``note``."""

    text: str
    style: str


Line = tuple[Segment, ...]


def transcript(pieces: Iterable[Piece], *, full: bool = False) -> Iterator[Line]:
    """The lines of the input with every change in its place; ``full`` folds nothing."""
    line: list[Segment] = []
    for piece in pieces:
        for segment in _segments(piece, full=full):
            if segment is not None:
                line.append(segment)
            elif line:
                yield tuple(line)
                line = []
            else:
                yield ()
    if line:
        yield tuple(line)


def places(pieces: Sequence[Piece], origin: str) -> Iterator[Line]:
    """One line for each change, with the text around it; for explanations that were narrowed to some rules."""
    for piece in pieces:
        number = Segment(f"{piece.start}: ", NOTE)
        before = origin[max(0, piece.start - AROUND) : piece.start].rpartition("\n")[2]
        after = origin[piece.end : piece.end + AROUND].partition("\n")[0]
        middle = tuple(s or Segment("⏎", NOTE) for s in _segments(piece, full=False))
        yield (number, Segment(shown(before), KEPT), *middle, Segment(shown(after.rstrip("\r")), KEPT))


def _segments(piece: Piece, *, full: bool) -> Iterator[Segment | None]:
    """The segments of a piece; ``None`` ends a line."""
    return SHOWN.get(piece.kind, _mended)(piece, full)


def _kept(piece: Piece, full: bool) -> Iterator[Segment | None]:  # noqa: ARG001, FBT001 - one form for all kinds
    return _broken(piece.old.split("\n"), KEPT)


def _broken(lines: Sequence[str], style: str) -> Iterator[Segment | None]:
    for i, line in enumerate(lines):
        if i:
            yield None
        if line and (text := shown(line.rstrip("\r"))):
            yield Segment(text, style)


def _gone(piece: Piece, full: bool) -> Iterator[Segment | None]:  # noqa: FBT001
    lines = piece.old.split("\n")
    texts = [line for line in lines[1:-1] if line.strip()]
    lines = [lines[0], *texts, *lines[1:][-1:]]
    if not full and len(lines) > FOLD_ABOVE:
        hidden = len(lines) - FOLD_HEAD - FOLD_TAIL
        yield from _broken(lines[:FOLD_HEAD], piece.kind)
        yield from (None, Segment(f"… {hidden} lines more by {piece.rule} …", NOTE), None)
        lines = lines[-FOLD_TAIL:]
    yield from _broken(lines, piece.kind)


def _word(piece: Piece, full: bool) -> Iterator[Segment | None]:  # noqa: ARG001, FBT001
    yield Segment(shown(piece.new), WORD)
    chance = "?" if piece.probability is None else f"{piece.probability:.0%}"
    yield Segment(f"[{shown(piece.old)} {chance}]", NOTE)


def _mask(piece: Piece, full: bool) -> Iterator[Segment | None]:  # noqa: ARG001, FBT001
    yield Segment(shown(piece.old), MASK)
    if piece.word is not None and piece.probability is not None:
        yield Segment(f"[{shown(piece.word)}? {piece.probability:.0%}]", NOTE)


def _mended(piece: Piece, full: bool) -> Iterator[Segment | None]:  # noqa: ARG001, FBT001
    """What was changed for another text: both are shown, line breaks as signs, for they are what was changed."""
    for text, style in ((piece.old, piece.kind), (piece.new, PUT)):
        if text:
            yield Segment(shown(text.replace("\r", "").replace("\n", "⏎")), style)


SHOWN: dict[str, Callable[[Piece, bool], Iterator[Segment | None]]] = {
    KEPT: _kept,
    WORD: _word,
    MASK: _mask,
    **dict.fromkeys(GONE, _gone),
}
