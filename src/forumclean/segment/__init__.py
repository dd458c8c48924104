"""Lines → blocks → sections: what the lines of a post are, and the outline of a thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

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
from forumclean.segment.items import Builder, Item, Place, places
from forumclean.segment.lines import Gathered, Inline, Piece, Ranges, gathered

__all__ = ["segment"]

OPENING = frozenset("-/([{'\"")
"""Behind these no blank belongs where a Latin title was broken."""
BYLINE_LINES = 3
"""A by-line stands among so many lines at the head or the end of a post."""


def segment(passage: Passage, posts: tuple[PostFacts, ...]) -> Segmented:
    """The posts with their blocks, the outline over all of them, and where each mask came to stand."""
    inner = [mark for mark in passage.marks if mark.kind not in ("post", "mask")]
    marks, inline = Ranges(inner), Inline(inner)
    masks = [mark for mark in passage.marks if mark.kind == "mask"]
    out: list[Post] = []
    outline: list[Section] = []
    entries: list[MaskEntry] = []
    for mark in passage.marks:
        index = mark.data.get("index")
        if mark.kind != "post" or not isinstance(index, int):
            continue
        items, found = _items(Builder(passage.text, marks, inline), mark, inline)
        blocks = tuple(item.block for item in items if item.block is not None)
        outline += _sections(blocks, len(out))
        if masks:
            entries += _masks(masks, items, len(out))
        out.append(Post(posts[index], blocks, found, index))
    return Segmented(tuple(out), tuple(outline), tuple(entries))


def _items(builder: Builder, post: Mark, inline: Inline) -> tuple[list[Item], BylineFacts | None]:
    """The items of a post, all of them blocks."""
    items = _captioned(list(builder.items(post.start, post.end)), inline)
    at, facts = _byline(items)
    lines = [item.line for item in items]
    if at is not None:
        lines[at] = None
    titles = {title.first: title for title in Finder(lines, inline).titles()}
    out: list[Item] = []
    i = 0
    while i < len(items):
        title = titles.get(i)
        if title is not None:
            out.append(_heading(items, title, inline))
            i = title.last + 1
            continue
        out.append(_settled(items[i], inline, is_byline=i == at))
        i += 1
    return out, facts


def _settled(item: Item, inline: Inline, *, is_byline: bool) -> Item:
    """A line as a paragraph (or the by-line); a block as it is."""
    line = item.line
    if line is None:
        return item
    piece = Piece(line.start, line.start + len(line.text), 0)
    spans = inline.spans((piece,)) if inline else ()
    block: Block = Byline(line.text, spans) if is_byline else Paragraph(line.text, spans)
    return Item(None, block, (Place(piece, ("text",)),))


def _heading(items: Sequence[Item], title: Title, inline: Inline) -> Item:
    """A title's lines as one heading: Chinese parts touch, Latin ones keep a blank."""
    lines = [item.line for item in items[title.first + title.label_line : title.last + 1] if item.line is not None]
    first = lines[0]
    lines[0] = first._replace(text=first.text[title.skip :], start=first.start + title.skip)
    found = lines[0:1]
    text = gathered(found, "")
    for line in lines[1:]:
        last = text.text[-1]
        blank = " " if last.isascii() and last not in OPENING and line.text[0].isascii() else ""
        offset = len(text.text) + len(blank)
        piece = Piece(line.start, line.start + len(line.text), offset)
        text = Gathered(text.text + blank + line.text, (*text.pieces, piece))
    spans = tuple(
        s for s in inline.spans(text.pieces) if not (s.kind == "strong" and s.end - s.start == len(text.text))
    )
    return Item(None, Heading(text.text, title.level, title.number, spans), places(text, ("text",)))


def _captioned(items: list[Item], inline: Inline) -> list[Item]:
    """Pictures with the captions right below them."""
    out: list[Item] = []
    for item in items:
        above = out[-1].block if out else None
        if (
            item.line is not None
            and isinstance(above, Image)
            and above.caption is None
            and is_caption(item.line, inline)
        ):
            text = gathered((item.line,), "")
            image = Image(above.src, above.filename, above.alt, text.text, inline.spans(text.pieces))
            out[-1] = Item(None, image, places(text, ("caption",)))
        else:
            out.append(item)
    return out


def _byline(items: Sequence[Item]) -> tuple[int | None, BylineFacts | None]:
    """The by-line among the last or the first lines, and what it names."""
    texts = [i for i, item in enumerate(items) if item.line is not None]
    for i in (*reversed(texts[-BYLINE_LINES:]), *texts[:BYLINE_LINES]):
        line = items[i].line
        facts = byline(line.text) if line is not None else None
        if facts is not None:
            return i, facts
    return None, None


def _sections(blocks: Sequence[Block], post: int) -> Iterator[Section]:
    for k, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield Section(block.level, block.number, block.text, post, k)


def _masks(masks: Sequence[Mark], items: Sequence[Item], post: int) -> Iterator[MaskEntry]:
    """Where each mask of a post came to stand; a mask in a place that is no text (a file's name) is not listed."""
    found = sorted(
        ((place.piece, place.where, k) for k, item in enumerate(items) for place in item.places),
        key=lambda p: p[0].start,
    )
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
