"""The words that the forum's own lines hold, for all who look for such lines: a dump is searched once for all of them.

Forty words looked for one after the other took as long as all the rest of reading a dump.
"""

from __future__ import annotations

import re
from functools import cache

from forumclean.page.plain_chrome import KEYS
from forumclean.tables import load

ENDINGS = ("举报", "舉報", "检举", "檢舉", "TOP", "Report", "报告")
"""Words of the last button below a post; traditional forms as well, for they are searched in the text."""
FILES = ("下载次", "下載次", "Download")
"""What the counts of an attachment say."""
QUOTES = ("发表于", "發表於", "发表於", "posted on", "posted at", "原帖由")
"""What the head of a quote says."""


@cache
def any_probe() -> re.Pattern[str]:
    """Finds the first of the words in each line that holds one, and goes on behind the line."""
    words = {probe for row in load("chrome", KEYS) for probe in row.texts("probe")}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(words.union(ENDINGS, FILES, QUOTES))))})[^\n]*+")
