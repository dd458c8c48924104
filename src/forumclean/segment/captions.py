"""Tells a picture's caption from the paragraph below it."""

from __future__ import annotations

import re
from functools import cache

from forumclean.segment.lines import Inline, Line
from forumclean.tables import load

LONGEST = 80
CENTRED = 40
"""A centred line of this length below a picture describes it."""
DIVIDERS = frozenset("—–-=*·~…_")
"""First characters of lines like —— 完 ——, which divide a post and describe nothing."""
SENTENCE_END_RE = re.compile(r"[。！？!?；;：:]$")

CLOSING_RE = re.compile(r"[（(【\[]?(?:全文)?(?:未?完待?[续續]?|待[续續]|the end|end)[)）】\]]?", re.IGNORECASE)
"""（完）, 未完待续: centred as well, and about the text, not about the picture."""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.text('pattern')})" for row in load("captions")))


def is_caption(line: Line, inline: Inline, *, gap: bool) -> bool:
    """True for a line right below a picture that describes it: by its form, or because it is centred and short."""
    text = line.text
    if len(text) > LONGEST:
        return False
    if _pattern().fullmatch(text):
        return True
    if text[0] in DIVIDERS:
        return False
    if len(text) > CENTRED or gap or SENTENCE_END_RE.search(text) or CLOSING_RE.fullmatch(text):
        return False
    return inline.covers("center", line)
