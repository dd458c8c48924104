"""Tells which page of its thread a dump is: by the floors, by the page's title, by the archiver's links to the other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from forumclean.page.plain_lines import Lines
from forumclean.page.plain_zones import Zone

PAGE_RE = re.compile(r"第 ?(\d{1,6}) ?[页頁]")
"""The part of a later page's title that numbers it."""
TITLED_RE = re.compile(r"[ \xa0]-[ \xa0]+第 ?(?P<page>\d{1,6}) ?[页頁][ \xa0]+-[ \xa0].{1,300}Powered by")
LINKS_RE = re.compile(
    r"[页頁][:：](?P<before>[\s\d]{0,400}?)(?:\*\*)?\[(?P<page>\d{1,6})\](?:\*\*)?(?P<after>[\s\d]{0,400})"
)
"""The archiver's links to the other pages; the one shown stands in brackets."""
LINKS = ("页:", "頁:", "页：", "頁：")
BOTTOM = 60
"""Lines that these links may be spread over, with what stands below."""
TOP = 3
"""Lines that the page's title is one of."""
ARCHIVER = "archiver"


def pages_of(lines: Lines, zones: Sequence[Zone]) -> tuple[tuple[int, ...], int | None]:
    """The page that the dump is and the thread's last one, as far as it tells.

    It is the first page, unless its floors say that it is another one, whose number a dump may not tell, or its top is missing.
    """
    if zones[0].head.kind == ARCHIVER:
        linked = _linked(lines)
        if linked is not None:
            return linked
    titled = next((TITLED_RE.search(lines.bare[i]) for i in lines.below(0, min(len(lines), BOTTOM), TOP)), None)
    if titled:
        return (int(titled["page"]),), None
    shown = ((i, zone.head.floor) for i, zone in enumerate(zones) if zone.head.floor is not None)
    floors = list(islice(shown, 1))
    if not floors and not zones[0].head.time and zones[0].head.first == 0:
        return (), None
    return ((1,) if all(floor <= i + 1 for i, floor in floors) else ()), None


def _linked(lines: Lines) -> tuple[tuple[int, ...], int | None] | None:
    """What the archiver's links say; of pages one behind the other nothing, unless the first of them is the thread's first."""
    starts = [i for i in range(len(lines)) if lines.bare[i].startswith(LINKS)]
    found = [links for i in starts if (links := LINKS_RE.match(_below(lines, i)))]
    if not found:
        return None
    page = int(found[0]["page"])
    if len(found) > 1:
        return ((1,) if page == 1 else ()), None
    numbers = [int(number) for number in re.findall(r"\d{1,6}", f"{found[0]['before']} {found[0]['after']}")]
    return (page,), max([page, *numbers])


def _below(lines: Lines, i: int) -> str:
    return "\n".join(lines.bare[j] for j in lines.below(i, len(lines), BOTTOM))
