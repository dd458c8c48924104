"""An explanation for programs: the same facts that the terminal shows."""

from __future__ import annotations

import json
from dataclasses import asdict

from forumclean.emit import to_dict
from forumclean.explaining.types import KEPT, Explanation, Piece

SCHEMA = "forumclean.explanation/1"


def to_json(found: Explanation) -> str:
    """The explanation as indented JSON, with a line end."""
    article = found.article
    page, charset = article.evidence
    whole = to_dict(article)
    facts = {
        "schema": SCHEMA,
        "source": whole["source"],
        "title": article.thread.title,
        "template": {"id": article.template, "evidence": page},
        "charset": {
            "encoding": article.source.encoding,
            "evidence": charset,
            "repairs": list(article.document.mojibake),
        },
        "characters": dict(found.characters),
        "rules": [asdict(count) for count in found.rules],
        "edits": [_edit(piece) for piece in found.pieces if piece.kind != KEPT],
        "outline": whole["outline"],
        "masks": whole["masks"],
        "warnings": whole["warnings"],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def _edit(piece: Piece) -> dict[str, object]:
    facts: dict[str, object] = {"start": piece.start, "end": piece.end, "kind": piece.kind, "rule": piece.rule}
    facts |= {"old": piece.old, "new": piece.new}
    if piece.candidates:
        facts["candidates"] = [list(candidate) for candidate in piece.candidates]
    return facts
