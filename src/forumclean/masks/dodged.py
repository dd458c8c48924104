"""Asterisks that a writer set into a word to get it past a filter (微*信, 支*付*宝): they hide nothing."""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.masks.scan import Line, Run
from forumclean.masks.split import Word, known_words

STARS = 2
"""Asterisks that are set between two characters, at most."""


def dodged(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The starts of runs inside a word that filters are known to hit, all of whose characters stand around them.

    >>> from forumclean.masks.scan import scan_lines
    >>> text = "加微*信，用支*付宝，其中*美的一件"
    >>> sorted(dodged(text, list(scan_lines(text, ()))))
    [2, 7]
    """
    words = known_words()
    return frozenset(
        run.start
        for line in lines
        for run in line.runs
        if run.end - run.start <= STARS
        and any(_inside(text, run, word, place) for word, place in words.get(run.left + run.right, ()))
    )


def _inside(text: str, run: Run, word: Word, place: int) -> bool:
    """True where the word's characters stand on both sides of the run, asterisks between any two of them or none."""
    start = _reached(text, run.start - 1, word.text[:place][::-1], -1)
    end = _reached(text, run.end, word.text[place:], 1)
    return start >= 0 <= end and word.fits(text[max(start - 1, 0) : start], text[end + 1 : end + 2])


def _reached(text: str, at: int, chars: str, step: int) -> int:
    """Where the last of the characters stands; -1: they do not stand there one after the other."""
    for i, char in enumerate(chars):
        skipped = 0
        while i and skipped < STARS and text[at : at + 1] == "*":
            at, skipped = at + step, skipped + 1
        if at < 0 or text[at : at + 1] != char:
            return -1
        at += step
    return at - step
