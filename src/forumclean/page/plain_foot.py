"""Finds the foot of the page in a dump: the forum's links, the server's clock, the maker's name."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_lines import Lines

YEARS_RE = re.compile(
    r"(?:©|Copyright|\(C\))?[ \xa0]*(?P<name>[^\d\s©][^\d©]{1,30}?)[ \xa0]+(?:©[ \xa0]*)?(?:19|20)\d\d ?[-–~] ?(?:19|20)\d\d.{0,20}",
    re.IGNORECASE,
)
COMMON = 5
"""Characters of a line that says nothing by itself, and how many such lines may stand at the top of a foot."""
TITLES = 8
"""Lines at the top of a page in views without buttons."""
NUMBERED_RE = re.compile(r"/ ?\d+ ?页|^页[:：]")
"""The links to the pages of a thread, with the count of them."""
BARS = frozenset("|·»›()（）")
"""What stands between links, where a tool put each on a line of its own."""
PAGES = 200
"""A number above the links to the pages that is no page's: threads have fewer."""
BRACKETED_RE = re.compile(r"\[?\d{1,4}\]?")
PAGER_RE = re.compile(r"/ ?\d+ ?[页頁]|[上下]一[页頁]|^[页頁][:：]|[|\[]|Next|Prev|^返")
"""What only a foot's lines say."""
NUMBERS_RE = re.compile(r"[\d ]{1,40}")
FOOT = ("foot", "order", "head")
"""Places of the rows that a foot is made of."""
SURE = frozenset(
    f"chrome/{row}" for row in ("footer-links", "clock", "login-to-reply", "archiver-foot", "printable-foot")
)
MAKER_RE = re.compile(r"Powered by|Discuz!|Comsenz")
"""What only a forum ends in."""


def foot(lines: Lines, start: int, stop: int, *, paths: bool = True) -> int:
    """Where the foot of the page begins: the last lines that are the forum's, read from the end.

    A path belongs to a foot as well (``paths``: of a view that has one there), but makes none: a post may end with ``甲 > 乙``.
    """
    top, strays = stop, 0
    for i in lines.upwards(stop, start, len(lines)):
        text = lines.bare[i]
        if text in BARS or (top < stop and any(lines.bare[j] == "|" for j in lines.upwards(i, start, 1))):
            continue
        known = row_of(text, *FOOT) is not None or (paths and top < stop and row_of(text, "path") is not None)
        if known and not (strays and _is_common(text)):
            top, strays = i, 0
        else:
            strays += 1
            if strays > 1 or top == stop or len(text) > 40:
                break
    top = _below_common(lines, top, stop)
    return _site_line(lines, start, _archiver_foot(lines, start, stop, top), stop)


def seam(lines: Lines, start: int, stop: int, tops: Container[str]) -> int:
    """Where the foot of a page begins that ends between two posts of views without buttons; ``stop`` where none does.

    Pages that were put one behind the other: below the foot stands the top of the next one, which has lines of the first one's (``tops``).
    """
    topped = False
    for i in lines.upwards(stop, start, TITLES):
        text = lines.bare[i]
        if topped and (row_of(text, "foot") in SURE or (NUMBERED_RE.search(text) and row_of(text, "foot"))):
            return foot(lines, start, i + 1, paths=False)
        topped = topped or text in tops
    return stop


def _below_common(lines: Lines, top: int, stop: int) -> int:
    """The foot without the lines at its top that a post may end in."""
    foot_ = [i for i in lines.below(top, stop, 2 * COMMON) if lines.bare[i] not in BARS]
    for k, (i, following) in enumerate(pairwise(foot_)):
        text, below = lines.bare[i], lines.bare[following]
        words = _is_common(below) and not _is_number(text) and not _is_number(below)
        if not _is_common(text) or words or _leads_to_pager(lines, foot_[k:]):
            return i
    return foot_[-1] if len(foot_) > 1 else top


def _leads_to_pager(lines: Lines, following: Sequence[int]) -> bool:
    """True for a word or the number of a page where only such stand between it and the links to the other pages."""
    first = lines.bare[following[0]]
    if _is_number(first) and any(int(number) > PAGES for number in first.split()):
        return False
    for i in following:
        if PAGER_RE.search(lines.bare[i]):
            return True
        if not _is_common(lines.bare[i]):
            return False
    return False


def _is_number(text: str) -> bool:
    return NUMBERS_RE.fullmatch(text) is not None


def _is_common(text: str) -> bool:
    """True for a single word or number of a foot that anybody may write: ``首页``, ``666``, ``B``."""
    if _is_number(text):
        return True
    return len(text) <= COMMON and " " not in text and PAGER_RE.search(text) is None


def sure_foot(lines: Lines, start: int, stop: int) -> int:
    """The same for a text that shows no other sign of a forum: its last lines stay unless one of them is only ever a forum's.

    A text may end in a number, in ``首页`` or in the year of its copyright.
    """
    top = foot(lines, start, stop)
    sure = any(MAKER_RE.search(text) or row_of(text, "foot") in SURE for text in lines.bare[top:stop])
    return top if sure else stop


def _archiver_foot(lines: Lines, start: int, stop: int, top: int) -> int:
    """The foot of the archiver, where the title stands on a line of its own below its label."""
    for i in lines.above(stop, start, 12):
        if folded(lines.bare[i]).rstrip(":： ") == "查看完整版本":
            top = min(top, i)
            break
    else:
        return top
    for i in lines.above(top, start, 12):
        text = folded(lines.bare[i]).rstrip(":： ")
        if text != "页" and (
            row_of(lines.bare[i], "foot") is None or (_is_common(text) and not BRACKETED_RE.fullmatch(text))
        ):
            break
        top = i
    return top


def _site_line(lines: Lines, start: int, top: int, stop: int) -> int:
    """The foot with the line above it, where that is the site's own: its name, its slogan."""
    known, above = lines.below(top, stop, 1), lines.above(top, start, 1)
    if not above or not known:
        return top
    line = above[0]
    if folded(lines.bare[known[0]]).startswith("Powered by"):
        alone = line < top - 1 and not lines.bare[max(0, line - 1)]
        if alone and len(lines.bare[line]) <= 30:  # the site's name above the maker's line
            return line
    return line if line > start and _is_site_line(lines.bare[line], _site_names(lines, top)) else top


def _site_names(lines: Lines, foot: int) -> set[str]:
    """What the page calls its site: in the page's title, beside the links of the foot, in the line of years."""
    names: set[str] = set()
    for i in lines.below(0, len(lines), 2):
        if "Powered by" in lines.bare[i]:
            names |= {part.strip() for part in lines.bare[i].split(" - ")[-3:-1]}
        elif lines.bare[i].endswith("'s Archiver"):
            names.add(lines.bare[i].removesuffix("'s Archiver"))
    for i in range(foot, len(lines)):
        text = lines.bare[i]
        years = YEARS_RE.fullmatch(text)
        if years:
            names.add(years["name"])
        elif "|" in text and len(text) < 200:
            names.add(text.split("|")[-1].split("(")[0].strip())
    return {name for name in names if len(name) > 1}


def _is_site_line(text: str, names: set[str]) -> bool:
    """True for the site's name, alone or with a slogan behind it; a sentence that begins with the name is the writer's."""
    if text in names:
        return True
    return (
        len(text) <= 60
        and text[-1] not in "。！？!?.”"
        and any(text.startswith((f"{n} ", f"{n}\xa0", f"{n}-", f"{n},", f"{n}，")) for n in names)
    )
