"""Which page is wanted, and what it and its thread are called in a store."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from forumclean.fetching.keys import PageKey
from forumclean.fetching.urls import ThreadRef


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be read."""

    ref: ThreadRef
    view: str
    page: int
    address: str
    author: int | None = None

    @property
    def key(self) -> PageKey:
        """The page's key in the store."""
        return PageKey(self.ref.site, _thread(self.ref), self.view, self.page, self.author, folder(self.ref.root))


def folder(root: str) -> str:
    """The folder of a forum's root."""
    return urlsplit(root).path.strip("/")


def run_of(ref: ThreadRef) -> str:
    """What the reading of a thread is called in a store."""
    key = Wanted(ref, "", 1, "").key
    return f"{key.forum}/{key.thread}"


def _thread(ref: ThreadRef) -> str:
    return f"thread-{ref.tid}" if ref.tid is not None else f"address-{sha256(ref.address.encode()).hexdigest()[:16]}"
