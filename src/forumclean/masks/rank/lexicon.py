"""What is known of filters' lists before a page is read: words with their origin, kinds of lists with their odds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from forumclean import tables
from forumclean.errors import TableError
from forumclean.masks.rank.page import Lists

FOLDER = "lexicon"
WORDS = "words.tsv"
ORIGINS = ("core", "law", "wide", "kin", "filter", "other", "given")
COMMON = ("one", "two", "more")
"""How common a kind is, by the number of asterisks."""
OTHER, GIVEN = "other", "given"
OF_THE_USER = "list/given"
"""The kind that is weighed only where the user gave words."""


@cache
def origins() -> dict[str, str]:
    """The words of the lexicon, each with where it comes from."""
    lines = (files("forumclean") / "data" / FOLDER / WORDS).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    wrong = next((row for row in rows if len(row) != 3 or row[2] not in ORIGINS), None)
    if wrong:
        raise TableError(
            f"{FOLDER}/{WORDS}: {wrong} is no word, group and origin (one of {', '.join(ORIGINS)})", reason="table"
        )
    return {word: origin for word, _, origin in rows}


def lists_for(words: Sequence[str], given: frozenset[str] = frozenset(), stars: int = 1) -> Lists:
    """The kinds of lists over these words, for masks of so many asterisks; a word that is ``given`` is on nearly all.

    >>> lists = lists_for(("最佳", "桌子", "好茶"), frozenset({"好茶"}))
    >>> [f"{odds:.4f}" for odds in lists.odds[0]]
    ['0.9000', '0.0006', '0.9700']
    """
    known = origins()
    rows = [row for row in tables.load(FOLDER) if given or row.id != OF_THE_USER]
    named = [GIVEN if word in given else known.get(word, OTHER) for word in words]
    odds = [[_share(row, origin) for origin in ORIGINS] for row in rows]
    column = np.array([ORIGINS.index(origin) for origin in named], np.int64)
    share = np.array([_share(row, COMMON[min(stars, len(COMMON)) - 1]) for row in rows], np.float32)
    return Lists(share / share.sum(), np.array(odds, np.float32)[:, column])


def _share(row: tables.Row, key: str) -> float:
    value = row.values.get(key)
    if not isinstance(value, float) or not 0 < value < 1:
        raise TableError(f"{row.place} ({row.id}): {key} must be a number between 0 and 1", reason="table")
    return value
