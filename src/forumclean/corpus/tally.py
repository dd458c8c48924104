"""Counts of a run; those of two parts add up to those of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from forumclean.model import ArticleData


@dataclass(slots=True)
class Tally:
    """What was read, written, rejected, taken out and put in."""

    records: int = 0
    rows: int = 0
    bytes_in: int = 0
    """Bytes of the records (of text in JSON or Parquet: of its UTF-8)."""
    characters_in: int = 0
    """Characters of the pages that became rows, furniture and noise included."""
    characters_out: int = 0
    masks_found: int = 0
    masks_restored: int = 0
    posts: int = 0
    warnings: int = 0
    """Of all articles together."""
    rejects: Counter[str] = field(default_factory=Counter)
    """How many records were rejected, by ``stage/code``."""
    removed: Counter[str] = field(default_factory=Counter)
    """How often each rule took something out."""
    characters: Counter[str] = field(default_factory=Counter)
    """How many characters each rule took out."""
    passed: Counter[str] = field(default_factory=Counter)
    """Parts of archives that are no pages, by kind."""
    templates: Counter[str] = field(default_factory=Counter)
    """Articles by the template or reader that fitted."""
    encodings: Counter[str] = field(default_factory=Counter)
    """Articles by their charset."""

    def count(self, article: ArticleData, text: str, size: int) -> None:
        """Add a record that became a row."""
        pages = article.joined or (article,)
        self.records += 1
        self.rows += 1
        self.bytes_in += size
        self.characters_in += sum(len(page.passage.origin) for page in pages)
        self.characters_out += len(text)
        self.posts += len(article.posts)
        self.warnings += len(article.warnings)
        self.masks_found += len(article.masks)
        self.masks_restored += sum(mask.restored for mask in article.masks)
        self.templates[article.template] += 1
        self.encodings[article.source.encoding] += 1
        for rule, removed in article.removed.items():
            self.removed[rule] += removed.count
            self.characters[rule] += removed.characters

    def reject(self, stage: str, code: str, size: int) -> None:
        """Add a record that was rejected."""
        self.records += 1
        self.bytes_in += size
        self.rejects[f"{stage}/{code}"] += 1

    def add(self, other: Tally) -> None:
        """Add another part's counts."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON, in an order that does not depend on the input's."""
        numbers = {name: getattr(self, name) for name in NUMBERS}
        return numbers | {name: dict(sorted(getattr(self, name).items())) for name in COUNTERS}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The counts that :meth:`to_dict` gave."""
        known: dict[str, Any] = {name: int(values[name]) for name in NUMBERS}
        known |= {name: Counter(values.get(name, {})) for name in COUNTERS}  # what is counted grew
        return cls(**known)


NUMBERS = (
    "records",
    "rows",
    "bytes_in",
    "characters_in",
    "characters_out",
    "posts",
    "warnings",
    "masks_found",
    "masks_restored",
)
COUNTERS = ("rejects", "removed", "characters", "passed", "templates", "encodings")
