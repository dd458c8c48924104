"""Names of files and folders that mean something: what is taken from a folder, and what is passed over."""

from __future__ import annotations

from pathlib import PurePath

PAGES = frozenset(
    {".html", ".htm", ".txt", ".text", ".md", ".json", ".xml", ".mht", ".mhtml", ".xhtml", ".php", ".log"}
)
"""Endings of pages and dumps; a file that is named is taken whatever its ending."""
PACKED = frozenset({".gz"})
COMPANION = "_files"
"""A browser's complete save puts pictures and scripts in a folder of this ending, beside the page."""
STORE_INDEX = "forumclean-store.jsonl"
"""What a folder that ``forumclean fetch --store`` filled holds."""


def without_ending(name: str) -> str:
    """The name without what says that it is a page, packed or not.

    >>> [without_ending(name) for name in ("a.html", "B.HTM.gz", "v1.2.log", "thread-5.7", ".txt")]
    ['a', 'B', 'v1.2', 'thread-5.7', '.txt']
    """
    for endings in (PACKED, PAGES):
        ending = PurePath(name).suffix
        if ending.lower() in endings:
            name = name.removesuffix(ending)
    return name
