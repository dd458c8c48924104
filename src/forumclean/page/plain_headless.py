"""Finds the post whose head a dump does not show: it was copied from the middle of a page, or the head is none that is known.

What stands above the first known head is the top of the page, which is furniture, unless something tells that a post
ends there: the buttons that only stand below a post, or sentences, of which no top of a page is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_heading import Head
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_titles import COPY_RE
from forumclean.page.plain_top import FLAT, PRINTED_RE, ROOT, SUBJECT_RE, TOP
from forumclean.page.plain_zones import DESKTOP, endings

SENTENCE_RE = re.compile(r"[，。！？；：…]|[a-z][,.!?](?:\s|$)")
SHORTEST = 15
"""Characters of a sentence with a stop anywhere; names, titles and buttons are shorter or have none."""
FULL_RE = re.compile(r".{5,}[。…][”』」）]?")
"""A shorter one that ends in a full stop, as a title seldom does."""
SURE = frozenset({"chrome/views", "chrome/page-title"})
"""Rows around a thread's title that no post holds."""
TITLE_RE = re.compile(
    "复制链接|複製鏈接|Copy (?:the )?[Ll]ink|»|查看|Views?:|Powered by|'s Archiver|标题|標題|Subject|Title"
)
"""What every line around a title says; a look at each line takes longer than a search for these."""
MENUS, PANEL = ("head", "path", "order"), "panel"
"""Places of the rows that stand above a first post."""
SECOND = 2
"""The floor below the bar; on later pages the bar stands below the title."""
BAR = 6
"""Lines above a head that may be the bar's."""
BELOW_TOP = 6
"""Sentences that tell a post below the top of a page; notices, rules and titles are fewer."""
COPIED_TOUCH = 2
"""Sentences that tell a post above the touch view's heads: one alone may be the title, which stands there without a sign."""
LONG = 4
"""Lines that are more than a title with a board's and a site's name; a sentence among them does."""
FIRST_PAGE = 5
"""Posts of the smallest page that there is (X3.4, touch view)."""
COPIED = 3
"""Lines that tell a post where there is no top: one alone may be the title, two the title and the site's name."""


def with_headless(lines: Lines, heads: list[Head]) -> list[Head]:
    """The heads, and before them one of no lines where the dump begins inside a post."""
    if not heads or heads[0].floor == 1:
        return heads
    opens = (
        heads[0].starter and heads[0].floor is None
    )  # or a later post by the thread's author, in views without floors
    first = None if opens and _end(lines, 0, heads[0]) is None else _first_line(lines, heads[0])
    return heads if first is None else [Head(first, first - 1, heads[0].kind, ""), *heads]


def _first_line(lines: Lines, head: Head) -> int | None:
    """Where the post above the first head begins; ``None`` where there is none."""
    stop = head.first
    titles = _titles(lines, stop)
    within = _are_within(lines, titles)
    start = titles[-1] + 1 if titles and not within else 0
    end = _end(lines, start, head)
    said = next(_sentences(lines, start, stop if end is None else end), None)
    if end is not None:
        reached = _above_buttons(lines, start, end) if said is None else said
        return None if said is None and reached == start else _below_top(lines, start, reached)
    topped = not within and (start > 0 or _has_menus(lines, stop))
    touch = head.kind == "touch" and not topped
    long = touch and (_follows(head) or _is_copied(lines, stop, LONG))
    fewest = BELOW_TOP if topped else COPIED_TOUCH if touch and not long else 1
    if sum(1 for _ in islice(_sentences(lines, start, stop), fewest)) == fewest:
        return start if said is None else _below_top(lines, start, said)
    fewest = 1 if touch and _follows(head, FIRST_PAGE) else COPIED if head.kind in FLAT and not topped else 0
    return 0 if fewest and _is_copied(lines, stop, fewest) else None


