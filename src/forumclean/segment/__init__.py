"""Lines → blocks → sections: what the lines of a post are, and the outline of a thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from forumclean.ledger import Passage
from forumclean.model import (
    Block,
    Byline,
    BylineFacts,
    Heading,
    Image,
    Mark,
    MaskEntry,
    Paragraph,
    Post,
    PostFacts,
    Section,
    Segmented,
)
from forumclean.segment.byline import byline
from forumclean.segment.captions import is_caption
from forumclean.segment.headings import Finder, Title
from forumclean.segment.items import Builder, Item, Part, Place, places
from forumclean.segment.lines import Gathered, Inline, Line, Piece, Ranges, gathered

__all__ = ["segment"]

OPENING = frozenset("-/([{'\"")
"""Behind these no blank belongs where a Latin title was broken."""
BYLINE_LINES = 3
"""A by-line stands among so many lines at the head or the end of a post."""


Placed = list[tuple[int, Place]]
"""Pieces of text, each with the number of its block."""


def segment(passage: Passage, posts: tuple[PostFacts, ...]) -> Segmented:
    """The posts with their blocks, the outline over all of them, and where each mask came to stand."""
    inner = [mark for mark in passage.marks if mark.kind not in ("post", "mask")]
    marks, inline = Ranges(inner), Inline(inner)
    masks = Ranges([mark for mark in passage.marks if mark.kind == "mask"])
    out: list[Post] = []
    outline: list[Section] = []
    entries: list[MaskEntry] = []
    for mark in passage.marks:
        index = mark.data.get("index")
        if mark.kind != "post" or not isinstance(index, int):
            continue
        masked = masks.inside(mark.start, mark.end)
        blocks, places, found = _blocks(Builder(passage.text, marks, inline), mark, inline, placed=bool(masked))
        outline += _sections(blocks, len(out))
        entries += _masks(masked, places, len(out))
        out.append(Post(posts[index], tuple(blocks), found, index))
    return Segmented(tuple(out), tuple(outline), tuple(entries))


def _blocks(
    builder: Builder, post: Mark, inline: Inline, *, placed: bool
) -> tuple[list[Block], Placed, BylineFacts | None]:
    """The blocks of a post, the places of their text (only where ``placed`` asks for them: they cost as much), its by-line."""
    parts = _captioned(builder.parts(post.start, post.end), inline)
    at, facts = _byline(parts)
    lines = [part if type(part) is Line and i != at else None for i, part in enumerate(parts)]
    blocks: list[Block] = []
    places: Placed = []
    reached = 0
    for first, title in _judged(parts, at, Finder(lines, inline).titles(), every=placed):
        blocks += _paragraphs(parts[reached:first], inline)
        item = _heading(lines, title, inline) if title else _settled(parts[first], inline, is_byline=first == at)
        places += ((len(blocks), place) for place in item.places)
        blocks.append(item.block)
        reached = title.last + 1 if title else first + 1
    blocks += _paragraphs(parts[reached:], inline)
    return blocks, places, facts


def _judged(
    parts: Sequence[Part], at: int | None, titles: Sequence[Title], *, every: bool
) -> Iterator[tuple[int, Title | None]]:
    """The parts that are no mere lines (or ``every`` part), by number, with the title that begins there."""
    by_first = {title.first: title for title in titles}
    inside = {i for title in titles for i in range(title.first + 1, title.last + 1)}
    for i, part in enumerate(parts):
        if (every or type(part) is not Line or i == at or i in by_first) and i not in inside:
            yield i, by_first.get(i)


def _paragraphs(parts: Sequence[Part], inline: Inline) -> list[Block]:
    """Lines as paragraphs: nearly all lines of a page."""
    lines = cast("Sequence[Line]", parts)
    if not lines or not inline.touches(lines[0].start, lines[-1].start + len(lines[-1].text)):
        return [Paragraph(line.text) for line in lines]
    return [Paragraph(line.text, inline.spans((_piece(line),))) for line in lines]


def _piece(line: Line) -> Piece:
    return Piece(line.start, line.start + len(line.text), 0)


def _settled(part: Part, inline: Inline, *, is_byline: bool) -> Item:
    """A line as a paragraph (or the by-line); a block as it is."""
    if isinstance(part, Item):
        return part
    piece = _piece(part)
    spans = inline.spans((piece,))
    return Item(Byline(part.text, spans) if is_byline else Paragraph(part.text, spans), (Place(piece, ("text",)),))


def _heading(titled: Sequence[Line | None], title: Title, inline: Inline) -> Item:
    """A title's lines as one heading: Chinese parts touch, Latin ones keep a blank."""
    lines = [line for line in titled[title.first + title.label_line : title.last + 1] if line is not None]
    first = lines[0]
    lines[0] = first._replace(text=first.text[title.skip :], start=first.start + title.skip)
    text = gathered(lines[0:1], "")
    for line in lines[1:]:
        last = text.text[-1]
        blank = " " if last.isascii() and last not in OPENING and line.text[0].isascii() else ""
        offset = len(text.text) + len(blank)
        piece = Piece(line.start, line.start + len(line.text), offset)
        text = Gathered(text.text + blank + line.text, (*text.pieces, piece))
    spans = tuple(
        s for s in inline.spans(text.pieces) if not (s.kind == "strong" and s.end - s.start == len(text.text))
    )
    return Item(Heading(text.text, title.level, title.number, spans), places(text, ("text",)))


