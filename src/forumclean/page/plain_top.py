"""Reads what a dump says about the thread: title, site, board, counts, tags, software."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forumclean.model import ThreadFacts
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_pages import PAGE_RE, pages_of
from forumclean.page.plain_titles import COPY_RE, ELLIPSIS, LINK_RE, copied_title
from forumclean.page.plain_zones import Zone

TOP, BOTTOM = 400, 40
BARE_TOP = 60
"""Lines above the first post, and at the end, that are looked at."""
PAGE_TITLE_RE = re.compile(r"(?P<rest>.{1,300}?)[ \xa0]+-[ \xa0]+Powered by Discuz!.{0,30}")
SEPARATOR_RE = re.compile(r"(?<![ \xa0])[ \xa0]++-[ \xa0]+")
ONLY = " 只看楼主"
"""A link that the touch view of X3.4 has in the title's line."""
HEADING_RE = re.compile(r"^(?:#{1,6} +|[-=]{3,}$)")
"""What converters to Markdown put in front of a heading, or below it."""
VIEWS = ("手机版",)
"""A part of the page's title that is no name: the view's."""
PATH_RE = re.compile("[»›>]")
SUBJECT_RE = re.compile(r"(?:标题|Subject|Title)[:：][ \xa0]*(?P<title>.{1,300})")
PRINTED_RE = re.compile(
    r"(?:标题|Subject|Title)[:：][ \xa0]*(?P<title>.{1,300}?)[ \xa0]*\[(?:打印本页|Print this page|Print)\]"
)
COMPLETE_RE = re.compile(r"查看完整版本[:：][ \xa0]*(?P<title>\S.{0,300})")
FRAMED_RE = re.compile(r"\[[ \xa0-]{1,4}(.{1,300}?)[ \xa0-]{1,4}\]")
"""7.2 frames the title: ``[-- 河湾的水退了 --]``; a title may begin or end in brackets of its own."""
VIEWS_RE = re.compile(r"(?:查看|阅读|浏览|Views?|看)[:：]?[\s|]{0,6}(\d{1,9})")
REPLIES_RE = re.compile(r"(?:回复|回帖|Repl(?:y|ies)|回)[:：]?[\s|]{0,6}(\d{1,9})")
PLATFORM_RE = re.compile(r"Powered by\s{1,8}Discuz!\s{0,8}((?:X|NT )?\d[\d.]{0,6})?")
SUBJECT_WORDS = ("标题", "Subject", "Title")
FLAT = ("printable", "archiver")
TOPS = ("head", "path", "tail", "control", "order")
"""Places of the rows that may stand above and below a thread's title."""
ROOT = frozenset({"论坛", "论坛BBS", "Forum", "BBS", "门户", "Portal", "首页", "Home"})


def thread_facts(lines: Lines, zones: Sequence[Zone]) -> ThreadFacts:
    """The facts of the thread, from the lines above the first post and at the end of the dump."""
    if not zones:
        return ThreadFacts(pages=(1,))
    first = zones[0].head
    top = range(max(0, first.first - TOP), first.first)
    head = [folded(lines.bare[i]) for i in top]
    title, site, board = _page_title(lines, top)
    site_, board_, clipped = _path(lines, top)
    told, clipped = title or clipped, None if clipped is None or clipped.endswith(ELLIPSIS) else clipped
    title = (
        copied_title(lines, top, told)
        or _subject(lines, zones[0])
        or _complete(lines)
        or title
        or clipped
        or _above(lines, zones[0])
    )
    block = "\n".join(
        text for text in head if len(text) < 200 and "积分" not in text
    )  # the panel counts an author's replies
    pages, last = pages_of(lines, zones)
    return ThreadFacts(
        title=title,
        site=site_ or site,
        board=board_ or ((board,) if board else ()),
        views=first.views if first.views is not None else _count(VIEWS_RE, block),
        replies=first.replies if first.replies is not None else _count(REPLIES_RE, block),
        platform=_platform(lines),
        pages=pages,
        last_page=last,
    )


def bare_top(lines: Lines) -> tuple[int, ThreadFacts]:
    """The first line of the text and the facts above it, in a dump that shows no post's head.

    Only the link that copies the thread's address ends such a top: a text without it is taken from its first line.
    """
    top = range(min(len(lines), BARE_TOP))
    last = next((i for i in reversed(top) if COPY_RE.search(folded(lines.bare[i]))), None)
    if last is None or not _is_forums(lines, last):
        return 0, ThreadFacts()
    block = "\n".join(folded(lines.bare[i]) for i in range(last + 1) if len(lines.bare[i]) < 200)
    start = last + 1
    for i in lines.downwards(start, len(lines), BARE_TOP):
        if row_of(lines.bare[i], *TOPS) is None and folded(lines.bare[i]) != "相关帖子":
            break
        start = i + 1
    facts = ThreadFacts(
        title=copied_title(lines, range(last + 1)),
        views=_count(VIEWS_RE, block),
        replies=_count(REPLIES_RE, block),
        platform=_platform(lines),
        pages=(1,),
    )
    return start, facts


