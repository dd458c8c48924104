"""Tells in a dump what of the stretch between two heads is the post and what is furniture.

Below a post stand its buttons, its comments and ratings and the author's signature; then comes the panel of
the next author.  The last button (举报, TOP) is the surest line: all behind it belongs to the next
head.  Dumps without buttons are read backwards from the next head, as long as the lines are the panel's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from forumclean.page.plain_box import Box
from forumclean.page.plain_boxes import find_boxes
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_foot import foot, seam
from forumclean.page.plain_head import of_seven
from forumclean.page.plain_heading import Head
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import ENDINGS

REPLY = ("回复", "Reply", "引用")
QUOTE = "引用"
MARKS = "|_* \xa0"
"""What converters put in front of a button."""
DESKTOP = "desktop"
"""The kind of heads beside which the author's panel stands, and signatures below their posts."""
NAME = 40
"""Characters of a name at most."""
OTHERS = ("tail", "head", "path", "foot")
"""Places of the rows that may stand above a panel."""
ONLINE_RE = re.compile(
    r"(?P<bold>\*\*)?(?P<name>\S(?:.{0,80}?\S)?)(?(bold)\*\*)[ \xa0]*[_*]?(?:当前在线|当前离线|當前在線|當前離線)[ \xa0]*[_*]?"
)
"""The name in the panel's card, with marks where a tool wrote Markdown."""
TOP = 60
"""Lines at the top of a page that another page may have as well."""
COPY_LINKS = ("复制链接", "複製鏈接", "opy link", "opy Link")
"""Words of the link below a title, which stands between two posts where two pages stand one behind the other."""
PANEL = 60
"""Lines of a panel at most."""
RULER_RE = re.compile(r"━{30,}|_{60,}")
"""The line between two printed posts as text browsers draw it, over the whole width of the page."""
STRAYS = 2
"""Lines of a panel that may be unknown (a title of one's own) between two known ones."""


class Zone(NamedTuple):
    """A post's lines and what follows them."""

    head: Head
    start: int
    """First line of the body."""
    stop: int
    """The line behind the body."""
    tail: int
    """Where the buttons begin."""
    author: str | None
    boxes: tuple[Box, ...]


def divide(lines: Lines, heads: Sequence[Head]) -> tuple[Zone, ...]:
    """The zones of the posts in order."""
    if not heads:
        return ()
    ends = endings(lines) if heads[0].kind == DESKTOP else []
    bounds = [*(head.first for head in heads[1:]), len(lines)]
    marks = [_last(ends, head.last + 1, bound) for head, bound in zip(heads, bounds, strict=True)]
    if sum(mark is not None for mark in marks) * 2 < len(heads):
        marks = [None] * len(heads)
    named = _first_author(lines, heads)
    tops = {text for text in lines.bare[: min(heads[0].first, TOP)] if text and not text.isdecimal()}
    zones: list[Zone] = []
    author = named
    for index, (head, bound, mark) in enumerate(zip(heads, bounds, marks, strict=True)):
        start, following = head.last + 1, None
        if mark is not None:
            tail = first_button(lines, start, mark)
            following = _seamed(lines, heads[index + 1 : index + 2], mark + 1, bound) or _name(lines, mark + 1, bound)
        elif index + 1 == len(heads):
            tail = foot(lines, start, bound, paths=head.kind == DESKTOP)
            tail = tail if head.kind == DESKTOP else _above_ruler(lines, start, tail)
        elif head.kind == DESKTOP:
            tail, following = _panel(lines, start, bound, named=named is not None)
        else:
            tail = _order_bar(lines, start, seam(lines, start, bound, tops))
        tail = max(tail, start)
        boxes = find_boxes(lines, start, tail, first=index == 0 and (bool(head.time) or head.kind == DESKTOP))
        stop = min((box.start for box in boxes), default=tail)
        zones.append(Zone(head, *_trimmed(lines, start, stop), tail, head.author or author, boxes))
        author = following
    return tuple(zones)


def endings(lines: Lines) -> list[int]:
    """The lines that are the last button of a post, in order."""
    bare = lines.bare
    return [line for line in lines.having(*ENDINGS) if len(bare[line]) < 80 and row_of(bare[line], "tail")]


def _last(ends: Sequence[int], start: int, stop: int) -> int | None:
    at = bisect_left(ends, stop) - 1
    return ends[at] if at >= 0 and ends[at] >= start else None


def first_button(lines: Lines, start: int, mark: int) -> int:
    """The line where the buttons that end in ``mark`` begin: a line that starts with 回复, and what the forum puts above."""
    top = mark
    for above in lines.upwards(mark, start, 6):
        if row_of(lines.bare[above], "tail") is None:
            break
        said = folded(lines.bare[above]).lstrip(MARKS)
        if said.startswith(REPLY):
            top = above
            if not said.startswith(QUOTE):  # 7.2 has one for answers above the one for quotes
                break
    return top


