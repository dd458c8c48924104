"""Finds where posts begin in a dump, and tells by which view's heads."""

from __future__ import annotations

import re

from forumclean.page.facts import iso_time
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_head import head_at
from forumclean.page.plain_heading import Head
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_quotes import CUT, LABELS

LONGEST = 300
"""A head's line is short; a paragraph with a date in it is not looked at."""
KINDS = ("desktop", "printable", "touch", "archiver")
"""The views that print heads, the surest first."""
DOUBTFUL = {
    "printable": re.compile(
        r"打印本页|Print this page|(?m:^[ \xa0\t]*(?:标题|Subject)[:：])|欢迎光临|Powered by|Discuz!"
    ),
    "touch": re.compile(r"楼主|全部回复|倒序|收藏|回复|查看|手机版|触屏版|电脑版|Powered by|Discuz!"),
}
"""Views whose head an article may begin with (``作者：X 时间：T``), and what else such a page says."""
FEWEST = 2
QUOTED = 3
"""Lines of a quote, below its head, that are looked at."""
NAME_RE = re.compile(r"[\w.@-]{1,15}")
DATE_RE = re.compile(r"[\d./-]{6,10}")


def find_heads(lines: Lines) -> list[Head]:
    """The heads of the posts in order, all of one kind.

    It is the strongest kind that the dump shows, or the one that it begins with, where no other has more heads: a post may
    hold the head of a post that somebody copied from another view.
    """
    found: dict[str, list[Head]] = {}
    archived = _archiver(lines.text)
    for line in lines.timed(LONGEST):
        head = head_at(lines, line, archived=archived)
        if head is not None:
            found.setdefault(head.kind, []).append(head)
    kinds = [kind for kind in found if kind in KINDS]
    if not kinds:
        return _like_heads(lines, found.get("close", [])) or _like_heads(
            lines, list(filter(_is_sure, found.get("loose", [])))
        )
    if (
        archived
        and found.get("close")
        and found.get("archiver")
        and _is_first(lines, found["close"][0], found["archiver"][0])
    ):
        found["archiver"].insert(0, found["close"][0]._replace(kind="archiver"))
    first = kinds[0]
    if any(len(found[kind]) > len(found[first]) for kind in kinds):
        first = min(kinds, key=KINDS.index)
    heads = _of_one_form(found[first]) if first == "archiver" else _apart(found[first])
    return heads if _is_page(lines, heads) else []


def _is_first(lines: Lines, head: Head, following: Head) -> bool:
    """True for a head right below the path of an archiver's page, where lynx leaves no blank line between it and the text."""
    above = lines.above(head.first, 0, 1)
    return head.first < following.first and any(row_of(lines.bare[i], "path") for i in above)


def _like_heads(lines: Lines, found: list[Head]) -> list[Head]:
    """Lines of the archiver's form as heads: those that stand in the order of time, and are no quotes of those before.

    A quote repeats author and time of an earlier post, or the forum cut it, or a label stands above.
    """
    heads: list[Head] = []
    seen: set[tuple[str | None, str]] = set()
    last = ""
    for head in found:
        time = iso_time(head.time) or ""
        said = (head.author, head.time)
        if time and time >= last and said not in seen and not _is_quotes(lines, head):
            heads.append(head._replace(kind="archiver"))
            last = time
        seen.add(said)
    bounds = [*(head.first for head in heads[1:]), len(lines)]
    full = all(any(lines.downwards(head.last + 1, stop, 1)) for head, stop in zip(heads, bounds, strict=False))
    return heads if len(heads) >= FEWEST and full else []


def _is_sure(head: Head) -> bool:
    """False for a line such as ``《河湾》 发表于 2023-3-5`` in a list of writings: a post has a time of the day, a member a plain name."""
    return DATE_RE.fullmatch(head.time) is None and NAME_RE.fullmatch(head.author or "") is not None


def _is_quotes(lines: Lines, head: Head) -> bool:
    above, below = lines.above(head.first, 0, 1), lines.below(head.last + 1, len(lines), QUOTED)
    return any(lines.bare[i].rstrip(":：") in LABELS for i in above) or any(CUT in lines.bare[i] for i in below)


def _is_page(lines: Lines, heads: list[Head]) -> bool:
    """False for a text whose heads are as likely the by-lines of articles: a single one, or one with a bare date."""
    pattern = DOUBTFUL.get(heads[0].kind)
    if pattern is None or pattern.search(folded(lines.text)):
        return True
    return len(heads) > 1 and all(DATE_RE.fullmatch(head.time) is None for head in heads)


def _of_one_form(heads: list[Head]) -> list[Head]:
    """Heads of the archiver as the first one is, name and time on one line or on two; the others are those of quotes."""
    return [head for head in heads if (head.first < head.last) is (heads[0].first < heads[0].last)]


def _apart(heads: list[Head]) -> list[Head]:
    """The heads that do not begin inside the one before."""
    kept: list[Head] = []
    for head in heads:
        if not kept or head.first > kept[-1].last:
            kept.append(head)
    return kept


def _archiver(text: str) -> bool:
    edges = text[:3000] + text[-3000:]
    return "'s Archiver" in edges or "查看完整版本" in edges.replace("檢", "查")
