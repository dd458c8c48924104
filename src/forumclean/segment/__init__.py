"""Lines → blocks → sections: what the lines of a post are, and the outline of a thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

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
    paragraphs,
)
from forumclean.segment.byline import bylines
from forumclean.segment.captions import LONGEST, is_caption
from forumclean.segment.items import Builder
from forumclean.segment.judged import judged
from forumclean.segment.lines import Gathered, Inline, Line, Piece, Ranges, gathered
from forumclean.segment.outline import outlined
from forumclean.segment.parts import Item, Part, Place, places
from forumclean.segment.ranks import Title
from forumclean.segment.rows import Flow, Rows, blanks_of

__all__ = ["segment"]

OPENING = frozenset("-/([{'\"")
"""Behind these no blank belongs where a Latin title was broken."""
FRAMES = frozenset({"post", "mask"})
"""Marks that become no block."""
TOUCHING = frozenset("、．：】）")
"""Behind these no blank belongs between a label on a line of its own and its title."""


Placed = list[tuple[int, Place]]
"""Pieces of text, each with the number of its block."""


def segment(passage: Passage, posts: tuple[PostFacts, ...]) -> Segmented:
    """The posts with their blocks, the outline over all of them, and where each mask came to stand."""
    inner = [mark for mark in passage.marks if mark.kind not in FRAMES]
    marks, inline, blanks = Ranges(inner), Inline(inner), blanks_of(passage.text)
    masks = Ranges([mark for mark in passage.marks if mark.kind == "mask"])
    out: list[Post] = []
    outline: list[Section] = []
    entries: list[MaskEntry] = []
    for mark, own in _owned(passage.marks):
        index = mark.data.get("index")
        if not isinstance(index, int):
            continue
        masked = masks.inside(mark.start, mark.end) if masks.marks else ()
        builder = Builder(passage.text, marks.of_post(mark.start, mark.end, own), inline, blanks)
        built = _built(_captioned(builder.parts(mark.start, mark.end), inline), inline, masked)
        outline += (Section(h.level, h.number, h.text, len(out), k) for k, h in built.headings)
        entries += _masks(masked, built.places, len(out)) if masked else ()
        out.append(Post(posts[index], tuple(built.blocks), built.byline, index))
    return Segmented(tuple(out), tuple(outline), tuple(entries))


def _owned(marks: Sequence[Mark]) -> list[tuple[Mark, range]]:
    """The posts, each with the numbers of the marks that stand behind it and before the next one, posts and masks not counted."""
    posts: list[tuple[Mark, int]] = []
    count = 0
    for mark in marks:
        if mark.kind == "post":
            posts.append((mark, count))
        count += mark.kind not in FRAMES
    stops = [*(first for _, first in posts[1:]), count]
    return [(post, range(first, stop)) for (post, first), stop in zip(posts, stops, strict=False)]


class Built(NamedTuple):
    """What a post came to."""

    blocks: list[Block]
    headings: list[tuple[int, Heading]]
    """With the number of the block that each is."""
    places: Placed
    """Of what is no mere line, and of the lines that were asked about."""
    byline: BylineFacts | None

    def add(self, item: Item) -> None:
        """One more block."""
        block, places = item
        if isinstance(block, Heading):
            self.headings.append((len(self.blocks), block))
        self.places.extend((len(self.blocks), place) for place in places)
        self.blocks.append(block)


def _built(parts: Sequence[Part], inline: Inline, masks: Sequence[Mark]) -> Built:
    """The blocks of a post; the places of mere lines only where ``masks`` stand in them: they cost as much."""
    if not parts:  # a post whose text the forum withholds
        return Built([], [], [], None)
    flow = Flow(None if isinstance(part, Item) else part for part in parts)
    at, facts = bylines(flow.texts)
    texts = ["" if i in at else text for i, text in enumerate(flow.texts)] if at else flow.texts
    items = dict(zip(flow.blocks(), (part for part in parts if isinstance(part, Item)), strict=True))
    told = judged(texts, flow, masks) if masks else texts
    titles = {title.first: title for title in outlined(told, flow, inline)}
    lines = {*flow.holding([mask.start for mask in masks]), *flow.spanned(inline), *at}
    mere = paragraphs(texts)
    built = Built([], [], [], facts)
    reached = 0
    for first in sorted({*items, *titles, *lines}):
        if first < reached:  # a line of the title above
            continue
        built.blocks.extend(mere[reached:first])
        title = titles.get(first)
        reached = title.last + 1 if title else first + 1
        if title:
            marked = not lines.isdisjoint(range(first, reached))
            built.add(_heading(flow, title, inline, marked=marked))
        else:
            built.add(items.get(first) or _line(flow.line(first), inline, byline=first in at))
    built.blocks.extend(mere[reached:])
    return built


def _piece(line: Line) -> Piece:
    return Piece(line.start, line.start + len(line.text), 0)


def _line(line: Line, inline: Inline, *, byline: bool) -> Item:
    """A line as a paragraph, or as the by-line."""
    piece = _piece(line)
    spans = inline.spans((piece,))
    return Item(Byline(line.text, spans) if byline else Paragraph(line.text, spans), (Place(piece, ("text",)),))


def _heading(flow: Flow, title: Title, inline: Inline, *, marked: bool) -> Item:
    """A title's lines as one heading: Chinese parts touch, Latin ones keep a blank; ``marked``: a mark may reach into them."""
    begun = title.first + title.label_line
    first, *others = flow.texts[begun : title.last + 1]
    text, offsets = first[title.skip :], [-title.skip]
    for part in others:
        last = text[-1]
        text += " " if last.isascii() and last not in OPENING and part[0].isascii() else ""
        offsets.append(len(text))
        text += part
    label, number = (_label(flow, title), title.label.number or None) if title.label else ("", None)
    if not marked:
        return Item(Heading(text, title.level, number, (), label))
    pieces = tuple(_title_pieces(flow, title, begun, offsets))
    spans = [s for s in inline.spans(pieces) if not (s.kind == "strong" and s.end - s.start == len(text))]
    return Item(Heading(text, title.level, number, tuple(spans), label), places(Gathered(text, pieces), ("text",)))


def _title_pieces(flow: Flow, title: Title, begun: int, offsets: Sequence[int]) -> Iterator[Piece]:
    """Where the lines of a title stand, its label aside."""
    for i, offset in enumerate(offsets, begun):
        text, start = flow.line(i)
        skip = title.skip if i == begun else 0
        yield Piece(start + skip, start + len(text), offset + skip)


def _label(flow: Flow, title: Title) -> str:
    """A title's label as the post has it, and a blank where it stood on a line of its own."""
    first = flow.texts[title.first]
    if not title.label_line:
        return first[: title.skip]
    return first if first[-1] in TOUCHING else f"{first} "


def _captioned(parts: list[Part], inline: Inline) -> list[Part]:
    """Pictures with the captions right below them."""
    for i, (part, below) in enumerate(pairwise(parts)):
        image = part.block if isinstance(part, Item) else None
        if not isinstance(below, Rows) or not isinstance(image, Image) or image.caption is not None:
            continue
        if len(below.texts[0]) > LONGEST:
            continue
        line = below.line(0)
        if is_caption(line, inline, gap=below.gap(0)):
            text = gathered((line,), "")
            block = replace(image, caption=text.text, spans=inline.spans(text.pieces))
            parts[i] = Item(block, places(text, ("caption",)))
            parts[i + 1] = below.cut(1, len(below))
    return [part for part in parts if isinstance(part, Item) or part]


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
