"""Takes out what is no post text: the furniture that the reader found, and the noise."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from forumclean.ledger import Passage
from forumclean.model import Page
from forumclean.strip.layout import broken, pictured, rejoin
from forumclean.strip.line_ends import rewritten, size, unified
from forumclean.strip.noise import find_noise

__all__ = ["strip"]

TEXTS = ("dump", "plain", "fallback")
"""Templates of text dumps: their lines are all that is known of the page's layout."""
PROTECTED = frozenset({"code", "icode"})


def _bodies(page: Page) -> list[tuple[int, int]]:
    """The parts of the text that are posts and not furniture."""
    bodies: list[tuple[int, int]] = []
    edits = page.edits
    starts = [e.start for e in edits]
    for mark in page.passage.marks:
        if mark.kind != "post":
            continue
        position = mark.start
        for i in range(max(0, bisect_right(starts, mark.start) - 1), bisect_left(starts, mark.end)):
            edit = edits[i]
            if edit.end <= position:
                continue
            if edit.start > position:
                bodies.append((position, edit.start))
            position = edit.end
        if position < mark.end:
            bodies.append((position, mark.end))
    return bodies


def strip(page: Page) -> Passage:
    """The passage without furniture and noise; every range that went is in its ledger."""
    passage = page.passage
    bodies = _bodies(page)
    protected = [(m.start, m.end) for m in passage.marks if m.kind in PROTECTED]
    noise = find_noise(passage.text, bodies, protected)
    if not page.template.startswith(TEXTS):
        return passage.apply((*page.edits, *noise))
    text = unified(passage.text)
    layout = rewritten(passage.text, rejoin(text, bodies, noise, size=size(passage.text)))
    after = passage.apply((*page.edits, *broken(text, noise), *layout))
    return pictured(after) if page.edits or noise else after
