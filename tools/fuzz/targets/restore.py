"""Restore: masks are runs of asterisks, words come in only where a mask was, and the ledger knows of each."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from choices import Choices
from notation import passage_of
from promises import edits_tell_the_truth, marks_stand_in

from forumclean import Options
from forumclean.ledger import Passage, edited
from forumclean.masks import Candidates, find_masks, masks_of, restore_page
from forumclean.pipeline import ranker_maker

STARS = frozenset("*＊")
WORDS = ("最好", "第一", "领先", "x", "*", "最 好", "<b>", "😀")


class Cheap:
    """A ranker that knows nothing and is sure of it: what it says depends on the place alone."""

    def rank(self, text: str, masks: Sequence[tuple[int, int]]) -> Sequence[Candidates]:
        """Some words for each mask, some of them odd; for some none."""
        return [_said(zlib.crc32(text[max(0, a - 2) : b].encode("utf-8", "surrogatepass"))) for a, b in masks]


def _said(number: int) -> Candidates:
    words = [WORDS[(number >> shift) % len(WORDS)] for shift in (0, 4, 8)]
    return tuple(zip(dict.fromkeys(words), (0.75, 0.2, 0.05), strict=False))[: number % 4]


def check(data: bytes) -> None:
    """Restore one text with marks."""
    choices, data = Choices.of(data)
    passage = passage_of(data.decode("utf-8", "surrogateescape" if choices.one((0, 1)) else "replace"))
    options = choices.cleaning(Options())
    title, _, _ = passage.text.partition("\n")
    maker = ranker_maker(options) if choices.one((*(0,) * 31, 1)) else Cheap
    _found(passage.text)
    after, in_title = restore_page(passage, title[:80], options, maker)
    after.verify()
    marks_stand_in(after.text, after.marks)
    edits_tell_the_truth(passage.text, after.ledger())
    assert edited(passage.text, after.ledger()) == after.text, "the ledger leads elsewhere"
    _only_masks(after, options)
    assert all(title[m.start : m.end] == m.mask for m in in_title)
    for mask in masks_of(passage.text, options, Cheap):
        assert passage.text[mask.start : mask.end] == mask.mask, mask
        assert set(mask.mask) <= STARS, mask


def _found(text: str) -> None:
    """Ranges in order and apart, of asterisks and whole."""
    reached = 0
    for start, end in find_masks(text):
        assert reached <= start < end <= len(text), (start, end)
        assert set(text[start:end]) <= STARS, text[start:end]
        assert not STARS & {text[start - 1 : start], text[end : end + 1]}, "half a run"
        reached = end


def _only_masks(after: Passage, options: Options) -> None:
    """What was put in is a word for a mask (or punctuation, where it was asked for), and its mark covers it."""
    for layer in after.layers:
        for edit in layer:
            word = edit.rule in {"restore/word", "restore/decided"}
            assert word or len(edit.new) <= len(edit.old), edit
            assert not word or set(edit.old) <= STARS, edit
    for mark in after.marks:
        if mark.kind == "mask":
            shown = mark.data["word"] if mark.data["restored"] else mark.data["mask"]
            assert after.text[mark.start : mark.end] == shown, mark
            assert not mark.data["restored"] or options.masks != "keep"
