"""A saved page or a dump: one file, one record."""

from __future__ import annotations

from collections.abc import Iterator

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import Opened
from forumclean.corpus.records import Item, Record


def read_page(stream: Opened, keys: Keys) -> Iterator[Item]:  # noqa: ARG001 - every reader is called alike
    """The whole file as one record, its path as id."""
    yield Record(stream.name, stream.file.read())
