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


PROSE = "船在雾里停了一夜，天亮的时候，岸上有人敲锣。\n没有人知道锣声是给谁听的。\n"
LONG = (
    "周三的早上，仓库门口停了三辆货车，司机们蹲在台阶上吃包子，谁也没有先开口说价钱的意思。",
    "会计老孟把去年的账本搬出来，一页一页翻给大家看，翻到第九页的时候停下来，喝了一口水。",
    "后来的事情很多人都听说过，但说法各不相同，最常见的一种是老孟自己掏钱垫上了那笔运费。",
    "我问过两个当时在场的人，他们都说没有这回事，垫钱的其实是看门的大爷，他从来不提。",
    "那年冬天特别长，河面到三月才化开，第一条船进港的时候，码头上站满了来看热闹的孩子。",
    "再往后，仓库改成了菜市场，账本搬去了档案馆，货车司机们换了路线，偶尔还会回来吃包子。",
)


def article(*between: str) -> str:
    """Long paragraphs, with something between each two."""
    lines = [line for pair in zip(LONG, [*between, *[""] * 6], strict=False) for line in pair]
    return "\n".join(line for line in [*lines, *LONG[:3]] if line)


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
    said = (f"{b.label}{b.text}" if isinstance(b, Heading) else getattr(b, "text", "") for b in blocks(notation))
    return "".join("".join(said).split())
