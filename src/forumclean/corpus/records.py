"""What flows through a corpus run: records in, rejects and done chunks out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forumclean.corpus.tally import Tally

if TYPE_CHECKING:
    from forumclean.sitelist import Seen


@dataclass(frozen=True, slots=True)
class Record:
    """One page, dump or row of the input."""

    id: str
    data: bytes | str
    url: str | None = None
    headers: Mapping[str, str] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    """The other columns of the row."""
    crawled: bool = False
    """True for a record of a crawl: it is a row only if it is a thread."""

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        return len(self.data) + 200


@dataclass(frozen=True, slots=True)
class Reject:
    """An input record that gave no row, and why."""

    id: str
    stage: str
    """``read`` (the record itself cannot be had), ``clean`` (it holds no thread) or ``worker`` (it killed one)."""
    code: str
    """A short stable word, to be counted."""
    reason: str
    """A sentence."""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """A part of an archive that is no page, such as a request: counted, not a record."""

    kind: str


Item = Record | Reject | Passed
"""What a reader gives."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the inputs are read: ``file`` files are done, and ``item`` items of the next."""

    file: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive records of one shard: what is handed to a worker."""

    shard: int
    items: tuple[Record | Reject, ...]
    passed: Mapping[str, int]
    """Parts of archives met on the way that are no pages, by kind."""
    place: Place
    """Where the inputs stand behind its last item."""
    last: bool
    """True where the shard ends with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the output, in the form that its writer takes."""

    id: str
    body: bytes
    values: Mapping[str, Any] = field(default_factory=dict)
    """The columns, where the writer needs them one by one."""
    ledger: bytes = b""
    """Its ledger, where one is wanted."""
    seen: Seen | None = None
    """What it tells of its site's words, where that is to be learned."""


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk as a worker hands it back."""

    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    tally: Tally
