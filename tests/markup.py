"""What a reader sees of Markdown: parsed by markdown-it, as blocks of characters with their emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles import articles_of
from hypothesis import HealthCheck, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from forumclean.article import Article
from forumclean.model import (
    Attachment,
    Block,
    Byline,
    Code,
    Heading,
    Hidden,
    Image,
    Level,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from forumclean.options import Options

READER = MarkdownIt("commonmark").enable("table")
Letter = tuple[str, frozenset[str]]
"""A character and what it is: strong, em, del, code, ``link …``."""
Seen = tuple[object, ...]
TAG_RE = re.compile(r"<(/?)(strong|em|del)>")


bounded = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def split_front(markdown: str) -> tuple[list[str], str]:
    """The lines of the front matter, and the rest."""
    if not markdown.startswith("---\n"):
        return [], markdown
    head, bar, rest = markdown.removeprefix("---\n").partition("\n---\n")
    assert bar
    return head.split("\n"), rest


def seen(markdown: str) -> list[Seen]:
    """The blocks as they render."""
    return list(_blocks(READER.parse(markdown)))


def rendered(article: Article) -> list[object]:
    return [block for block in seen(split_front(article.to_markdown())[1]) if block != ("html", "<!-- -->")]


def body(*found: Block, options: Options | None = None) -> str:
    return split_front(articles_of(found, options=options).to_markdown())[1].strip("\n")


def _blocks(tokens: Sequence[Token]) -> Iterator[Seen]:
    i = 0
    while i < len(tokens):
        token = tokens[i]
        stop = next(
            k
            for k in range(i, len(tokens))
            if tokens[k].level == token.level and (token.nesting == 0 or tokens[k].nesting < 0)
        )
        inner = tokens[i + 1 : stop]
        if token.type == "paragraph_open":
            yield ("p", *_inline(inner[0]))
        elif token.type == "heading_open":
            yield (token.tag, *_inline(inner[0]))
        elif token.type in ("fence", "code_block"):
            yield ("code", token.content)
        elif token.type == "hr":
            yield ("hr",)
        elif token.type == "html_block":
            yield ("html", token.content.strip())
        elif token.type == "table_open":
            yield ("table", *_rows(inner))
        else:
            yield (token.type.removesuffix("_open"), *_blocks(inner))
        i = stop + 1


def _rows(tokens: Sequence[Token]) -> Iterator[Seen]:
    row: list[Seen] = []
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(tuple(_inline(token)))
        elif token.type == "tr_close":
            yield tuple(row)


def _inline(token: Token) -> Iterator[object]:
    """Letters, and pictures as ``("img", src, alt)``."""
    active: list[str] = []
    for child in token.children or ():
        tag = TAG_RE.fullmatch(child.content) if child.type == "html_inline" else None
        if child.type in ("text", "code_inline"):
            what = frozenset(active) | ({"code"} if child.type == "code_inline" else set())
            yield from ((c, what) for c in child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content == "<br>":
            yield ("\n", frozenset(active))
        elif child.type == "image":
            yield ("img", child.attrs["src"], "".join(c.content for c in child.children or ()))
        elif tag is not None and tag[1]:
            assert active.pop() == tag[2]
        elif tag is not None:
            active.append(tag[2])
        elif child.nesting > 0:
            active.append(f"link {child.attrs['href']}" if child.type == "link_open" else child.tag)
        elif child.nesting < 0:
            active.pop()
        else:
            yield ("?", child.type, child.content)
    assert not active


# ── what ought to be seen ───────────────────────────────────────────────────────────────────────


def letters(text: str, spans: Sequence[Span] = (), *around: str) -> list[Letter]:
    """A text as a reader should see it; code ends at a cell's line end and begins again behind it."""
    links = {s: f"link {READER.normalizeLink(s.href or '')}" for s in spans if s.kind == "link"}
    return [
        (
            c,
            frozenset(around)
            | {links.get(s, s.kind) for s in spans if s.start <= i < s.end and (c, s.kind) != ("\n", "code")},
        )
        for i, c in enumerate(text.replace("\r", " "))
    ]


