"""A document as a reader understood it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forumclean.model.facts import PostFacts, ThreadFacts
from forumclean.model.texts import Edit

if TYPE_CHECKING:
    from forumclean.ledger import Passage


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a reader understood it: its text with marks, its posts, its furniture."""

    passage: Passage
    """The text of the page; its marks hold one ``post`` mark for each entry of ``posts``."""
    thread: ThreadFacts
    posts: tuple[PostFacts, ...]
    edits: tuple[Edit, ...]
    """Ranges of ``passage.text`` that are no post text (chrome, element noise), sorted, disjoint."""
    template: str
    """Id of the template or reader that fitted (``desktop``, ``plain``, …)."""
    evidence: str
    """Why it fitted, as one clause."""
    warnings: tuple[str, ...] = ()
    clean: bool = False
    """True where the page marks its noise by elements and the grammar need not run."""
