"""The JSON Schema of the article, as shipped."""

from __future__ import annotations

from importlib.resources import files


def schema() -> str:
    """The JSON Schema (draft 2020-12) of what ``to_dict`` gives, as JSON text."""
    return (files("forumclean") / "data" / "schema" / "article.schema.json").read_text("utf-8")
