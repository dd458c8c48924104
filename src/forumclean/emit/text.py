"""The article as plain text: the lines of its posts, nothing else.

The lines are the passage's own, so that text which needed no cleaning comes out line for line as it went in.
"""

from __future__ import annotations

from collections.abc import Iterator

from forumclean.ledger import Passage
from forumclean.model import ArticleData, Mark, Post

BLANKS = " \t\r\n\f\v\u3000\xa0\u200b\u200c\ufeff"


def to_text(article: ArticleData) -> str:
    """The text of all chosen posts, one line each, indents and blank lines aside."""
    marked = article.options.masks == "mark"
    lines = [line for post in article.posts for line in post_lines(_passage(article, post), post.index, marked=marked)]
    return "".join(f"{line}\n" for line in lines)


def _passage(article: ArticleData, post: Post) -> Passage:
    return article.joined[post.part].passage if article.joined else article.passage


def post_lines(passage: Passage, index: int, *, marked: bool) -> Iterator[str]:
    """The lines of one post; ``marked`` shows what stood where a word was put in."""
    for mark in passage.marks:
        if mark.kind == "post" and mark.data.get("index") == index:
            yield from _lines(passage, mark, marked=marked)


def _lines(passage: Passage, post: Mark, *, marked: bool) -> Iterator[str]:
    start = post.start
    inside = [m for m in passage.marks if post.start <= m.start and m.end <= post.end] if len(passage.marks) > 1 else []
    for code in (m for m in inside if m.kind == "code"):
        if code.start < start:
            continue  # a code box in a code box
        yield from _plain(_shown(passage, start, code.start, inside, marked=marked))
        yield from (
            line.rstrip()
            for line in passage.text[code.start : code.end].replace("\xa0", " ").split("\n")
            if line.strip()
        )
        start = code.end
    yield from _plain(_shown(passage, start, post.end, inside, marked=marked))


def _plain(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        stripped = line.strip(BLANKS)
        if stripped:
            yield stripped


def _shown(passage: Passage, start: int, end: int, inside: list[Mark], *, marked: bool) -> str:
    """A stretch of the text, with ``[*]`` behind each restored word where masks are to be shown."""
    if not marked:
        return passage.text[start:end]
    parts: list[str] = []
    for mask in (
        m for m in inside if m.kind == "mask" and m.data.get("restored") and start <= m.start and m.end <= end
    ):
        parts += (passage.text[start : mask.end], f"[{mask.data['mask']}]")
        start = mask.end
    parts.append(passage.text[start:end])
    return "".join(parts)
