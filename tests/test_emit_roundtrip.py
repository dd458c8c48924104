"""Round trip: whatever the blocks, a CommonMark parser sees in their Markdown what they say."""

from __future__ import annotations

import pytest
from articles import articles_of
from hostile import PIECES, articles, blocks
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markup import bounded, flat, letters, rendered, time_of, wanted

from forumclean.article import Article
from forumclean.model import (
    Block,
    Code,
    ListBlock,
    Paragraph,
    Rating,
    Span,
    Table,
    ThreadFacts,
)


@given(st.lists(blocks, min_size=1, max_size=3))
@settings(bounded, max_examples=500)
@example([Paragraph("看![x](y)", (Span(2, 8, "link", "http://a.example"),))])
@example([Paragraph("说**ab**cd", (Span(3, 5, "strong"), Span(3, 9, "em")))])
@example([ListBlock(ordered=False, items=("甲",), spans=((),)), ListBlock(ordered=False, items=("乙",), spans=((),))])
@example([Code("```\n    甲\n~~~\n``", "c++ `x`")])
@example([Code("甲\r乙", None)])
@example([Table((("a|b", "c\\|d"), ("`|`",)), (((), ()), ((Span(0, 3, "code"),),)))])
@example([Paragraph("<12345@mail.example>"), Paragraph("x" * 3 + "\\")])
def test_blocks_render_as_they_read(found: list[Block]) -> None:
    article = articles_of([], found)
    want = [("h2", *letters("#2")), *(wanted(block, 1) for block in found)]
    assert rendered(article) == want


@pytest.mark.parametrize("kind", ["strong", "em", "del", "code", "link"])
@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=3))
@settings(bounded, max_examples=100)
def test_a_span_between_any_neighbours(kind: str, pieces: list[str]) -> None:
    before, inside, after = pieces
    text = f"甲{before}{inside}{after}乙"
    start = 1 + len(before)
    block = Paragraph(text, (Span(start, start + len(inside), kind, "http://a.example" if kind == "link" else None),))
    assert rendered(articles_of([block])) == [wanted(block, 0)]


@given(articles())
@settings(bounded, max_examples=100)
def test_whole_articles_render_as_they_read(article: Article) -> None:
    found = iter(rendered(article))
    title = article.thread.title
    if title and title.strip():
        assert next(found) == ("h1", *letters(flat(title)))
    for i, post in enumerate(article.posts):
        facts = post.facts
        shift = int(i > 0 or facts.floor not in (None, 1))
        if shift:
            who = " · ".join(part for part in (flat(facts.author or ""), time_of(facts.published)) if part)
            floor = f"#{facts.floor}" if facts.floor else ""
            assert next(found) == ("h2", *letters(" ".join(part for part in (floor, who) if part) or "·"))
        for block in post.blocks:
            assert next(found) == wanted(block, shift)
        if facts.withheld:
            assert next(found) == ("p", *letters(flat(facts.withheld.text), (), "em"))
        if facts.comments:
            assert next(found) == ("p", *letters("点评："))
            assert next(found) == ("bullet_list", *(_item(_who(c.author, c.at) + flat(c.text)) for c in facts.comments))
        if facts.ratings:
            assert next(found) == ("p", *letters("评分："))
            assert next(found) == ("bullet_list", *(_item(_rated(r)) for r in facts.ratings))
        if i == 0:
            for _ in range(_facts(article.thread)):
                next(found)
    assert next(found, None) is None


def _item(text: str) -> tuple[object, ...]:
    return ("list_item", ("p", *letters(text))) if text else ("list_item",)


def _who(author: str | None, at: str | None) -> str:
    who = " · ".join(part for part in (flat(author or ""), time_of(at)) if part)
    return f"{who}：" if who else ""


def _rated(rating: Rating) -> str:
    score = f"{rating.score:+}" if rating.score is not None else ""
    points = " ".join(part for part in (flat(rating.credit or ""), score) if part)
    return _who(rating.author, None) + points + (f"，{flat(rating.reason)}" if rating.reason else "")


def _facts(thread: ThreadFacts) -> int:
    poll = 0 if thread.poll is None else 1 + bool(thread.poll.options)
    reward = thread.reward is not None and thread.reward.price is not None
    return poll + reward + (thread.price is not None and thread.price.amount is not None)
