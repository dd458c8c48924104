"""Finds a thread's title by the link that copies its address, and parts it from what stands beside it."""

from __future__ import annotations

import re

from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_lines import Lines

COPY_RE = re.compile(r"(?<!\s)\s*+\[? ?(?:复制链接|Copy link|Copy Link|Copy the link) ?\]?\s*$")
STARTER = r"(?:\[\w{1,20}\][ \xa0]+)?楼主[:：][ \xa0]*\S"
STARTER_RE = re.compile(rf"{STARTER}.{{0,40}}")
BESIDE_RE = re.compile(
    r"(?:(?:查看|View)[:：] ?\d+ ?\| ?(?:回[复覆]|Reply)[:：] ?\d+[ \xa0]+"
    rf"|{STARTER}.{{0,40}}?[ \xa0]{{2,}}|\[\w{{1,20}}\][ \xa0]+楼主[:：][ \xa0]*\S{{1,40}}[ \xa0])(?=\S)"
)
"""What some tools print in front of the title, for it stands in a cell beside it: the counts, or the thread's starter."""
CLASS_RE = re.compile(r"^\[[^\[\]]{1,20}\][ \xa0]*(?=\S)")
LINK_RE = re.compile(r"\[(?P<words>[^\n]{1,300})\]\([^()\s]{1,300}\)")
"""The title as a link to its own thread, which a converter to Markdown left."""
NEAR = 4
"""Lines above the link that may be the title's."""
COUNTS = "chrome/views"
ELLIPSIS = "..."


def copied_title(lines: Lines, top: range, told: str | None = None) -> str | None:
    """The title is what stands in front of the link that copies the thread's address.

    A class stands before it, and signs (``热度``) behind it: what the page says elsewhere (``told``) tells them.
    """
    for i in reversed(top):
        text = folded(lines.bare[i])
        found = COPY_RE.search(text)
        if not found:
            continue
        said = [_as_told(text, told) for text in _near_link(lines, i, found.start(), top.start)]
        if any(said):
            return next(filter(None, said))
        title = lines.bare[i][: found.start()].strip() or _above_link(lines, i, top.start)
        beside = BESIDE_RE.match(folded(title))
        return title[beside.end() :] if beside else title or None
    return None


def _near_link(lines: Lines, i: int, end: int, start: int) -> list[str]:
    """What stands in front of the link, and the lines above it."""
    return [lines.bare[i][:end].strip(), *(lines.bare[j] for j in lines.upwards(i, start, NEAR))]


def _as_told(text: str, told: str | None) -> str | None:
    """The title as its line has it, without the class in front, where it is the one that was told, which may be cut."""
    beside = BESIDE_RE.match(folded(text))
    text = CLASS_RE.sub("", text[beside.end() :] if beside else text, count=1)
    link = LINK_RE.fullmatch(text)
    text = link["words"] if link else text
    if not told or not text:
        return None
    short = told.removesuffix(ELLIPSIS).rstrip()
    return text if text == told or (short != told and short and text.startswith(short)) else None


def _above_link(lines: Lines, i: int, start: int) -> str:
    """The title above the link, where a tool may have put what stands beside it: the counts (first page) or the starter."""
    above = [lines.bare[j] for j in lines.upwards(i, start, 2)]
    title = [text for text in above if row_of(text, "head", "path") is None]
    if len(title) == 2 and STARTER_RE.fullmatch(folded(above[0])):
        return above[1]
    beside = bool(above) and row_of(above[0], "head") == COUNTS
    return title[0] if title and (title[0] == above[0] or beside) else ""
