"""Finds edit notices that stand in a post's text itself, and takes them out of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from forumclean.model import Edit
from forumclean.page.facts import edit_notice
from forumclean.page.walk import Walked


def with_notices(walked: Walked) -> Sequence[Edit]:
    """The edits of a post and its edit notices; what was taken out of a notice's line goes with it."""
    if not may_notice(walked.text):
        return walked.edits
    notices = list(notice_edits(walked))
    starts = [notice.start for notice in notices]
    ends = [-1, *(notice.end for notice in notices)]
    kept = (e for e in walked.edits if e.end > ends[bisect_right(starts, e.start)])
    return sorted((*kept, *notices))


def may_notice(text: str) -> bool:
    """True where the words stand without which no line is an edit notice; for each a look costs less than a pattern for all."""
    return "最后由" in text or "最後由" in text or "Last edited by" in text or "last edited by" in text


def notice_edits(walked: Walked) -> Iterator[Edit]:
    """Edit notices that stand in the text itself (7.2, HTML posts): the first or the last line, whole.

    No line that begins with something taken out, nor one that something taken out reaches across.
    """
    starts = [e.start for e in walked.edits]
    ends = [0, *accumulate((e.end for e in walked.edits), max)]
    start = 0
    for line in walked.text.split("\n"):
        end = start + len(line)
        if may_notice(line) and edit_notice(line):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if ends[first] <= start and ends[last] <= end and start not in starts[first : first + 1]:
                yield Edit(start, end, line, "", "chrome/edit-notice")
        start = end + 1
