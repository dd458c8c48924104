"""Reads pages again where posts were deleted while a thread was read, or since its pages were kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from forumclean.fetching.reader import PageRead


def mend(read: dict[int, PageRead], again: Callable[[int], PageRead]) -> None:
    """Read pages again that lost their first post to a page before them, which was read already.

    Going back from a page behind which posts have moved up, the page on which one was deleted still begins with the same post; the
    pages before that one have lost nothing.  Reading backwards loses nothing itself: posts only ever move to pages that are read
    later.
    """
    done: set[int] = set()
    for start in sorted({*_falls(read), *_slips(read)}, reverse=True):
        number = start
        while number in read and number not in done:
            done.add(number)
            before, page = read[number], again(number)
            if page.number == number:
                read[number] = page
            if page.opening == before.opening:
                break
            number -= 1


def _falls(read: Mapping[int, PageRead]) -> Iterator[int]:
    """The pages after whose reading the count of replies had fallen."""
    counts = {number: page.article.thread.replies for number, page in read.items()}
    for number, was in counts.items():
        now = counts.get(number + 1)
        if was is not None and now is not None and now < was:
            yield number


def _slips(read: Mapping[int, PageRead]) -> Iterator[int]:
    """The pages out of a store before one that began with another post when it was kept: as many may be new as were deleted."""
    return (number - 1 for number, page in read.items() if page.slipped and number - 1 in read)
