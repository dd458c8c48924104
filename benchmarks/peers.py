"""The tools that forumclean is measured against, each with the options that its own documentation offers for a page like these.

Each gets the page as decoded text and gives text back. What is not installed is told, not needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from lxml.cssselect import CSSSelector
from lxml.html import document_fromstring

import forumclean
from benchmarks.rendering import plain, text_of
from forumclean import Options

Extract = Callable[[str], str]
POSTS: Callable[[Any], Any] = CSSSelector(".t_f, .message, .postmessage")
"""The boxes of posts, by three selectors …"""
NOISE: Callable[[Any], Any] = CSSSelector('.jammer, [style*="display:none"]')
"""… and by two what stands in them against copying: what one writes for a forum in an afternoon."""
FORUM = "http://bbs.example/thread-1-1-1.html"


@dataclass(frozen=True, slots=True)
class Peer:
    """A row of the table."""

    name: str
    package: str
    """The distribution whose version is told."""
    make: Callable[[], Extract]
    """Loads the tool; raises ``ImportError`` where it is absent."""
    options: str
    """The options, as they are told in the docs."""
    missing: str = "not installed"
    unmasked: bool = False
    """True where the pages are given without masked words."""

    @property
    def version(self) -> str:
        """The version that is installed; empty where there is none."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return ""


def module(name: str) -> Any:  # noqa: ANN401 - what is loaded late has no types
    """A tool's module; raises ``ImportError`` where it is absent."""
    return import_module(name)


def _forumclean() -> Extract:
    options = Options(masks="keep")
    return lambda text: forumclean.clean(text, options=options).to_text()


def _trafilatura() -> Extract:
    extract = module("trafilatura").extract
    return lambda text: extract(text, favor_recall=True, include_comments=True, include_tables=True) or ""


def _magic_html() -> Extract:
    extractor = module("magic_html").GeneralExtractor()
    return lambda text: plain(extractor.extract(text, base_url=FORUM, html_type="forum")["html"])


def _resiliparse() -> Extract:
    extract = module("resiliparse.extract.html2text").extract_plain_text
    return lambda text: str(extract(text, main_content=True, comments=True, alt_texts=False, list_bullets=False))


def _readability() -> Extract:
    document = module("readability").Document
    return lambda text: plain(document(text).summary())


def _justext() -> Extract:
    justext = module("justext").justext
    options = {"length_low": 0, "length_high": 20, "stopwords_low": 0, "stopwords_high": 0, "max_link_density": 0.5}

    def extract(text: str) -> str:
        paragraphs = justext(text, frozenset(), **options)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def _goose3() -> Extract:
    words = module("goose3.text").StopWordsChinese
    goose = module("goose3").Goose({"stopwords_class": words, "enable_image_fetching": False})
    return lambda text: str(goose.extract(raw_html=text).cleaned_text)


def _html2text() -> Extract:
    reader = module("html2text").HTML2Text

    def extract(text: str) -> str:
        one = reader(bodywidth=0)
        one.ignore_links = one.ignore_images = one.ignore_emphasis = one.unicode_snob = one.single_line_break = True
        return str(one.handle(text))

    return extract


def _selectors() -> Extract:
    def extract(text: str) -> str:
        tree: Any = document_fromstring(text)
        for element in NOISE(tree):
            element.drop_tree()
        return text_of(POSTS(tree))

    return extract


def _lxml() -> Extract:
    def extract(text: str) -> str:
        tree: Any = document_fromstring(text)
        body = tree.body
        for element in list(body.iter("script", "style")):
            element.drop_tree()
        return str(body.text_content())

    return extract


PEERS = (
    Peer("forumclean", "forumclean", _forumclean, 'masks="keep"'),
    Peer(
        "forumclean, no masks",
        "forumclean",
        _forumclean,
        "pages without masked words: the restorer idles",
        unmasked=True,
    ),
    Peer("trafilatura", "trafilatura", _trafilatura, "favor_recall, include_comments, include_tables"),
    Peer(
        "magic-html", "magic-html", _magic_html, 'html_type="forum"', "not installed (it asks for Python 3.12 or newer)"
    ),
    Peer("Resiliparse", "resiliparse", _resiliparse, "main_content, comments, no bullets, no alternative texts"),
    Peer("readability-lxml", "readability-lxml", _readability, "as it comes"),
    Peer("jusText", "justext", _justext, "no stop words, length_low=0, length_high=20, max_link_density=0.5"),
    Peer("goose3", "goose3", _goose3, "Chinese stop words, no pictures"),
    Peer("html2text", "html2text", _html2text, "body_width=0, no links, pictures or emphasis, single line breaks"),
    Peer(
        "five CSS selectors",
        "lxml",
        _selectors,
        "`.t_f` `.message` `.postmessage`, less `.jammer` and `display:none`",
    ),
    Peer("lxml text_content", "lxml", _lxml, "the body without scripts and styles"),
)
