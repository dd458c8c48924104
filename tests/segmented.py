"""Posts for tests of the segment stage, written down in a notation of their own.

``<b>…</b>`` and the like are marks: the parsing here is for tests only and knows nothing of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from forumclean.ledger import Passage
from forumclean.model import NOTHING, Block, Heading, Mark, Paragraph, Post, PostFacts, Segmented
from forumclean.segment import segment

TAG_RE = re.compile(r"<(/?)(\w+)((?: \w+=[^ <>]*?)*)(/?)>")
KINDS = {
    "b": "strong",
    "i": "em",
    "a": "link",
    "img": "image",
    "file": "attachment",
    "q": "quote",
    "li": "item",
    "td": "cell",
    "tr": "row",
}


def _data(text: str) -> Mapping[str, object]:
    pairs = dict(pair.split("=", 1) for pair in text.split())
    return {
        k: int(v) if v.isdecimal() else v == "yes" if v in ("yes", "no") else v for k, v in pairs.items()
    } or NOTHING


def passage_of(notation: str) -> Passage:
    """The text without its tags, and a mark for each."""
    text = ""
    marks: list[Mark] = []
    opened: list[tuple[int, int]] = []
    at = 0
    for match in TAG_RE.finditer(notation):
        text += notation[at : match.start()]
        at = match.end()
        kind = KINDS.get(match[2], match[2])
        if match[1]:
            place, start = opened.pop()
            assert marks[place].kind == kind, notation
            marks[place] = marks[place]._replace(start=start, end=len(text))
            continue
        if not match[4]:
            opened.append((len(marks), len(text)))
        marks.append(Mark(len(text), len(text), kind, _data(match[3])))
    text += notation[at:]
    assert not opened
    return Passage.of(text, [Mark(0, len(text), "post", {"index": 0}), *marks])


def segmented(notation: str) -> Segmented:
    return segment(passage_of(notation), (PostFacts(),))


def post(notation: str) -> Post:
    return segmented(notation).posts[0]


def blocks(notation: str) -> tuple[Block, ...]:
    return post(notation).blocks


def headings(notation: str) -> list[tuple[int, str | None, str]]:
    """Level, number and text of each heading."""
    return [(b.level, b.number, b.text) for b in blocks(notation) if isinstance(b, Heading)]


def paragraphs(notation: str) -> list[str]:
    return [b.text for b in blocks(notation) if isinstance(b, Paragraph)]


def words(notation: str) -> str:
    """All that the blocks of text say, without white space: nothing of it may be lost."""
    said = (f"{b.number or ''}{b.text}" if isinstance(b, Heading) else getattr(b, "text", "") for b in blocks(notation))
    return "".join("".join(said).split())
