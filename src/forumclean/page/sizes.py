"""Sizes that 7.2 prints behind a file in the text, outside of its element."""

from __future__ import annotations

import re
from dataclasses import replace

from forumclean.model import Edit, Mark
from forumclean.page.walk import Walked

SIZE_RE = re.compile(r"[ \xa0]?\(([\d.]{1,12} ?(?:Bytes|[KMG]?B))\)")
ADDRESSES = ("attachment.php", "misc.php?action=attachpay")
"""Where 7.2 and earlier keep files, and sell them: behind a link to one of later versions a writer may have typed the size."""


def sized(walked: Walked) -> Walked:
    """The walk with such a size in the file's mark and out of the text."""
    lone = [i for i, mark in enumerate(walked.marks) if mark.kind == "attachment" and _is_lone(mark)]
    if not lone:
        return walked
    marks, edits = list(walked.marks), list(walked.edits)
    ends = {edit.start: edit.end for edit in edits if edit.rule == "chrome/attachment"}
    for i in lone:
        mark = marks[i]
        found = SIZE_RE.match(walked.text, ends.get(mark.start, mark.start))
        if found:
            marks[i] = mark._replace(data={**mark.data, "size": found[1]})
            edits.append(Edit(found.start(), found.end(), found[0], "", "chrome/attachment"))
    return replace(walked, marks=tuple(marks), edits=tuple(sorted(edits)))


def _is_lone(mark: Mark) -> bool:
    """True for a file whose size is not known yet and may stand behind it."""
    return not mark.data["size"] and any(address in str(mark.data["href"]) for address in ADDRESSES)
