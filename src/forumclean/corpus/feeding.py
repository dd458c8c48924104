"""Reads the inputs one after the other and cuts their records into chunks and shards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress

from forumclean.corpus.finding import Inputs, sniffed
from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import opened, zstd_errors
from forumclean.corpus.readers import READERS
from forumclean.corpus.records import Chunk, Item, Passed, Place, Record, Reject
from forumclean.errors import InputError

CHUNK_RECORDS = 32
CHUNK_BYTES = 1 << 20
"""A chunk ends at whichever comes first: small enough to bound memory and to spread evenly, large enough to be worth sending."""


def items_of(
    name: str, inputs: Inputs, keys: Keys, tell: Callable[[int], None] = lambda _position: None
) -> Iterator[Item]:
    """All items of one file; damage in the middle is one more reject, since what follows it cannot be had.

    ``tell`` hears how many bytes of the file are read.
    """
    try:
        with opened(name) as stream:
            for item in READERS[sniffed(stream, inputs.reader_of(name))](stream, keys):
                tell(stream.position())
                yield item
    except InputError as error:
        yield Reject(name, "read", error.reason, str(error))
    except zstd_errors() as error:
        yield Reject(name, "read", "damaged", f"{name}: the packed data is damaged ({error}); get the file again")


class Feed:
    """Chunks of the inputs, from a place on."""

    def __init__(self, inputs: Inputs, keys: Keys, shard_size: int, start: Place, shard: int) -> None:
        self.inputs, self.keys, self.shard_size = inputs, keys, shard_size
        self.start, self.shard = start, shard
        self.position = 0
        """Bytes of all files that are read."""

    def __iter__(self) -> Iterator[Chunk]:
        held: list[Record | Reject] = []
        passed: Counter[str] = Counter()
        shard, in_shard, size = self.shard, 0, 0
        place = self.start
        for place, item in self._items():
            if isinstance(item, Passed):
                passed[item.kind] += 1
                continue
            held.append(item)
            in_shard, size = in_shard + 1, size + item.size
            last = in_shard == self.shard_size
            if last or len(held) >= CHUNK_RECORDS or size >= CHUNK_BYTES:
                yield Chunk(shard, tuple(held), passed, place, last)
                held, passed, size = [], Counter(), 0
                if last:
                    in_shard, shard = 0, shard + 1
        if held or passed or in_shard:
            yield Chunk(shard, tuple(held), passed, place, last=True)

    def _items(self) -> Iterator[tuple[Place, Item]]:
        done = 0
        for number, name in enumerate(self.inputs.files()):
            if number >= self.start.file:
                skip = self.start.item if number == self.start.file else 0
                for count, item in enumerate(items_of(name, self.inputs, self.keys, self._teller(done)), 1):
                    if count > skip:
                        yield Place(number, count), item
            with suppress(InputError):  # a file that has gone meanwhile was said to be unreadable above
                done += self.inputs.size_of(name)
            self.position = done

    def _teller(self, done: int) -> Callable[[int], None]:
        def tell(position: int) -> None:
            self.position = done + position

        return tell
