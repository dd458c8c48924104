"""The article that callers get: the data of a clean thread, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from forumclean import emit
from forumclean.model import ArticleData


@dataclass(frozen=True, slots=True)
class Article(ArticleData):
    """A clean thread, as the commands print it."""

    def to_dict(self) -> dict[str, object]:
        """The article as the JSON object of the contract (``forumclean schema``)."""
        return emit.to_dict(self)

    def to_json(self) -> str:
        """The article as indented JSON, with a line end."""
        return emit.to_json(self)

    def to_markdown(self) -> str:
        """The article as CommonMark with YAML front matter."""
        return emit.to_markdown(self)

    def to_text(self) -> str:
        """The text of the blocks, one line each, nothing else."""
        return emit.to_text(self)

    def to_ledger(self) -> str:
        """The ledger as JSON Lines: ``rebuild`` makes the input out of it."""
        return emit.to_ledger(self)
