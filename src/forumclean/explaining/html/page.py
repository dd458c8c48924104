"""The whole page: head with a strict policy, facts, map, charts, outline, masked words, the article beside its source."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files

from forumclean.explaining.html.blocks import block, masks_by_block, post_head
from forumclean.explaining.html.charts import bar, legend, strip
from forumclean.explaining.html.markup import Html, joined, tag, text
from forumclean.explaining.html.rows import BLOCK, HEAD, Row, rows
from forumclean.explaining.html.source import source
from forumclean.explaining.pieces import kind_of
from forumclean.explaining.summary import Context, contexts, example, facts
from forumclean.explaining.types import Explanation

KEYS = (
    ("n", "p", "next, previous change"),
    ("w", "q", "next, previous masked word"),
    ("o", "c", "open, close all that went"),
)


def to_html(found: Explanation) -> str:
    """The page as HTML text."""
    style, script = _asset("page.css"), _asset("page.js")
    title = found.article.thread.title or found.article.source.name or "forum thread"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", text(f"{title} — explained")),
        tag("style", Html(style)),
    )
    body = tag("body", *_body(found, title), tag("script", Html(script)))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _asset(name: str) -> str:
    return (files("forumclean") / "data" / "explain" / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may load or run but our own style and script, known by their digests."""
    hashes = [f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" for part in (style, script)]
    return f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; base-uri 'none'; form-action 'none'"


def _body(found: Explanation, title: str) -> Iterator[Html]:
    laid = tuple(rows(found))
    yield tag("a", text("Skip to the article"), class_="skip", href="#article")
    yield tag("header", tag("h1", text(title), lang="zh"), _facts(found), _warnings(found))
    label = "Map of the input: what stayed, what went, what was put in"
    yield tag("div", strip(found.pieces, laid, label=label), legend(dict(found.characters)), class_="strip")
    folds = [_rules(found), _outline(found, laid), _masks(found)]
    yield tag("div", *(fold for fold in folds if fold), class_="folds")
    yield tag("main", _switches(), *_rows(found, laid), id="article")
    yield tag("footer", _keys())


def _facts(found: Explanation) -> Html:
    pairs = ((name, value) for name, value in facts(found) if name not in ("title", "characters"))
    named = tag("dt", text("input")), tag("dd", text(found.article.source.name or "-"))
    return tag("dl", *named, *(part for n, v in pairs for part in (tag("dt", text(n)), tag("dd", text(v)))))


def _warnings(found: Explanation) -> Html:
    if not found.article.warnings:
        return Html("")
    return tag("ul", *(tag("li", text(warning)) for warning in found.article.warnings), class_="warnings")


def _fold(title: str, count: int, *content: Html) -> Html:
    """A part of the page that can be folded."""
    name = tag("summary", tag("h2", text(title)), text(" "), tag("span", text(str(count)), class_="count"))
    return tag("details", name, *content, class_="fold", open="")


def _rules(found: Explanation) -> Html:
    most = max((count.taken + count.put for count in found.rules), default=1) or 1
    head = tag("tr", *(tag("th", text(name), scope="col") for name in ("Rule", "Times", "Characters", "")))
    lines: list[Html] = []
    for count in found.rules:
        size = count.taken + count.put
        told = tag(
            "td", tag("code", text(count.rule)), tag("p", text(count.why)), tag("q", text(example(count)), lang="zh")
        )
        numbers = tag("td", text(f"{count.count:,}")), tag("td", text(f"{size:,}"))
        lines.append(tag("tr", told, *numbers, tag("td", bar(size / most, kind_of(count.rule)))))
    if not lines:
        return _fold("Rules", 0, tag("p", text("Nothing was changed.")))
    return _fold("Rules", len(lines), tag("div", tag("table", tag("thead", head), tag("tbody", *lines)), class_="wide"))


def _outline(found: Explanation, laid: Sequence[Row]) -> Html:
    row_of = {(row.post, k): i for i, row in enumerate(laid) for k in row.blocks}
    items = [
        tag(
            "li",
            tag(
                "a",
                text(f"{section.number or ''} {section.title}".strip()),
                href=f"#r{row_of.get((section.post, section.block), 0)}",
            ),
            class_=f"level-{section.level}",
        )
        for section in found.article.outline
    ]
    return (
        _fold("Sections", len(items), tag("nav", tag("ol", *items), aria_label="Sections", lang="zh"))
        if items
        else Html("")
    )


def _masks(found: Explanation) -> Html:
    cards = [_card(number, context) for number, context in enumerate(contexts(found))]
    return _fold("Masked words", len(cards), tag("ol", *cards, class_="cards")) if cards else Html("")


def _card(number: int, context: Context) -> Html:
    place, before, word, after, entry = context
    kind = "word" if entry.restored else "mask"
    sentence = tag(
        "p", text(f"…{before}"), tag("a", text(word), class_=kind, href=f"#w{number}"), text(f"{after}…"), lang="zh"
    )
    told = [
        tag("li", tag("span", text(candidate), lang="zh"), bar(chance, kind), tag("b", text(f"{chance:.0%}")))
        for candidate, chance in entry.candidates
    ]
    known = tag("ul", *told, class_="candidates") if told else tag("p", text("no candidate"), class_="none")
    where = tag("span", text(f"{place}, {'put in' if entry.restored else 'left as it is'}"), class_="place")
    return tag("li", where, sentence, known, id=f"m{number}", tabindex=-1)


def _switches() -> Html:
    sides = (("source", "source"), ("rest", "furniture"))
    boxes = (
        tag("label", tag("input", type="checkbox", id=f"show-{name}", checked=""), text(f" {label}"))
        for name, label in sides
    )
    return tag("p", text("Show "), *boxes, class_="switches")


def _rows(found: Explanation, laid: Sequence[Row]) -> Iterator[Html]:
    masks = masks_by_block(found.article.masks)
    for i, row in enumerate(laid):
        content: list[Html] = []
        if row.kind == HEAD and row.post is not None:
            content = [post_head(found.article.posts[row.post], row.post)]
        elif row.kind == BLOCK and row.post is not None:
            blocks = found.article.posts[row.post].blocks
            content = [block(blocks[k], masks.get((row.post, k), {})) for k in row.blocks]
        beside = source(row.pieces)
        if content or beside.strip():
            left, right = tag("div", *content, class_="made", lang="zh"), tag("div", beside, class_="source", lang="zh")
            yield tag("section", left, right, class_=f"row {row.kind}", id=f"r{i}", tabindex=-1)


def _keys() -> Html:
    parts = (
        joined([tag("kbd", text(one)), text(" "), tag("kbd", text(two)), text(f" {what}")]) for one, two, what in KEYS
    )
    return tag("p", text("Keys: "), joined(parts, " · "))
