"""Joins the lines that html2text wrapped: unless told otherwise it fills them up to 78 characters.

It breaks at blanks only, so a Chinese paragraph is cut where noise or a link stands.  A break of the page itself has two blanks
in front of it or an empty line behind it; so a line that has neither was wrapped, if the next word had no room in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forumclean.model import Edit
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_wrap import RULE

WIDTH = 78
QUOTED_RE = re.compile(r"(?:> ?)*")
BLOCK_RE = re.compile(r"\s*(?:[*+-] |#{1,6} |\d{1,3}\. |\||>|-{3}|\* \* \*)| {4}")
"""How a line begins that goes on from none above: an item, a heading, a row, code."""
WORD_RE = re.compile(r"[^\s-]*(?:(?<![A-Za-z])-|-(?![A-Za-z])|[^\s-])*-?")
"""What could not be parted: up to a blank, or a hyphen between letters."""
FEWEST, SHARE = 2, 0.9
"""So many lines, and that share of those that end without a break of the page, were full: it was wrapped."""


def unwrapped(lines: Lines) -> list[Edit]:
    """The edits that join wrapped lines; none where lines that end without a break are not full."""
    joints = list(_joints(lines))
    full = [edit for edit, is_full in joints if is_full]
    return full if len(full) >= max(FEWEST, SHARE * len(joints)) else []


def _joints(lines: Lines) -> Iterator[tuple[Edit, bool]]:
    """Where a line goes on in the next one, and whether that one's first word had no room in it."""
    for i in range(len(lines) - 1):
        line, below = lines.raw[i], lines.raw[i + 1]
        if not lines.bare[i].strip("|") or not lines.bare[i + 1] or line.endswith("  "):
            continue
        prefix = _prefix(line)
        if prefix != _prefix(below) or BLOCK_RE.match(below, len(prefix)) or line.startswith("#"):
            continue
        word = WORD_RE.match(below, len(prefix))
        end = lines.starts[i + 1]
        old = lines.text[end - 1 : end + len(prefix)]
        room = len(line) + 1 + (word.end() - len(prefix) if word else 0)
        yield Edit(end - 1, end + len(prefix), old, _glue(line, below[len(prefix) :]), RULE, "page"), room > WIDTH


def _prefix(line: str) -> str:
    match = QUOTED_RE.match(line)
    return match[0] if match else ""


def _glue(line: str, below: str) -> str:
    """A blank, but behind a hyphen between letters, at which words are parted."""
    return "" if line[-1] == "-" and line[-2:-1].isalpha() and below[:1].isalpha() else " "
