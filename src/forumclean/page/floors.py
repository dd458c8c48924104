"""Gives posts their floors where the page shows none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forumclean.model import PostFacts, ThreadFacts

PAGE_SIZES = (10, 20, 15, 30, 5)
"""Posts a page: Discuz!'s default first, then what admins choose."""


def counted(
    posts: Sequence[PostFacts], thread: ThreadFacts, *, by_author: bool, size: int | None = None
) -> tuple[PostFacts, ...]:
    """The posts with the floors that can be told: from a neighbour, or from the page's number and size.

    A blocked post shows no floor but its neighbours do.  Author-only views number anew: there no floor holds.
    ``size`` is the view's own page size, where it has one.
    """
    if by_author:
        return tuple(replace(post, floor=None) for post in posts)
    known = [(i, post.floor) for i, post in enumerate(posts) if post.floor is not None]
    if known:
        step = -1 if len(known) > 1 and (known[1][1] or 0) < (known[0][1] or 0) and known[0][1] != 1 else 1
        return _beside(posts, step)
    if not thread.pages:
        return tuple(posts)
    page = thread.pages[0]
    start = 1 if page == 1 else _start(len(posts), page, thread.last_page, size)
    if start is None:
        return tuple(posts)
    return tuple(replace(post, floor=start + i) for i, post in enumerate(posts))


def _start(count: int, page: int, last: int | None, size: int | None) -> int | None:
    """The floor of a page's first post; ``None`` where the page is the last one and longer than a default page."""
    if last is not None and page < last:
        return (page - 1) * count + 1  # a full page: its length is the page size
    default = size or PAGE_SIZES[0]
    return (page - 1) * default + 1 if count <= default else None


def _beside(posts: Sequence[PostFacts], step: int) -> tuple[PostFacts, ...]:
    """The posts, each without a floor with the one between its neighbours', where both (or the only one) agree on it."""
    forward = _counted_on([post.floor for post in posts], step)
    backward = _counted_on([post.floor for post in reversed(posts)], -step)[::-1]
    return tuple(
        post if post.floor is not None else _between(post, before, after)
        for post, before, after in zip(posts, forward, backward, strict=True)
    )


def _counted_on(floors: Sequence[int | None], step: int) -> list[int | None]:
    """For each place the floor that the nearest one ahead of it leads to."""
    found: list[int | None] = []
    last: int | None = None
    for floor in floors:
        last = floor or (None if last is None else last + step)
        found.append(last)
    return found


def _between(post: PostFacts, before: int | None, after: int | None) -> PostFacts:
    if before is not None and after is not None and before != after:
        return post
    found = before if before is not None else after
    return replace(post, floor=found) if found is not None and found > 0 else post
