"""Says what cleaning did to an input: piece by piece, rule by rule, and why.

``pieces.py`` cuts the input up, ``reasons.py`` knows why a rule exists; ``transcript.py``, ``terminal.py`` and
``plain.py`` show it in a terminal or a pipe, ``diff.py`` as a unified diff, ``asjson.py`` to programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from forumclean.errors import UsageError
from forumclean.explaining.pieces import pieces_of
from forumclean.explaining.reasons import reason
from forumclean.explaining.types import KINDS, Explanation, Piece, RuleCount
from forumclean.ledger import Passage
from forumclean.model import ArticleData

__all__ = ["Explanation", "Piece", "RuleCount", "explain", "narrowed"]


def explain(article: ArticleData) -> Explanation:
    """What was done to the input of an article; raises :class:`UsageError` for joined pages, which are several inputs."""
    if article.joined:
        raise UsageError("joined pages have no single source; explain each page on its own", reason="usage")
    pieces = tuple(pieces_of(article.passage))
    return Explanation(article, pieces, _rules(article.passage), _characters(pieces))


def narrowed(found: Explanation, patterns: Sequence[str]) -> Explanation:
    """The explanation with nothing but the rules that one of the patterns names (``noise/*``); other text counts as kept.

    Raises :class:`UsageError` for a pattern that names no rule which acted here.
    """
    names = [count.rule for count in found.rules]
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            acted = ", ".join(names) or "none"
            raise UsageError(f"no rule {pattern} acted on this input; those that did: {acted}", reason="usage")
    rules = tuple(count for count in found.rules if _named(count.rule, patterns))
    pieces = tuple(piece for piece in found.pieces if piece.rule is not None and _named(piece.rule, patterns))
    return replace(found, rules=rules, pieces=pieces, characters=_characters(pieces))


def _named(rule: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(rule, pattern) for pattern in patterns)


def _characters(pieces: Iterable[Piece]) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    for piece in pieces:
        counts[piece.kind] += len(piece.old)
    return counts


def _rules(passage: Passage) -> tuple[RuleCount, ...]:
    """The counts of each rule over all layers, as ``removed`` counts them, and what was only put in as well."""
    sums: dict[str, list[int]] = {}
    examples: dict[str, str] = {}
    for layer in passage.layers:
        for edit in layer:
            growth = len(edit.new) - len(edit.old)
            count = sums.setdefault(edit.rule, [0, 0, 0])
            count[0] += 1
            count[1] += max(-growth, 0)
            count[2] += max(growth, 0)
            if count[0] == 1 or not examples[edit.rule].strip():  # the first one that has something to see
                examples[edit.rule] = edit.old
    found = [
        RuleCount(rule, count, taken, put, examples[rule], reason(rule)) for rule, (count, taken, put) in sums.items()
    ]
    return tuple(sorted(found, key=lambda count: (-count.taken, -count.count, count.rule)))
