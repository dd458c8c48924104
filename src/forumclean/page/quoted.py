"""Reads the head of a quote and the condition of hidden text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from lxml.etree import _Element

from forumclean.page.facts import iso_time
from forumclean.tables import load

NEAR = 24
"""Elements of a quote that its head may take."""
DATE_RE = re.compile(r"[\d-]+")
"""A day without a time: the forum never writes one in the head of a quote."""
SILENCES = frozenset({"blocked", "deleted"})
SHOWN_RE = re.compile(
    r"以下[内內]容需要\s?(?:回[复復覆]|[积積]分高[于於]\s?\d{1,9})\s?才[能可]以?(?:看到|查看|[浏瀏][览覽])[。.]?"
)
LONGEST_SENTENCE = 120
"""Characters of what the forum says in place of a post or above shown text."""
FINDPOST_RE = re.compile(r"(?:goto=findpost|mod=redirect)[^#]{0,200}?\bpid=(\d{1,12})|#pid(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a quote: who wrote what is quoted, and when."""

    length: int
    """How many characters of the quote's text it takes."""
    data: Mapping[str, object]


@cache
def _heads() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row.text("pattern")) for row in load("quotes"))


def head(text: str, tag: _Element) -> Head | None:
    """The head that a quote's text begins with; ``None`` where it has none.

    Only the quote's first line is looked at: a quoted text may well speak of somebody who 发表于 something.
    """
    pid = _quoted_pid(tag)
    for pattern in _heads():
        found = pattern.match(text)
        if found:
            groups = found.groupdict()
            time = iso_time(groups.get("time") or "")
            return Head(found.end(), {"author": groups.get("author"), "time": time, "pid": pid})
    return None


def tail(text: str, tag: _Element) -> Head | None:
    """The line below a quoted text that 7.2 puts there in place of a head.

    The link to the post, behind it, tells it from a text's own last line.
    """
    line = text.rstrip().rpartition("\n")[2]
    found = head_line(line.strip())
    pid = _last_pid(tag) if found else None
    return Head(len(line), {**found, "pid": pid}) if found and pid else None


def _last_pid(tag: _Element) -> int | None:
    """The post that the last link of a quote leads to."""
    links = list(tag.iterdescendants("a"))
    match = FINDPOST_RE.search(links[-1].get("href") or "") if links else None
    return int(match[1] or match[2]) if match else None


def _quoted_pid(tag: _Element) -> int | None:
    """The post that the head links to; only the first elements are looked at, for quotes nest."""
    waiting = [tag]
    for _ in range(NEAR):
        if not waiting:
            break
        element = waiting.pop()
        match = FINDPOST_RE.search(element.get("href") or "") if element.tag == "a" else None
        if match:
            return int(match[1] or match[2])
        waiting += (child for child in reversed(list(islice(element, NEAR))) if isinstance(child.tag, str))
    return None


def head_line(line: str) -> dict[str, object] | None:
    """Author and time of a quote, where the whole line is its head; ``None`` for any other line.

    >>> head_line("老陈 发表于 2024-4-8 09:12")
    {'author': '老陈', 'time': '2024-04-08T09:12'}
    >>> head_line("老陈 发表于 2024-4-8 09:12 的那篇帖子"), head_line("诗集的序 发表于 2017-1-2")
    (None, None)
    """
    for pattern in _heads():
        found = pattern.fullmatch(line.rstrip())
        if found and found.groupdict().get("author") and not DATE_RE.fullmatch(found["time"]):
            return {"author": found["author"], "time": iso_time(found["time"])}
    return None


@cache
def _conditions() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = load("hidden")
    return tuple((re.compile(row.text("pattern"), re.IGNORECASE), row.text("condition")) for row in rows)


NOTICE_RE = re.compile(r"(?:提示|提醒|Notice|Note)\s*[:：]\s*(.*)", re.DOTALL)
"""How the forum begins its words in place of a post."""


@cache
def _messages() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = [row for row in load("hidden") if "whole" in row.values]
    return tuple((re.compile(row.text("whole")), row.text("condition")) for row in rows)


def notice(text: str) -> str | None:
    """Why there is no post, where the text is what the forum says in place of one, and nothing else.

    >>> notice("提示: 该帖被管理员或版主屏蔽"), notice("提醒：三楼那个帖子已被删除")
    ('blocked', None)
    """
    said = NOTICE_RE.fullmatch(text)
    return next((name for pattern, name in _messages() if said and pattern.fullmatch(said[1])), None)


def condition(text: str) -> str:
    """What the reader must do or be: ``reply``, ``pay``, ``permission``, ``login`` or ``blocked``.

    >>> condition("游客，如果您要查看本帖隐藏内容请回复")
    'reply'
    """
    for pattern, name in _conditions():
        if pattern.search(text):
            return name
    return "permission"


def is_silence(text: str) -> bool:
    """True for the forum's few words in place of a post that nobody is to read, and nothing else.

    >>> is_silence("提示: 该帖被管理员或版主屏蔽"), is_silence("昨天那帖已被删除，真可惜。")
    (True, False)
    """
    return len(text) <= LONGEST_SENTENCE and notice(text) in SILENCES


@cache
def _boxes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row.text("box")) for row in load("hidden") if "box" in row.values)


def is_withheld(text: str) -> bool:
    """True for what 6.0 says in place of a post, of hidden text or of files, and nothing else.

    >>> is_withheld("本帖隐藏的内容需要回复才可以浏览"), is_withheld("告示：明日停水")
    (True, False)
    """
    return is_silence(text) or (len(text) <= LONGEST_SENTENCE and any(box.fullmatch(text) for box in _boxes()))


def is_shown(text: str) -> bool:
    """True for what 6.0 prints above hidden text that this reader was shown.

    >>> is_shown("以下内容需要回复才能看到"), is_shown("本帖隐藏的内容需要回复才可以浏览")
    (True, False)
    """
    return SHOWN_RE.fullmatch(text) is not None
