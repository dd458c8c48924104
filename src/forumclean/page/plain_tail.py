"""Finds the buttons below a post that was copied by itself, without the head that would tell that it is one.

``回复`` and ``举报`` are words that anybody may write, so more must say that these are the forum's: a third button, one
that only a forum has, the blank lines that a browser leaves between buttons, or the foot of a page below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from forumclean.page.plain_chrome import folded, row_of, vocabulary
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_zones import REPLY, endings, panelled

MOST = 16
"""Lines of buttons below a first post, each on a line of its own."""
OWN = frozenset({"使用道具", "TOP", "Top", "Use props", "Use magic", "淘帖"})
"""What only a forum's button says."""
ENDINGS = frozenset({"举报", "检举", "报告", "TOP", "Top", "Report"})
"""What one of the last buttons says."""
LISTED = ("：", ":")
"""A line that ends so lists what follows: the text is about buttons."""
BUTTONS, MANY = 3, 4
"""So many different ones from the answer's on, and in any order."""


@cache
def _word() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(vocabulary("tail").words, key=len, reverse=True))))


def _words(lines: Lines, line: int) -> list[str]:
    return _word().findall(folded(lines.bare[line]))


def lone_tail(lines: Lines, start: int, stop: int, *, footed: bool) -> int:
    """Where the buttons begin that a text ends in; ``stop`` where they may be its own. ``footed``: a page's foot stands below."""
    block = list(takewhile(lambda i: row_of(lines.bare[i], "tail"), lines.upwards(stop, start, MOST)))[::-1]
    for first in _firsts(lines, block, footed=footed):
        above = lines.above(block[first], start, 1)
        if above:
            return stop if lines.bare[above[0]].endswith(LISTED) else block[first]
    return stop


def below_buttons(lines: Lines, start: int, stop: int) -> int:
    """The line behind the last button, where the next author's panel is all that was copied of what follows; ``stop`` elsewhere."""
    last = next((i for i in reversed(endings(lines)) if start <= i < stop), None)
    return stop if last is None or panelled(lines, last + 1, stop) is None else last + 1


def _firsts(lines: Lines, block: list[int], *, footed: bool) -> Iterator[int]:
    """Which lines of a block may be its first button; the first that has text above it is."""
    said = [_words(lines, i) for i in block]
    last = max((n for n, words in enumerate(said) if ENDINGS.intersection(words)), default=-1)
    reply = next((n for n in range(last + 1) if said[n][0] in REPLY), None)
    if reply is not None and (footed or _proven(said[reply:]) or (reply < last and _apart(lines, block[reply:]))):
        if sum(map(len, said[:reply])) > 1:  # a single word may be all that the post says
            yield 0
        yield reply
    elif last >= 0 and _proven(said, MANY):
        yield 0


def _proven(said: list[list[str]], many: int = BUTTONS) -> bool:
    """True where these are more buttons than a text would name, or one of several is a forum's alone."""
    words = {word for each in said for word in each}
    return len(words) >= many or (len(words) > 1 and bool(words & OWN))


def _apart(lines: Lines, block: list[int]) -> bool:
    """True where blank lines stand above and between, as a browser copies buttons."""
    return all(lines.bare[i - 1] == "" for i in block if i)
