"""A record → a row or a reject, with its counts: what every engine runs on its workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from forumclean.article import Article
from forumclean.corpus.records import Done, Record, Reject, Row
from forumclean.corpus.rows import ROWS, RowMaker, text_of
from forumclean.corpus.tally import Tally
from forumclean.emit.utf8 import encoded
from forumclean.errors import ForumcleanError
from forumclean.model import Source
from forumclean.options import Options
from forumclean.pipeline import OUT_OF_MEMORY, Failure, attempt

UNSURE = frozenset({"plain", "dump-body", "fallback"})
"""Readers that take any text or page: from a crawl that is no evidence of a thread."""


@dataclass(frozen=True, slots=True)
class Cleaner:
    """What a worker is told once."""

    options: Options = field(default_factory=Options)
    form: str = "jsonl"
    """``jsonl``, ``parquet``, ``markdown`` or ``columns``."""
    text_only: bool = False
    ledger: bool = False
    """True where rows are to bring their ledgers."""
    learns: bool = False
    """True where rows are to bring what they tell of their site's words."""

    def clean(self, items: Iterable[Record | Reject], begin: Callable[[int], None] = lambda _number: None) -> Done:
        """Rows, rejects and counts of some records; ``begin`` hears which record is worked on."""
        make = ROWS[self.form]
        rows: list[Row] = []
        rejects: list[Reject] = []
        tally = Tally()
        for number, item in enumerate(items):
            begin(number)
            result = item if isinstance(item, Reject) else self._row(item, make, tally)
            if isinstance(result, Row):
                rows.append(result)
            else:
                rejects.append(result)
                tally.reject(result.stage, result.code, result.size)
        return Done(tuple(rows), tuple(rejects), tally)

    def _row(self, record: Record, make: RowMaker, tally: Tally) -> Row | Reject:
        size = len(record.data if isinstance(record.data, bytes) else record.data.encode("utf-8", "surrogatepass"))
        try:
            result = self._attempt(record)
            if not isinstance(result, Article):
                return replace(result, size=size)
            text = text_of(result)
            row = self._with_more(make(record, result, text, text_only=self.text_only), result)
        except MemoryError:
            return Reject(record.id, "worker", OUT_OF_MEMORY, MEMORY_ADVICE, size)
        except Exception as error:  # noqa: BLE001 - the outermost guard: a bug of ours must not cost the other records
            return Reject(record.id, "clean", "bug", f"{type(error).__name__}: {error}; please report it", size)
        tally.count(result, text, size)
        return row

    def _with_more(self, row: Row, article: Article) -> Row:
        if self.ledger:
            row = replace(row, ledger=encoded(article.to_ledger()))
        if self.learns:
            from forumclean.sitelist import seen_in  # noqa: PLC0415 - brings numpy

            row = replace(row, seen=seen_in(article))
        return row

    def _attempt(self, record: Record) -> Article | Reject:
        result = attempt(Source(record.id, record.data, record.url, record.headers), self.options)
        if isinstance(result, Failure):
            if result.reason == OUT_OF_MEMORY:
                raise MemoryError
            return Reject(record.id, "clean", result.reason, result.message)
        if record.crawled and result.template in UNSURE and not _names_a_thread(record.url):
            return Reject(record.id, "clean", "no-thread", "the page of the crawl shows nothing of a forum thread")
        return result


MEMORY_ADVICE = "it needs more memory than a worker may have; give --max-memory, or clean it alone"


def _names_a_thread(url: str | None) -> bool:
    """True where the address has one of Discuz!'s forms of a thread's address."""
    from forumclean.fetching.urls import thread_ref  # noqa: PLC0415 - only crawls need it

    if url is not None:
        with suppress(ForumcleanError, ValueError):
            return thread_ref(url).tid is not None
    return False
