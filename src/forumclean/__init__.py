"""forumclean: turns Chinese forum threads (Discuz!) back into clean, trustworthy text.

The names below are the library; they are loaded when first used, so that ``import forumclean`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forumclean.api import denoise, restore
    from forumclean.article import Article
    from forumclean.decisions import Decisions
    from forumclean.errors import (
        BrokenPromiseError,
        ForumcleanError,
        InputError,
        NetworkError,
        NotAThreadError,
        OutputError,
        RefusedError,
        TableError,
        UsageError,
    )
    from forumclean.explaining import Explanation, explain
    from forumclean.fetching.session import fetch, fetch_many
    from forumclean.fetching.types import Fetcher, FetchSettings, Reply
    from forumclean.joining import join
    from forumclean.masks import Mask
    from forumclean.model import Edit, Source
    from forumclean.options import Options
    from forumclean.pipeline import Failure, clean
    from forumclean.pool import clean_many
    from forumclean.rebuilding import rebuild

__version__ = "0.1.0"

_HOMES = {
    "Article": "article",
    "BrokenPromiseError": "errors",
    "Decisions": "decisions",
    "Edit": "model",
    "Explanation": "explaining",
    "Failure": "pipeline",
    "FetchSettings": "fetching.types",
    "Fetcher": "fetching.types",
    "ForumcleanError": "errors",
    "InputError": "errors",
    "Mask": "masks",
    "NetworkError": "errors",
    "NotAThreadError": "errors",
    "Options": "options",
    "OutputError": "errors",
    "RefusedError": "errors",
    "Reply": "fetching.types",
    "Source": "model",
    "TableError": "errors",
    "UsageError": "errors",
    "clean": "pipeline",
    "clean_many": "pool",
    "denoise": "api",
    "explain": "explaining",
    "fetch": "fetching.session",
    "fetch_many": "fetching.session",
    "join": "joining",
    "rebuild": "rebuilding",
    "restore": "api",
}

__all__ = [
    "Article",
    "BrokenPromiseError",
    "Decisions",
    "Edit",
    "Explanation",
    "Failure",
    "FetchSettings",
    "Fetcher",
    "ForumcleanError",
    "InputError",
    "Mask",
    "NetworkError",
    "NotAThreadError",
    "Options",
    "OutputError",
    "RefusedError",
    "Reply",
    "Source",
    "TableError",
    "UsageError",
    "__version__",
    "clean",
    "clean_many",
    "denoise",
    "explain",
    "fetch",
    "fetch_many",
    "join",
    "rebuild",
    "restore",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
