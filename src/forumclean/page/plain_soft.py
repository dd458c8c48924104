"""Takes back the line breaks of html2text, which wraps at 78 characters unless told otherwise, also inside links.

A line break of the page is two blanks and a line end there, so a bare one is the tool's, where the next word had no room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forumclean.model import Edit
from forumclean.page.plain_lines import Lines

RULE = "layout/hard-wrap"
COLUMNS = 78
BLOCK_RE = re.compile(r"(?:[*+-]|\d{1,9}\.) |#|\||-{3}|>|!\[")
"""What begins a new block."""
WORD_RE = re.compile(r"[^\s-]*-?")
"""A word, or its part up to a hyphen, behind which a line may end as well."""
OPEN_RE = re.compile(r"\]\([^()\s]*-$")
"""A line that ends inside the address of a link."""
QUOTE = ">"


def soft_edits(lines: Lines) -> Iterator[Edit]:
    """The edits that join the lines which were wrapped; none for a dump that was not."""
    for i in range(len(lines) - 1):
        raw, below = lines.raw[i], lines.bare[i + 1]
        if not below or not lines.bare[i] or raw.endswith("  "):
            continue
        broken = OPEN_RE.search(raw) is not None
        if len(raw) > COLUMNS and not broken:
            continue
        quoted = QUOTE if lines.bare[i].startswith(QUOTE) and below.startswith(QUOTE) else ""
        text = below.removeprefix(quoted).lstrip()
        word = WORD_RE.match(text)
        if not text or word is None or BLOCK_RE.match(text):
            continue
        hyphen = raw.endswith("-")
        if len(raw) + (not hyphen) + len(word[0]) > COLUMNS or broken:
            start, end = lines.starts[i] + len(raw), lines.span(i + 1)[1] - len(text)
            yield Edit(start, end, lines.text[start:end], "" if hyphen else " ", RULE, "page")
