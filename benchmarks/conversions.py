"""Pages that were made into text by common tools before forumclean sees them: what of the posts still comes out.

Most dumps of forums are made like that.  What a tool takes out (a picture's caption, the borders of cells) cannot come back; what it
leaves of the forum is to go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bs4 import BeautifulSoup

import forumclean
from benchmarks.golds import Page
from benchmarks.peers import Extract, Peer, module
from forumclean import Options

OPTIONS = Options(masks="keep")
WIDTH = 78
"""Columns at which html2text wraps unless it is told otherwise."""


def by_view(pages: Iterable[Page]) -> Mapping[str, list[Page]]:
    """The pages by the view that forumclean takes them for (``desktop``, ``touch``, …)."""
    views: dict[str, list[Page]] = {}
    for page in pages:
        views.setdefault(forumclean.clean(page.text, options=OPTIONS).template, []).append(page)
    return views


def _cleaned(convert: Extract) -> Extract:
    return lambda text: forumclean.clean(convert(text), options=OPTIONS).to_text()


def _bare(text: str) -> BeautifulSoup:
    soup = BeautifulSoup(text, "lxml")
    for element in soup(["script", "style"]):
        element.extract()
    return soup


def _nodes() -> Extract:
    return _cleaned(lambda text: _bare(text).get_text("\n"))


def _running() -> Extract:
    return _cleaned(lambda text: _bare(text).get_text())


def _html2text(**options: bool | int) -> Extract:
    reader: Any = module("html2text").HTML2Text

    def convert(text: str) -> str:
        one = reader()
        for name, value in options.items():
            setattr(one, name, value)
        return str(one.handle(text))

    return _cleaned(convert)


def _markdownify() -> Extract:
    markdownify = module("markdownify").markdownify
    return _cleaned(lambda text: markdownify(str(_bare(text))))


def _inscriptis() -> Extract:
    return _cleaned(module("inscriptis").get_text)


def _resiliparse() -> Extract:
    return _cleaned(module("resiliparse.extract.html2text").extract_plain_text)


CONVERTERS = (
    Peer("text nodes, a line each", "beautifulsoup4", _nodes, 'get_text("\\n"), without scripts and styles'),
    Peer("text nodes, run together", "beautifulsoup4", _running, "get_text(), without scripts and styles"),
    Peer(
        "html2text, text only",
        "html2text",
        lambda: _html2text(body_width=0, ignore_links=True, ignore_images=True),
        "body_width=0, no links, no pictures",
    ),
    Peer("html2text, links", "html2text", lambda: _html2text(body_width=0), "body_width=0"),
    Peer(f"html2text, {WIDTH} columns", "html2text", _html2text, "as it comes"),
    Peer("markdownify", "markdownify", _markdownify, "without scripts and styles"),
    Peer("inscriptis", "inscriptis", _inscriptis, "as it comes"),
    Peer("Resiliparse", "resiliparse", _resiliparse, "extract_plain_text as it comes"),
)
