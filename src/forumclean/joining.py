"""Joins the pages of one thread, in any order and of any view, into one article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from forumclean.article import Article
from forumclean.errors import InputError
from forumclean.model import Post, PostFacts, Removed, ThreadFacts
from forumclean.options import Options
from forumclean.pipeline import selected

T = TypeVar("T")
MOST_TOLD = 20
"""Single pages and ranges that a message names; nobody reads more."""


def join(articles: Sequence[Article], options: Options, *, whole: bool = True) -> Article:
    """One article out of several pages: posts in the order of their floors, each once, a missing page named.

    ``whole`` says that all pages were meant to be there.  Raises :class:`InputError` where the pages are of different threads.
    """
    if not articles:
        raise InputError("there is no page to join", reason="empty")
    _same_thread(articles)
    order = sorted(range(len(articles)), key=lambda i: (_page(articles[i]), i))
    pages = [articles[i] for i in order]
    places = _places(pages)
    first = pages[0]
    outline = _by_post((part, s.post, s) for part, page in enumerate(pages) for s in page.outline)
    masks = _by_post((part, m.post, m) for part, page in enumerate(pages) for m in page.masks if m.post is not None)
    joined = replace(
        first,
        thread=_thread(pages),
        posts=tuple(replace(pages[part].posts[i], part=part) for part, i in places),
        outline=tuple(replace(s, post=i) for i, place in enumerate(places) for s in outline.get(place, ())),
        masks=(
            *(m for m in first.masks if m.post is None),
            *(replace(m, post=i) for i, place in enumerate(places) for m in masks.get(place, ())),
        ),
        removed=_removed(pages),
        warnings=tuple(dict.fromkeys(w for page in pages for w in page.warnings))
        + (_missing(pages, places) if whole else ()),
        joined=tuple(pages),
    )
    return selected(joined, options)


def _by_post(rows: Iterable[tuple[int, int, T]]) -> dict[tuple[int, int], list[T]]:
    """What belongs to each post, by its page and its place there."""
    found: dict[tuple[int, int], list[T]] = {}
    for part, i, row in rows:
        found.setdefault((part, i), []).append(row)
    return found


def _same_thread(articles: Sequence[Article]) -> None:
    seen: dict[int, str] = {}
    for article in articles:
        if article.thread.tid is not None:
            seen.setdefault(article.thread.tid, article.source.name or "-")
    if len(seen) > 1:
        told = ", ".join(f"{name} is thread {tid}" for tid, name in seen.items())
        raise InputError(f"these are pages of different threads ({told}); give the pages of one", reason="threads")


def _page(article: Article) -> tuple[int, int]:
    """Where a page belongs: by its number, then by its first floor."""
    floors = [post.facts.floor for post in article.posts if post.facts.floor is not None]
    page = article.thread.pages[0] if article.thread.pages else 1
    later = [floor for floor in floors if floor != 1 or page == 1]
    return (page, min(later, default=0))


def _identity(post: Post) -> tuple[str, object]:
    """What tells that two posts are the same one."""
    facts = post.facts
    if facts.pid is not None:
        return ("pid", facts.pid)
    if facts.floor is not None:
        return ("floor", facts.floor)
    return ("text", (facts.author, facts.published, post.blocks))


def _places(pages: Sequence[Article]) -> list[tuple[int, int]]:
    """(page, post) of every post, each once, in the order of the floors (unknown ones where they stand).

    A post that one page shows without its floor (the view of one author) is taken from the page that tells it.
    """
    found: dict[tuple[str, object], tuple[int, int]] = {}
    floors: dict[int, int | None] = {}
    for part, page in enumerate(pages):
        for i, post in enumerate(page.posts):
            identity, facts = _identity(post), post.facts
            before = found.get(identity)
            known = before is not None and (facts.floor is None or _floor(pages, before) is not None)
            if known or _is_there(facts, floors):
                continue
            found[identity] = (part, i)
            if facts.floor is not None:
                floors.setdefault(facts.floor, facts.pid)
    places = list(found.values())
    told = [_floor(pages, place) for place in places]
    in_order = None not in told and len(set(told)) == len(told)
    return sorted(places, key=lambda place: _floor(pages, place) or 0) if in_order else places


def _floor(pages: Sequence[Article], place: tuple[int, int]) -> int | None:
    return pages[place[0]].posts[place[1]].facts.floor


def _is_there(facts: PostFacts, floors: Mapping[int, int | None]) -> bool:
    """True for a floor that is taken, if not by a post that is known to be another one.

    Some views count floors: where a post is deleted between two readings, one floor has two posts.
    """
    if facts.floor is None or facts.floor not in floors:
        return False
    other = floors[facts.floor]
    return facts.pid is None or other is None or facts.pid == other


def _thread(pages: Sequence[Article]) -> ThreadFacts:
    """The first page's facts, what it lacks from the others, and all page numbers."""
    first = pages[0].thread
    merged = first
    for page in pages[1:]:
        for name in ("tid", "title", "url", "site", "views", "replies", "platform", "poll", "reward", "price"):
            if getattr(merged, name) is None and getattr(page.thread, name) is not None:
                merged = replace(merged, **{name: getattr(page.thread, name)})
        merged = replace(merged, board=merged.board or page.thread.board, tags=merged.tags or page.thread.tags)
        if merged.kind == "normal":
            merged = replace(merged, kind=page.thread.kind)
    numbers = sorted({number for page in pages for number in page.thread.pages})
    return replace(merged, pages=tuple(numbers), last_page=_last(pages))


