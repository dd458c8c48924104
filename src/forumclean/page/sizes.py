"""Sizes that 7.2 prints behind a file in the text, outside of its element."""

from __future__ import annotations

import re
from dataclasses import replace

from forumclean.model import Edit
from forumclean.page.walk import Walked

SIZE_RE = re.compile(r"[ \xa0]?\(([\d.]{1,12} ?(?:Bytes|[KMG]?B))\)")
ADDRESS = "attachment.php"
"""Where 7.2 and earlier keep files: behind a link to one of later versions a writer may have typed the size."""


def sized(walked: Walked) -> Walked:
    """The walk with such a size in the file's mark and out of the text."""
    marks, edits = list(walked.marks), list(walked.edits)
    taken = {edit.start: edit.end for edit in edits if edit.rule == "chrome/attachment"}
    for i, mark in enumerate(marks if taken else ()):
        lone = mark.kind == "attachment" and not mark.data["size"] and ADDRESS in str(mark.data["href"])
        found = SIZE_RE.match(walked.text, taken.get(mark.start, mark.start)) if lone else None
        if found:
            marks[i] = mark._replace(data={**mark.data, "size": found[1]})
            edits.append(Edit(found.start(), found.end(), found[0], "", "chrome/attachment"))
    return replace(walked, marks=tuple(marks), edits=tuple(sorted(edits))) if len(edits) > len(walked.edits) else walked
