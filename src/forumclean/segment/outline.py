"""The headings of a post: those that its elements name, and those that its lines show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from forumclean.segment.elements import made
from forumclean.segment.headings import Finder
from forumclean.segment.lines import Inline
from forumclean.segment.ranks import Title
from forumclean.segment.rows import Flow


def outlined(told: Sequence[str], flow: Flow, inline: Inline) -> list[Title]:
    """The headings in order; those that elements name are all, but where they are strays beside a row of others.

    A writer who sets headings as elements sets no others; boxes of a forum's plugins have elements, too.
    """
    if len(told) < 2:
        return []  # most replies: a heading stands over something
    named = made(flow, inline)
    shown = Finder(told, flow, inline).titles()
    if not named:
        return shown
    taken = {i for title in named for i in range(title.first, title.last + 1)}
    others = [title for title in shown if taken.isdisjoint(range(title.first, title.last + 1))]
    return sorted([*named, *others]) if _strays(named, others, told) else named


def _strays(named: Sequence[Title], others: Sequence[Title], texts: Sequence[str]) -> bool:
    """True where no element stands between the other headings, and those stand over more of the text."""
    starts = [title.first for title in named]
    if not others or bisect_right(starts, others[0].first) != bisect_right(starts, others[-1].first):
        return False
    return _over(others, named, texts) > _over(named, others, texts)


def _over(titles: Sequence[Title], others: Sequence[Title], texts: Sequence[str]) -> int:
    """How many characters stand right below some headings."""
    stops = sorted(title.first for title in (*titles, *others))
    ends = (*stops, len(texts))
    return sum(sum(map(len, texts[t.last + 1 : ends[bisect_right(stops, t.first)]])) for t in titles)
