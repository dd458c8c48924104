"""What makes records of a file: one file and one row of ``READERS`` each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import Opened
from forumclean.corpus.readers.jsonl import read_jsonl
from forumclean.corpus.readers.page import read_page
from forumclean.corpus.readers.parquet import read_parquet
from forumclean.corpus.readers.warc import read_warc
from forumclean.corpus.records import Item

Reader = Callable[[Opened, Keys], Iterator[Item]]
READERS: dict[str, Reader] = {
    "page": read_page,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
    "warc": read_warc,
}
"""By the name that ``--reader`` knows them by."""
ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
"""The reader of a file by its ending, ``.gz`` and ``.zst`` taken off; all others are pages."""
