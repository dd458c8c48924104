"""Parquet: a record a row, read some rows at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from forumclean.corpus.keys import Keys
from forumclean.corpus.opening import BLOCK, STDIN, Opened
from forumclean.corpus.records import Item
from forumclean.errors import InputError, UsageError

ROWS = 256
"""Rows held at once."""


def pyarrow() -> Any:  # noqa: ANN401 - pyarrow has no types
    """The pyarrow module; raises :class:`UsageError` where the extra is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("Parquet needs a further package: pip install 'forumclean[corpus]'", reason="extra") from error
    return pa


def read_parquet(stream: Opened, keys: Keys) -> Iterator[Item]:
    """A record for each row; the other columns keep their types."""
    pa = pyarrow()
    try:
        with _seekable(stream) as file:
            number = 0
            batches = pa.parquet.ParquetFile(file).iter_batches(batch_size=ROWS, use_threads=False)
            for batch in batches:
                for row in _whole(pa, batch).to_pylist():
                    number += 1
                    yield keys.record(row, f"{stream.name}#{number}")
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{stream.name}: the Parquet data is damaged ({error}); get the file again", reason="damaged"
        ) from error


def _seekable(stream: Opened) -> IO[bytes]:
    """The data as a file that can be read from its end, where Parquet keeps its index."""
    if stream.name != STDIN and stream.file.seekable() and not stream.packed:
        return stream.file
    file = tempfile.TemporaryFile()  # noqa: SIM115 - read_parquet closes it
    while block := stream.file.read(BLOCK):
        file.write(block)
    file.seek(0)
    return file


def _whole(pa: Any, batch: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The batch with nanoseconds cut to microseconds, which is what Python's times hold."""
    nano = [
        (i, field)
        for i, field in enumerate(batch.schema)
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns"
    ]
    for i, field in nano:
        micro = batch.column(i).cast(pa.timestamp("us", field.type.tz), safe=False)
        batch = batch.set_column(i, field.with_type(micro.type), micro)
    return batch
