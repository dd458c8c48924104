"""Finds the asterisk runs of a text, line by line, without those that are literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from forumclean.masks.types import Range

CJK = "㐀-䶿一-鿿豈-﫿〇々\U00020000-\U0003ffff"
CJK_RE = re.compile(f"[{CJK}]")
RUN_RE = re.compile(r"\*+")
FENCE_RE = re.compile(r"^[ >]{0,8}(?:```|~~~(?=[A-Za-z0-9+#.-]{0,20}[ \t]*$))", re.MULTILINE)
URL_RE = re.compile(r"(?:https?|ftp)://[^\s㐀-鿿，。！？；：、“”（）《》「」]{1,2000}")
CODE_SPAN_RE = re.compile(r"`[^`\n]*`")
BULLET_RE = re.compile(r"[\s>﻿]*\*(?=\s)")
"""At the start of a line: quote marks, indent, one asterisk, a space."""

CROWD, APART = 64, 8
"""More asterisks than this on one line, fewer characters to each: no text."""


class Run(NamedTuple):
    r"""A run of asterisks with its neighbours (``\n`` at the ends of the text)."""

    start: int
    end: int
    left: str
    right: str


class Line(NamedTuple):
    """A line that has Chinese text and asterisks."""

    start: int
    end: int
    bullet: Run | None
    """The asterisk that stands where a list's bullet stands."""
    runs: tuple[Run, ...]
    """The other runs, literal ones left out."""


def scan_lines(text: str, protected: Sequence[Range]) -> Iterator[Line]:
    """The lines with asterisks among Chinese characters; a line without Chinese hides no Chinese word.

    Code (fenced, in backticks, or in ``protected``) and addresses are left out: there an asterisk is itself.
    """
    literal = _Literal(sorted((*protected, *_fences(text))))
    at = text.find("*")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if not _crowded(text, start, end) and CJK_RE.search(text, start, end):
            yield _line(text, start, end, literal)
        at = text.find("*", end)


def _crowded(text: str, start: int, end: int) -> bool:
    """Whether a line is mostly asterisks: an ornament, a picture of letters; no sentence has a mask every few words."""
    stars = text.count("*", start, end)
    return stars > CROWD and stars * APART > end - start


class _Literal:
    """Ranges in order, asked for growing offsets only: linear over a whole text."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._ranges = ranges
        self._next = 0

    def holds(self, offset: int) -> bool:
        while self._next < len(self._ranges) and self._ranges[self._next][1] <= offset:
            self._next += 1
        return self._next < len(self._ranges) and self._ranges[self._next][0] <= offset


def _fences(text: str) -> Iterator[Range]:
    """Fenced code; a fence that is never closed is none (Markdown thinks otherwise, a forum's post ends before)."""
    if "```" in text or "~~~" in text:
        fences = FENCE_RE.finditer(text)
        for opened, closed in zip(fences, fences, strict=False):
            yield opened.start(), closed.end()


def _line(text: str, start: int, end: int, literal: _Literal) -> Line:
    own = _Literal(sorted(_spans(text, start, end)))
    runs = [
        Run(s, e, text[s - 1] if s > start else "\n", text[e] if e < end else "\n")
        for s, e in (found.span() for found in RUN_RE.finditer(text, start, end))
        if not literal.holds(s) and not own.holds(s)
    ]
    bullet = BULLET_RE.match(text, start, end)
    if bullet and runs and runs[0].end == bullet.end():
        return Line(start, end, runs[0], tuple(runs[1:]))
    return Line(start, end, None, tuple(runs))


def _spans(text: str, start: int, end: int) -> Iterator[Range]:
    """Code between backticks and addresses of one line."""
    if text.find("`", start, end) >= 0:
        yield from (found.span() for found in CODE_SPAN_RE.finditer(text, start, end))
    if text.find("://", start, end) >= 0:
        yield from (found.span() for found in URL_RE.finditer(text, start, end))
