"""What was learned of a site's list of words over its pages: which stand in clear, which were found hidden.

Kept in a small JSON file (``--site-list``), so that the next page of the site is read with more knowledge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forumclean.errors import InputError, why
from forumclean.masks.rank.knowledge import Knowledge, probably_hidden
from forumclean.masks.rank.lexicon import origins
from forumclean.masks.types import Candidates
from forumclean.model import ArticleData

SCHEMA = "forumclean.site-list/1"
MANY = 1_000_000
"""Larger counts say nothing more."""
SURE = 0.5
"""A word is taken for seen hidden where it was so probable behind one mask. Lesser probabilities must not add up: many masks that each
lean a little to one word would make it certain, and did (four words in a hundred fewer were right)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page tells of its site's words: small enough to be sent from one process to another."""

    clear: tuple[tuple[str, int], ...]
    """How often each word stands there in clear."""
    hidden: tuple[tuple[str, float], ...]
    """The likeliest word behind each mask, where it is likely enough."""


def seen_on(text: str, masks: Iterable[Candidates], given: Iterable[str] = ()) -> Seen:
    """What a page tells: its text without the words put in, and the candidates of its masks.

    Words of the lexicon are counted, and those that the user gives.
    """
    clear = tuple((word, count) for word in {*origins(), *given} if (count := text.count(word)))
    return Seen(clear, tuple(c[0] for c in masks if c and c[0][1] >= SURE))


def seen_in(article: ArticleData) -> Seen:
    """What an article tells."""
    text = "\n".join(map(_unfilled, article.joined or (article,)))
    return seen_on(text, (mask.candidates for mask in article.masks))


@dataclass(frozen=True, slots=True)
class SiteList:
    """Words of a site."""

    clear: Mapping[str, int] = field(default_factory=dict)
    """How often each word of the lexicon stood in clear."""
    hidden: Mapping[str, float] = field(default_factory=dict)
    """How probable it is that each word was seen hidden."""

    @classmethod
    def load(cls, path: Path) -> SiteList:
        """The list in a file; raises :class:`InputError` where it holds none."""
        try:
            data = json.loads(path.read_text("utf-8-sig"))
            if data["schema"] != SCHEMA:
                raise ValueError(f"schema {data['schema']!r}")  # noqa: TRY301 - as every other way the file can be wrong
            clear = {str(word): min(MANY, max(0, int(count))) for word, count in data["clear"].items()}
            hidden = {str(word): min(1.0, max(0.0, float(share))) for word, share in data["hidden"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            message = f"{path}: cannot be read as a site's list ({why(error)}); give a file that --learn-site wrote"
            raise InputError(message, reason="site-list") from error
        return cls(clear, hidden)

    def to_json(self) -> str:
        """The list as it is kept: words in order, so that two runs write the same file."""
        hidden = {word: round(share, 4) for word, share in sorted(self.hidden.items())}
        data = {"schema": SCHEMA, "clear": dict(sorted(self.clear.items())), "hidden": hidden}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def with_page(self, text: str, masks: Iterable[Candidates], given: Iterable[str] = ()) -> SiteList:
        """The list after one more page, whose text and masks are as :func:`seen_on` takes them.

        >>> after = SiteList().with_page("最高的楼，*的楼", [(("最大", 0.75), ("最美", 0.2))])
        >>> after.clear["最高"], after.hidden
        (1, {'最大': 0.75})
        """
        return self.with_seen(seen_on(text, masks, given))

    def with_article(self, article: ArticleData) -> SiteList:
        """The list after one more article."""
        return self.with_seen(seen_in(article))

    def with_seen(self, seen: Seen) -> SiteList:
        """The list after what one more page tells; shares are floats, so that the pages' order shows in the last digits."""
        clear = Counter(self.clear)
        clear.update(dict(seen.clear))
        shares: dict[str, list[float]] = {}
        for word, share in seen.hidden:
            shares.setdefault(word, [self.hidden[word]] if word in self.hidden else []).append(share)
        hidden = {word: probably_hidden(each) for word, each in shares.items()}
        return SiteList(dict(clear), {**self.hidden, **hidden})

    def knowledge(self, given: tuple[str, ...]) -> Knowledge:
        """What a ranker is told."""
        return Knowledge(given, tuple(sorted(self.clear.items())), tuple(sorted(self.hidden.items())))


def _unfilled(article: ArticleData) -> str:
    """The article's text with asterisks where words were put in: these stand in clear only by our own doing."""
    parts, reached = [], 0
    for mark in article.passage.marks:
        if mark.kind == "mask":
            parts.append(article.passage.text[reached : mark.start])
            reached = mark.end
    return "*".join([*parts, article.passage.text[reached:]])
