"""What the forum's own lines hold, for all who look for such lines: a dump is searched once for all words and times.

Forty words looked for one after the other took as long as all the rest of reading a dump.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from operator import itemgetter

from forumclean.page.facts import RELATIVE
from forumclean.tables import load

ENDINGS = ("举报", "舉報", "检举", "檢舉", "TOP", "Report", "报告")
"""Words of the last button below a post; traditional forms as well, for they are searched in the text."""
FILES = ("下载次", "下載次", "Download")
"""What the counts of an attachment say."""
QUOTES = ("发表于", "發表於", "发表於", "posted on", "posted at", "原帖由")
"""What the head of a quote says."""
TIME = (
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ \xa0]{1,3}\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?"
    r"|\d{1,2}-\d{1,2}-(?:19|20)\d\d[ \xa0]\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?"
    rf"|{RELATIVE})"
)
"""A time as the forum prints it."""
TIMES = (
    r"20\d\d(?:[-/.]\d| \d{1,2}:)",
    r"19\d\d(?:[-/.]\d| \d{1,2}:)",
    "前(?:天|(?<=[秒钟鐘时時天]前))",
    "昨天",
    "ago(?<= ago)",
    "Yesterday",
)
"""What every time holds; each begins with one certain character, of which few begin a word as well."""


@cache
def _words() -> tuple[str, ...]:
    rows = {probe for row in load("chrome") for probe in row.texts("probe")}
    return tuple(map(re.escape, sorted(rows.union(ENDINGS, FILES, QUOTES))))


@cache
def word() -> re.Pattern[str]:
    """Any of the words."""
    return re.compile("|".join(_words()))


@cache
def time() -> re.Pattern[str]:
    """Something like a time."""
    return re.compile("|".join(TIMES))


@cache
def first_of_line() -> re.Pattern[str]:
    """The first word or time of each line that holds one, and what follows up to the line's end.

    What begins alike stands together: where a line begins so and goes on otherwise, as it often does, there is less to try.
    """
    alike = groupby(sorted((*_words(), *TIMES)), itemgetter(0))
    choices = (f"{first}(?:{'|'.join(each[1:] for each in rest)})" for first, rest in alike)
    return re.compile(rf"(?:{'|'.join(choices)})[^\n]*+")
