"""Knows the heads of the touch view and of the archiver as converters to Markdown write them: lists, marks, names that are links.

The touch view's head is a list of two items, floor and author above, counts and time below.  html2text writes ``* _沙发_**阿舟**``,
markdownify ``* *沙发***阿舟**`` or the two on lines of their own; the archiver's name stands in bold above ``发表于 T``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from forumclean.model import Edit
from forumclean.page.facts import floor
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME

RULE = "layout/markdown-page"
LONGEST = 300
BULLET = r"(?:[*-][ \xa0]+)?"
TIMED_RE = re.compile(
    rf"(?P<bullet>{BULLET})(?P<before>[_*\d \xa0]{{0,40}}?|[_*]?收藏[_*]?[ \xa0]*){TIME}(?P<after>[_*]?)"
)
SAID_RE = re.compile(rf"发表于[ \xa0]*{TIME}")
FLOOR_RE = re.compile(r"[^\s\d_*]{2,6}|\d{1,6}[_*]? ?(?:\^?#|楼)")
HEAD_RE = re.compile(
    rf"{BULLET}(?P<cut1>[_*]?)(?P<floor>{FLOOR_RE.pattern})(?P<gap>[_*]{{0,3}}[ \xa0]*)(?:(?P<cut2>\**)[^\n]{{1,240}}?(?P<cut3>\**))?"
)
SAVED_RE = re.compile(rf"{BULLET}(?P<cut1>[_*])收藏(?P<cut2>[_*])")
BOLD_RE = re.compile(r"(?P<cut1>\*\*)[^*\n]{1,40}(?P<cut2>\*\*)")
MARK_RE = re.compile(r"[_*]+")
BREAK_RE = re.compile(r"\S  \n")
"""What both converters make of a line break inside a post."""
LINKED_RE = re.compile(r"\]\([^()\s]{0,200}mod=space")
BREAKS = 3
SHORT, SAID = 70, 26
"""Characters of a line that ends a head, and of one that begins with the verb."""
VERBS = frozenset("发發")
FIRSTS = frozenset("*-_0123456789收昨前半HhY") | VERBS
"""With what a line begins that ends a head: a bullet, a mark, a count, a time, the verb."""
UP = 4
"""Lines above a time that belong to the head."""


def is_marked(lines: Lines, timed: Iterable[int]) -> bool:
    """True for a dump with such a head in marks, or with one without where other lines are Markdown's; ``timed`` are lines with times."""
    heads = [(i, floor_) for i in timed if _may_end(lines.bare[i]) and (floor_ := _head(lines, i)) is not None]
    if any(_has_marks(lines, i, above) for i, above in heads):
        return True
    return any(lines.raw[i].lstrip().startswith(("*", "-")) for i, _ in heads) and _breaks(lines.text)


def _may_end(bare: str) -> bool:
    """False for most lines with a time, before they are read: no head ends in them."""
    return len(bare) <= SHORT and bare[0] in FIRSTS and not (bare[0] in VERBS and len(bare) > SAID)


def _breaks(text: str) -> bool:
    return sum(1 for _, _ in zip(BREAK_RE.finditer(text), range(BREAKS), strict=False)) == BREAKS


def _has_marks(lines: Lines, i: int, above: int) -> bool:
    """True for a head whose floor, name or counts stand in marks, or whose name is a link; a name may hold such signs."""
    timed, head = TIMED_RE.fullmatch(folded(lines.bare[i])), HEAD_RE.fullmatch(lines.bare[above])
    places = (timed["before"] + timed["after"] if timed else "**", *(head.group("cut1", "gap", "cut2") if head else ()))
    return any(MARK_RE.search(place or "") for place in places) or any(
        LINKED_RE.search(lines.bare[j]) for j in range(above, i + 1)
    )


def form_edits(lines: Lines) -> Iterator[Edit]:
    """The edits that leave such heads as a plain dump has them."""
    for i in lines.timed(LONGEST):
        above = _head(lines, i)
        if above is None:
            continue
        for j in range(above, i + 1):
            yield from _bared(lines, j, first=j == above)


def _head(lines: Lines, i: int) -> int | None:
    """The line that the head begins at whose time stands in a line; ``None`` where none ends there."""
    text = folded(lines.bare[i])
    above = list(lines.upwards(i, 0, UP))
    if SAID_RE.fullmatch(text):
        return next((j for j in above[:1] if BOLD_RE.fullmatch(lines.bare[j])), None)
    if TIMED_RE.fullmatch(text) is None:
        return None
    return next((j for j in above[:3] if _floor_of(lines.bare[j])), None)


def _floor_of(text: str) -> bool:
    head = HEAD_RE.fullmatch(text)
    return head is not None and floor(MARK_RE.sub("", head["floor"])) is not None


def _bared(lines: Lines, j: int, *, first: bool) -> Iterator[Edit]:
    """The marks of a line of a head: gone, or a space where nothing else parts its words."""
    bare, (start, _) = lines.bare[j], lines.span(j)
    timed = TIMED_RE.fullmatch(folded(bare))
    patterns = (BOLD_RE, HEAD_RE) if first else (SAVED_RE,)
    known = next((m for pattern in patterns if (m := pattern.fullmatch(bare))), None)
    if timed:
        for mark in MARK_RE.finditer(bare, timed.end("bullet")):
            yield _edit(
                lines.text, start + mark.start(), start + mark.end(), " " if mark.end() <= timed.end("before") else ""
            )
    elif known:
        for name in known.groupdict():
            left, right = known.span(name)
            if name == "floor":
                marks = MARK_RE.finditer(bare, left, right)
                yield from (_edit(lines.text, start + m.start(), start + m.end(), "") for m in marks)
            elif left < right:
                yield _edit(lines.text, start + left, start + right, " " if name == "gap" else "")


def _edit(text: str, start: int, end: int, new: str) -> Edit:
    return Edit(start, end, text[start:end], new, RULE, "page")