def _captioned(parts: list[Part], inline: Inline) -> list[Part]:
    """Pictures with the captions right below them."""
    taken: set[int] = set()
    for i, part in enumerate(parts):
        if type(part) is Line:
            continue
        below = parts[i + 1] if i + 1 < len(parts) else None
        image = part.block if isinstance(part, Item) else None
        if isinstance(below, Line) and isinstance(image, Image) and image.caption is None and is_caption(below, inline):
            text = gathered((below,), "")
            block = replace(image, caption=text.text, spans=inline.spans(text.pieces))
            parts[i] = Item(block, places(text, ("caption",)))
            taken.add(i + 1)
    return [part for i, part in enumerate(parts) if i not in taken] if taken else parts


def _byline(parts: Sequence[Part]) -> tuple[int | None, BylineFacts | None]:
    """The by-line among the last or the first lines, and what it names."""
    last = islice((i for i in range(len(parts) - 1, -1, -1) if isinstance(parts[i], Line)), BYLINE_LINES)
    first = islice((i for i, part in enumerate(parts) if isinstance(part, Line)), BYLINE_LINES)
    for i in (*last, *first):
        line = parts[i]
        facts = byline(line.text) if isinstance(line, Line) else None
        if facts is not None:
            return i, facts
    return None, None


def _sections(blocks: Sequence[Block], post: int) -> Iterator[Section]:
    for k, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield Section(block.level, block.number, block.text, post, k)


def _masks(masks: Sequence[Mark], placed: Placed, post: int) -> Iterator[MaskEntry]:
    """Where each mask of a post came to stand; a mask in a place that is no text (a file's name) is not listed."""
    found = sorted(((place.piece, place.where, k) for k, place in placed), key=lambda p: p[0].start)
    starts = [piece.start for piece, _, _ in found]
    for mask in masks:
        i = bisect_right(starts, mask.start) - 1
        if i < 0 or mask.end > found[i][0].end:
            continue
        piece, where, block = found[i]
        yield _entry(mask, post, block, where, mask.start - piece.start + piece.offset)


def _entry(mark: Mark, post: int, block: int, where: tuple[str | int, ...], offset: int) -> MaskEntry:
    data = mark.data
    word, probability, candidates = data.get("word"), data.get("probability"), data.get("candidates")
    return MaskEntry(
        post=post,
        block=block,
        where=where,
        offset=offset,
        mask=str(data.get("mask")),
        word=word if isinstance(word, str) else None,
        probability=probability if isinstance(probability, float) else None,
        restored=data.get("restored") is True,
        candidates=candidates if isinstance(candidates, tuple) else (),
    )
