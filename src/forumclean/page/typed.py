"""What a flat view leaves as its writer typed it: addresses of pictures and players, list items, smileys, quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from forumclean.model import Edit, Mark
from forumclean.page import quoted
from forumclean.tables import load

ITEM_RE = re.compile(r"^[ \xa0]*\[\*\][ \xa0]*", re.MULTILINE)
PICTURE_RE = re.compile(
    r"^[ \xa0]*(https?://[^\s<>\"]{1,2000}\.(?:jpe?g|png|gif|webp|bmp))[ \xa0]*$", re.MULTILINE | re.IGNORECASE
)
MEDIA_RE = re.compile(
    r"^[ \xa0]*(https?://[^\s<>\"]{1,2000}\.(?:mp4|flv|swf|mp3|wma|wmv|rm|rmvb|avi|mkv|m4a))[ \xa0]*$",
    re.MULTILINE | re.IGNORECASE,
)
CLIPPED = " ..."
TEXT_RE = re.compile(r"\S")
OF_EDITS = frozenset({"media", "image", "quote"})
"""Marks that stand for what is taken out in their place."""


@cache
def _smileys() -> re.Pattern[str]:
    codes = sorted((c for row in load("smileys") for c in row.texts("codes")), key=len, reverse=True)
    return re.compile(
        r"(?:(?<=[\s\xa0])|^)(?:" + "|".join(map(re.escape, codes)) + r"|\{:\d{1,2}_\d{1,4}:\})(?=[\s\xa0]|$)",
        re.MULTILINE,
    )


def typed(
    text: str, start: int, end: int, taken: Iterable[Edit], *, players_only: bool = False
) -> tuple[list[Mark], list[Edit]]:
    """What the archiver leaves as it was typed: list items, addresses of players and pictures, smileys, quotes."""
    body = text[start:end]
    marks: list[Mark] = []
    edits: list[Edit] = []
    for match in MEDIA_RE.finditer(body):
        marks.append(Mark(start + match.start(1), start + match.start(1), "media", {"src": match[1]}))
        edits.append(Edit(start + match.start(1), start + match.end(1), match[1], "", "chrome/player-address"))
    covered = sorted((e.start, e.end) for e in taken)
    if players_only:
        return apart(marks, edits, covered)
    run: list[tuple[int, int]] = []
    for match in ITEM_RE.finditer(body):
        stop = body.find("\n", match.end())
        line = (match.start(), stop if stop >= 0 else len(body))
        edits.append(Edit(start + match.start(), start + match.end(), match[0], "", "chrome/list-mark"))
        if run and body[run[-1][1] : line[0]].strip():
            marks += _list(run, start)
            run = []
        run.append(line)
    marks += _list(run, start)
    for match in PICTURE_RE.finditer(body):
        data = {"src": match[1], "filename": None, "alt": None, "description": None}
        marks.append(Mark(start + match.start(1), start + match.start(1), "image", data))
        edits.append(Edit(start + match.start(1), start + match.end(1), match[1], "", "chrome/picture-address"))
    edits += (
        Edit(start + match.start(), start + match.end(), match[0], "", "chrome/smiley")
        for match in _smileys().finditer(body)
    )
    quote, head = _quote(body, covered, start)
    if quote is not None and head is not None:
        marks.append(quote)
        edits.append(head)
    return apart(marks, edits, covered)


def apart(
    marks: Iterable[Mark], edits: Iterable[Edit], covered: Sequence[tuple[int, int]]
) -> tuple[list[Mark], list[Edit]]:
    """The edits that meet nothing that is taken out already, nor each other, and the marks that do not miss theirs."""
    starts = [start for start, _end in covered]
    ends = [0, *(end for _start, end in covered)]
    kept: list[Edit] = []
    reached = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        i = bisect_left(starts, edit.end)  # so many of the covered ranges begin before its end
        if edit.start >= max(reached, ends[i]):
            kept.append(edit)
            reached = edit.end
    places = {edit.start for edit in kept}
    return [m for m in marks if m.kind not in OF_EDITS or m.start in places], kept


def _list(run: list[tuple[int, int]], shift: int) -> list[Mark]:
    if not run:
        return []
    items = [Mark(a + shift, b + shift, "item") for a, b in run]
    return [Mark(items[0].start, items[-1].end, "list", {"ordered": False}), *items]


def _text_from(body: str, place: int) -> int:
    """Where the first character stands, from a place on, that is no white space."""
    found = TEXT_RE.search(body, place)
    return found.start() if found else len(body)


def _quote(body: str, covered: list[tuple[int, int]], shift: int) -> tuple[Mark | None, Edit | None]:
    """A quote at the head of an answer: its first line names author and time; it ends at its clipped line or a blank one."""
    first = _text_from(body, 0)
    for taken, end in covered:
        if taken > first + shift:
            break
        if end > first + shift:
            first = _text_from(body, end - shift)
    line_end = body.find("\n", first)
    if line_end < 0:
        return None, None
    found = quoted.head_line(body[first:line_end])
    if found is None:
        return None, None
    clipped = body.find(CLIPPED + "\n", line_end)
    blank = body.find("\n\n", line_end + 1)
    stop = blank if blank >= 0 else len(body)
    if clipped >= 0 and body.count("\n", line_end, clipped) <= 6:  # the forum clips a quote after a few lines
        stop = clipped + len(CLIPPED)
    head = Edit(first + shift, line_end + shift, body[first:line_end], "", "chrome/quote-head")
    return Mark(first + shift, stop + shift, "quote", {**found, "floor": None}), head
