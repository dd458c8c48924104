"""An article with one and the same text in every place that text of the input can come to."""

from __future__ import annotations

from dataclasses import replace

from articles import article_of

from forumclean.article import Article
from forumclean.model import (
    Attachment,
    Byline,
    BylineFacts,
    Code,
    Comment,
    Heading,
    Hidden,
    Image,
    ListBlock,
    Media,
    Paragraph,
    Poll,
    PollOption,
    Post,
    PostFacts,
    Price,
    Quote,
    Rating,
    Reward,
    Rule,
    Span,
    Table,
    ThreadFacts,
    Withheld,
)


def laden(payload: str) -> Article:
    """The article; a block's own text is one line, as the segment stage makes it."""
    p, line = payload, " ".join(payload.split())
    link = (Span(0, len(line), "link", f"https://a.example/{p}"),)
    script = (Span(0, len(line), "link", f"javascript:{p}"),)
    blocks = (
        Heading(line, 2, line),
        Paragraph(line),
        Paragraph(f"甲{line}乙", script),
        Paragraph(line, link),
        Byline(line),
        Image(f"https://a.example/{p}", p, p, line),
        Image(f"javascript:{p}", p, p, None),
        Quote(line, p, p, 3),
        ListBlock(ordered=False, items=(line, f"甲{line}")),
        Rule(),
        Code(p, p),
        Table(((line, line), (line, line))),
        Attachment(p, f"https://a.example/{p}", p, p),
        Attachment(p, f" JAVA\tscript:{p}", p, p),
        Media(f"https://a.example/{p}"),
        Media(f"vbscript:{p}"),
        Hidden(p, p),
    )
    facts = PostFacts(
        floor=1,
        author=p,
        published=p,
        comments=(Comment(p, p, p),),
        ratings=(Rating(p, p, 1, p),),
        withheld=Withheld("reply", p),
    )
    thread = ThreadFacts(
        title=p,
        url=p,
        site=p,
        board=(p, p),
        tags=(p,),
        poll=Poll(None, None, None, (PollOption(p, 1, 50.0),)),
        reward=Reward(5, p, None, None),
        price=Price(5, p),
    )
    first = Post(facts, blocks, BylineFacts(p, (p, p), p), 0)
    made = article_of([first, replace(first, facts=replace(facts, floor=2), index=1)], thread)
    return replace(made, source=replace(made.source, name=p, url=p))
