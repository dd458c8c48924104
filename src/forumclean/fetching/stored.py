"""The threads that a store holds, for ``forumclean clean``: each comes out as ``fetch --offline`` gives it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from forumclean.article import Article
from forumclean.errors import InputError
from forumclean.fetching.session import Session
from forumclean.fetching.store import Store
from forumclean.fetching.types import FetchSettings
from forumclean.options import Options
from forumclean.pipeline import Failure

__all__ = ["StoredThread", "read_thread", "threads"]


@dataclass(frozen=True, slots=True)
class StoredThread:
    """One thread of a store."""

    folder: Path
    name: str
    """The folder, the host and the thread, as a path."""
    address: str
    """An address by which the store finds it."""
    pages: str = "all"
    """Which pages there are, where the first one is not among them."""


def threads(folder: Path) -> list[StoredThread]:
    """The threads of the store, in the order in which they were first read."""
    found: dict[str, dict[int, str]] = {}
    for entry in Store(folder).pages():
        keys = entry.get("keys")
        site, thread, _view, author, page = parts if len(parts := _parts(keys)) == 5 else ("", "", "", "", "")
        if author == "all" and page.isdecimal():
            found.setdefault(f"{site}/{thread}", {}).setdefault(int(page), str(entry.get("asked") or entry.get("url")))
    if not found:
        raise InputError(
            f"{folder}: the store holds no page yet; run forumclean fetch --store {folder} URL", reason="empty"
        )
    return [_thread(folder, name, pages) for name, pages in found.items()]


def _parts(keys: object) -> list[str]:
    """The parts of the key under which a page turned out to belong."""
    return str(keys[-1]).split("/") if isinstance(keys, list) and keys else []


def _thread(folder: Path, name: str, pages: dict[int, str]) -> StoredThread:
    first = min(pages)
    return StoredThread(
        folder, str(folder / name), pages[first], "all" if first == 1 else ",".join(map(str, sorted(pages)))
    )


def read_thread(thread: StoredThread, options: Options) -> Article | Failure:
    """The article of a stored thread, or why there is none."""
    pages = "all" if options.posts == "author" else thread.pages  # whose posts they are, only the first page can tell
    with Session(options, FetchSettings(store=thread.folder, offline=True, pages=pages)) as session:
        result = session.attempt(thread.address)
    if isinstance(result, Failure):
        return replace(result, name=thread.name)
    return replace(result, source=replace(result.source, name=thread.name))
