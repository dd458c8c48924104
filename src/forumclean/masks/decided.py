"""Applies what a reader decided: it outweighs every ranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forumclean.decisions import Decision
from forumclean.masks.types import Mask
from forumclean.options import Options


def decided(text: str, masks: Sequence[Mask], options: Options) -> tuple[Mask, ...]:
    """The masks with the words of ``options.decisions``; what the ranker said stays among the candidates.

    >>> from forumclean.decisions import Decisions
    >>> made = Decisions((Decision("老蒋是全市场", "*", "报名的人", "第一个"),))
    >>> decided("老蒋是全市场*报名的人", [Mask(6, 7, "*")], Options(decisions=made))[0].word
    '第一个'
    """
    if options.decisions is None:
        return tuple(masks)
    choices = options.decisions.choices(text, ((mask.start, mask.end) for mask in masks))
    return tuple(_settled(mask, choice, options) for mask, choice in zip(masks, choices, strict=True))


def _settled(mask: Mask, choice: Decision | None, options: Options) -> Mask:
    if choice is None:
        return mask
    word = choice.word
    if word is None:
        return replace(mask, restored=False, by_hand=True)
    others = tuple(candidate for candidate in mask.candidates if candidate[0] != word)
    put_in = options.masks != "keep"
    return replace(mask, word=word, probability=1.0, restored=put_in, candidates=((word, 1.0), *others), by_hand=True)
