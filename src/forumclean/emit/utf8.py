"""Text as UTF-8, whatever is in it."""

from __future__ import annotations

import re

SURROGATE_RE = re.compile("[\ud800-\udfff]")


def encoded(text: str) -> bytes:
    """UTF-8; a lone surrogate, which has no UTF-8, becomes U+FFFD."""
    return SURROGATE_RE.sub("\ufffd", text).encode("utf-8")
