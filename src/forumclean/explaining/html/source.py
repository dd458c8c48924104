"""The source side of the page: what stayed as it is, what went folded in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forumclean.explaining.html.markup import Html, joined, tag, text
from forumclean.explaining.reasons import reason
from forumclean.explaining.types import CHROME, KEPT, MASK, MENDED, NOISE, WORD, Piece

BLANK = 2
"""Empty lines in a row that are shown."""


def source(pieces: Sequence[Piece]) -> Html:
    """The pieces of one row."""
    return Html(joined(SHOWN[piece.kind](piece) for piece in pieces).strip("\n"))


def _kept(piece: Piece) -> Html:
    return text(_tidy(piece.old))


def _tidy(content: str) -> str:
    """The text without the emptiness that pages are full of; a break that is shown is a break that is there."""
    lines: list[str] = []
    empty = 0
    for line in content.replace("\r", "").split("\n"):
        empty = 0 if line.strip() else empty + 1
        if empty <= BLANK:
            lines.append(line)
    return "\n".join(lines)


def _gone(piece: Piece) -> Html:
    if not piece.old.strip():
        return text("\n" if "\n" in piece.old else "")
    label = "furniture" if piece.kind == CHROME else "noise"
    told = f"{len(piece.old)}" if piece.kind == NOISE else f"{label}, {len(piece.old)} characters"
    hint = f"{piece.rule}: {reason(piece.rule or '')}"
    ended = "\n" if piece.kind == NOISE and piece.old.endswith("\n") else ""
    summary = tag("summary", text(told), title=hint, aria_label=f"{label} of {len(piece.old)} characters, {piece.rule}")
    inside = tag("del", text(_tidy(piece.old.strip("\n"))))
    return joined([tag("details", summary, inside, class_=f"gone {piece.kind}", id=f"c{piece.start}"), text(ended)])


def _mended(piece: Piece) -> Html:
    parts = [
        tag(name, text(side.replace("\n", "⏎"))) for name, side in (("del", piece.old), ("ins", piece.new)) if side
    ]
    hint = f"{piece.rule}: {reason(piece.rule or '')}"
    return tag("span", *parts, class_="mended", id=f"c{piece.start}", title=hint)


def _word(piece: Piece) -> Html:
    chance = "" if piece.probability is None else f" {piece.probability:.0%}"
    put = joined([tag("del", text(piece.old)), tag("ins", text(piece.new))])
    return tag("span", put, tag("small", text(chance)), class_="word", id=f"c{piece.start}", title=piece.rule)


def _mask(piece: Piece) -> Html:
    return tag("span", text(piece.old), class_="mask", id=f"c{piece.start}", title=piece.rule)


SHOWN: dict[str, Callable[[Piece], Html]] = {
    KEPT: _kept,
    CHROME: _gone,
    NOISE: _gone,
    MENDED: _mended,
    WORD: _word,
    MASK: _mask,
}
