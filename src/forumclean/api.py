"""Single stages for callers who have running text: ``denoise`` and ``restore``."""

from __future__ import annotations

from forumclean.ledger import edited
from forumclean.masks import Mask, masks_of
from forumclean.model import Edit
from forumclean.options import Options
from forumclean.pipeline import ranker_maker
from forumclean.strip.noise import denoise_text

__all__ = ["denoise", "restore"]

DEFAULTS = Options()


def denoise(text: str, *, options: Options = DEFAULTS) -> tuple[str, tuple[Edit, ...]]:  # noqa: ARG001 - the contract's form
    r"""The text without anti-copy noise, and the edits that took it out (offsets in ``text``).

    >>> denoise("前几天去看了展览。\n( e* H8 f6 L1 b' Q! T3 t5 h  d\n人不多。")[0]
    '前几天去看了展览。\n\n人不多。'
    """
    edits = tuple(denoise_text(text))
    return edited(text, edits), edits


def restore(text: str, *, options: Options = DEFAULTS) -> tuple[Mask, ...]:
    """The masked words of running text, in order; an asterisk that is no mask is not among them.

    >>> [(mask.start, mask.mask) for mask in restore("这家店做的是全城*的面。3*4 等于 12。")]
    [(8, '*')]
    """
    return masks_of(text, options, ranker_maker(options))