def _last(pages: Sequence[Article]) -> int | None:
    return max((page.thread.last_page for page in pages if page.thread.last_page), default=None)


def _missing(pages: Sequence[Article], places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The pages that are not there; none where all posts are: views differ in how many a page has."""
    have = {number for page in pages for number in page.thread.pages}
    last = _last(pages) or max(have, default=1)
    gaps = [number for number in range(1, last + 1) if number not in have]
    if not gaps or _has_all(pages, places):
        return ()
    return (f"page {told_pages(gaps)} of {last} is missing; the thread is not whole: give it as well",)


def _has_all(pages: Sequence[Article], places: Sequence[tuple[int, int]]) -> bool:
    """True where every floor is there, the last page of some view too, and as many posts as full pages before each view's last have."""
    count = len(places)
    full = [
        len(page.posts) * (page.thread.last_page - 1) for page in pages if page.thread.last_page and not _ends(page)
    ]
    whole = any(map(_ends, pages)) and all(least < count for least in full)
    return whole and {_floor(pages, place) for place in places} == {*range(1, count + 1)}


def _ends(page: Article) -> bool:
    """True for the last page of its view, or the only one."""
    return page.thread.last_page is None or page.thread.last_page in page.thread.pages


def told_pages(numbers: Iterable[int]) -> str:
    """The numbers as a message tells them: three and more in a row as a range, and no more than anybody reads.

    >>> told_pages([2, 3, 7, 8, 9]), told_pages(range(1, 99, 2)).count(","), told_pages(range(1, 99, 2))[-11:]
    ('2, 3, 7-9', 20, '39, 29 more')
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    parts = [f"{a}-{b}" if b > a + 1 else f"{a}, {b}" if b > a else str(a) for a, b in spans]
    more = sum(b - a + 1 for a, b in spans[MOST_TOLD:])
    return ", ".join([*parts[:MOST_TOLD], *([f"{more} more"] if more else [])])


def _removed(pages: Sequence[Article]) -> dict[str, Removed]:
    total: dict[str, Removed] = {}
    for page in pages:
        for rule, count in page.removed.items():
            before = total.get(rule, Removed(0, 0))
            total[rule] = Removed(before.count + count.count, before.characters + count.characters)
    return {rule: total[rule] for rule in sorted(total)}
