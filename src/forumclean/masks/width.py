"""Gives Chinese text its full-width punctuation back, where a dump or a keyboard made it half-width.

A half-width sign belongs to Chinese text when a Chinese character, a Chinese sign or a masked word stands in front
of it.  In numbers (1,000), times (10:30), Latin phrases, addresses, file names and code it is what it should be.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from forumclean.masks.scan import CJK, CODE_SPAN_RE, URL_RE
from forumclean.masks.types import Range
from forumclean.model import Edit

RULE = "width/full"
FULL = str.maketrans(",;:?!()", "，；：？！（）")
CHINESE = rf"{CJK}*，。、；：？！（）「」『』“”‘’《》〈〉【】—…％"
CHINESE_RE = re.compile(f"[{CJK}]")
SIGN_RE = re.compile(
    rf"""
    (?:(?<=[{CHINESE}])|(?<=[{CHINESE}]\)))  # 今天,有雨 and 今天(晚上),有雨: Chinese in front
    (?: [,;](?![)(])                      # not ;) and its kin
      | :(?![/\\]|[)(DPp](?![A-Za-z{CJK}]))   # 作者:张三, 时间:10:30; not 协议://, 盘:\\, :) and :D
      | [?!]+(?![=A-Za-z0-9/])            # 真的?!; not !=, ?id=1
    )[ ]?
  | (?<=[A-Za-z0-9%)\]])[,;](?=[{CJK}「『《“（])   # OpenAI,以及: Chinese behind; not 1,000 or a, b
  | (?<=[A-Za-z)\]]):(?=[{CJK}「『《“（])         # CEO:我们; not 10:三
    """,
    re.VERBOSE,
)
BRACKETS_RE = re.compile(r"\([^()\n]{1,200}\)")
FILE_RE = re.compile(r"(?<!\S)[^\s，。；：？！]{1,80}\.[A-Za-z][A-Za-z0-9]{1,4}(?!\S)")


def find_widths(text: str, protected: Sequence[Range] = ()) -> list[Edit]:
    """The edits that make half-width punctuation of Chinese text full-width; a space behind it goes with it.

    >>> [(edit.start, edit.old, edit.new) for edit in find_widths("下雨了, 带伞(大的):10:30 见,1,000 米")]
    [(3, ', ', '，'), (7, '(', '（'), (10, ')', '）'), (11, ':', '：'), (19, ',', '，')]
    """
    literal = sorted((*protected, *_literal(text)))
    starts = [start for start, _ in literal]
    reach = _reach(literal)
    edits = [*_signs(text), *_brackets(text)]
    edits.sort(key=lambda edit: edit.start)
    return [edit for edit in edits if not _inside(edit.start, starts, reach)]


def _literal(text: str) -> Iterator[Range]:
    """Addresses, code between backticks, file names."""
    for pattern, hint in ((URL_RE, "://"), (CODE_SPAN_RE, "`"), (FILE_RE, ".")):
        if hint in text:
            yield from (found.span() for found in pattern.finditer(text))


def _reach(ranges: Sequence[Range]) -> list[int]:
    """How far the ranges up to each one reach: they may nest."""
    reach: list[int] = []
    for _, end in ranges:
        reach.append(max(end, reach[-1]) if reach else end)
    return reach


def _inside(offset: int, starts: Sequence[int], reach: Sequence[int]) -> bool:
    i = bisect_right(starts, offset) - 1
    return i >= 0 and offset < reach[i]


def _signs(text: str) -> Iterator[Edit]:
    for found in SIGN_RE.finditer(text):
        start, end = found.span()
        follows = text[end : end + 1]
        if text[end - 1] == " " and not CHINESE_RE.match(follows) and follows not in "「『《“（":
            end -= 1
        old = text[start:end]
        yield Edit(start, end, old, old.rstrip(" ").translate(FULL), RULE, "restore")


def _brackets(text: str) -> Iterator[Edit]:
    """Both brackets of a pair, or none: those around Chinese, or those that Chinese stands on both sides of."""
    for found in BRACKETS_RE.finditer(text):
        start, end = found.span()
        first, last = text[start + 1], text[end - 2]
        call = text[start - 1 : start].isascii() and text[start - 1 : start].isalnum()
        if CHINESE_RE.search(text, start, end) and (not call or CHINESE_RE.match(first) or CHINESE_RE.match(last)):
            yield Edit(start, start + 1, "(", "（", RULE, "restore")
            yield Edit(end - 1, end, ")", "）", RULE, "restore")
