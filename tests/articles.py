"""Articles for tests of what comes behind the segment stage."""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.article import Article
from forumclean.ledger import Passage
from forumclean.model import (
    Block,
    Document,
    Heading,
    Post,
    PostFacts,
    Section,
    SourceInfo,
    ThreadFacts,
)
from forumclean.options import Options

SHA = "0" * 64


def articles_of(*posts: Sequence[Block], title: str | None = None, options: Options | None = None) -> Article:
    """An article with a post for each sequence of blocks; their floors count from 1."""
    made = [Post(PostFacts(floor=i + 1), tuple(blocks), index=i) for i, blocks in enumerate(posts)]
    return article_of(made, ThreadFacts(title=title), options=options)


def article_of(posts: Sequence[Post], thread: ThreadFacts, *, options: Options | None = None) -> Article:
    """An article as the pipeline would make it, with an empty text behind it."""
    document = Document("a", None, "text", "", "utf-8", "test", b"", (), (), 0, SHA)
    return Article(
        source=SourceInfo("a", None, "text", "utf-8", SHA, 0),
        thread=thread,
        posts=tuple(posts),
        outline=tuple(
            Section(block.level, block.number, block.text, i, k)
            for i, post in enumerate(posts)
            for k, block in enumerate(post.blocks)
            if isinstance(block, Heading)
        ),
        masks=(),
        removed={},
        warnings=(),
        template="plain",
        evidence=("test", "test"),
        options=options or Options(),
        document=document,
        passage=Passage.of(""),
    )
