"""Names of pages in a store: as keys of the index, and as files that stay in their folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from forumclean.visible import no_device

UNSAFE_RE = re.compile(r"[^a-z0-9.-]+")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class PageKey:
    """What tells one stored page from another."""

    site: str
    thread: str
    """``thread-5``; an address that names no thread has a digest of its own."""
    view: str
    page: int
    author: int | None = None

    @property
    def text(self) -> str:
        """The key as the index writes it."""
        author = f"author-{self.author}" if self.author is not None else "all"
        return f"{self.site}/{self.thread}/{self.view}/{author}/{self.page}"

    @property
    def file(self) -> str:
        """The file, below the store: letters, digits, dots and dashes only."""
        view = "" if self.view == "desktop" else f"-{safe(self.view)}"
        author = f"-author-{self.author}" if self.author is not None else ""
        return f"{safe(self.site) or 'host'}/{safe(self.thread)}{author}-page-{self.page:04}{view}.html"


def safe(name: str) -> str:
    """A name that stays in its folder on every system.

    >>> safe("../[::1]:80/Etc"), safe("bbs.example:8080")
    ('1-80-etc', 'bbs.example-8080')
    """
    made = UNSAFE_RE.sub("-", name.lower()).strip(".-")
    if len(made) > LONGEST:
        made = f"{made[: LONGEST - 13]}-{sha256(name.encode()).hexdigest()[:12]}"  # two that begin alike stay apart
    return no_device(made)
