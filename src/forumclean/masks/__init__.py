"""The restore stage: joins words that a writer split, finds the words that a filter masked.

``split.py`` finds spaces that dodge a filter, ``width.py`` gives punctuation its full width back,
``find.py`` tells asterisks that hide a word from all others, ``decide.py`` says what is put in their place.
Which words may stand there is a :class:`PageRanker`'s business; without one the masks are listed and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forumclean.ledger import Passage
from forumclean.masks.decide import decide
from forumclean.masks.decided import decided
from forumclean.masks.find import find_masks
from forumclean.masks.split import find_splits
from forumclean.masks.types import Candidates, Mask, PageRanker, Range
from forumclean.masks.width import find_widths
from forumclean.model import Edit, Mark
from forumclean.options import Options

__all__ = ["Candidates", "Mask", "PageRanker", "RankerMaker", "find_masks", "masks_of", "restore", "restore_page"]

RankerMaker = Callable[[], PageRanker]
"""Makes a ranker; called only where a mask was found, so that no model is loaded for a text without."""

LITERAL = frozenset({"code", "icode", "image", "attachment", "media"})
"""Marks whose text is literal (code, names of files): an asterisk or a space in them is what it is."""

WORD_BY = {False: "restore/word", True: "restore/decided"}
"""The rule of a word that was put in: by a ranker, by a reader's decision."""


def restore(passage: Passage, options: Options, ranker: RankerMaker | None = None) -> Passage:
    """The passage with split words joined and a ``mask`` mark on every masked word; likely words are put in.

    >>> after = restore(Passage.of("「中 美两地的*投资人」"), Options())
    >>> after.text, [(m.start, m.kind, m.data["mask"]) for m in after.marks]
    ('「中美两地的*投资人」', [(6, 'mask', '*')])
    """
    return restore_page(passage, "", options, ranker)[0]


def restore_page(
    passage: Passage, title: str, options: Options, ranker: RankerMaker | None = None
) -> tuple[Passage, tuple[Mask, ...]]:
    """The passage as :func:`restore` leaves it, and the masks of the thread's title: one page, one list of words."""
    literal = literal_ranges(passage)
    edits = find_splits(passage.text, literal)
    if options.width == "full":
        edits += find_widths(passage.text, literal)
    if edits:
        passage = passage.apply(edits)
        literal = literal_ranges(passage)
    in_title, masks = _masks(title, passage.text, literal, options, ranker)
    if not masks:
        return passage, in_title
    filled = [
        Edit(m.start, m.end, m.mask, m.word, WORD_BY[m.by_hand], "restore", m.candidates)
        for m in masks
        if m.restored and m.word is not None
    ]
    return passage.marked(map(_mark, masks)).apply(filled), in_title


def masks_of(text: str, options: Options, ranker: RankerMaker | None = None) -> tuple[Mask, ...]:
    """The masked words of running text, in order, offsets in ``text``; an asterisk that is no mask is not among them.

    >>> [(mask.start, mask.mask) for mask in masks_of("城里*的茶馆，宽 3*4 米", Options())]
    [(2, '*')]
    """
    return _masks("", text, (), options, ranker)[1]


def literal_ranges(passage: Passage) -> list[Range]:
    """The ranges of code and of addresses shown as links, in order."""
    return [
        (mark.start, mark.end)
        for mark in passage.marks
        if mark.kind in LITERAL
        or (mark.kind == "link" and passage.text[mark.start : mark.end] == mark.data.get("href"))
    ]


def _masks(
    title: str, text: str, literal: Sequence[Range], options: Options, ranker: RankerMaker | None
) -> tuple[tuple[Mask, ...], tuple[Mask, ...]]:
    """The masks of the title and those of the text, ranked together."""
    first, found = find_masks(title), find_masks(text, literal)
    if not first and not found:
        return (), ()
    candidates: Sequence[Candidates] = [()] * (len(first) + len(found))
    if ranker is not None:
        shift = len(title) + 1
        ranges = [*first, *((start + shift, end + shift) for start, end in found)]
        candidates = ranker().rank(f"{title}\n{text}", ranges)
    split = len(first)
    in_title, in_text = (
        decide(title, first, candidates[:split], options),
        decide(text, found, candidates[split:], options),
    )
    return decided(title, in_title, options), decided(text, in_text, options)


def _mark(mask: Mask) -> Mark:
    data = {
        "mask": mask.mask,
        "word": mask.word,
        "probability": mask.probability,
        "restored": mask.restored,
        "candidates": mask.candidates,
    }
    return Mark(mask.start, mask.end, "mask", data)
