"""The article side of the page: posts and blocks as they read, masked words as links to their candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, TypeVar

from forumclean.explaining.html.markup import Html, joined, link, tag, text
from forumclean.model import (
    Attachment,
    Block,
    Byline,
    Code,
    Heading,
    Hidden,
    Image,
    ListBlock,
    MaskEntry,
    Media,
    Paragraph,
    Post,
    Quote,
    Rule,
    Span,
    Table,
)

Masks = Mapping[tuple[str | int, ...], Sequence[tuple[int, MaskEntry]]]
"""The masks of a block, by where they stand: number of the mask and the mask."""

What = TypeVar("What")
TAGS = {"strong": "strong", "em": "em", "del": "s", "code": "code"}
NONE: Masks = {}


def post_head(post: Post, number: int) -> Html:
    """The line that says who wrote a post, and when."""
    facts = post.facts
    floor = f"#{facts.floor if facts.floor is not None else number + 1}"
    told = (floor, facts.author or "", facts.published or "")
    return tag("p", joined([tag("span", text(part)) for part in told if part], " · "), class_="post")


def block(item: Block, masks: Masks = NONE) -> Html:
    """One block of the article."""
    return BLOCKS[type(item)](item, masks)


def _inline(content: str, spans: Sequence[Span], masks: Masks, where: tuple[str | int, ...]) -> Html:
    """A string with its spans and masks; where they overlap, each part has all that hold it."""
    words = [(e.offset, e.offset + len(_shown(e)), k, e) for k, e in masks.get(where, ())]
    cuts = sorted({0, len(content), *(p for s in spans for p in (s.start, s.end)), *(p for w in words for p in w[:2])})
    parts: list[Html] = []
    masked = _holding([(low, high, (number, entry)) for low, high, number, entry in words], cuts)
    marked = _holding([(span.start, span.end, span) for span in spans], cuts)
    for (start, end), links, held in zip(pairwise(cuts), masked, marked, strict=True):
        part = text(content[start:end])
        for number, entry in links:
            part = mask_link(part, number, entry)
        for span in held:
            part = link(span.href, part) if span.kind == "link" else tag(TAGS.get(span.kind, "span"), part)
        parts.append(part)
    return joined(parts)


def _holding(ranges: Sequence[tuple[int, int, What]], cuts: Sequence[int]) -> Iterator[list[What]]:
    """For each part between two cuts what holds it, in the order given; one walk, for a line may have thousands of links."""
    waiting = sorted(enumerate(ranges), key=lambda pair: -pair[1][0])
    held: list[tuple[int, tuple[int, int, What]]] = []
    for start, end in pairwise(cuts):
        while waiting and waiting[-1][1][0] <= start:
            held.append(waiting.pop())
        held = sorted((one for one in held if one[1][1] >= end), key=itemgetter(0))
        yield [what for _, (_, _, what) in held]


def _shown(entry: MaskEntry) -> str:
    return entry.word if entry.restored and entry.word is not None else entry.mask


def mask_link(part: Html, number: int, entry: MaskEntry) -> Html:
    """A masked word as a link to its candidates."""
    chance = "no candidate" if entry.probability is None else f"{entry.word} {entry.probability:.0%}"
    kind = "word" if entry.restored else "mask"
    return tag("a", part, class_=kind, href=f"#m{number}", id=f"w{number}", title=f"{entry.mask}: {chance}")


def _paragraph(item: Paragraph | Byline, masks: Masks) -> Html:
    kind = "byline" if isinstance(item, Byline) else None
    return tag("p", _inline(item.text, item.spans, masks, ("text",)), class_=kind)


def _heading(item: Heading, masks: Masks) -> Html:
    number = [tag("span", text(item.number), class_="number"), text(" ")] if item.number else []
    return tag(f"h{min(item.level + 1, 6)}", *number, _inline(item.text, item.spans, masks, ("text",)))


def _image(item: Image, masks: Masks) -> Html:
    name = tag("span", text(item.filename or item.alt or item.src or "picture"), class_="file")
    if item.caption is None:
        return tag("figure", name)
    return tag("figure", name, tag("figcaption", _inline(item.caption, item.spans, masks, ("caption",))))


def _quote(item: Quote, masks: Masks) -> Html:
    who = " ".join(part for part in (item.author, item.time) if part)
    head = [tag("p", text(who), class_="who")] if who else []
    return tag("blockquote", *head, tag("div", _inline(item.text, item.spans, masks, ("text",)), class_="lines"))


def _list(item: ListBlock, masks: Masks) -> Html:
    spans = item.spans or ((),) * len(item.items)
    rows = (tag("li", _inline(one, spans[i], masks, ("items", i))) for i, one in enumerate(item.items))
    return tag("ol" if item.ordered else "ul", *rows)


def _table(item: Table, masks: Masks) -> Html:
    def cell(i: int, k: int, content: str) -> Html:
        spans = item.spans[i][k] if item.spans else ()
        return tag("td", _inline(content, spans, masks, ("rows", i, k)))

    lines = (tag("tr", *(cell(i, k, one) for k, one in enumerate(row))) for i, row in enumerate(item.rows))
    return tag("div", tag("table", *lines), class_="wide")


def _file(item: Attachment | Media, _masks: Masks) -> Html:
    named = item.filename if isinstance(item, Attachment) else item.src
    details = (item.description, item.size) if isinstance(item, Attachment) else ()
    told = " · ".join(part for part in (named, *details) if part)
    return tag("p", tag("span", text(told or "file"), class_="file"))


def _code(item: Code, _masks: Masks) -> Html:
    return tag("pre", tag("code", text(item.text)))


def _hidden(item: Hidden, _masks: Masks) -> Html:
    return tag("p", text(f"({item.condition}) {item.text}"), class_="hidden-text")


BLOCKS: dict[type[Block], Callable[[Any, Masks], Html]] = {
    Paragraph: _paragraph,
    Byline: _paragraph,
    Heading: _heading,
    Image: _image,
    Quote: _quote,
    ListBlock: _list,
    Table: _table,
    Code: _code,
    Attachment: _file,
    Media: _file,
    Hidden: _hidden,
    Rule: lambda _item, _masks: tag("hr"),
}


def masks_by_block(
    entries: Iterable[MaskEntry],
) -> dict[tuple[int, int], dict[tuple[str | int, ...], list[tuple[int, MaskEntry]]]]:
    """All masks, numbered, by post and block, then by where they stand in it."""
    found: dict[tuple[int, int], dict[tuple[str | int, ...], list[tuple[int, MaskEntry]]]] = {}
    for number, entry in enumerate(entries):
        if entry.post is not None and entry.block is not None:
            found.setdefault((entry.post, entry.block), {}).setdefault(entry.where, []).append((number, entry))
    return found
