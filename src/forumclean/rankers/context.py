"""Cuts what stands around a masked word down to its sentence: a ranker sees no more of a page than that."""

from __future__ import annotations

import re

from forumclean.masks.types import Gap

ENDS = "。！？!?…\n"
CLOSING = "”’」』）)"
"""Signs that still belong to the sentence whose end they follow."""
LIMIT = 200
"""Characters of a sentence on either side: nothing further away tells which word is hidden."""
HEAD_RE = re.compile(rf"[^{ENDS}]*[{ENDS}]*[{CLOSING}]*")


def sentence_of(gap: Gap) -> Gap:
    r"""The same gap in its sentence alone.

    >>> sentence_of(Gap("昨天下雨。“它是全城", "的面馆！”他说。\n明天", ("最好",)))
    Gap(left='“它是全城', right='的面馆！”', words=('最好',))
    """
    left = gap.left[-LIMIT:]
    start = max(left.rfind(end) for end in ENDS) + 1
    head = HEAD_RE.match(gap.right[:LIMIT])
    return Gap(left[start:].lstrip(CLOSING if start else ""), head[0].rstrip("\n") if head else "", gap.words)
