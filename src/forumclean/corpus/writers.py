"""Writes the rows of one shard: under a temporary name, renamed when all of them are there."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Protocol, cast

from forumclean.corpus.opening import open_zstd
from forumclean.corpus.readers.parquet import pyarrow
from forumclean.corpus.records import Row
from forumclean.corpus.rows import to_json_line
from forumclean.corpus.schemas import table_of
from forumclean.visible import UNSAFE

COMPRESSIONS = {"none": "", "gzip": ".gz", "zstd": ".zst"}
ROW_GROUP = 1_000
ROW_GROUP_BYTES = 16 << 20
UNSAFE_ID_RE = re.compile(f"[{UNSAFE}#\\s]+")


class Writer(Protocol):
    """What takes the rows of a shard."""

    def add(self, rows: Iterable[Row]) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Put the shard in its place."""


def hidden(path: Path) -> Path:
    """The temporary name of a path, in the same folder."""
    return path.with_name(f".{path.name}.part")


def settle(temporary: Path, path: Path) -> None:
    """Rename the finished file or folder, over one that an interrupted run left."""
    if path.is_dir():
        shutil.rmtree(path)
    temporary.replace(path)


def sync(file: IO[bytes]) -> None:
    """Make sure that the data is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def write_whole(path: Path, blocks: Iterable[bytes]) -> None:
    """The blocks under ``path``, by way of a temporary name."""
    with hidden(path).open("wb") as file:
        file.writelines(blocks)
        sync(file)
    settle(hidden(path), path)


class JsonlWriter:
    """One file of JSON Lines, packed if asked for."""

    def __init__(self, stem: Path, compression: str, extra: Any = None) -> None:  # noqa: ANN401, ARG002 - all writers are called alike
        self._path = stem.with_name(f"{stem.name}.jsonl{COMPRESSIONS[compression]}")
        self._raw = hidden(self._path).open("wb")
        self._file = self._packer(compression)

    def _packer(self, compression: str) -> IO[bytes]:
        if compression == "gzip":
            # No name and no time in the header: the same rows give the same bytes.
            return cast("IO[bytes]", gzip.GzipFile("", "wb", 6, self._raw, mtime=0))
        return open_zstd(self._raw, "wb") if compression == "zstd" else self._raw

    def add(self, rows: Iterable[Row]) -> None:
        """Write some rows."""
        for row in rows:
            self._file.write(row.body)

    def close(self) -> None:
        """Put the file in its place."""
        if self._file is not self._raw:
            self._file.close()
        sync(self._raw)
        self._raw.close()
        settle(hidden(self._path), self._path)


class ParquetWriter:
    """One Parquet file, zstd inside unless told otherwise."""

    def __init__(self, stem: Path, compression: str, extra: Any = None) -> None:  # noqa: ANN401 - a schema of pyarrow, which has no types
        self._path = stem.with_name(f"{stem.name}.parquet")
        self._compression = compression
        self._extra = extra
        self._held: list[Row] = []
        self._bytes = 0
        self._writer: Any = None

    def add(self, rows: Iterable[Row]) -> None:
        """Hold some rows, and write a row group when there are enough."""
        for row in rows:
            self._held.append(row)
            self._bytes += sum(len(value) for value in row.values.values() if isinstance(value, str | bytes))
            if len(self._held) == ROW_GROUP or self._bytes >= ROW_GROUP_BYTES:
                self._flush()

    def _flush(self) -> None:
        table = table_of([row.values for row in self._held], self._extra)
        if self._writer is None:
            self._writer = pyarrow().parquet.ParquetWriter(
                hidden(self._path), table.schema, compression=self._compression.upper()
            )
        self._writer.write_table(table)
        self._held, self._bytes = [], 0

    def close(self) -> None:
        """Put the file in its place."""
        if self._held:
            self._flush()
        self._writer.close()
        with hidden(self._path).open("rb+") as file:
            sync(file)
        settle(hidden(self._path), self._path)


class MarkdownWriter:
    """A folder of Markdown files, and ``index.jsonl`` with what is known of each."""

    def __init__(self, stem: Path, compression: str, extra: Any = None) -> None:  # noqa: ANN401, ARG002 - all writers are called alike
        self._path = stem
        self._folder = hidden(stem)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        self._index = (self._folder / "index.jsonl").open("wb")
        self._number = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Write some files, numbered in the order of the input."""
        for row in rows:
            self._number += 1
            name = f"{self._number:06d}-{_safe(row.id)}.md"
            (self._folder / name).write_bytes(row.body)
            self._index.write(to_json_line({"file": name, **row.values}))

    def close(self) -> None:
        """Put the folder in its place."""
        sync(self._index)
        self._index.close()
        settle(self._folder, self._path)


def _safe(name: str) -> str:
    """The id as a part of a file's name: its end, which tells more than its begin."""
    stem = UNSAFE_ID_RE.sub("_", name).strip("._ ")
    return stem[-60:].encode("utf-8")[-120:].decode("utf-8", "ignore").strip("._ ") or "page"


WRITERS: dict[str, type[JsonlWriter | ParquetWriter | MarkdownWriter]] = {
    "jsonl": JsonlWriter,
    "parquet": ParquetWriter,
    "markdown": MarkdownWriter,
}
