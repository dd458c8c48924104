"""Reads a page that no template fits as if it were a text dump: better than silence, and said so."""

from __future__ import annotations

from dataclasses import replace

from forumclean.model import Document, Edit, Page
from forumclean.page.plain import read
from forumclean.page.soup import readable, soup_of
from forumclean.page.walk import Walked, Walker

WARNING = "no template fits this page; it was read as plain text, so that authors and structure may be missing"


def read_as_text(document: Document) -> Page:
    """The page by its text alone, with a warning; noise elements are taken out as in any other page."""
    soup = soup_of(readable(document.text))
    walked = Walker((), body=True).walk(soup)
    page = read(replace(document, text=walked.text))
    if page.passage.layers:  # it was laid out anew: the walk's offsets do not hold any more
        return replace(page, template="fallback", warnings=(*page.warnings, WARNING))
    return replace(
        page,
        passage=page.passage.marked(walked.marks),
        edits=_merged(page.edits, walked),
        template="fallback",
        warnings=(*page.warnings, WARNING),
    )


def _merged(edits: tuple[Edit, ...], walked: Walked) -> tuple[Edit, ...]:
    """The dump reader's edits, and the walk's where they do not meet."""
    merged = sorted((*edits, *walked.edits), key=lambda e: (e.start, -e.end))
    out: list[Edit] = []
    reached = 0
    for edit in merged:
        if edit.start >= reached:
            out.append(edit)
            reached = edit.end
    return tuple(out)
