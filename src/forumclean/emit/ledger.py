"""The ledger as JSON Lines: a header, then every stretch of the text in order, kept or changed.

Row kinds: ``{"document": …}`` the header; ``{"start", "end", "kept"}`` text that stayed; ``{"start", "end", "old",
"new", "rule", "stage"}`` an edit, with ``candidates`` where it is a mask; ``{"start", "end", "raw"}`` bytes (hex) that
were no text.  Offsets count characters of the text before any edit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from json.encoder import encode_basestring_ascii as quoted
from operator import itemgetter

from forumclean.ledger import Passage
from forumclean.model import ArticleData, Document, Edit
from forumclean.options import Options, ranker_name

FORM = "forumclean.ledger/1"


def to_ledger(article: ArticleData) -> str:
    """The ledger of the article; of joined pages, one after the other."""
    parts = article.joined or (article,)
    return "".join([row + "\n" for part in parts for row in _rows(part.document, part.passage, article.options)])


def _settings(options: Options) -> dict[str, object]:
    values = {field.name: getattr(options, field.name) for field in fields(options) if field.init}
    decided = len(options.decisions.entries) if options.decisions else 0
    return values | {"decisions": decided, "ranker": ranker_name(options.ranker)}


def _header(document: Document, options: Options) -> dict[str, object]:
    return {
        "document": FORM,
        "name": document.name,
        "encoding": document.encoding,
        "kind": document.kind,
        "sha256": document.sha256,
        "bytes": document.size,
        "bom": document.bom.hex(),
        "mojibake": list(document.mojibake),
        "options": _settings(options),
    }


def _rows(document: Document, passage: Passage, options: Options) -> Iterator[str]:
    """The rows as JSON. They are put together by hand: there are two for each edit, and an encoder is set up anew for each call."""
    origin = passage.origin
    yield json.dumps(_header(document, options))
    for loss in document.losses:
        yield f'{{"start": {loss.start}, "end": {loss.end}, "raw": "{loss.raw.hex()}"}}'
    position = 0
    for start, end, old, new, rule, stage, candidates in with_masks(passage):
        if start > position:
            yield f'{{"start": {position}, "end": {start}, "kept": {quoted(origin[position:start])}}}'
        what = f'"old": {quoted(old)}, "new": {quoted(new)}, "rule": {quoted(rule)}, "stage": {quoted(stage)}'
        chances = f', "candidates": {json.dumps(candidates)}' if candidates else ""
        yield f'{{"start": {start}, "end": {end}, {what}{chances}}}'
        position = end
    if position < len(origin):
        yield f'{{"start": {position}, "end": {len(origin)}, "kept": {quoted(origin[position:])}}}'


def with_masks(passage: Passage) -> list[Edit]:
    """All edits, and a row for each mask that stays (``old`` = ``new``): its candidates stand in the ledger too."""
    edits = list(passage.ledger())
    listed = [m for m in passage.marks if m.kind == "mask" and m.start < m.end and not m.data.get("restored")]
    if not listed:
        return edits
    rows: list[Edit] = []
    for mark, (start, i) in zip(listed, _origins(edits, (m.start for m in listed)), strict=True):
        text = passage.text[mark.start : mark.end]
        end = start + len(text)
        untouched = (i == 0 or edits[i - 1].end <= start) and (i == len(edits) or edits[i].start >= end)
        apart = not rows or rows[-1].end <= start
        if untouched and apart and passage.origin[start:end] == text:
            candidates = mark.data.get("candidates")
            found = candidates if isinstance(candidates, tuple) else ()
            rows.append(Edit(start, end, text, text, "restore/mask", "restore", found))
    # Two insertions at one place keep their order, and stand in front of a mask there: the sort is stable, and by place alone.
    return sorted((*edits, *rows), key=itemgetter(0))


def _origins(edits: list[Edit], offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Offsets in the origin of growing places in the text after ``edits``, and how many edits stand before each; one walk."""
    shift, i = 0, 0
    for offset in offsets:
        while i < len(edits) and edits[i].start + shift + len(edits[i].new) <= offset:
            shift += len(edits[i].new) - len(edits[i].old)
            i += 1
        yield offset - shift, i
