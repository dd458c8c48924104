"""Half-masked words: a part of a word stands in clear beside its asterisk (第*个, *对不能); the whole word would double it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from forumclean.masks.rank.weights import Floats
from forumclean.masks.types import Range

REACH = 8
"""Characters of the text looked at on each side: no part of a listed word is longer."""
SHARE = np.float32(0.2)
"""What is left of a word's probability where it doubles what stands beside it: never enough to be put in unasked. People
who stress do double a word (最最重要: ten of 7,253 masks), so it stays among the candidates."""
LEAST = np.float32(0.005)
"""A less probable word is not told of: nothing is to be taken from it."""
LONGEST = 4
"""Characters of a word that may begin with the doubled part."""


def undoubled(
    shares: Floats, words: Sequence[str], text: str, masks: Sequence[Range], known: Collection[str]
) -> Floats:
    """Probabilities (mask, word) with little left for a word that doubles a part of itself beside its mask.

    The other words get as much of it as they are likely together: where little was taken, another word is hidden; where
    nearly all was, it is this one in part, and none fits.

    >>> row = np.array([[0.5, 0.5]], np.float32)
    >>> undoubled(row, ("第一", "最后"), "村里第*个学生", [(3, 4)], ())
    array([[0.05, 0.75]], dtype=float32)
    """
    return np.stack([_undoubled(row, words, text, mask, known) for row, mask in zip(shares, masks, strict=True)])


def _undoubled(row: Floats, words: Sequence[str], text: str, mask: Range, known: Collection[str]) -> Floats:
    start, end = mask
    left, right = text[max(0, start - REACH) : start], text[end : end + REACH]
    doubled = [i for i in np.flatnonzero(row >= LEAST).tolist() if doubles(words[i], left, right, known)]
    taken = row[doubled].sum()
    out: Floats = row * (1 + taken)
    out[doubled] = row[doubled] * taken * SHARE
    return out


def doubles(word: str, left: str, right: str, known: Collection[str]) -> bool:
    """True where the word's begin stands in front of its place, or its end behind and there begins no word of its own.

    >>> doubles("绝对", "药绝", "不能", ()), doubles("唯一", "是", "一个孩子", {"一个"}), doubles("最好", "是", "好的", {"好人"})
    (True, False, True)
    """
    if any(left.endswith(word[:size]) for size in range(1, len(word) + 1)):
        return True
    behind = any(right.startswith(word[-size:]) for size in range(1, len(word) + 1))
    return behind and not any(right[:size] in known for size in range(2, LONGEST + 1))
