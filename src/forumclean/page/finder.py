"""Finders: what the rows of a table look for in a page or an element, by selectors of CSS tried in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cssselect import SelectorError
from lxml.etree import _Element

from forumclean.errors import TableError
from forumclean.page.elements import text_without
from forumclean.page.search import Search
from forumclean.page.selectors import Selector, selector, shallow, standing
from forumclean.tables import Row

Scope = _Element | Search
"""Where things are looked for: in an element, or in a whole page."""
OPTIONAL_RE = re.compile(r"\[[^\]]*+(?:\]|\Z)|:not\([^)]*+(?:\)|\Z)")
"""Parts of a selector that name no class that must be there."""
CLASS_RE = re.compile(r"\.([\w-]+)")
BLANKS_RE = re.compile(r"[ \t\r\n\xa0]+")


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds one kind of thing in a tree by several selectors, the best one first."""

    row: Row
    paths: tuple[Selector, ...]
    needs: tuple[frozenset[str], ...]
    """For each path the classes without which it finds nothing."""
    attr: str | None
    pattern: re.Pattern[str] | None
    without: tuple[str, ...] = ()
    """Names of elements in what is found that are no part of it."""
    named: re.Pattern[str] | None = None
    """The whole id of what is found (of a region also that of an element around it): a selector can ask only how an id begins."""
    above: bool = False
    """True where only what stands above a post's text counts: below it others may have written."""

    def among(self, classes: frozenset[str]) -> Finder | None:
        """The finder without the selectors that ask for other classes than these; ``None`` where none is left."""
        kept = [(path, needs) for path, needs in zip(self.paths, self.needs, strict=True) if needs <= classes]
        if not kept:
            return None
        return replace(self, paths=tuple(path for path, _ in kept), needs=tuple(needs for _, needs in kept))

    def elements(self, scope: Scope) -> list[_Element]:
        """The elements that the first fitting selector finds."""
        for path in self.paths:
            found = self._named(hits(path, scope))
            if found:
                return found
        return []

    def _named(self, found: list[_Element]) -> list[_Element]:
        if self.named is None or not found:
            return found
        if self.row.text("key") != "region":
            return [element for element in found if self.named.fullmatch(element.get("id") or "")]
        every = list(found[0].getroottree().getroot().iter("*"))  # kept, as a trail is
        around = {element for element in every if self.named.fullmatch(element.get("id") or "")}
        inside = standing(found, around)
        return [element for element, within in zip(found, inside, strict=True) if within or element in around]

    def values(self, scope: Scope) -> Iterator[str]:
        """The texts (or attribute values) found, those that match the row's pattern, its group 1."""
        for path in self.paths:
            hit = False
            for element in hits(path, scope):
                value = self.value(element)
                if value is not None:
                    hit = True
                    yield value
            if hit:
                return

    def value(self, element: _Element) -> str | None:
        """What the row reads from one element; ``None`` where it says nothing."""
        raw = element.get(self.attr) if self.attr else self._text(element)
        if not raw:
            return None
        if self.pattern is None:
            return raw.strip() or None
        match = self.pattern.search(raw)
        return match[match.lastindex or 0].strip() or None if match else None

    def _text(self, element: _Element) -> str:
        """All the text below an element, without what is no part of it; that as well, where nothing else is there."""
        text = text_without(element, *self.without) if self.without and len(element) else ""
        return text if text.strip() else text_of(element)


def hits(path: Selector, scope: Scope) -> list[_Element]:
    """The elements that a selector finds."""
    return scope.found(path) if isinstance(scope, Search) else shallow(path.below(scope))


def text_of(element: _Element) -> str:
    """All the text below an element."""
    return "".join(element.itertext()) if len(element) else element.text or ""  # type: ignore[arg-type]


def finder_of(row: Row) -> Finder:
    """A row of the table, ready to search; raises :class:`TableError` for a selector that is none."""
    try:
        paths = tuple(map(selector, row.texts("select")))
        pattern = re.compile(row.text("pattern")) if "pattern" in row.values else None
    except (SelectorError, re.error) as error:
        raise TableError(f"{row.place} ({row.id}): {error}", reason="table") from error
    needs = tuple(frozenset(CLASS_RE.findall(OPTIONAL_RE.sub("", css))) for css in row.texts("select"))
    return Finder(
        row,
        paths,
        needs,
        row.text("attr") if "attr" in row.values else None,
        pattern,
        row.texts("without") if "without" in row.values else (),
        re.compile(row.text("id-match")) if "id-match" in row.values else None,
        row.values.get("stands") == "above",
    )


def squeezed(text: str | None) -> str | None:
    """The text on one line, without white space at its ends; ``None`` where nothing is left."""
    if not text:
        return None
    plain = text.isprintable() and "  " not in text  # all that is printable and blank is a space
    return (text if plain else BLANKS_RE.sub(" ", text)).strip() or None