def _end(lines: Lines, start: int, head: Head) -> int | None:
    """The line that only stands below a post: its last button, or (touch view) the bar below the first post of a page."""
    if head.kind == DESKTOP:
        return next((line for line in endings(lines) if start <= line < head.first), None)
    if head.kind == "touch" and head.floor == SECOND:
        return next((i for i in lines.upwards(head.first, start, BAR) if row_of(lines.bare[i], "order")), None)
    return None


def _titles(lines: Lines, stop: int) -> list[int]:
    """The lines that stand around the title, of the last ones that may, in order."""
    found = dict.fromkeys(lines.at(match.start()) for match in TITLE_RE.finditer(lines.text, 0, lines.starts[stop]))
    return [i for i in list(found)[-TOP:] if _is_titles(lines.bare[i]) or _is_own(lines.bare[i])]


def _is_titles(text: str) -> bool:
    text = folded(text)
    return (
        (text.endswith("]") and COPY_RE.search(text) is not None)
        or row_of(text, "head") in SURE
        or PRINTED_RE.fullmatch(text) is not None
        or text.endswith("'s Archiver")
    )


def _is_own(text: str) -> bool:
    """True for a line that stands around a title, and in a post as well: ``标题：`` in a list of books, ``甲 » 乙`` of places."""
    text = folded(text)
    return ("»" in text and row_of(text, "path") is not None) or SUBJECT_RE.fullmatch(text) is not None


def _are_within(lines: Lines, titles: list[int]) -> bool:
    """True where such lines are all that speaks of a page's top, and sentences, or more titles than a page has, of a post."""
    if not titles or any(_is_titles(lines.bare[i]) for i in titles) or _has_menus(lines, titles[0]):
        return False
    several = sum(SUBJECT_RE.fullmatch(folded(lines.bare[i])) is not None for i in titles) > 1
    return several or any(True for _ in _sentences(lines, 0, titles[0]))


def _follows(head: Head, last: int | None = None) -> bool:
    """True where the floor (up to ``last``) says that other posts of the page stand above: pages have 5, 10, 15, … of them."""
    return head.floor is not None and head.floor % FIRST_PAGE != 1 and (last is None or head.floor <= last)


def _below_top(lines: Lines, start: int, stop: int) -> int:
    """The line behind the last one above ``stop`` that is of the page's menus or of an author's panel."""
    above = lines.upwards(stop, start, TOP)
    return next((i + 1 for i in above if _is_menu(lines.bare[i]) or row_of(lines.bare[i], PANEL)), start)


def _above_buttons(lines: Lines, start: int, end: int) -> int:
    """The line behind the last one of a post that holds no sentence."""
    return next((i + 1 for i in lines.upwards(end, start, TOP) if row_of(lines.bare[i], "tail") is None), start)


def _has_menus(lines: Lines, stop: int) -> bool:
    """True where a line is of a page's menus and of no author's panel; both say ``帖子``."""
    texts = (lines.bare[i] for i in lines.downwards(0, stop, TOP))
    return any(_is_menu(text) and row_of(text, PANEL) is None for text in texts)


def _is_menu(text: str) -> bool:
    """True for a line of the page's menus that no button below a post says, and no comparison (``a > b``)."""
    row = row_of(text, *MENUS)
    if row == "chrome/path" and "»" not in text and "›" not in text:
        return text.partition(">")[0].strip() in ROOT
    return row is not None and row_of(text, "tail") is None


def _is_copied(lines: Lines, stop: int, fewest: int) -> bool:
    """True where so many lines are no forum's that they are more than a title and a site's name."""
    return sum(row_of(lines.bare[i]) is None for i in lines.downwards(0, stop, TOP)) >= fewest


def _sentences(lines: Lines, start: int, stop: int) -> Iterator[int]:
    return (i for i in range(start, stop) if _is_sentence(lines.bare[i]) and row_of(lines.bare[i]) is None)


def _is_sentence(text: str) -> bool:
    return (len(text) >= SHORTEST and SENTENCE_RE.search(text) is not None) or FULL_RE.fullmatch(text) is not None
