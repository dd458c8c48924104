"""Names of files and folders that mean something: what is taken from a folder, and what is passed over."""

from __future__ import annotations

import re
from pathlib import PurePath

PAGES = frozenset(
    {".html", ".htm", ".txt", ".text", ".md", ".json", ".xml", ".mht", ".mhtml", ".xhtml", ".php", ".log"}
)
"""Endings of pages and dumps; a file that is named is taken whatever its ending."""
ADDRESS_RE = re.compile(r"(\.html?|(?<=viewthread)\.php)[?@]|(\.php)[?@](?:(?:.*&)?mod=viewthread\b|tid-\d)", re.DOTALL)
"""A name that wget made of a thread's address: what is asked of the script stands behind its ending, after ``@`` on Windows.  Of
scripts only threads are taken: a mirror is full of their answers about avatars, attachments and boards."""
PACKED = frozenset({".gz"})
COMPANION = "_files"
"""A browser's complete save puts pictures and scripts in a folder of this ending, beside the page."""
STORE_INDEX = "forumclean-store.jsonl"
"""What a folder that ``forumclean fetch --store`` filled holds."""


def ending(name: str) -> str:
    """What says, at the end of a name or in front of an address's query, what a file is; in lower case.

    >>> [ending(name) for name in ("A.HTM", "forum.php?mod=viewthread&tid=5&page=2", "viewthread.php@tid=5", "forum.php?mod=post&tid=5")]
    ['.htm', '.php', '.php', '.php?mod=post&tid=5']
    """
    found = ADDRESS_RE.search(name.lower())
    return found[found.lastindex or 0] if found else PurePath(name).suffix.lower()


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
