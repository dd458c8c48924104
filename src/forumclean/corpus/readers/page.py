"""A saved page or a dump: one file, one record."""

from __future__ import annotations

from collections.abc import Iterator

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import BLOCK, Opened
from forumclean.corpus.readers.content import bounded
from forumclean.corpus.records import Item, Record
from forumclean.errors import InputError


def read_page(stream: Opened, keys: Keys) -> Iterator[Item]:  # noqa: ARG001 - every reader is called alike
    """The whole file as one record, its path as id."""
    pieces = iter(lambda: stream.file.read(BLOCK), b"")
    try:
        data = b"".join(bounded(pieces, stream.position))
    except InputError as error:
        raise InputError(f"{stream.name}: {error}", reason=error.reason) from error
    yield Record(stream.name, data)
