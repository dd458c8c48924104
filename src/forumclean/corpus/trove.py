"""A step for datatrove pipelines: forumclean as one line among a corpus's other steps.

Imported only by name, as ``from forumclean.corpus.trove import CleanForum``: it needs ``pip install 'forumclean[datatrove]'``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.records import Record, Reject
from forumclean.corpus.rows import with_extra
from forumclean.errors import UsageError
from forumclean.options import Options

try:
    from datatrove.pipeline.base import PipelineStep
except ImportError as error:
    raise UsageError(
        "this step needs a further package: pip install 'forumclean[datatrove]'", reason="extra"
    ) from error

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter


class CleanForum(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Documents with clean text and the columns of ``--text-only`` as metadata; what holds no thread is dropped and counted.

    ``crawled`` says that the documents are a crawl's, of which only threads are taken. ``exclusion_writer`` gets what is dropped.
    """

    type = "FORMAT"
    name = "forumclean"

    def __init__(
        self,
        options: Options | None = None,
        *,
        crawled: bool = False,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__()
        self._cleaner = Cleaner(options or Options(), "columns", text_only=True)
        self._crawled = crawled
        self.exclusion_writer = exclusion_writer

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002 - datatrove's signature
        """The documents that hold a thread, cleaned, in order."""
        with self.exclusion_writer or contextlib.nullcontext() as writer:
            for document in data:
                self.stat_update("total")
                with self.track_time():
                    reject = self._clean(document)
                if reject is None:
                    self.stat_update("forwarded")
                    self.update_doc_stats(document)
                    yield document
                else:
                    self.stat_update("dropped", f"dropped_{reject.code}")
                    if writer is not None:
                        document.metadata |= {"stage": reject.stage, "code": reject.code, "reason": reject.reason}
                        writer.write(document, rank)

    def _clean(self, document: Document) -> Reject | None:
        """Change the document in place, which is datatrove's way; of one that holds no thread, say why."""
        metadata: dict[str, Any] = document.metadata
        extra = {key: value for key, value in metadata.items() if key != "url"}
        record = Record(document.id, document.text, metadata.get("url"), extra=extra, crawled=self._crawled)
        done = self._cleaner.clean([record])
        if done.rejects:
            return done.rejects[0]
        row = with_extra(record, dict(done.rows[0].values))
        document.text = row.pop("text")
        del row["id"]
        document.metadata = row
        for name in ("characters_in", "characters", "noise", "chrome", "masks", "restored"):
            self.stat_update(name, value=row[name])
        return None
