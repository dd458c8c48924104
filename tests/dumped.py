"""Cleans dumps for the tests of their reader; each ledger gives its dump back."""

from __future__ import annotations

import forumclean
from forumclean import Article, Options

KEEP = Options(masks="keep")


def cleaned(text: str) -> Article:
    """The article, masks left alone, after a look at its ledger."""
    article = forumclean.clean(text, options=KEEP)
    article.passage.verify()
    assert forumclean.rebuild(article.to_ledger().splitlines()) == text.encode()
    return article


def posts(text: str) -> list[str]:
    """The text of each post."""
    return ["\n".join(getattr(block, "text", "") for block in post.blocks) for post in cleaned(text).posts]
