"""Knows the pages by which a forum asks for patience."""

from __future__ import annotations

import re
from functools import cache

from forumclean.fetching.types import Reply
from forumclean.tables import load

TRY_AGAIN = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
"""Statuses that mean the same request may succeed later."""
ASKS_PATIENCE = frozenset({429, 503})
SHORT = 8_000
"""A page that asks for patience is short; a thread may well quote its words."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row.text("pattern")) for row in load("again"))


def asks_again(reply: Reply) -> bool:
    """True for an answer, of whatever status, that means the request to be made again."""
    return reply.status in TRY_AGAIN or _says_so(reply)


def asks_patience(reply: Reply) -> bool:
    """True for an answer that says the requests came too fast."""
    return reply.status in ASKS_PATIENCE or _says_so(reply)


def _says_so(reply: Reply) -> bool:
    if not 0 < len(reply.body) <= SHORT:
        return False
    try:
        text = reply.body.decode("utf-8")
    except UnicodeDecodeError:
        text = reply.body.decode("gb18030", "replace")
    return any(pattern.search(text) for pattern in _patterns())
