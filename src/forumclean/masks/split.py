"""Joins words that a writer split with a space to get them past a filter (中 美, 微 信).

Chinese is written without spaces, yet a space between two Chinese characters is mostly meant: it divides a title,
a list of names, the columns of a table, the halves of a verse.  So a space is taken out only inside a word that
filters are known to hit (``data/words``), or one that the page itself has in clear again and again, and only in
running text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from forumclean import tables
from forumclean.masks.scan import CJK, CJK_RE
from forumclean.masks.types import Range
from forumclean.model import Edit

FOLDER = "words"
RULE = "restore/split-word"
GAP_RE = re.compile(rf" (?=[{CJK}])(?<=[{CJK}] )")
"""A single space between two Chinese characters; it begins with the space, so that a scan is fast."""
COLUMNS = 3
"""So many gaps on a line, those of one word aside, are columns, names or verse."""
HABIT = 24
"""A page with more gaps than this sets spaces for reasons of its own: its words in clear prove nothing."""
CLEAR = 3
"""How often a word must stand in clear on the page to be one of the page's words."""
SENTENCE = 12
"""Characters of a line that is running text."""

FUNCTION = frozenset(
    "的了是在和与及或有不也就都还而着过把被对为這这那个個我你您他她它们們"
    "之以于於从到中上下里来去说要会能可一二三四五六七八九十年月日"
)
"""Characters that stand beside any other: a pair with one of them is seldom a word."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is worth joining, and the characters beside it that forbid it."""

    text: str
    lead: frozenset[str]
    """Where there are any: of the Chinese characters, only these may stand in front (与 in 与中 美, not 手 in 手中 美)."""
    before: frozenset[str]
    after: frozenset[str]

    def fits(self, before: str, after: str) -> bool:
        """True where the word may stand between two characters."""
        if self.lead and CJK_RE.match(before) and before not in self.lead:
            return False
        return before not in self.before and after not in self.after


@cache
def known_words() -> dict[str, list[tuple[Word, int]]]:
    """The words by each pair of neighbours in them, with the place of the gap."""
    words: dict[str, list[tuple[Word, int]]] = {}
    for row in tables.load(FOLDER):
        lead, before, after = (frozenset("".join(row.texts(key))) for key in ("lead", "before", "after"))
        word = Word(row.text("word"), lead, before, after)
        for gap in range(1, len(word.text)):
            words.setdefault(word.text[gap - 1 : gap + 1], []).append((word, gap))
    return words


def find_splits(text: str, protected: Sequence[Range] = ()) -> list[Edit]:
    r"""The edits that take spaces out of split words.

    >>> [edit[:2] for edit in find_splits("去年以来，中 美两地的团队都在加人，其中 美国的更多。")]
    [(6, 7)]
    >>> find_splits("数据 模型\n第一章 总论\n王 明 李 强\n天地玄黄 宇宙洪荒")
    []
    """
    if " " not in text and "\xa0" not in text:
        return []
    flat = text.replace("\xa0", " ")
    gaps = [found.start() for found in GAP_RE.finditer(flat)]
    if not gaps:
        return []
    starts = [start for start, _ in sorted(protected)]
    ends = [end for _, end in sorted(protected)]
    chosen: set[int] = set()
    for line in _by_line(flat, gaps):
        chosen.update(_chosen(flat, line, few=len(gaps) <= HABIT))
    return [
        Edit(gap, gap + 1, text[gap], "", RULE, "restore") for gap in sorted(chosen) if not _inside(gap, starts, ends)
    ]


def _inside(offset: int, starts: Sequence[int], ends: Sequence[int]) -> bool:
    i = bisect_right(starts, offset) - 1
    return i >= 0 and offset < ends[i]


@dataclass(frozen=True, slots=True)
class Gaps:
    """A line and the gaps on it."""

    start: int
    end: int
    at: tuple[int, ...]


