"""Finds the boxes below a post in a dump: comments, ratings, related threads, polls.

A box opens with a word of its own on a line of its own, and what follows must look like the box: a post that
ends in the word 评分 has no 参与人数 below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from forumclean.page.plain_box import POLL_RE, READERS, Box, poll
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines

SHARED_RE = re.compile(r"分享到[:：][^，。！？；,!?;]{0,120}|本帖被以下淘专辑推荐.*|收藏 ?(?:收藏)? ?\d{0,6}")
SHARED, RELATED = "chrome/share", "chrome/related"
RELATED_WORDS = ("相关帖子", "Related threads")
SIGNATURE = 80
"""Characters between the buttons to share and those below the post; more, or a line with an indent, are the post going on."""
INDENTS = ("\u3000", "    ")
BEFORE_TAGS_RE = re.compile(r"分享|0|×|x|本帖子中包含更多资源|您需要 ?登[录陆入].{0,60}|立即注册|注册")
"""What may stand between the tags and the related threads besides the buttons to share."""
TAGS_RE = re.compile(r"[^，。！？；：,.!?;:|]{1,15}(?:, ?[^，。！？；：,.!?;:|]{1,15}){0,9}")


def find_boxes(lines: Lines, start: int, stop: int, *, first: bool) -> tuple[Box, ...]:
    """The boxes between two lines, in order; ``first`` for the thread's first post, which has more of them."""
    found: list[Box] = []
    reached = start
    for line in _opening(lines, start, stop):
        text = lines.bare[line]
        if line < reached or len(text) > 120:
            continue
        box = _box(lines, line, stop, folded(text), first=first)
        if box is None:
            continue
        if box.row == RELATED:
            low = max((other.stop for other in found if other.row != SHARED), default=start)
            box = box._replace(start=_tags_above(lines, line, low))
            while found and found[-1].start >= box.start:
                found.pop()  # the tags stand above the buttons to share
        found.append(box)
        reached = box.stop
    return tuple(_below_the_text(lines, found, stop))


def _below_the_text(lines: Lines, found: Sequence[Box], stop: int) -> Iterator[Box]:
    """The boxes without those for sharing behind which the post goes on: a line that says 收藏 may be its own."""
    for box, following in zip(found, [*(box.start for box in found), stop][1:], strict=True):
        below = lines.below(box.stop, following, SIGNATURE)
        edge = len(lines.raw[box.start]) - len(lines.raw[box.start].lstrip(" "))
        indented = any(lines.raw[i].startswith(INDENTS, edge) for i in below)
        goes_on = indented or sum(len(lines.bare[i]) for i in below) > SIGNATURE
        if box.row != SHARED or not goes_on:
            yield box


OPENER_RE = re.compile(r"\n[^\S\n]*+(?:\*\*)?[点點评評相最分本收单單多CRSM]")
"""A line that begins like a word that opens a box: a search finds it sooner than a look at each line."""


def _opening(lines: Lines, start: int, stop: int) -> Iterator[int]:
    """The lines from ``start`` to ``stop`` that begin like a box."""
    if start < stop:
        low = max(0, lines.starts[start] - 1)
        if not low and OPENER_RE.match("\n" + lines.raw[0]):
            yield 0
        for match in OPENER_RE.finditer(lines.text, low, lines.starts[stop]):
            yield lines.at(match.end() - 1)


def _box(lines: Lines, line: int, stop: int, text: str, *, first: bool) -> Box | None:
    """The box that a line opens; ``None`` where what follows does not look like it."""
    reader = READERS.get(text)
    if reader is not None:
        return reader(lines, line, stop)
    if first and text in RELATED_WORDS:
        end = _related_end(lines, line, stop)
        return Box(line, end, RELATED) if end > line + 1 else None
    if first and SHARED_RE.fullmatch(text):
        return Box(line, line + 1, SHARED)
    return poll(lines, line, stop) if POLL_RE.fullmatch(text) else None


def _tags_above(lines: Lines, line: int, start: int) -> int:
    """The first line of the thread's tags, from ``start`` on, which stand above the related threads: in one line, or each on its own.

    Those on lines of their own have commas between.
    """
    top = line
    for i in lines.above(line, start, 8):
        text = folded(lines.bare[i])
        if not (SHARED_RE.fullmatch(text) or BEFORE_TAGS_RE.fullmatch(text)):
            break
        top = i
    above = lines.above(top, start, 20)
    if not above:
        return line
    first = lines.bare[above[0]]
    if "," in first or "，" in first or len(above) < 2 or lines.bare[above[1]] not in (",", "，"):
        return above[0] if TAGS_RE.fullmatch(first) and len(first) <= 60 else line
    for tag, comma in zip(above[::2], [*above[1::2], None], strict=False):
        if not TAGS_RE.fullmatch(lines.bare[tag]):
            break
        top = tag
        if comma is None or lines.bare[comma] not in (",", "，"):
            break
    return top


def _related_end(lines: Lines, line: int, stop: int) -> int:
    """The line behind the titles of related threads, each with its bullet."""
    end = line + 1
    for below in lines.below(line + 1, stop, 60):
        if lines.bare[below][0] not in "•·*":
            break
        end = below + 1
        if lines.bare[below].strip("•·* ") == "":  # the bullet on a line of its own
            following = lines.below(end, stop, 1)
            end = following[0] + 1 if following else end
    return end
