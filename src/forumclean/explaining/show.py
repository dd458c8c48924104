"""An explanation as lines for the eye, in colour or without, whole or narrowed to some rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forumclean.explaining import plain
from forumclean.explaining.transcript import Line, places, transcript
from forumclean.explaining.types import Explanation


def lines(found: Explanation, *, width: int, full: bool = False, colour: bool = False) -> Iterator[str]:
    """The whole explanation: facts, sections, rules, masked words, then the text with every change in its place."""
    if colour:
        from forumclean.explaining import terminal  # noqa: PLC0415 - rich is slow to import, and a pipe needs none of it

        for part in (terminal.header, terminal.sections, terminal.rules, terminal.masks):
            yield from "\n".join(part(found, width)).split("\n")
    else:
        for piece in (plain.header, plain.sections, plain.rules, plain.masks):
            yield from piece(found)
    yield from _text(transcript(found.pieces, full=full), colour=colour)


def narrow_lines(found: Explanation, *, width: int, colour: bool = False) -> Iterator[str]:
    """A narrowed explanation: its rules, then each place where they acted."""
    if colour:
        from forumclean.explaining import terminal  # noqa: PLC0415

        yield from "\n".join(terminal.rules(found, width)).split("\n")
    else:
        yield from plain.rules(found)
    yield from _text(places(found.pieces, found.article.passage.origin), colour=colour)


def beginning(found: Explanation, *, limit: int, colour: bool = False) -> Iterator[str]:
    """The first lines of the text, for readers who wait for the rest."""
    yield "(the beginning; the whole follows when all of it is read)"
    for count, line in enumerate(_text(transcript(found.pieces), colour=colour)):
        if count == limit:
            break
        yield line
    yield "(… the whole:)"


def _text(found: Iterable[Line], *, colour: bool) -> Iterator[str]:
    if not colour:
        return plain.text(found)
    from forumclean.explaining import terminal  # noqa: PLC0415

    return terminal.text(found)
