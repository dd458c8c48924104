"""Takes out the numbers that lynx puts in front of each link, and the list of addresses that it prints at the end.

The numbers rise one by one through the page, so that a writer's own ``[1]`` is told from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forumclean.model import Edit

RULE = "layout/link-number"
LIST = "\nReferences\n"
LISTED_RE = re.compile(r"[ ]{0,12}(?:(\d{1,6})\. \S+|(?:Visible|Hidden) links:)[ ]*")
NUMBER_RE = re.compile(r"\[(\d{1,6})\]")
FORUM_RE = re.compile(r"Powered by|只看[该該]作者|只看楼主|'s Archiver|打印本页")
"""What tells the page of a forum: letters and notes may end in such a list as well."""
FEWEST = 5
"""Addresses in such a list; a forum's page has dozens."""
STEP = 10
"""Numbers that may be missing between two: links without words are listed apart."""


def number_edits(text: str) -> Iterator[Edit]:
    """The edits that take the list and the numbers out; none for a text without such a list at its end."""
    start = text.rfind(LIST)
    listed = _listed(text, start + len(LIST)) if start >= 0 else []
    if len(listed) < FEWEST or not FORUM_RE.search(text, 0, start):
        return
    last, most = 0, max(listed)
    for match in NUMBER_RE.finditer(text, 0, start):
        number = int(match[1])
        if last < number <= min(last + STEP, most):
            last = number
            yield Edit(match.start(), match.end(), match[0], "", RULE, "page")
    yield Edit(start + 1, len(text), text[start + 1 :], "", RULE, "page")


def _listed(text: str, start: int) -> list[int]:
    """The numbers of the list that begins at ``start``; none where anything else stands in it."""
    found = [(line, LISTED_RE.fullmatch(line)) for line in text[start:].split("\n") if line.strip()]
    if any(match is None for _line, match in found):
        return []
    return [int(match[1]) for _line, match in found if match and match[1]]