def _by_line(text: str, gaps: Sequence[int]) -> Iterator[Gaps]:
    """The gaps, line by line."""
    i = 0
    while i < len(gaps):
        start = text.rfind("\n", 0, gaps[i]) + 1
        end = text.find("\n", gaps[i])
        end = len(text) if end < 0 else end
        j = i
        while j < len(gaps) and gaps[j] < end:
            j += 1
        yield Gaps(start, end, tuple(gaps[i:j]))
        i = j


def _chosen(text: str, line: Gaps, *, few: bool) -> Iterator[int]:
    """The gaps of a line that split a word."""
    columns: int | None = None
    for gap in line.at:
        inner = _known(text, line, gap)
        if inner:
            if columns is None:
                columns = len(line.at) - len(inner)
            if columns < COLUMNS:
                yield from inner
        elif few and len(line.at) == 1 and _in_clear(text, line, gap):
            yield gap


def _known(text: str, line: Gaps, gap: int) -> tuple[int, ...]:
    """The gaps of the known word that this one is in; none where its neighbours belong elsewhere."""
    for word, place in known_words().get(text[gap - 1] + text[gap + 1], ()):
        start, left = _walk(text, gap - 1, word.text[:place][::-1], -1)
        end, right = _walk(text, gap + 1, word.text[place:], 1)
        if start < 0 or end < 0:
            continue
        if not word.fits(text[start - 1 : start], text[end + 1 : end + 2]):
            continue
        if _spaced(text, start, -1) or _spaced(text, end, 1) or _alone(text, line, start, end + 1):
            continue
        return (*left, gap, *right)
    return ()


def _alone(text: str, line: Gaps, start: int, end: int) -> bool:
    """True where nothing else stands on the line: a cell, a title."""
    return not (text[line.start : start].strip() if start - line.start < SENTENCE else True) and not (
        text[end : line.end].strip() if line.end - end < SENTENCE else True
    )


def _walk(text: str, at: int, characters: str, step: int) -> tuple[int, tuple[int, ...]]:
    """Where the last of the characters stands, one space allowed between any two, and these spaces; -1: not there."""
    spaces: list[int] = []
    for i, character in enumerate(characters):
        if i and text[at : at + 1] == " ":
            spaces.append(at)
            at += step
        if at < 0 or text[at : at + 1] != character:
            return -1, ()
        at += step
    return at - step, tuple(spaces)


def _spaced(text: str, at: int, step: int) -> bool:
    """True where the character has a space and a Chinese character on its other side too: a spaced-out line."""
    beside, beyond = at + step, at + 2 * step
    return beyond >= 0 and text[beside : beside + 1] == " " and bool(CJK_RE.match(text[beyond : beyond + 1]))


def _in_clear(text: str, line: Gaps, gap: int) -> bool:
    """True where the page itself has the two characters as a word, and either side as part of no other.

    经济 发展 stays: where 经济发展 stands in clear the space divides a phrase, and 济 belongs to 经济.
    """
    if line.end - line.start < SENTENCE or text[gap - 1] in FUNCTION or text[gap + 1] in FUNCTION:
        return False
    if text[gap - 2 : gap - 1] == " " or text[gap + 2 : gap + 3] == " " or "|" in text[line.start : line.end]:
        return False
    word = text[gap - 1] + text[gap + 1]
    before, after = text[gap - 2 : gap - 1], text[gap + 2 : gap + 3]
    if word[0] == word[1] or text.count(word) < CLEAR or before + word + after in text or _free(text, word):
        return False
    return not (_elsewhere(text, before + word[0], word[1], 1) or _elsewhere(text, word[1] + after, word[0], -1))


def _free(text: str, word: str) -> bool:
    """True where one of the two characters stands beside a space and no Chinese elsewhere (按 v 键): a word of its own."""
    alone = re.compile(f"{word[0]} .|. {word[1]}")
    return any(not all(map(CJK_RE.match, found[0].split(" "))) for found in alone.finditer(text))


def _elsewhere(text: str, pair: str, partner: str, side: int) -> bool:
    """True where the pair of a neighbour and one half stands in clear without the other half."""
    if not all(map(CJK_RE.match, pair)) or len(pair) < 2:
        return False
    return text.count(pair) > 1 + text.count(pair + partner if side > 0 else partner + pair)
