"""Rows of lines that the same sign marks as titles: 【…】, ■ …, == … ==."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from forumclean.segment.labels import Label, Run
from forumclean.segment.titles import title_like, untitled
from forumclean.tables import load


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r.text("style"), re.compile(r.text("signed"))) for r in load("headings") if "signed" in r.values)


def signed(lines: Iterable[tuple[int, str]]) -> list[Run]:
    """The rows: their labels have no number and no length, for the sign is a part of the title; none where a line stands twice.

    >>> [[i for i, _ in run] for run in signed([(0, "【河面】"), (4, "■ 码头"), (7, "【账本】"), (9, "【账本】之外")])]
    [[0, 7]]
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for i, text in lines:
        for style, pattern in _signs():
            match = pattern.fullmatch(text)
            if match and title_like(match["t"]) and not untitled(match["t"]):
                found.setdefault(style + match["s"], []).append((i, match["t"]))
                break
    return [
        [(i, Label(style, "", value, 0)) for value, (i, _) in enumerate(row, 1)]
        for style, row in found.items()
        if 1 < len({title for _, title in row}) == len(row)
    ]
