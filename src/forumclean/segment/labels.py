"""Reads the labels of sections: 01, 一、, Part One, 第一部分."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from forumclean.tables import load


class Label(NamedTuple):
    """A section's label."""

    style: str
    number: str
    """The label without its marks: 01, 第一章."""
    value: int
    """What it counts: 1 for 第一章."""
    end: int
    """Where it ends in the line."""


NAME_RE = re.compile(r"\(\?P<(\w+)>")


@cache
def _labels() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[str, re.Pattern[str]], ...]]:
    rows = load("headings")
    alone = tuple((r.text("style"), re.compile(r.text("alone"))) for r in rows if "alone" in r.values)
    before = tuple((r.text("style"), re.compile(r.text("before"))) for r in rows if "before" in r.values)
    return alone, before


class Joined(NamedTuple):
    """All patterns as one: what begins like a label and is none is told by one call."""

    pattern: re.Pattern[str]
    styles: dict[int, tuple[str, int, int, int]]
    """By the group that a pattern became: its style, the two groups in which the number may stand, and that of its unit."""


@cache
def _joined(alone: bool) -> Joined:  # noqa: FBT001 - a keyword would slow the cache
    rows = _labels()[0 if alone else 1]
    renamed = (NAME_RE.sub(rf"(?P<\g<1>{i}>", pattern.pattern) for i, (_, pattern) in enumerate(rows))
    pattern = re.compile("|".join(f"(?P<row{i}>{each})" for i, each in enumerate(renamed)))
    group = pattern.groupindex
    styles = {
        group[f"row{i}"]: (
            f"{style} alone" if alone else style,
            group[f"n{i}"],
            group.get(f"m{i}", group[f"n{i}"]),
            group.get(f"u{i}", 0),
        )
        for i, (style, _) in enumerate(rows)
    }
    return Joined(pattern, styles)


HAN = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
WORDS = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)}
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
CIRCLED = {chr(ord("①") + i): i + 1 for i in range(20)}
MARKS = " \t\u3000\xa0、.．：:/#｜|▎【】[]（）()"
"""What stands around a label and says nothing; words like 第…章 are a part of it, so that none is lost."""
SIGNS = frozenset("【〖■□◆◇●○★☆▲△▶►◎※▍▌❖—=＝~～")
"""What lines begin with that a sign marks as titles."""
LABEL_START = SIGNS.union("0123456789一二三四五六七八九十第PpCcDdSsNnTt/#｜|▎[（(", CIRCLED)


def value_of(number: str) -> int:
    """The value of a label: 03, 三, 十二, Three, IV; 0 for what is none of them.

    >>> [value_of(n) for n in ("03", "三", "十", "十二", "二十一", "Three", "IV", "④", "x")]
    [3, 3, 10, 12, 21, 3, 4, 4, 0]
    """
    if number.isdecimal():
        return int(number)
    if number[0] in HAN or number[0] == "十":
        tens, ten, ones = number.partition("十")
        if not ten:
            return HAN.get(number, 0)
        return HAN.get(tens, 1) * 10 + (HAN.get(ones, 0) if ones else 0)
    return WORDS.get(number.lower(), ROMAN.get(number, CIRCLED.get(number, 0)))


def labels_of(lines: Iterable[tuple[int, str]], *, alone: bool) -> list[tuple[int, Label]]:
    """The labels that numbered lines are (``alone``) or begin with; most of them are and have none.

    >>> [(i, label.number) for i, label in labels_of([(0, "01"), (1, "第一天"), (2, "三、")], alone=True)]
    [(0, '01'), (2, '三')]
    """
    pattern, styles = _joined(alone)
    told = pattern.fullmatch if alone else pattern.match
    return [(i, _label(match, styles)) for i, text in lines if (match := told(text))]


def _label(match: re.Match[str], styles: dict[int, tuple[str, int, int, int]]) -> Label:
    style, here, there, unit = styles[match.lastindex or 0]
    style += (unit and match[unit]) or ""  # chapters and their sections are counted apart
    return Label(style, match[0].strip(MARKS), value_of(match[here] or match[there] or ""), match.end())


Run = list[tuple[int, Label]]
"""A row of labels, each with the number of its line."""


def runs(labels: Sequence[tuple[int, Label]]) -> list[Run]:
    """Rows of labels of one style that count 1, 2, 3 …; a number out of turn is left out."""
    runs: dict[str, list[Run]] = {}
    for i, label in labels:
        rows = runs.setdefault(label.style, [])
        if label.value == 1:
            rows.append([(i, label)])
        elif rows and label.value == rows[-1][-1][1].value + 1:
            rows[-1].append((i, label))
    return [run for rows in runs.values() for run in rows]
