"""What stands above and beside the text of an explanation: facts, sections, counts, masked words; as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from forumclean.explaining.types import CHROME, KEPT, MASK, MENDED, NOISE, WORD, Explanation, RuleCount
from forumclean.model import Block, ListBlock, MaskEntry, Table
from forumclean.visible import shown

EXAMPLE = 40
AROUND = 14
NAMES = {KEPT: "kept", CHROME: "furniture", NOISE: "noise", MENDED: "mended", WORD: "put in", MASK: "masks that stay"}
"""What a reader calls each kind of piece."""


class Context(NamedTuple):
    """A masked word in its sentence."""

    place: str
    before: str
    text: str
    """The word that was put in, or the mask."""
    after: str
    entry: MaskEntry


def facts(found: Explanation) -> Iterator[tuple[str, str]]:
    """Name and value of each fact about the input, for the eye."""
    article = found.article
    page, charset = article.evidence
    repairs = f"; repaired: {', '.join(article.document.mojibake)}" if article.document.mojibake else ""
    yield "title", shown(article.thread.title or "—")
    yield "charset", f"{article.source.encoding} ({shown(charset)}){repairs}"
    yield "page", f"{article.template} ({shown(page)})"
    yield "posts", str(len(article.posts))
    counts = (f"{found.characters[kind]} {name}" for kind, name in NAMES.items() if found.characters[kind])
    yield "characters", ", ".join(counts)
    if article.masks:
        restored = sum(mask.restored for mask in article.masks)
        yield "masked words", f"{restored} put in, {len(article.masks) - restored} left as they are"


def example(count: RuleCount) -> str:
    r"""What the rule acted on, in one short line.

    >>> example(RuleCount("noise/x", 1, 9, 0, "  甲\n乙  ", "why"))
    '甲⏎乙'
    """
    text = "⏎".join(line.strip() for line in count.example.split("\n") if line.strip()) or count.example
    text = shown(text.replace("\n", "⏎"))
    return text if len(text) <= EXAMPLE else text[: EXAMPLE - 1] + "…"


def contexts(found: Explanation) -> Iterator[Context]:
    """Each masked word with the text around it."""
    for entry in found.article.masks:
        text = _text(found, entry)
        middle = entry.word if entry.restored and entry.word is not None else entry.mask
        end = entry.offset + len(middle)
        before, after = text[max(0, entry.offset - AROUND) : entry.offset], text[end : end + AROUND]
        yield Context(_place(found, entry), shown(before), shown(text[entry.offset : end]), shown(after), entry)


def _place(found: Explanation, entry: MaskEntry) -> str:
    if entry.post is None:
        return "title"
    floor = found.article.posts[entry.post].facts.floor
    return f"#{entry.post + 1}" if floor is None else f"#{floor}"


def _text(found: Explanation, entry: MaskEntry) -> str:
    if entry.post is None or entry.block is None:
        return found.article.thread.title or ""
    return text_at(found.article.posts[entry.post].blocks[entry.block], entry.where)


def text_at(block: Block, where: tuple[str | int, ...]) -> str:
    """The string of a block that a mask's ``where`` names."""
    if isinstance(block, ListBlock):
        return block.items[int(where[1])]
    if isinstance(block, Table):
        return block.rows[int(where[1])][int(where[2])]
    value = getattr(block, str(where[0]))
    return value if isinstance(value, str) else ""