def _name(lines: Lines, start: int, stop: int) -> str | None:
    """The first line of a panel, where it is a name."""
    for line in lines.below(start, stop, 3):
        text = lines.bare[line]
        if any(map(str.isalnum, text)) and (row_of(text, "panel") or row_of(text, *OTHERS) is None):
            return author_of(text)
    return None  # the borders of a table, lines of the page


def _seamed(lines: Lines, following: Sequence[Head], start: int, stop: int) -> str | None:
    """The author of the first post of another page, whose top stands between two lines."""
    first, last = lines.starts[start], lines.starts[stop]
    topped = any(lines.text.find(words, first, last) >= 0 for words in COPY_LINKS)
    return _first_author(lines, following, start) if topped else None


def author_of(text: str) -> str | None:
    """The name that a line of the panel is; ``None`` for its other lines."""
    if len(text) > NAME or row_of(text, *OTHERS, "panel") is not None:
        return None
    online = ONLINE_RE.fullmatch(text)
    if online is None:
        return text
    name = online["name"]
    half = len(name) // 2  # the panel prints the name twice; some tools in one line
    return name[:half] if name[:half] == name[half + 1 :] else name


def _first_author(lines: Lines, heads: Sequence[Head], start: int = 0) -> str | None:
    """The author of the first post of a page, from the panel below the title, or (7.2) below the buttons above the posts."""
    if not heads or heads[0].kind != DESKTOP:
        return None
    last = None
    for above in lines.upwards(heads[0].first, max(start, heads[0].first - 200), 120):
        text = folded(lines.bare[above])
        if "复制链接" in text or text.lower() in ("[copy link]", "copy link"):
            return _name(lines, above + 1, heads[0].first)
        if any(word in text for word in ENDINGS) and row_of(text, "tail"):  # the dump begins with a post's buttons
            return _name(lines, above + 1, heads[0].first)
        if last is None and row_of(text, "panel") is None and row_of(text, "head"):
            last = above
    panel = panelled(lines, start, heads[0].first) if last is None else None
    if panel:
        return panel
    if last is not None and of_seven(lines, heads[0]):
        return _name(lines, last + 1, heads[0].first)
    card = lines.upwards(heads[0].first, max(start, heads[0].first - 200), 120)
    return next((author_of(lines.bare[i]) for i in card if ONLINE_RE.fullmatch(lines.bare[i])), None)


def panelled(lines: Lines, start: int, stop: int) -> str | None:
    """The name on an author's panel, where that is all that stands between two lines."""
    rows = lines.below(start, stop, PANEL)
    name = _name(lines, rows[0], rows[0] + 1) if rows else None
    known = sum(row_of(lines.bare[i], "panel") is not None for i in rows[1:])
    strays = sum(row_of(lines.bare[i], "panel") is None and name not in lines.bare[i] for i in rows[1:]) if name else 0
    return name if known > STRAYS >= strays and len(rows) < PANEL else None


def _panel(lines: Lines, start: int, stop: int, *, named: bool) -> tuple[int, str | None]:
    """Where the panel above ``stop`` begins when no button says so, and the name on it."""
    top, strays = stop, 0
    for i in lines.upwards(stop, start, 40):
        if row_of(lines.bare[i], "panel", "order") is not None:
            top, strays = i, 0
        else:
            strays += 1
            if strays > STRAYS:
                break
    above = lines.above(top, start, 2)
    if top == stop or not named or not above:
        return top, None
    name = author_of(lines.bare[above[0]])
    twice = len(above) == 2 and name == lines.bare[above[1]]
    return above[1] if twice else above[0], name


def _order_bar(lines: Lines, start: int, stop: int) -> int:
    """Where the bar begins that the touch view has below the first post, with the number of answers.

    Other views have nothing there but the line that the printable one draws between its posts.
    """
    top = _above_ruler(lines, start, stop)
    for i in lines.upwards(top, start, 6):
        if row_of(lines.bare[i], "order") is not None:
            top = i
        elif top < stop or not lines.bare[i].isdecimal():
            break
    return top


def _above_ruler(lines: Lines, start: int, stop: int) -> int:
    """The line that the printable view draws below a post, where one ends there; else ``stop``."""
    return next((i for i in lines.upwards(stop, start, 1) if RULER_RE.fullmatch(lines.bare[i])), stop)


def _trimmed(lines: Lines, start: int, stop: int) -> tuple[int, int]:
    """The lines from ``start`` to ``stop`` without the blank ones at both ends."""
    while start < stop and not lines.bare[start]:
        start += 1
    while stop > start and not lines.bare[stop - 1]:
        stop -= 1
    return start, stop
