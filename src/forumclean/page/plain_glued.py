"""Parts the head of a printed post from the text in front of it, where a tool (inscriptis) left no line end between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forumclean.model import Edit
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME

RULE = "layout/printed-head"
HEAD_RE = re.compile(rf"(?P<gap>[ \xa0])(?:作者|Author): [^:：]{{1,60}}?[ \xa0](?:时间|Time): {TIME}[ \xa0]*$")
LONGEST = 2_000
"""Characters of a line that is looked at."""


def find_glued(lines: Lines) -> list[Edit]:
    """The edits that put a line end in front of a head that ends a line; only for the dump of a printed page."""
    return list(_glued(lines))


def _glued(lines: Lines) -> Iterator[Edit]:
    for line in lines.timed(LONGEST):
        glued = HEAD_RE.search(folded(lines.bare[line]))
        if glued:
            start = lines.span(line)[0] + glued.start("gap")
            yield Edit(start, start + 1, lines.text[start], "\n", RULE, "page")