def _is_forums(lines: Lines, last: int) -> bool:
    """True where the link in a line is the forum's, in brackets or below other lines of its own; a text may say how to copy one."""
    above = (text for text in lines.bare[:last] if not COPY_RE.search(folded(text)))
    return lines.bare[last].endswith("]") or any(row_of(text, *TOPS) for text in above)


def _count(pattern: re.Pattern[str], block: str) -> int | None:
    found = list(pattern.finditer(block))
    return int(found[-1][1]) if found else None


def _page_title(lines: Lines, top: range) -> tuple[str | None, str | None, str | None]:
    """Title, site and board out of the page's title line (``subject - board -  site -  Powered by Discuz!``)."""
    for i in (*top[:40], *range(min(3, len(lines)))):
        match = PAGE_TITLE_RE.fullmatch(lines.bare[i])
        if match:
            parts = [part for part in SEPARATOR_RE.split(match["rest"]) if part not in VIEWS]
            if len(parts) > 3 and PAGE_RE.fullmatch(parts[-3]):
                del parts[-3]
            if len(parts) > 2:
                return " - ".join(parts[:-2]), parts[-1], parts[-2]
    return None, None, None


def _path(lines: Lines, top: range) -> tuple[str | None, tuple[str, ...], str | None]:
    """Site, board path and the title at its end, from the line with the path or the lines that it was taken apart into."""
    for i in top:
        text = lines.bare[i]
        if "»" in text or text == "›":
            joined = text
            if text in "»›":
                joined = _apart(lines, i, top.stop)
            parts = [p.strip() for p in PATH_RE.split(joined) if p.strip()]
            if len(parts) > 2:
                board = tuple(p for p in parts[1:-1] if p not in ROOT)
                link = LINK_RE.fullmatch(parts[-1])
                last = link["words"] if link else parts[-1]
                return parts[0], board, last
    return None, (), None


def _apart(lines: Lines, i: int, stop: int) -> str:
    """The path of a dump where each name and each arrow stand on lines of their own."""
    above = lines.above(i, 0, 1)
    pieces = [lines.bare[above[0]]] if above else []
    arrow = True
    for below in lines.below(i, stop, 24):
        text = lines.bare[below]
        if (text in ("»", "›", ">")) != arrow:
            break
        pieces.append(text)
        arrow = not arrow
    return " ".join(pieces)


def _subject(lines: Lines, zone: Zone) -> str | None:
    """The printable view prints the title below the first post's head."""
    if zone.head.kind != "printable":
        return None
    for i in range(max(0, zone.head.first - TOP), zone.head.first):
        match = PRINTED_RE.fullmatch(folded(lines.bare[i]))
        if match:
            return lines.bare[i][match.start("title") : match.end("title")]
    for i in lines.below(zone.head.last + 1, len(lines), 2):
        match = SUBJECT_RE.fullmatch(folded(lines.bare[i]))
        if match:
            return _unframed(lines.bare[i][match.start("title") : match.end("title")])
        if folded(lines.bare[i]).rstrip(":：") in SUBJECT_WORDS:
            below = lines.below(i + 1, len(lines), 1)
            return lines.bare[below[0]] if below else None
    return None


def _complete(lines: Lines) -> str | None:
    """The archiver names the thread in the link to the full page."""
    for i in range(max(0, len(lines) - BOTTOM), len(lines)):
        match = COMPLETE_RE.fullmatch(folded(lines.bare[i]))
        if match:
            return _unframed(lines.bare[i][match.start("title") : match.end("title")])
        if folded(lines.bare[i]) in ("查看完整版本:", "查看完整版本："):
            below = lines.below(i + 1, len(lines), 1)
            return _unframed(lines.bare[below[0]]) if below else None
    return None


def _unframed(title: str) -> str:
    framed = FRAMED_RE.fullmatch(title)
    return framed[1] if framed else title


def _above(lines: Lines, zone: Zone) -> str | None:
    """The mobile views print the title right above the first post's head."""
    if zone.head.kind != "touch":
        return None
    for i in lines.above(zone.head.first, max(0, zone.head.first - 12), 4):
        text = HEADING_RE.sub("", lines.bare[i])
        if text and row_of(text, "head", "path", "foot", "tail", "order") is None and not text.isdecimal():
            return text.removesuffix(ONLY.strip()).rstrip()
    return None


def _platform(lines: Lines) -> str | None:
    tail = "\n".join(lines.bare[max(0, len(lines) - BOTTOM) :])
    found = PLATFORM_RE.search(tail)
    if found is None:
        return None
    return f"Discuz! {found[1]}" if found[1] else "Discuz!"