def stripped(found: Sequence[Letter]) -> list[Letter]:
    """Without white space at the ends: a Markdown cell or line has none."""
    kept = list(found)
    while kept and kept[0][0].isspace():
        kept.pop(0)
    while kept and kept[-1][0].isspace():
        kept.pop()
    return kept


def flat(text: str) -> str:
    return " ".join(text.split())


def time_of(time: str | None) -> str:
    return (time or "").replace("T", " ")


def wanted(block: Block, shift: int) -> Seen:  # noqa: PLR0911 - a case for each type
    """A block as a reader should see it."""
    match block:
        case Paragraph() | Byline():
            return ("p", *letters(block.text, block.spans))
        case Heading():
            printed = block.label or f"{block.number or ''} "
            label = flat(printed) + (" " if printed[-1].isspace() and printed.strip() else "")
            return (f"h{block.level + shift}", *letters(label), *letters(block.text, block.spans))
        case Image():
            picture = ("img", READER.normalizeLink(block.src or ""), flat(block.alt or block.filename or ""))
            caption = [("\n", frozenset[str]()), *letters(block.caption, block.spans, "em")] if block.caption else []
            return ("p", picture, *caption)
        case Quote():
            who = " · ".join(part for part in (flat(block.author or ""), flat(time_of(block.time))) if part)
            return ("blockquote", *_quoted(who, block))
        case ListBlock():
            items = [
                ("p", *((c, frozenset[str]() if c == "\n" else told) for c, told in letters(t, s)))
                for t, s in zip(block.items, block.spans or ((),) * len(block.items), strict=True)
            ]
            levels = block.levels or [Level(0, block.ordered)] * len(items)
            return next(_lists(list(zip(items, levels, strict=True)), 0), ("bullet_list",))
        case Code():
            return ("code", block.text.replace("\r", " ") + "\n")
        case Table():
            return ("table", *_cells(block))
        case Attachment():
            named = flat(block.filename or block.href or "附件")
            name = letters(named, [Span(0, len(named), "link", block.href)] if block.href else [])
            told = "，".join(flat(part) for part in (block.size, block.description) if part)
            return ("p", *name, *letters(f"（{told}）" if told else ""))
        case Media():
            address = flat(block.src or "")
            return ("p", *letters(address, [Span(0, len(address), "link", block.src)]))
        case Hidden():
            return ("blockquote", ("p", *letters(flat(block.text))))
        case Rule():
            return ("hr",)


def _lists(items: Sequence[tuple[Seen, Level]], depth: int) -> Iterator[Seen]:
    """The lists at a depth, each item with the lists in it; where the kind changes, another list begins."""
    found: list[Seen] = []
    starts = [i for i, (_, level) in enumerate(items) if level.depth == depth]
    for i, stop in pairwise((*starts, len(items))):
        text, level = items[i]
        kind = "ordered_list" if level.ordered else "bullet_list"
        item = ("list_item", text, *_lists(items[i + 1 : stop], depth + 1))
        if found and found[-1][0] == kind:
            found[-1] = (*found[-1], item)
        else:
            found.append((kind, item))
    yield from found


def _quoted(who: str, quote: Quote) -> Iterator[Seen]:
    if who:
        yield ("p", *letters(f"{who}："))
    whole = letters(quote.text, quote.spans)
    at = 0
    for text in quote.text.split("\n"):
        yield ("p", *whole[at : at + len(text)])
        at += len(text) + 1


def _cells(table: Table) -> Iterator[Seen]:
    width = max(map(len, table.rows))
    for texts, spans in zip(table.rows, table.spans or [((),) * len(row) for row in table.rows], strict=True):
        cells = [tuple(stripped(letters(t, s))) for t, s in zip(texts, spans, strict=True)]
        yield (*cells, *[()] * (width - len(cells)))
