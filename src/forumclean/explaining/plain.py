"""An explanation without colour: for pipes, for ``NO_COLOR``; what went stands in ``[-…-]``, what came in ``{+…+}``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forumclean.explaining.summary import contexts, example, facts
from forumclean.explaining.transcript import PUT, Line
from forumclean.explaining.types import CHROME, MASK, MENDED, NOISE, WORD, Explanation
from forumclean.visible import shown

BRACKETS = {
    CHROME: "[-{}-]",
    NOISE: "[-{}-]",
    MENDED: "[-{}-]",
    PUT: "{{+{}+}}",
    WORD: "{{+{}+}}",
    MASK: "{{?{}?}}",
}


def header(found: Explanation) -> Iterator[str]:
    """What is known of the input, and the warnings."""
    yield from (f"{name}: {value}" for name, value in facts(found))
    yield from (f"warning: {shown(warning)}" for warning in found.article.warnings)


def sections(found: Explanation) -> Iterator[str]:
    """The outline, indented by level."""
    if found.article.outline:
        yield from ("", "Sections")
    for section in found.article.outline:
        number = f"{shown(section.number)} " if section.number else ""
        yield f"{'  ' * (section.level - 1)}{number}{shown(section.title)}"


def rules(found: Explanation) -> Iterator[str]:
    """Every rule that acted: how often, on how much, an example, why."""
    if found.rules:
        yield from ("", "Rules")
    width = max((len(count.rule) for count in found.rules), default=0)
    for count in found.rules:
        put = f", {count.put} put in" if count.put else ""
        yield f"  {count.rule:{width}}  {count.count}×, {count.taken} characters{put}: {example(count)}"
        yield f"  {'':{width}}  {count.why}"


def masks(found: Explanation) -> Iterator[str]:
    """Every masked word in its sentence, with its candidates."""
    if found.article.masks:
        yield from ("", "Masked words")
    for place, before, text, after, entry in contexts(found):
        sign = "{}" if not entry.restored else BRACKETS[WORD]
        told = ", ".join(f"{shown(word)} {probability:.0%}" for word, probability in entry.candidates)
        yield f"  {place}  …{before}{sign.format(text)}{after}…  {told or 'no candidate'}"


def text(lines: Iterable[Line]) -> Iterator[str]:
    """The lines of a transcript."""
    yield from ("", "Text")
    for line in lines:
        yield "".join([BRACKETS.get(segment.style, "{}").format(segment.text) for segment in line]) if line else ""
