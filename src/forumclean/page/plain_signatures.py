"""Finds signatures in a dump: the lines that end every post of one author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from forumclean.page.plain_lines import Lines
from forumclean.page.plain_zones import DESKTOP, Zone

LONGEST, SHORTEST = 10, 4
"""Lines of a signature at most; characters at least, for many answers end in the same two."""


def without_signatures(lines: Lines, zones: Sequence[Zone]) -> tuple[tuple[Zone, ...], dict[int, str]]:
    """The zones without the signatures that they end in, and the signatures by the number of the zone.

    A signature stands below each post of its author; where there is only one post, nothing tells it from the text.
    """
    posts: dict[str, list[int]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for n, zone in enumerate(zones):
        said = (zone.author or "", zone.head.time)
        if zone.author and zone.stop > zone.start and zone.head.kind == DESKTOP and said not in seen:
            posts[zone.author].append(n)
        seen.add(said)  # a page may have been saved twice: one post is no proof of another
    found: dict[int, str] = {}
    out = list(zones)
    for numbers in posts.values():
        if len(numbers) < 2:
            continue
        tails = [_tail(lines, zones[n]) for n in numbers]
        size = _common([[lines.bare[i] for i in tail] for tail in tails], [bool(zones[n].boxes) for n in numbers])
        for n, tail in zip(numbers, tails, strict=True):
            words = [lines.bare[i] for i in reversed(tail[:size])]
            if size and sum(map(len, words)) >= SHORTEST:
                found[n] = " ".join(words)
                if not zones[n].boxes:
                    out[n] = zones[n]._replace(stop=tail[size] + 1)
    return tuple(out), found


def _tail(lines: Lines, zone: Zone) -> list[int]:
    """The last lines of a post, backwards: behind its boxes, where it has some."""
    start, stop = (zone.boxes[-1].stop, zone.tail) if zone.boxes else (zone.start, zone.stop)
    return lines.above(stop, start, LONGEST + 1)


def _common(tails: Sequence[Sequence[str]], boxed: Sequence[bool]) -> int:
    """How many lines all tails begin with (they run backwards); a post without boxes keeps one line of its own at least."""
    size = 0
    for row in zip(*tails, strict=False):
        if len(set(row)) > 1:
            break
        size += 1
    room = [len(tail) - (not box) for tail, box in zip(tails, boxed, strict=True)]
    return max(0, min(size, LONGEST, *room))
