r"""Reads what writers marked in a page of Markdown: bold and slanted words, links and pictures.

A star may be a masked word.  A converter that escapes stars (``\*``) left none but marks; of another's (html2text) those are marks
that have a blank or the line's end outside and none inside: it sets its marks off by blanks, and a mask touches its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from forumclean.ledger import Passage
from forumclean.model import Mark
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_links import LINK_RE, PICTURE_RE, apart, cut
from forumclean.page.plain_lists import Part, find_lists

ESCAPED_RE = re.compile(r"\\[*_]")
ESCAPE_RE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|-])(.)")
"""What a converter puts in front of a sign that means something in Markdown, and the sign: one that is escaped escapes none."""
WORDS = r"(?=[^\s{0}])(?P<words>(?:[^{0}{1}\n\\]|\\[^\n]){{1,500}}+)(?<=[^\s{0}])"
STAR, LINE, WAVE = (WORDS.format(sign, "") for sign in (r"\*", "_", "~"))
CALM = WORDS.format(r"\*", "。！？")
"""No sentence ends between the stars of a converter that escapes nothing: two masked words may stand so."""
SURE = (
    ("strong", re.compile(rf"(?<![\\*])\*\*{STAR}\*\*(?!\*)")),
    ("em", re.compile(rf"(?<![\\*])\*{STAR}\*(?!\*)")),
    ("del", re.compile(rf"(?<![\\~])~~{WAVE}~~(?!~)")),
    ("em", re.compile(rf"(?<![\\_A-Za-z0-9])_{LINE}_(?![_A-Za-z0-9])")),
)
APART = (
    ("strong", re.compile(rf"(?<![\\*])\*\*{CALM}\*\*(?= \S)")),
    ("strong", re.compile(rf"(?m:^|(?<=\s)|(?<=[ -;\xa0][ \xa0][?-~]))\*\*{CALM}\*\*(?m:(?=[ \xa0]{{0,9}}$))")),
    ("del", re.compile(rf"(?<![\\~])~~{WAVE}~~(?!~)")),
    ("em", re.compile(rf"(?<![\\_A-Za-z0-9])_{LINE}_(?m:(?= \S)|(?=[ \xa0]{{0,9}}$))")),
)
BLANK_RE = re.compile(r" (?=[\u2e80-\u9fff\uff00-\uffef])")
"""The blank that it puts behind: none belongs before a Chinese character."""
HREF_RE = re.compile(r"https?://|mailto:|ftp://|[\w./-]{0,200}\.(?:php|html?)\b", re.IGNORECASE)
"""What a writer links to; ``[1](见下)`` is text."""


def with_spans(passage: Passage) -> Passage:
    """The passage without the marks around words, links and pictures, and in front of items; they are marks of its own now."""
    escaped = ESCAPED_RE.search(passage.text) is not None
    passage = _marked(passage, find_lists(Lines(passage.text), escaped=escaped))
    passage = _marked(passage, _pictures(passage.text))
    passage = _marked(passage, _links(passage.text))
    for kind, pattern in SURE if escaped else APART:  # one after the other: slanted words stand in bold ones
        passage = _marked(passage, _emphasis(passage.text, kind, pattern, spaced=not escaped))
    return passage


def _marked(passage: Passage, parts: Iterable[Part]) -> Passage:
    """The passage with the marks, and without what they say."""
    parts = list(parts)
    edits = apart([edit for _, cuts in parts for edit in cuts])
    return passage.marked(mark for marks, _ in parts for mark in marks).apply(edits)


def _pictures(text: str) -> Iterator[Part]:
    for match in PICTURE_RE.finditer(text):
        start, end = match.span()
        data = {
            "src": _bare(match["address"]),
            "filename": None,
            "alt": _bare(match["words"]) or None,
            "description": None,
        }
        yield (Mark(start, start, "image", data),), (cut(text, start, end),)


def _links(text: str) -> Iterator[Part]:
    for match in LINK_RE.finditer(text):
        if not HREF_RE.match(match["address"]):
            continue
        if not match["words"].strip():  # there was a picture in it
            yield (), (cut(text, *match.span()),)
        else:
            yield _around(text, match, "link", {"href": _bare(match["address"])})


def _emphasis(text: str, kind: str, pattern: re.Pattern[str], *, spaced: bool) -> Iterator[Part]:
    for match in pattern.finditer(text):
        marks, cuts = _around(text, match, kind, {})
        blank = BLANK_RE.match(text, match.end()) if spaced else None
        yield marks, (*cuts, cut(text, match.end(), blank.end())) if blank else cuts


def _around(text: str, match: re.Match[str], kind: str, data: dict[str, object]) -> Part:
    start, end = match.span("words")
    return (Mark(start, end, kind, data),), (cut(text, match.start(), start), cut(text, end, match.end()))


def _bare(text: str) -> str:
    """Without the converter's escapes."""
    return ESCAPE_RE.sub(r"\1", text)
