"""What comes out: posts in blocks, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forumclean.model.blocks import Block
from forumclean.model.documents import Document
from forumclean.model.facts import BylineFacts, PostFacts, ThreadFacts

if TYPE_CHECKING:
    from forumclean.ledger import Passage
    from forumclean.options import Options


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its facts and its blocks in reading order."""

    facts: PostFacts
    blocks: tuple[Block, ...]
    byline: BylineFacts | None = None
    index: int = 0
    """The ``index`` of its ``post`` mark: which of the page's posts it is (the segment stage sets it)."""
    part: int = 0
    """Which of the joined pages it stands on (see ``ArticleData.joined``)."""


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the outline; ``post`` and ``block`` are indexes."""

    level: int
    number: str | None
    title: str
    post: int
    block: int


@dataclass(frozen=True, slots=True)
class MaskEntry:
    """A masked word and where it stands in the article."""

    post: int | None
    """Index of the post; ``None`` for the title."""
    block: int | None
    where: tuple[str | int, ...]
    """``("text",)``, ``("items", 2)``, ``("rows", 0, 1)``, ``("caption",)``, ``("title",)``."""
    offset: int
    """Offset in that string as emitted."""
    mask: str
    word: str | None
    probability: float | None
    restored: bool
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """How often a rule fired and how many characters it took."""

    count: int
    characters: int


@dataclass(frozen=True, slots=True)
class Segmented:
    """What the segment stage gives: posts with blocks, the outline, and where the masks came to stand."""

    posts: tuple[Post, ...]
    outline: tuple[Section, ...]
    masks: tuple[MaskEntry, ...]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where the article came from."""

    name: str | None
    url: str | None
    kind: str
    encoding: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ArticleData:
    """A clean thread as plain data; ``article.Article`` adds the ways out."""

    source: SourceInfo
    thread: ThreadFacts
    posts: tuple[Post, ...]
    outline: tuple[Section, ...]
    masks: tuple[MaskEntry, ...]
    removed: Mapping[str, Removed]
    warnings: tuple[str, ...]
    template: str
    evidence: tuple[str, str]
    """Why this template, why this encoding."""
    options: Options
    document: Document = field(repr=False)
    passage: Passage = field(repr=False)
    """The text with all its layers: the ledger is made of it."""
    joined: tuple[ArticleData, ...] = field(default=(), repr=False)
    """The articles of the single pages, where several were joined: each has its own document and passage."""
