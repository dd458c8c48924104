"""Links in a text that has left its page: relative ones lead nowhere there, so they are written out where the page's address is known."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from forumclean.model import (
    ArticleData,
    Attachment,
    Block,
    Byline,
    Heading,
    Image,
    ListBlock,
    Media,
    Paragraph,
    Post,
    Quote,
    Span,
    Table,
)

A = TypeVar("A", bound=ArticleData)
WEB = ("http://", "https://")
BASE_RE = re.compile(r"""<base\s[^<>]{0,200}?href\s*=\s*["']?([^"'<>\s]{1,500})""", re.IGNORECASE)


def base_of(url: str, article: ArticleData) -> str:
    """What the page's links are relative to, on the host that the page was read from whatever the page calls itself."""
    found = BASE_RE.search(article.document.text[:20_000])
    try:
        path = urlsplit(urljoin(url, found[1])).path if found else None
    except ValueError:
        path = None
    return url if path is None else urljoin(origin(url), path)


def origin(url: str) -> str:
    """The top of an address's host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def written_out(article: A) -> A:
    """The article with whole addresses for the relative links of pages whose own address is known."""
    posts = tuple(_post(article, post) for post in article.posts)
    return article if posts == article.posts else replace(article, posts=posts)


def _post(article: ArticleData, post: Post) -> Post:
    page = article.joined[post.part] if article.joined else article
    url = page.source.url or ""
    if not url.startswith(WEB):
        return post
    base = base_of(url, page)
    return replace(post, blocks=tuple(_block(block, base) for block in post.blocks))


def _block(block: Block, base: str) -> Block:
    if isinstance(block, Image | Media):
        block = replace(block, src=_whole(block.src, base))
    elif isinstance(block, Attachment):
        block = replace(block, href=_whole(block.href, base))
    elif isinstance(block, ListBlock):
        block = replace(block, spans=tuple(_spans(spans, base) for spans in block.spans))
    elif isinstance(block, Table):
        block = replace(block, spans=tuple(tuple(_spans(cell, base) for cell in row) for row in block.spans))
    if isinstance(block, Paragraph | Heading | Image | Quote | Byline) and block.spans:
        block = replace(block, spans=_spans(block.spans, base))
    return block


def _spans(spans: tuple[Span, ...], base: str) -> tuple[Span, ...]:
    return tuple(span._replace(href=_whole(span.href, base)) if span.kind == "link" else span for span in spans)


def _whole(link: str | None, base: str) -> str | None:
    """The link from the top of the web; one that names its scheme (``mailto:``, ``magnet:``) is whole already.

    >>> _whole("data/a.png", "http://bbs.example/bbs/forum.php?tid=5"), _whole("magnet:?xt=1", "http://bbs.example/")
    ('http://bbs.example/bbs/data/a.png', 'magnet:?xt=1')
    """
    try:
        return link if not link or urlsplit(link).scheme else urljoin(base, link)
    except ValueError:  # an address that is broken
        return link
