"""Reads ratings that are no rows of a table: lists of faces, whose points stand in a tip, and those of 7.2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import HTML, _Element, iterwalk

from forumclean.model import Rating
from forumclean.page.elements import text_below

POINTS_RE = re.compile(r"\s*(?P<credit>\S{1,20}?)\s*(?P<score>[+-]?\s?\d{1,9})(?!\d)")
"""The kind of points, the points and their unit: ``威望 + 2 点``."""


def told(item: _Element) -> Iterator[Rating]:
    """The points that one reader gave: each kind in an element of its own, the reason before them or below."""
    author, box = _author(item), _tip(item)
    points = [tag for tag in box.iterdescendants("em", "span") if POINTS_RE.match(text_below(tag))]
    reason = (_before(box, points[0]) or _below(item)) if points else None
    for tag in points:
        found = POINTS_RE.match(text_below(tag))
        if found:
            yield Rating(author, found["credit"], int("".join(found["score"].split())), reason)


def _tip(item: _Element) -> _Element:
    """The box with the points: HTML in an attribute of the face, or the item itself."""
    tip = next((tag.get("tip") for tag in item.iterdescendants("p") if tag.get("tip")), None)
    return HTML(f"<div>{tip}</div>") if tip else item


def _author(item: _Element) -> str | None:
    """The name: the last link with a text (that of the face has none), in 7.2 with a colon."""
    names = [said for link in item.iterdescendants("a") if (said := text_below(link).strip())]
    return names[-1].rstrip(":：") or None if names else None


def _before(box: _Element, points: _Element) -> str | None:
    """The reason: what stands before the points and is no link."""
    said: list[str] = []
    for event, tag in iterwalk(box, events=("start", "end")):
        if tag is points:
            break
        text = tag.text if event == "start" and tag.tag != "a" else None
        behind = tag.tail if event == "end" and tag is not box else None
        said.append(text or behind or "")
    return " ".join("".join(said).split()) or None


def _below(item: _Element) -> str | None:
    """The reason as a paragraph of its own, without a link (which is the name)."""
    words = item.find("p")
    return (
        None
        if words is None or words.get("tip") or words.find(".//a") is not None
        else text_below(words).strip() or None
    )
