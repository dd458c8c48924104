"""Finds the subject that some views print above the text of the first post, and that is no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forumclean.model import Edit
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_head import of_seven
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_titles import CLASS_RE
from forumclean.page.plain_top import FLAT, SUBJECT_RE, SUBJECT_WORDS
from forumclean.page.plain_zones import Zone

ALONE_RE = re.compile(r"\[[^\[\]]{1,20}\]")
"""The thread's class, where a tool put it on a line of its own."""


def subject_lines(lines: Lines, zone: Zone, title: str | None) -> int:
    """The first line of the first post, behind the subject that the printable view, the archiver and 7.2 put there."""
    start = zone.start
    for i in lines.below(zone.start, zone.stop, 3):
        if any(glued_subject(lines, zone._replace(start=i), title)) or not _is_subject(lines, i, zone, title):
            break
        start = i + 1
    return start


def _is_subject(lines: Lines, i: int, zone: Zone, title: str | None) -> bool:
    text = lines.bare[i]
    printed = zone.head.kind == "printable"
    if printed and (SUBJECT_RE.fullmatch(folded(text)) or folded(text).rstrip(":：") in SUBJECT_WORDS):
        return True
    if title is None or not (zone.head.kind in FLAT or of_seven(lines, zone.head)):
        return False
    following = (lines.bare[j] for j in lines.downwards(i + 1, zone.stop, 1))
    return CLASS_RE.sub("", text, count=1) == title or (ALONE_RE.fullmatch(text) is not None and title in following)


def glued_subject(lines: Lines, zone: Zone, title: str | None) -> Iterator[Edit]:
    """The subject of a printed page where a tool left no line end between it and the text of the first post."""
    text = lines.bare[zone.start] if title and zone.start < zone.stop and zone.head.kind == "printable" else ""
    match = SUBJECT_RE.fullmatch(folded(text))
    if match and title and text[match.start("title") :] != title and text.startswith(title, match.start("title")):
        start, _ = lines.span(zone.start)
        end = start + match.start("title") + len(title)
        yield Edit(start, end, lines.text[start:end], "", "chrome/subject")
