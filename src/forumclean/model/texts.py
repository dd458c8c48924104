"""Ranges of a text: what they mean, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NOTHING: Mapping[str, object] = MappingProxyType({})


class Mark(NamedTuple):
    """A range of the text with a meaning; a picture is a mark of no length, or covers its name.

    Kinds with a nesting (outer first at one start): ``post`` (data ``index``), ``quote`` (``author``,
    ``time``, ``floor``), ``hidden`` (``condition``), ``list`` (``ordered``), ``item``, ``table``, ``row``,
    ``cell``, ``code`` (``language``).  Points and names: ``image`` (``src``, ``filename``, ``alt``,
    ``description``), ``attachment`` (``filename``, ``href``, ``description``, ``size``), ``media`` (``src``),
    ``rule``.  Inline: ``link`` (``href``), ``strong``, ``em``, ``del``,
    ``icode``, ``size`` (``value``: 1–7), ``center``, ``mask`` (``word``, ``probability``, ``restored``,
    ``candidates``, ``mask``: what stood there).
    """

    start: int
    end: int
    kind: str
    data: Mapping[str, object] = NOTHING

    def moved(self, by: int) -> Mark:
        """The mark so many characters further on (a quarter of the time of ``_replace``)."""
        return Mark(self[0] + by, self[1] + by, self[2], self[3])


class Edit(NamedTuple):
    """One change of a text: ``text[start:end]`` was ``old`` and becomes ``new``, by ``rule``."""

    start: int
    end: int
    old: str
    new: str
    rule: str
    """``family/rule`` in lower case: ``noise/jammer``, ``chrome/post-time``."""
    stage: str = "strip"
    """``page`` (layout of a dump), ``strip`` or ``restore``."""
    candidates: tuple[tuple[str, float], ...] = ()

    def moved(self, by: int) -> Edit:
        """The edit so many characters further on (a quarter of the time of ``_replace``)."""
        return Edit(self[0] + by, self[1] + by, self[2], self[3], self[4], self[5], self[6])


class Span(NamedTuple):
    """A part of a block's text: ``kind`` is link, strong, em, del or code."""

    start: int
    end: int
    kind: str
    href: str | None = None
