"""Recognises the lines that name source, authors and editor, at the head or the end of a post."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from forumclean.model import BylineFacts
from forumclean.tables import load

LONGEST = 160
"""Longer lines are sentences, whatever they begin with."""
EDGE = 3
"""A by-line stands among so many lines at the head or the end of a post."""
HEAD_RE = re.compile(r"[^：:｜|/／︱丨]{1,12}[：:｜|/／︱丨]")
"""The role that a line begins with, and its mark."""
SENTENCE_RE = re.compile(r"[。！？!?；;]")
NAMES_RE = re.compile(r"\s*[、,，/／&＆;；]\s*|\s+(?:and|和|与)\s+|\s{2,}")
NAME_RE = re.compile(r"[^，。！？：:;；]{1,24}")
ID_RE = re.compile(r"(?<!\s)\s*+[（(]\s*(?:ID|id|微信号|微信)\s*[：:][^()（）]{1,40}[)）]")


@cache
def _roles() -> tuple[frozenset[str], re.Pattern[str], dict[str, str]]:
    roles = {word: row.text("role") for row in load("byline") for word in row.texts("words")}
    words = "|".join(re.escape(word) for word in sorted(roles, key=len, reverse=True))
    # A role stands at the line's start or behind white space or a bar; bare 来源 and 文 need a mark behind them.
    label = re.compile(
        rf"(?:(?<=^)|(?<=[\s｜|/／；;，,　]))(?P<role>{words})(?:\s?[｜|/／：:︱丨]\s?|(?P<bare>\s+))", re.MULTILINE
    )
    return frozenset("(（").union(word[0] for word in roles), label, roles


def byline(text: str) -> BylineFacts | None:
    """Source, authors and editor that a line names; ``None`` for a line that is no by-line.

    A by-line is nothing but roles and names: each role is followed by a mark (colon, bar, slash) and a few short names. A sentence that
    speaks of 作者 has neither.

    >>> byline("来源 微信公众号：河东街坊  文 | 陆一苇、沈渡  编辑 | 白果")
    BylineFacts(source='河东街坊', authors=('陆一苇', '沈渡'), editor='白果')
    >>> byline("作者在文章里说：这是他最后一次写菜市场。") is None
    True
    """
    begins, label, roles = _roles()  # an ID in brackets may stand before the first role
    if len(text) > LONGEST or text[0] not in begins or SENTENCE_RE.search(text):
        return None
    text = ID_RE.sub("", text)
    found = list(label.finditer(text))
    if not found or found[0].start() != 0 or all(m["bare"] for m in found):
        return None
    named: dict[str, list[str]] = {"source": [], "author": [], "editor": []}
    for i, match in enumerate(found):
        value = text[match.end() : found[i + 1].start() if i + 1 < len(found) else len(text)].strip(" 　｜|/／；;，,")
        if not value and (match["bare"] or i + 1 < len(found)):
            continue  # 来源 微信公众号：… names its role twice
        names = [name for name in NAMES_RE.split(value) if name]
        if not value or not all(NAME_RE.fullmatch(name) for name in names):
            return None
        role = roles[match["role"]]
        named.setdefault(role, []).extend(names if role == "author" else [value])
    if not any(named[role] for role in ("source", "author", "editor")):
        return None
    return BylineFacts(next(iter(named["source"]), None), tuple(named["author"]), next(iter(named["editor"]), None))


def bylines(texts: Sequence[str]) -> tuple[Collection[int], BylineFacts | None]:
    """The numbers of a post's by-lines, and what they name together; a role that is named makes no other line one.

    >>> bylines(["作者：陆一苇", "来源：河东街坊", "凌晨四点半，河东菜市场的灯先亮了一半。"])
    ([0, 1], BylineFacts(source='河东街坊', authors=('陆一苇',), editor=None))
    """
    found: dict[int, BylineFacts] = {}
    named: set[str] = set()
    for i in dict.fromkeys(_edges(texts)):
        facts = byline(texts[i])
        if facts is None or not named.isdisjoint(_named(facts)):
            continue
        if not facts.source and _spoken(texts[i], texts):  # sources stand below charts as well
            continue
        named |= _named(facts)
        found[i] = facts
    return sorted(found), _together(found) if found else None


def _edges(texts: Sequence[str]) -> Iterator[int]:
    """The numbers of the last lines, then of the first ones."""
    yield from islice(filter(texts.__getitem__, range(len(texts) - 1, -1, -1)), EDGE)
    yield from islice(filter(texts.__getitem__, range(len(texts))), EDGE)


def _spoken(line: str, texts: Sequence[str]) -> bool:
    """True where other lines begin with the same role: who asks in an interview, the authors of a list of books."""
    head = HEAD_RE.match(line)
    return head is not None and any(text.startswith(head[0]) and text != line for text in texts)


def _named(facts: BylineFacts) -> set[str]:
    return {name for name in ("source", "authors", "editor") if getattr(facts, name)}


def _together(found: Mapping[int, BylineFacts]) -> BylineFacts:
    """What some lines name, none of them what another one does."""
    each = found.values()
    source = next((facts.source for facts in each if facts.source), None)
    editor = next((facts.editor for facts in each if facts.editor), None)
    return BylineFacts(source, tuple(name for facts in each for name in facts.authors), editor)
