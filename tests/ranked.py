"""Articles whose masked words a fake ranker knows, for tests of what is shown and decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forumclean import pipeline
from forumclean.article import Article
from forumclean.decode import decode
from forumclean.masks import Candidates, restore
from forumclean.model import Source
from forumclean.options import Options
from forumclean.page import read
from forumclean.segment import segment
from forumclean.strip import strip


class Knows:
    """A ranker that knows the words by what stands behind the mask."""

    def __init__(self, words: Mapping[str, Candidates]) -> None:
        self.words = words

    def rank(self, text: str, masks: Sequence[tuple[int, int]]) -> Sequence[Candidates]:
        def known(end: int) -> Candidates:
            return next((found for after, found in self.words.items() if text.startswith(after, end)), ())

        return [known(end) for _, end in masks]


WORDS: dict[str, Candidates] = {
    "报名": (("第一个", 0.91), ("最早", 0.06), ("首个", 0.02)),
    "简单": (("最", 0.97), ("极其", 0.01)),
    "水平": (("最低", 0.41), ("领先", 0.38), ("一流", 0.12)),
    "稳定": (("最", 0.88), ("更加", 0.05)),
}
"""For ``fixtures/thread.txt``: three words are likely, one is not, one is not known at all."""


def ranked(
    data: bytes | str, words: Mapping[str, Candidates] = WORDS, options: Options | None = None, name: str = "t.txt"
) -> Article:
    """The article as the pipeline makes it, with a ranker that knows some words."""
    options = options or Options()
    document = decode(Source(name, data), options)
    page = read(document)
    passage = restore(strip(page), options, lambda: Knows(words))
    return pipeline.article_of(document, page, passage, segment(passage, page.posts), options)
