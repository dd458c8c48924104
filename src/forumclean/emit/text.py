"""The article as plain text: the lines of its posts, nothing else.

The lines are the passage's own, so that text which needed no cleaning comes out line for line as it went in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from forumclean.ledger import Passage
from forumclean.model import ArticleData, Mark
from forumclean.spacing import BLANKS


def to_text(article: ArticleData) -> str:
    """The text of all chosen posts, one line each, indents and blank lines aside."""
    marked = article.options.masks == "mark"
    parts = [_Part(part.passage, marked=marked) for part in article.joined or (article,)]
    lines = [line for post in article.posts for line in parts[post.part].lines(post.index)]
    return "".join(f"{line}\n" for line in lines)


class _Part:
    """The text of one page, ready for its posts; ``marked`` shows what stood where a word was put in."""

    def __init__(self, passage: Passage, *, marked: bool) -> None:
        self.text = passage.text
        self.marked = marked
        self.posts = {m.data.get("index"): m for m in passage.marks if m.kind == "post"}
        self.marks = [m for m in passage.marks if m.kind in ("code", "mask")]
        self.starts = [m.start for m in self.marks]

    def lines(self, index: int) -> Iterator[str]:
        """The lines of one post."""
        post = self.posts[index]
        found = self.marks[bisect_left(self.starts, post.start) : bisect_right(self.starts, post.end)]
        inside = [m for m in found if m.end <= post.end]
        masks = [m for m in inside if m.kind == "mask" and m.data.get("restored")] if self.marked else []
        start = post.start
        for code in (m for m in inside if m.kind == "code"):
            if code.start < start:
                continue  # a code box in a code box
            yield from _plain(self._shown(start, code.start, masks))
            yield from _code(self.text[code.start : code.end])
            start = code.end
        yield from _plain(self._shown(start, post.end, masks))

    def _shown(self, start: int, end: int, masks: Sequence[Mark]) -> str:
        """A stretch of the text, with ``[*]`` behind each restored word where masks are to be shown."""
        parts: list[str] = []
        for mask in masks:
            if start <= mask.start and mask.end <= end:
                parts += (self.text[start : mask.end], f"[{mask.data['mask']}]")
                start = mask.end
        parts.append(self.text[start:end])
        return "".join(parts)


def _plain(text: str) -> Iterator[str]:
    for line in filter(None, text.split("\n")):
        stripped = line.strip(BLANKS)
        if stripped:
            yield stripped


def _code(text: str) -> Iterator[str]:
    """The lines of a code box, which keep their indent."""
    return (line.rstrip() for line in text.replace("\xa0", " ").split("\n") if line.strip())
