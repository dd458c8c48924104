"""What the model reads of a text: characters as numbers on both sides of each mask, and n-grams as rows of tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from forumclean.masks.rank.weights import Ints
from forumclean.masks.scan import CJK
from forumclean.masks.types import Range

PAD, LINE, MASK, UNKNOWN = 0, 1, 2, 3
"""Character numbers with a meaning: beyond the text, end of a line, a masked word, a rare character."""
WIDTH = 40
"""Characters on each side; with 96 or 128 no more words were right (docs/restoring.md)."""
REACH = 4 * WIDTH
"""Characters of the text looked at on each side: blank ones are left out."""
BLANK = " \t\r\xa0\u3000"
SIGNS = "，。、；：？！“”‘’「」『』《》〈〉（）【】…—·"
APART = 4
"""Spaces that a writer sets between a mask and the text, at most."""
SEVERAL, MOSTLY = 3, 0.8
"""So many masks, and this share of all on the page, make a habit."""
BEFORE_RE = re.compile(rf"(?<=[{CJK}{SIGNS}*\n])[ \xa0]{{1,{APART}}}\Z")
BEHIND_RE = re.compile(rf"[ \xa0]{{1,{APART}}}(?=[{CJK}{SIGNS}*\n])")
MODULUS = 2_147_483_647


def mix(columns: Sequence[Ints], salt: int, rows: int) -> Ints:
    """A row below ``rows`` for each n-gram of character numbers, the same as in training.

    >>> mix([np.array([5, 6])], 1, 1 << 16).shape
    (2,)
    """
    total = np.full_like(columns[0], salt * 7919 + 17)
    for column in columns:
        total = (total * 31_337 + (column + 1) * 1_000_003) % MODULUS
    mixed: Ints = (total ^ (total >> 15)) % rows
    return mixed


def windows(text: str, masks: Sequence[Range], numbers: Mapping[str, int], width: int = WIDTH) -> tuple[Ints, Ints]:
    """The character numbers left and right of each mask, both (mask, ``width``) in reading order.

    Blank lines are left out, every other mask in the window is one ``MASK``, however many asterisks it has.

    >>> left, right = windows("甲乙*丙**", [(2, 3), (4, 6)], {"甲": 4, "乙": 5, "丙": 6})
    >>> left[0, -3:].tolist(), right[0, :4].tolist()
    ([0, 4, 5], [6, 2, 1, 0])
    """
    coded, places = _coded(text, masks, numbers)
    padded = np.concatenate([np.zeros(width, np.int64), coded, [LINE], np.zeros(width, np.int64)])
    reach = np.arange(width)
    at = np.array(places, np.int64)[:, None]
    return padded[at + reach], padded[at + width + 1 + reach]


def _coded(text: str, masks: Sequence[Range], numbers: Mapping[str, int]) -> tuple[Ints, list[int]]:
    """The text as numbers, and the place of each mask in them; only what is within reach of a mask is looked at."""
    out: list[int] = []
    places: list[int] = []
    reached = max(0, masks[0][0] - REACH)
    before, behind = _habit(text, masks)
    for start, end in (_bare(text, mask, before=before, behind=behind) for mask in masks):
        if start - reached > 2 * REACH:
            out += _numbered(text[reached : reached + REACH], numbers)
            reached = start - REACH
        out += _numbered(text[reached:start], numbers)
        places.append(len(out))
        out.append(MASK)
        reached = end
    return np.array(out + _numbered(text[reached : reached + REACH], numbers), np.int64), places


def _habit(text: str, masks: Sequence[Range]) -> tuple[bool, bool]:
    """Whether most masks of the page have a blank in front, or behind: a tool set it there, it says nothing of one of them.

    >>> _habit("市里 *的，县里 *的，全城 *的", [(3, 4), (9, 10), (15, 16)])
    (True, False)
    """
    if len(masks) < SEVERAL:
        return False, False
    before = sum(text[start - 1 : start] in (" ", "\xa0") for start, _ in masks)
    behind = sum(text[end : end + 1] in (" ", "\xa0") for _, end in masks)
    return before >= MOSTLY * len(masks), behind >= MOSTLY * len(masks)


def _bare(text: str, mask: Range, *, before: bool, behind: bool) -> Range:
    """The mask with the blanks on both sides of it: the writer set it apart, while Chinese has no space there (是 * 的).

    A space on one side alone is one of the text and is read (with it, 10 of 5,000 windows more are right), where the page has no such
    habit (``before``, ``behind``), and so is one that parts the mask from a Latin word or a figure (首个 AI).
    """
    start, end = mask
    front = BEFORE_RE.search(text[max(0, start - APART - 1) : start])
    back = BEHIND_RE.match(text, end)
    if front and (back or before):
        start -= len(front[0])
    return start, back.end() if back and (front or behind) else end


def _numbered(text: str, numbers: Mapping[str, int]) -> list[int]:
    """The numbers of a piece's characters, without indents, trailing blanks and blank lines."""
    first, *others = text.split("\n")
    if others:
        inner = (line.strip(BLANK) for line in others[:-1])
        text = "\n".join([first.rstrip(BLANK), *filter(None, inner), others[-1].lstrip(BLANK)])
    get = numbers.get
    return [LINE if char == "\n" else get(char, MASK if char == "*" else UNKNOWN) for char in text]
