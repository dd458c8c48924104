"""Cuts the input into pieces: what stayed, what went by which rule, what was put in."""

from __future__ import annotations

from collections.abc import Iterator

from forumclean.emit.ledger import with_masks
from forumclean.explaining.types import CHROME, KEPT, MASK, MENDED, NOISE, WORD, Candidates, Piece
from forumclean.ledger import Passage
from forumclean.model import Edit

WORDS = frozenset({"restore/word", "restore/decided"})
STAYS = "restore/mask"
FAMILIES = {"chrome": CHROME, "noise": NOISE}


def pieces_of(passage: Passage) -> Iterator[Piece]:
    """The pieces of a passage in the order of its input; their ``old`` texts together are the input.

    >>> passage = Passage.of("甲x乙").apply([Edit(1, 2, "x", "", "noise/example")])
    >>> [(piece.kind, piece.old) for piece in pieces_of(passage)]
    [('kept', '甲'), ('noise', 'x'), ('kept', '乙')]
    """
    origin, reached = passage.origin, 0
    for edit in with_masks(passage):
        if edit.start > reached:
            yield _kept(origin, reached, edit.start)
        yield _changed(edit)
        reached = edit.end
    if reached < len(origin):
        yield _kept(origin, reached, len(origin))


def kind_of(rule: str) -> str:
    """What a rule makes of a piece.

    >>> kind_of("noise/jammer"), kind_of("restore/word"), kind_of("layout/hard-wrap")
    ('noise', 'word', 'mended')
    """
    if rule in WORDS:
        return WORD
    return MASK if rule == STAYS else FAMILIES.get(rule.partition("/")[0], MENDED)


def _kept(origin: str, start: int, end: int) -> Piece:
    text = origin[start:end]
    return Piece(start, end, KEPT, text, text)


def _changed(edit: Edit) -> Piece:
    kind = kind_of(edit.rule)
    piece = Piece(edit.start, edit.end, kind, edit.old, edit.new, edit.rule, edit.candidates)
    if kind == WORD:
        return piece._replace(word=edit.new, probability=probability_of(edit.new, edit.candidates))
    if kind == MASK and edit.candidates:
        word, probability = edit.candidates[0]
        return piece._replace(word=word, probability=probability)
    return piece


def probability_of(word: str, candidates: Candidates) -> float | None:
    """The probability that a word has among candidates; ``None`` where it is not among them."""
    return next((probability for candidate, probability in candidates if candidate == word), None)
