"""Random lists of words as a site's filter may hold them, and what they do to a text."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LEXICON = Path(__file__).resolve().parents[2] / "src/forumclean/data/lexicon/words.tsv"


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of the lexicon."""

    word: str
    group: str
    origin: str


def lexicon(path: Path = LEXICON) -> list[Listed]:
    """The words that ship, in the order of their file."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [Listed(*row) for row in rows[1:]]


class Matcher:
    """Finds the words of a list in a text, from left to right, the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self.by_first: dict[str, list[str]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            self.by_first.setdefault(word[0], []).append(word)
        self.first_re = re.compile("[" + "".join(map(re.escape, self.by_first)) + "]" if self.by_first else "(?!)")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Place and word of each match; matches do not overlap."""
        reached = 0
        for hit in self.first_re.finditer(text):
            at = hit.start()
            if at < reached:
                continue
            for word in self.by_first[text[at]]:
                if text.startswith(word, at):
                    yield at, word
                    reached = at + len(word)
                    break


@dataclass(frozen=True, slots=True)
class WordList:
    """What a filter replaces, and by what."""

    words: tuple[str, ...]
    mask: str


def random_list(rng: random.Random, listed: Sequence[Listed], common: Sequence[str]) -> WordList:
    """A list such as forums have: of the advertising law, short or long, of other things, or of nobody knows what."""
    law = [each.word for each in listed if each.origin in ("core", "law", "wide")]
    core = [each.word for each in listed if each.origin == "core"]
    kin = [each.word for each in listed if each.origin == "kin"]
    other = [each.word for each in listed if each.origin == "filter"]
    kind = rng.random()
    if kind < 0.3:
        words = core + _share(rng, law, rng.uniform(0.05, 0.5))
    elif kind < 0.55:
        words = _share(rng, law + kin, rng.uniform(0.05, 0.6))
    elif kind < 0.75:
        words = _some(rng, law + core * 3 + kin, 15, 80)
    elif kind < 0.85:
        words = _some(rng, other, 15, 80) + _some(rng, law, 0, 20)
    else:
        words = _some(rng, common, 15, 60) + _some(rng, core + kin, 0, 15)
    if "最" in words and rng.random() < 0.6:
        words = [word for word in words if word != "最"]
    return WordList(tuple(dict.fromkeys(words)), "**" if rng.random() < 0.35 else "*")


def _share(rng: random.Random, words: Sequence[str], share: float) -> list[str]:
    return [word for word in words if rng.random() < share]


def _some(rng: random.Random, words: Sequence[str], least: int, most: int) -> list[str]:
    return rng.sample(words, min(rng.randint(least, most), len(words)))


def masked(text: str, words: WordList) -> tuple[str, list[tuple[int, str, str]]]:
    """The text as the filter leaves it, and (place in the new text, mask, word) of each mask."""
    parts: list[str] = []
    masks: list[tuple[int, str, str]] = []
    reached = length = 0
    for at, word in Matcher(words.words).find(text):
        parts += (text[reached:at], words.mask)
        length += at - reached
        masks.append((length, words.mask, word))
        length += len(words.mask)
        reached = at + len(word)
    return "".join([*parts, text[reached:]]), masks
