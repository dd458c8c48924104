"""From ranges and candidates to masks: what is put in, what stays an asterisk."""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.masks.types import Candidates, Mask, Range
from forumclean.options import Options


def decide(text: str, ranges: Sequence[Range], candidates: Sequence[Candidates], options: Options) -> tuple[Mask, ...]:
    """One mask for each range; the likeliest word is put in at or above ``options.min_probability``.

    With ``masks="keep"`` nothing is put in, but the candidates are still told.

    >>> decide("全城*的面", [(2, 3)], [(("最好", 0.8), ("第一", 0.1))], Options())[0].restored
    True
    >>> decide("全城*的面", [(2, 3)], [()], Options())
    (Mask(start=2, end=3, mask='*', word=None, probability=None, restored=False, candidates=()),)
    """
    return tuple(_decided(text, found, ranked, options) for found, ranked in zip(ranges, candidates, strict=True))


def _decided(text: str, found: Range, ranked: Candidates, options: Options) -> Mask:
    start, end = found
    if not ranked:
        return Mask(start, end, text[start:end])
    word, probability = ranked[0]
    restored = options.masks != "keep" and probability >= options.min_probability
    return Mask(start, end, text[start:end], word, probability, restored, ranked)
