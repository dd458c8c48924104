"""Templates of HTML views: how a view recognises itself and where things stand in it, one TOML file each.

A template is data: rows with a ``key`` that says what the row finds, CSS selectors tried in order, and
optionally an attribute to read or a pattern to read with.  The keys are listed in :data:`KEYS_OF_FACTS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeVar, cast

from lxml.etree import XPath, _Element

from forumclean.errors import TableError
from forumclean.page.finder import Finder, Scope, finder_of
from forumclean.page.scopes import Scopes
from forumclean.tables import KEYS, Row, documents, parse

T = TypeVar("T")
CLASSES = XPath("descendant-or-self::*/@class", smart_strings=False)
KEYS_OF_FACTS = frozenset(
    {
        "region", "region-stop", "post", "title", "board", "views", "replies", "site", "page", "last-page",
        "page-link", "page-size", "codes", "tid", "url",
        "tag", "author", "time", "floor", "signature", "comment", "comment-author", "comment-text", "comment-time", "comment-button",
        "rating", "rating-head", "platform", "head", "furniture", "gone", "shut", "subject",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """Where post text stands: an element that is taken out and walked."""

    finder: Finder
    opening: re.Pattern[str]
    """Its opening tag: a page without it is none of the template's, told without a parse."""
    body: bool
    """True where all of the element is post text; false where the text stands in a ``body`` element of it."""
    stop_finder: Finder | None = None
    """Children of the region that are no part of it, nor what follows them (comments, ratings)."""


@dataclass(frozen=True, slots=True)
class Template:
    """One view of one family of versions."""

    id: str
    order: int
    """Templates are tried in this order, particular ones before general ones."""
    needles: tuple[str, ...]
    """One of these must occur in the page, and the region's opening tag: the test before any parse."""
    region: Region
    finders: dict[str, tuple[Finder, ...]]
    reader: str
    """``posts`` (an element for each post), ``printable`` or ``archiver`` (posts follow each other in one element)."""
    size: int | None
    """Posts a page, where the view has a number of its own."""

    def find(self, key: str, scope: Scope) -> str | None:
        """The first value of a key; ``None`` where the page does not say."""
        return next(self.all(key, scope), None)

    def all(self, key: str, scope: Scope) -> Iterator[str]:
        """All values of a key, by the first row that finds any."""
        for finder in self.finders.get(key, ()):
            hit = False
            for value in finder.values(scope):
                hit = True
                yield value
            if hit:
                return

    def elements(self, key: str, scope: Scope) -> list[_Element]:
        """The elements of a key, by the first row that finds any."""
        for finder in self.finders.get(key, ()):
            found = finder.elements(scope)
            if found:
                return found
        return []

    def page_size(self, page: Scope) -> int | None:
        """Posts a page: a number of the view's own, or of the versions that a row tells by the page."""
        for finder in self.finders.get("page-size", ()):
            if any(finder.values(page)):
                return int(str(finder.row.values["size"]))
        return self.size

    def by_scope(self, key: str, scopes: Scopes, accept: Callable[[Finder, _Element], T | None]) -> list[list[T]]:
        """What ``accept`` makes of the elements of a key, for each scope by the first selector that gives it any.

        One search of the whole tree serves all posts of a page.
        """
        out: list[list[T]] = [[] for _ in scopes.elements]
        pending = set(range(len(out)))
        for finder in self.finders.get(key, ()):
            for path in finder.paths:
                if not pending:
                    return out
                for element in scopes.page.found(path):
                    owner = scopes.owner(element)
                    value = accept(finder, element) if owner in pending else None
                    if value is not None:
                        out[owner].append(value)
                pending = {i for i in pending if not out[i]}
        return out


def _template(name: str, rows: tuple[Row, ...]) -> Template:
    heads = [row for row in rows if row.text("key") == "template"]
    finders: dict[str, list[Finder]] = {}
    for row in rows:
        if row not in heads:
            finders.setdefault(_key(row), []).append(finder_of(row))
    if not heads or "region" not in finders:
        missing = "region" if heads else "template"
        raise TableError(f"{name}: a row with key {missing} is missing", reason="table")
    head, region = heads[0], finders["region"][0]
    stop = finders.get("region-stop", [None])[0]
    return Template(
        id=name.removesuffix(".toml"),
        order=int(str(head.values.get("order", 50))),
        needles=head.texts("needle"),
        region=Region(
            finder=region,
            opening=re.compile(region.row.text("open"), re.IGNORECASE),
            body=region.row.values.get("inside") == "body",
            stop_finder=stop,
        ),
        finders={key: tuple(found) for key, found in finders.items()},
        reader=str(head.values.get("reader", "posts")),
        size=int(str(head.values["size"])) if "size" in head.values else None,
    )


def _key(row: Row) -> str:
    """What a row finds; raises :class:`TableError` for what nobody asks for, and for a row that could find nothing."""
    key = row.text("key")
    if key not in KEYS_OF_FACTS:
        raise TableError(f"{row.place} ({row.id}): key {key} is not known", reason="table")
    if not row.texts("select"):
        raise TableError(f"{row.place} ({row.id}): select is missing", reason="table")
    return key


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order in which they are tried."""
    found = [
        _template(name.rpartition("/")[2], parse([(name, text)], KEYS["templates"]))
        for name, text in documents("templates")
    ]
    return tuple(sorted(found, key=lambda t: (t.order, t.id)))


def narrowed(template: Template, tree: _Element) -> Template:
    """The template without the selectors whose classes a tree does not hold: most of what it could look for."""
    return _among(
        template.id, _classes(template.id).intersection(" ".join({*cast("list[str]", CLASSES(tree))}).split())
    )


@cache
def _by_id() -> dict[str, Template]:
    return {template.id: template for template in templates()}


@cache
def _classes(id_: str) -> frozenset[str]:
    """The classes that a template asks for."""
    return frozenset().union(*(needs for found in _by_id()[id_].finders.values() for f in found for needs in f.needs))


@lru_cache(maxsize=256)
def _among(id_: str, classes: frozenset[str]) -> Template:
    template = _by_id()[id_]
    found = {key: [f.among(classes) for f in finders] for key, finders in template.finders.items()}
    return replace(template, finders={key: tuple(f for f in left if f) for key, left in found.items()})
