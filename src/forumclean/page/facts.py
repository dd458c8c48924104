"""Reads single facts out of what a page prints: times, floors, counts, edit notices.

Times are the forum's own and to the minute; a relative time (``2 小时前``) says nothing that could be kept.
"""

from __future__ import annotations

import re
from functools import cache

from forumclean.model import Edited
from forumclean.tables import Row, load

TIME_RE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])日?"
    r"(?:[\sT\xa0]{1,4}(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?:\s?(?P<half>[AP]M))?)?(?!\d)",
    re.ASCII | re.IGNORECASE,
)
RELATIVE = (
    r"(?:(?:\d{1,3}|半)[ \xa0]?(?:秒|分[钟鐘]|小[时時]|天)前|[昨前]天[ \xa0]?\d{1,2}:\d\d"
    r"|(?:\d{1,3}|[Hh]alf an?)[ \xa0](?:second|minute|hour|day)s? ago|Yesterday[ ,\xa0]{1,2}\d{1,2}:\d\d)"
)
"""A time of the last days, as the forum prints it from X1 on unless it is told not to."""
EDITED_RE = re.compile(r"编辑|編輯|edited", re.IGNORECASE)
NUMBER_RE = re.compile(r"\d{1,15}", re.ASCII)


def iso_time(text: str) -> str | None:
    """The first full time in the text as ISO 8601; ``None`` is "not stated" (a relative time, say).

    >>> iso_time("发表于 2024-3-15 10:30"), iso_time("2008-3-7 07:54:07 PM"), iso_time("昨天 10:30")
    ('2024-03-15T10:30', '2008-03-07T19:54:07', None)
    """
    match = TIME_RE.search(text)
    if match is None:
        return None
    date = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    if match["hour"] is None:
        return date
    hour = int(match["hour"])
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"].upper() == "PM" else 0)
    seconds = f":{match['second']}" if match["second"] else ""
    return f"{date}T{hour:02}:{match['minute']}{seconds}"


def number(text: str) -> int | None:
    """The first whole number in the text.

    >>> number("查看: 12,840 次".replace(",", "")), number("无")
    (12840, None)
    """
    match = NUMBER_RE.search(text)
    return int(match[0]) if match else None


@cache
def _names() -> dict[str, int]:
    names: dict[str, int] = {}
    for row in load("floors"):
        for name in row.texts("names"):
            names[name.lower()] = int(str(row.values["floor"]))
    return names


FLOOR_RE = re.compile(
    r"(?:第|\D{0,6}(?:来自|來自|from))?([1-9]\d{0,6})\s*(?:#|楼|樓|\^#|\^\(#\)|F)?", re.ASCII | re.IGNORECASE
)


def floor(text: str) -> int | None:
    """The number of a floor: 楼主 is 1, 沙发 2, ``5#`` 5.

    A reply that is set above the others is said to come from its floor.

    >>> floor("沙发"), floor("15 #"), floor("楼主|"), floor("顶 来自 12#"), floor("推荐")
    (2, 15, 1, 12, None)
    """
    label = "".join(text.split()).strip("|").lower()
    names = _names()
    if label in names:
        return names[label]
    match = FLOOR_RE.fullmatch(label)
    return int(match[1]) if match else None


@cache
def _notices() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row.text("pattern"))) for row in load("notices"))


def edit_notice(text: str) -> Edited | None:
    """Who edited a post and when, where the text is such a notice.

    >>> edit_notice("本帖最后由 老陈 于 2024-4-9 08:03 编辑")
    Edited(by='老陈', at='2024-04-09T08:03')
    """
    line = text.strip()
    for _row, pattern in _notices():
        match = pattern.fullmatch(line)
        if match:
            return Edited(by=match["by"], at=iso_time(match["at"]))
    return None


def is_edit_notice(text: str) -> bool:
    """True where the text is an edit notice, or says in words that no table has that somebody edited, and when."""
    return edit_notice(text) is not None or bool(EDITED_RE.search(text) and iso_time(text))
