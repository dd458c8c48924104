"""Texts with marks for the stages behind the page: ``<b>…</b>`` and the like, forgiving whatever a fuzzer makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forumclean.ledger import Passage
from forumclean.model import NOTHING, Mark

TAG_RE = re.compile(r"<(/?)([a-z]{1,6})>")
LINK: Mapping[str, object] = {"href": "http://a.example/?a=1&b=2"}
QUOTE: Mapping[str, object] = {"author": "老陈", "time": "2024-04-08T09:12", "floor": 3}
IMAGE: Mapping[str, object] = {"src": "a.jpg", "filename": "图 1.jpg", "alt": None, "description": "河边"}
FILE: Mapping[str, object] = {
    "filename": "a_b*.zip",
    "href": "http://a.example/c",
    "description": "说明",
    "size": "3 KB",
}
KINDS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "b": ("strong", NOTHING),
    "i": ("em", NOTHING),
    "s": ("del", NOTHING),
    "tt": ("icode", NOTHING),
    "a": ("link", LINK),
    "big": ("size", {"value": 5}),
    "mid": ("center", NOTHING),
    "q": ("quote", QUOTE),
    "hide": ("hidden", {"condition": "reply"}),
    "ul": ("list", {"ordered": False}),
    "ol": ("list", {"ordered": True}),
    "li": ("item", NOTHING),
    "table": ("table", NOTHING),
    "tr": ("row", NOTHING),
    "td": ("cell", NOTHING),
    "code": ("code", {"language": None}),
    "free": ("free", NOTHING),
}
"""Marks with text in them."""
POINTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "img": ("image", IMAGE),
    "file": ("attachment", FILE),
    "play": ("media", {"src": "http://a.example/b.mp4"}),
    "hr": ("rule", NOTHING),
}


def passage_of(text: str, *, quiet: bool = False) -> Passage:
    """The text without its tags, with a mark for each and one or more posts; ``quiet``: the tags are text.

    As the reader of pages does it, marks nest: a closing tag closes all that was opened behind its partner.
    """
    if quiet:
        return Passage.of(text, [Mark(0, len(text), "post", {"index": 0})])
    parts: list[str] = []
    marks: list[Mark] = []
    opened: list[int] = []
    cuts = [0]
    length = reached = 0
    for match in TAG_RE.finditer(text):
        parts.append(text[reached : match.start()])
        length += match.start() - reached
        reached = match.end()
        name = match[2]
        if match[1]:
            _close(marks, opened, KINDS.get(name, ("", NOTHING))[0], length)
        elif name in KINDS:
            opened.append(len(marks))
            marks.append(Mark(length, length, *KINDS[name]))
        elif name in POINTS:
            marks.append(Mark(length, length, *POINTS[name]))
        elif name == "post" and not opened:
            cuts.append(length)
    whole = "".join((*parts, text[reached:]))
    marks = [mark._replace(end=len(whole)) if i in opened else mark for i, mark in enumerate(marks)]
    posts = [
        Mark(a, b, "post", {"index": i}) for i, (a, b) in enumerate(zip(cuts, [*cuts[1:], len(whole)], strict=True))
    ]
    return Passage.of(whole, posts).marked(marks)


def _close(marks: list[Mark], opened: list[int], kind: str, end: int) -> None:
    if all(marks[i].kind != kind for i in opened):
        return
    while opened:
        i = opened.pop()
        marks[i] = marks[i]._replace(end=end)
        if marks[i].kind == kind:
            return
