"""Words that a reader decided for masks, each known by the Chinese text around it.

Offsets do not outlive another download: its noise is other noise.  The Chinese characters around a mask are the same
(noise is Latin letters and signs), so a decision is keyed by them alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from forumclean.errors import InputError

SCHEMA = "forumclean.decisions/1"
CHINESE_RE = re.compile("[㐀-䶿一-鿿豈-﫿〇々\U00020000-\U0003ffff]")
LENGTH, REACH = 16, 400
"""Chinese characters kept of each side, and how far they are looked for: a mask costs no more, however long its line."""
NEAR, LEAST = 5, 4
"""Where the whole context is not met (a quoted sentence, a line less), so many characters of each side must agree,
of which there must be so many at all."""
NAMES = {"before", "mask", "after", "word"}


class Context(NamedTuple):
    """The Chinese characters in front of a mask and behind it."""

    before: str
    after: str

    def near(self) -> Context | None:
        """The innermost part of the context; ``None`` where it is too little to know a mask by."""
        before, after = self.before[-NEAR:], self.after[:NEAR]
        return Context(before, after) if len(before) + len(after) >= LEAST else None


def context(text: str, start: int, end: int) -> Context:
    """What a mask is known by.

    >>> context("老蒋是全市场*报名的人。& p1 b: ]% j", 6, 7)
    Context(before='老蒋是全市场', after='报名的人')
    """
    before = CHINESE_RE.findall(text[max(0, start - REACH) : start])[-LENGTH:]
    after = CHINESE_RE.findall(text[end : end + REACH])[:LENGTH]
    return Context("".join(before), "".join(after))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader decided for one mask."""

    before: str
    mask: str
    after: str
    word: str | None
    """``None``: the asterisks stay."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions, ready to be looked up; of two for one context the later one holds."""

    entries: tuple[Decision, ...] = ()
    _exact: dict[Context, Decision] = field(init=False, repr=False, compare=False)
    _near: dict[Context, Decision | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exact = {Context(entry.before, entry.after): entry for entry in self.entries}
        near: dict[Context, Decision | None] = {}
        for key, entry in exact.items():
            short = key.near()
            if short is not None:
                other = near.get(short, entry)
                near[short] = entry if other is not None and other.word == entry.word else None
        object.__setattr__(self, "_exact", exact)
        object.__setattr__(self, "_near", near)

    def find(self, key: Context) -> Decision | None:
        """The decision for a context: the same one, else one that agrees near the mask and that no other contradicts.

        >>> made = Decisions((Decision("老蒋是全市场", "*", "报名的人之一", "第一个"),))
        >>> made.find(Context("有人说老蒋是全市场", "报名的人之一他笑了")).word
        '第一个'
        """
        if key in self._exact:
            return self._exact[key] if key.before or key.after else None
        short = key.near()
        return self._near.get(short) if short is not None else None

    def choices(self, text: str, masks: Iterable[tuple[int, int]]) -> Iterator[Decision | None]:
        """The decision for each mask of a text; ``None`` where there is none."""
        return (self.find(context(text, start, end)) for start, end in masks)

    def to_json(self) -> str:
        """The decisions as their file holds them."""
        rows = [asdict(entry) for entry in self.entries]
        return json.dumps({"schema": SCHEMA, "decisions": rows}, ensure_ascii=False, indent=1) + "\n"


def parse(text: str, name: str) -> Decisions:
    """The decisions in a file's text; raises :class:`InputError` for what is none."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(name, f"it is no JSON ({error})") from error
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA or not isinstance(raw.get("decisions"), list):
        raise _wrong(name, f"it does not begin as {SCHEMA}")
    return Decisions(tuple(_entry(row, name, number) for number, row in enumerate(raw["decisions"], 1)))


def _entry(row: object, name: str, number: int) -> Decision:
    if not isinstance(row, dict) or row.keys() != NAMES:
        raise _wrong(name, f"decision {number} must have {', '.join(sorted(NAMES))} and nothing else")
    word = row["word"]
    if not all(isinstance(row[key], str) for key in ("before", "mask", "after")) or not (
        word is None or _is_word(word)
    ):
        raise _wrong(name, f"decision {number} must hold texts of one line (its word may be null)")
    return Decision(row["before"], row["mask"], row["after"], word)


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip()) and word.isprintable()


def _wrong(name: str, what: str) -> InputError:
    return InputError(
        f"{name} holds no decisions: {what}; give the file that forumclean review wrote", reason="decisions"
    )


def with_decision(entries: Sequence[Decision], new: Decision) -> tuple[Decision, ...]:
    """The entries with one more, which takes the place of an earlier one for the same context."""
    kept = (entry for entry in entries if (entry.before, entry.after) != (new.before, new.after))
    return (*kept, new)
