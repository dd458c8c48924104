"""The article as JSON: the names of the contract, what is not known is ``null``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from forumclean.model import (
    ArticleData,
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

SCHEMA = "forumclean.article/1"
Json = dict[str, Any]


def _spans(spans: Sequence[Span]) -> list[Json]:
    return [
        {"start": s.start, "end": s.end, "kind": s.kind, **({"href": s.href} if s.kind == "link" else {})}
        for s in spans
    ]


def _with_spans(block: Json, spans: Sequence[Span]) -> Json:
    if spans:
        block["spans"] = _spans(spans)
    return block


def _list(block: ListBlock) -> Json:
    out: Json = {"type": "list", "ordered": block.ordered, "items": list(block.items)}
    if any(block.spans):
        out["spans"] = [_spans(spans) for spans in block.spans]
    if block.levels:
        out["levels"] = [level._asdict() for level in block.levels]
    return out


def _table(block: Table) -> Json:
    out: Json = {"type": "table", "rows": [list(row) for row in block.rows]}
    if any(any(row) for row in block.spans):
        out["spans"] = [[_spans(cell) for cell in row] for row in block.spans]
    return out


def _image(block: Image) -> Json:
    facts = {"type": "image", "src": block.src, "filename": block.filename, "alt": block.alt, "caption": block.caption}
    return _with_spans(facts, block.spans)


def _quote(block: Quote) -> Json:
    facts = {"type": "quote", "text": block.text, "author": block.author, "time": block.time, "floor": block.floor}
    return _with_spans(facts, block.spans)


def _heading(block: Heading) -> Json:
    facts = {"type": "heading", "text": block.text, "level": block.level, "number": block.number}
    return _with_spans(facts, block.spans)


def _attachment(block: Attachment) -> Json:
    facts = {"type": "attachment", "filename": block.filename, "href": block.href}
    return {**facts, "description": block.description, "size": block.size}


BLOCKS: dict[type[Block], Callable[[Any], Json]] = {
    Paragraph: lambda b: _with_spans({"type": "paragraph", "text": b.text}, b.spans),
    Heading: _heading,
    Image: _image,
    Quote: _quote,
    ListBlock: _list,
    Code: lambda b: {"type": "code", "text": b.text, "language": b.language},
    Table: _table,
    Attachment: _attachment,
    Media: lambda b: {"type": "media", "src": b.src},
    Hidden: lambda b: {"type": "hidden", "condition": b.condition, "text": b.text},
    Byline: lambda b: _with_spans({"type": "byline", "text": b.text}, b.spans),
    Rule: lambda _b: {"type": "rule"},
}
"""How each type of block is written."""


def block_dict(block: Block) -> Json:
    """One block as the contract writes it."""
    return BLOCKS[type(block)](block)


def _post(post: Post) -> Json:
    facts = post.facts
    byline = post.byline
    return {
        "floor": facts.floor,
        "pid": facts.pid,
        "author": facts.author,
        "published": facts.published,
        "edited": asdict(facts.edited) if facts.edited else None,
        "byline": {"source": byline.source, "authors": list(byline.authors), "editor": byline.editor}
        if byline
        else None,
        "blocks": [block_dict(block) for block in post.blocks],
        "signature": facts.signature,
        "comments": [asdict(comment) for comment in facts.comments],
        "ratings": [asdict(rating) for rating in facts.ratings],
        "withheld": asdict(facts.withheld) if facts.withheld else None,
    }


def _mask(mask: MaskEntry) -> Json:
    return {
        "post": mask.post,
        "block": mask.block,
        "in": list(mask.where),
        "offset": mask.offset,
        "mask": mask.mask,
        "word": mask.word,
        "probability": mask.probability,
        "restored": mask.restored,
        "candidates": [list(candidate) for candidate in mask.candidates],
    }


def _thread(article: ArticleData) -> Json:
    thread = article.thread
    return {
        "tid": thread.tid,
        "title": thread.title,
        "url": thread.url,
        "site": thread.site,
        "board": list(thread.board),
        "kind": thread.kind,
        "views": thread.views,
        "replies": thread.replies,
        "tags": list(thread.tags),
        "pages": list(thread.pages),
        "platform": thread.platform,
    }


def to_dict(article: ArticleData) -> dict[str, object]:
    """The article as a JSON object."""
    thread = article.thread
    poll = thread.poll
    return {
        "schema": SCHEMA,
        "source": asdict(article.source),
        "thread": _thread(article),
        "posts": [_post(post) for post in article.posts],
        "outline": [asdict(section) for section in article.outline],
        "poll": {**asdict(poll), "options": [asdict(option) for option in poll.options]} if poll else None,
        "reward": asdict(thread.reward) if thread.reward else None,
        "price": asdict(thread.price) if thread.price else None,
        "masks": [_mask(mask) for mask in article.masks],
        "removed": {rule: asdict(count) for rule, count in article.removed.items()},
        "warnings": list(article.warnings),
    }


def to_json(article: ArticleData) -> str:
    """The article as indented JSON, with a line end."""
    return json.dumps(to_dict(article), ensure_ascii=False, indent=2) + "\n"


def to_jsonl(article: ArticleData) -> str:
    """The article as one line of JSON."""
    return json.dumps(to_dict(article), ensure_ascii=False, separators=(",", ":")) + "\n"
