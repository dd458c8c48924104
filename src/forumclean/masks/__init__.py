"""The restore stage: joins words that a writer split, finds the words that a filter masked.

``split.py`` finds spaces that dodge a filter, ``width.py`` gives punctuation its full width back,
``find.py`` tells asterisks that hide a word from all others, ``decide.py`` says what is put in their place.
Which words may stand there is a :class:`Ranker`'s business; without one the masks are listed and stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.ledger import Passage
from forumclean.masks.decide import decide
from forumclean.masks.decided import decided
from forumclean.masks.find import find_masks
from forumclean.masks.split import find_splits
from forumclean.masks.types import Candidates, Mask, Range, Ranker
from forumclean.masks.width import find_widths
from forumclean.model import Edit, Mark
from forumclean.options import Options

__all__ = ["Candidates", "Mask", "Ranker", "find_masks", "masks_of", "restore"]

LITERAL = frozenset({"code", "icode", "image", "attachment", "media"})
"""Marks whose text is literal (code, names of files): an asterisk or a space in them is what it is."""

WORD_BY = {False: "restore/word", True: "restore/decided"}
"""The rule of a word that was put in: by a ranker, by a reader's decision."""


def restore(passage: Passage, options: Options, ranker: Ranker | None = None) -> Passage:
    """The passage with split words joined and a ``mask`` mark on every masked word; likely words are put in.

    >>> after = restore(Passage.of("「中 美两地的*投资人」"), Options())
    >>> after.text, [(m.start, m.kind, m.data["mask"]) for m in after.marks]
    ('「中美两地的*投资人」', [(6, 'mask', '*')])
    """
    literal = literal_ranges(passage)
    edits = find_splits(passage.text, literal)
    if options.width == "full":
        edits += find_widths(passage.text, literal)
    if edits:
        passage = passage.apply(edits)
        literal = literal_ranges(passage)
    masks = _masks(passage.text, literal, options, ranker)
    if not masks:
        return passage
    filled = [
        Edit(m.start, m.end, m.mask, m.word, WORD_BY[m.by_hand], "restore", m.candidates)
        for m in masks
        if m.restored and m.word is not None
    ]
    return passage.marked(map(_mark, masks)).apply(filled)


def masks_of(text: str, options: Options, ranker: Ranker | None = None) -> tuple[Mask, ...]:
    """The masked words of running text, in order, offsets in ``text``; an asterisk that is no mask is not among them.

    >>> [(mask.start, mask.mask) for mask in masks_of("城里*的茶馆，宽 3*4 米", Options())]
    [(2, '*')]
    """
    return _masks(text, (), options, ranker)


def literal_ranges(passage: Passage) -> list[Range]:
    """The ranges of code and of addresses shown as links, in order."""
    return [
        (mark.start, mark.end)
        for mark in passage.marks
        if mark.kind in LITERAL
        or (mark.kind == "link" and passage.text[mark.start : mark.end] == mark.data.get("href"))
    ]


def _masks(text: str, literal: Sequence[Range], options: Options, ranker: Ranker | None) -> tuple[Mask, ...]:
    found = find_masks(text, literal)
    if not found:
        return ()
    candidates = [()] * len(found) if ranker is None else ranker.rank(text, found)
    return decided(text, decide(text, found, candidates, options), options)


def _mark(mask: Mask) -> Mark:
    data = {
        "mask": mask.mask,
        "word": mask.word,
        "probability": mask.probability,
        "restored": mask.restored,
        "candidates": mask.candidates,
    }
    return Mark(mask.start, mask.end, "mask", data)
