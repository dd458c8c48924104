"""Names of pages in a store: as keys of the index, and as files that stay in their folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlsplit

from forumclean.errors import UsageError
from forumclean.fetching.urls import thread_ref
from forumclean.visible import no_device

UNSAFE_RE = re.compile(r"[^a-z0-9.-]+")
PLAIN_RE = re.compile(r"[a-z0-9]{1,40}")
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
    folder: str = ""
    """Where on the site the forum lies, as the path of an address: a site may have several."""

    @property
    def forum(self) -> str:
        """Site and folder, without a slash: one name for one forum."""
        folder = quote(self.folder.strip("/"), safe="")
        return f"{self.site}+{folder}" if folder else self.site

    @property
    def text(self) -> str:
        """The key as the index writes it."""
        return self._text(self.forum)

    @property
    def old_text(self) -> str:
        """The key as it was written when all forums of a site were taken for one."""
        return self._text(self.site)

    def _text(self, forum: str) -> str:
        author = f"author-{self.author}" if self.author is not None else "all"
        return f"{forum}/{self.thread}/{self.view}/{author}/{self.page}"

    @property
    def file(self) -> str:
        """The file, below the store: letters, digits, dots and dashes only."""
        view = "" if self.view == "desktop" else f"-{safe(self.view)}"
        author = f"-author-{self.author}" if self.author is not None else ""
        folder = self.folder.strip("/")
        mark = f"_{safe(folder) or 'folder'}" if folder else ""
        if folder and not PLAIN_RE.fullmatch(folder):
            mark += f"-{sha256(folder.encode()).hexdigest()[:8]}"  # two that are spelled alike stay apart
        return f"{safe(self.site) or 'host'}{mark}/{safe(self.thread)}{author}-page-{self.page:04}{view}.html"


def folder_of(address: str) -> str:
    """The folder of the forum that an address leads to.

    >>> folder_of("http://bbs.example/a/thread-5-1-1.html"), folder_of("http://bbs.example/archiver/?tid-5.html")
    ('a', '')
    """
    try:
        return urlsplit(thread_ref(address).root).path.strip("/")
    except UsageError:
        return ""


def safe(name: str) -> str:
    """A name that stays in its folder on every system.

    >>> safe("../[::1]:80/Etc"), safe("bbs.example:8080")
    ('1-80-etc', 'bbs.example-8080')
    """
    made = UNSAFE_RE.sub("-", name.lower()).strip(".-")
    if len(made) > LONGEST:
        made = f"{made[: LONGEST - 13]}-{sha256(name.encode()).hexdigest()[:12]}"  # two that begin alike stay apart
    return no_device(made)
