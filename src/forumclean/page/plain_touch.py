"""Reads the heads of posts in dumps of the mobile views: floor and author above the time, as items of a list."""

from __future__ import annotations

import re

from forumclean.page.facts import floor, number
from forumclean.page.plain_chrome import row_of
from forumclean.page.plain_heading import SPREAD, Head
from forumclean.page.plain_lines import Lines

COUNTS_RE = re.compile(r"\d{1,15}", re.ASCII)
BULLET = r"(?:[•*-][ \xa0]+)?"
"""The touch view's heads are lists, which some tools mark."""
BULLET_RE = re.compile(BULLET)
FLOOR_LINE_RE = re.compile(
    BULLET
    + r"(?P<floor>[^\s\d]{2,6}|\d{1,6} ?(?:\^?#|\^\(#\)|楼))[ \xa0|]++(?P<author>\S.{0,60}?)(?:[ \xa0]+只看[他她])?"
)
GLUED_RE = re.compile(r"•[ \xa0](?P<floor>楼主|樓主|沙发|沙發|板凳|地板)(?P<author>[^\x00-\x7f]\S{0,60})")
"""w3m leaves no space between Chinese characters."""
BEFORE_TOUCH_RE = re.compile(rf"{BULLET}(?P<count>[\d_ \xa0]{{0,40}}|收藏[ \xa0]*)")


def touch_head(lines: Lines, line: int, before: str, time: str) -> Head | None:
    """The mobile views: floor and author above the time, the first post's counts between."""
    above = lines.above(line, max(0, line - SPREAD), 8)
    counts = [int(count) for count in COUNTS_RE.findall(before)]
    i = 0
    while i < len(above) and (
        unbulleted(lines.bare[above[i]]) in ("收藏", "只看他", "只看她", "只看TA")
        or (lines.bare[above[i]].isdecimal() and not _is_name(lines, above[i:]))
    ):
        if lines.bare[above[i]].isdecimal():
            counts.insert(0, int(lines.bare[above[i]][:15]))
        i += 1
    if i == len(above):
        return None
    views, replies = (counts[0], counts[1]) if len(counts) == 2 else (None, None)
    one = FLOOR_LINE_RE.fullmatch(lines.bare[above[i]]) or GLUED_RE.fullmatch(lines.bare[above[i]])
    if one and floor(one["floor"]):
        return Head(_pictured(lines, above[i]), line, "touch", time, one["author"], floor(one["floor"]), views, replies)
    author = lines.bare[above[i]]
    rest = above[i + 1 : i + 3]
    label = unbulleted(lines.bare[rest[0]]) if rest else ""
    if label == "#" and len(rest) > 1 and lines.bare[rest[1]].isdecimal():
        return Head(_pictured(lines, rest[1]), line, "touch", time, author, number(lines.bare[rest[1]]), views, replies)
    if label and not label.isdecimal() and floor(label):
        return Head(_pictured(lines, rest[0]), line, "touch", time, author, floor(label), views, replies)
    return None


def _pictured(lines: Lines, first: int) -> int:
    """The line of the avatar above a head of the touch view, where a tool prints pictures; else the head's first line."""
    return next((i for i in lines.upwards(first, 0, 1) if is_avatar(lines.bare[i])), first)


def is_avatar(text: str) -> bool:
    """True for what tools print in place of an avatar."""
    return text == "[]" or row_of(text, "panel") == "chrome/panel-picture"


def unbulleted(text: str) -> str:
    """A line of the touch view's lists without the mark that some tools put in front."""
    return BULLET_RE.sub("", text, count=1)


def _is_name(lines: Lines, above: list[int]) -> bool:
    """True for a number that stands between a floor and a time: an author may be called ``123``."""
    label = unbulleted(lines.bare[above[1]]) if len(above) > 1 else ""
    return label == "#" or (not label.isdecimal() and floor(label) is not None)
