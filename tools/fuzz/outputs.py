"""What comes out is sound, whatever went in: JSON, Markdown and explanations, as checks that raise ``AssertionError``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

from articles import articles_of
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from markup import rendered, split_front, wanted

from forumclean import Article, emit
from forumclean.emit.escape import unsafe
from forumclean.explaining import Explanation, asjson, diff, explain
from forumclean.explaining.html import to_html
from forumclean.explaining.show import lines
from forumclean.model import (
    Attachment,
    Block,
    Byline,
    Heading,
    Image,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Span,
    Table,
)

CONTROL_RE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ACTING = frozenset({"src", "style", "srcset", "srcdoc", "action", "formaction", "background"})
FOREIGN = frozenset({"img", "iframe", "object", "embed", "form", "base", "link", "audio", "video", "image", "template"})
ONCE = ("script", "style", "title", "main")
FRONT_RE = re.compile(r'(?:title|author|published|url|board|source|authors): (?:[^\s"\[].*|".*"|\[.*\])')
"""One fact of the front matter: a plain word, a JSON string or a list of them."""


@cache
def validator() -> Draft202012Validator:
    """The schema that ships."""
    return Draft202012Validator(json.loads(emit.schema()))


def json_is_sound(article: Article) -> None:
    """The JSON fits the schema, and both forms say the same."""
    document = article.to_dict()
    for error in validator().iter_errors(document):
        raise AssertionError(f"{list(error.path)}: {error.message[:200]}")
    line = emit.to_jsonl(article)
    assert json.loads(article.to_json()) == json.loads(line), "JSON and JSON Lines differ"
    assert line.count("\n") == 1, "a line of JSON Lines is not one line"


def markdown_is_sound(article: Article) -> None:
    """Markdown is read as the blocks that it was written from; nothing breaks out of the front matter."""
    front, _ = split_front(article.to_markdown())
    for line in front:
        assert FRONT_RE.fullmatch(line), f"front matter: {line!r:.200}"
    for post in article.posts[:2]:
        reads_back(post.blocks)


def reads_back(blocks: Sequence[Block]) -> None:
    """A CommonMark parser sees the blocks in their Markdown; it reads a NUL as U+FFFD, as the standard tells it to."""
    blocks = [spelled_out(block) for block in blocks]
    found = rendered(articles_of(blocks))
    want = [_without_nul(wanted(block, 0)) for block in blocks]
    if found != want:
        at = next((i for i, (a, b) in enumerate(zip(found, want, strict=False)) if a != b), min(len(found), len(want)))
        raise AssertionError(f"Markdown reads {found[at : at + 1]!r:.300} and not {want[at : at + 1]!r:.300}")


def _without_nul(seen: Any) -> Any:  # noqa: ANN401 - nested tuples of letters
    if isinstance(seen, str):
        return seen.replace("\x00", "\ufffd")
    return tuple(map(_without_nul, seen)) if isinstance(seen, tuple) else seen


def spelled_out(block: Any) -> Any:  # noqa: ANN401, PLR0911 - a case for each type; a block of any type comes back as one of the same type
    """The block as ``wanted`` takes it: spans for each item and cell, an address for each picture, addresses that can be written."""
    match block:
        case Image():
            return replace(block, src=address(block.src or block.filename or ""), spans=linked(block.spans))
        case Media():
            return replace(block, src=address(block.src or ""))
        case Attachment():
            return replace(block, href=address(block.href) if block.href else None)
        case ListBlock():
            return replace(block, spans=tuple(map(linked, block.spans or [()] * len(block.items))))
        case Table():
            spans = block.spans or [[()] * len(row) for row in block.rows]
            return replace(block, spans=tuple(tuple(map(linked, row)) for row in spans))
        case Paragraph() | Byline() | Heading() | Quote():
            return replace(block, spans=linked(block.spans))
    return block


def address(href: str) -> str:
    """The address without line ends, which Markdown leaves out as browsers do; one that acts is not written at all."""
    return "x" if unsafe(href) else re.sub(r"[\r\n]+", "", href)


def linked(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans with such addresses."""
    return tuple(span._replace(href=address(span.href)) if span.href else span for span in spans)


class _Elements(HTMLParser):
    """The elements of a page, as a parser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


def explanation_is_sound(article: Article) -> None:
    """All of the input is in the explanation, and nothing of the input acts in any form of it."""
    found = explain(article)
    origin = article.passage.origin
    assert "".join(piece.old for piece in found.pieces) == origin, "the pieces are not the input"
    page = _Elements(to_html(found)).found
    counts = Counter(tag for tag, _ in page)
    assert all(counts[tag] == 1 for tag in ONCE), counts
    assert not FOREIGN & counts.keys(), counts
    for tag, attrs in page:
        acting = [name for name in attrs if name in ACTING or name.startswith("on")]
        assert not acting, f"<{tag}> {acting}"
        href = attrs.get("href")
        assert href is None or href.startswith(("#", "http://", "https://")), href
    for line in lines(found, width=80):
        assert not CONTROL_RE.search(line), f"a terminal gets {line!r:.200}"
    json.loads(asjson.to_json(found))
    diff_is_sound(origin, found)


def diff_is_sound(origin: str, found: Explanation) -> None:
    """The lines that a unified diff takes out are lines of the input."""
    known = set(origin.split("\n"))
    for line in list(diff.unified(origin, found.pieces, "a"))[2:]:
        assert line[0] in "-+ @\\", f"no line of a diff: {line!r:.200}"
        old = line[1:].removesuffix(f"\n{diff.NO_END}\n").removesuffix("\n")
        assert line[0] not in "- " or old in known, f"not in the input: {line!r:.200}"
