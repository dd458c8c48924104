"""What the model reads of a text: characters as numbers on both sides of each mask, and n-grams as rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from forumclean.masks.rank.weights import Ints
from forumclean.masks.types import Range

PAD, LINE, MASK, UNKNOWN = 0, 1, 2, 3
"""Character numbers with a meaning: beyond the text, end of the paragraph, a masked word, a rare character."""
WIDTH = 40
"""Characters on each side; the network was fitted on as many."""
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


def windows(text: str, masks: Sequence[Range], numbers: Mapping[str, int]) -> tuple[Ints, Ints]:
    """The character numbers left and right of each mask, both (mask, ``WIDTH``) in reading order.

    A window ends with the paragraph; every other mask in it is one ``MASK``, however many asterisks it has.

    >>> left, right = windows("甲乙*丙**", [(2, 3), (4, 6)], {"甲": 4, "乙": 5, "丙": 6})
    >>> left[0, -3:].tolist(), right[0, :4].tolist()
    ([1, 4, 5], [6, 2, 1, 0])
    """
    left, right = (np.zeros((len(masks), WIDTH), np.int64) for _ in range(2))
    for i, (start, end) in enumerate(masks):
        near = masks[max(0, i - 2 * WIDTH) : i + 2 * WIDTH]
        before = _numbered(text, (_back(text, start), start), near, numbers)[-WIDTH:]
        if len(before) < WIDTH:
            before.insert(0, LINE)
        left[i, WIDTH - len(before) :] = before
        after = _numbered(text, (end, _ahead(text, end)), near, numbers)[:WIDTH]
        if len(after) < WIDTH:
            after.append(LINE)
        right[i, : len(after)] = after
    return left, right


def _back(text: str, start: int) -> int:
    return max(text.rfind("\n", 0, start) + 1, start - 3 * WIDTH)


def _ahead(text: str, end: int) -> int:
    line = text.find("\n", end, end + 3 * WIDTH)
    return min(end + 3 * WIDTH, len(text)) if line < 0 else line


def _numbered(text: str, around: Range, near: Sequence[Range], numbers: Mapping[str, int]) -> list[int]:
    """The numbers of the characters of ``around``, one ``MASK`` for each of the masks ``near`` that begins in it."""
    reached, end = around
    out: list[int] = []
    for low, high in near:
        if reached <= low < end:
            out += [numbers.get(char, MASK if char == "*" else UNKNOWN) for char in text[reached:low]]
            out.append(MASK)
            reached = high
    return out + [numbers.get(char, MASK if char == "*" else UNKNOWN) for char in text[reached:end]]
