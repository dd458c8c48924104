"""Dumps of any size for the benchmarks: no line stands twice, so that no cache helps; seeded, so that runs compare."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

import forumclean

SEED = 8
HAN_RE = re.compile(r"[\u4e00-\u9fff]")
TEXT = 20
"""Chinese characters of a paragraph; shorter lines are titles, captions, names of pictures."""
PIECE = 12
"""Characters of a short line: 36 bytes of Chinese."""


def jammer(rng: random.Random) -> str:
    """A string of noise by Discuz's own rule: the bound is drawn anew at every turn."""
    groups: list[str] = []
    while len(groups) < rng.randint(5, 15):
        groups.append(f"{chr(rng.randint(32, 59))} {chr(rng.randint(63, 126))}")
    return "".join(groups)


def varied(line: str, pool: str, rng: random.Random) -> str:
    """The line with other Chinese characters; signs, figures and indent stay where they are."""
    characters = rng.choices(pool, k=len(line))
    return HAN_RE.sub(lambda _: characters.pop(), line)


def long_lines(line: str) -> str:
    """Two paragraphs as one: the mean over all lines is above 100 bytes."""
    return line if len(HAN_RE.findall(line)) < TEXT else line + line.lstrip()


def short_lines(line: str) -> str:
    """A paragraph in pieces of about 35 bytes."""
    if len(HAN_RE.findall(line)) < TEXT:
        return line
    return "\n".join(line[i : i + PIECE] for i in range(0, len(line), PIECE))


SHAPES: dict[str, Callable[[str], str]] = {"long": long_lines, "short": short_lines, "as it is": str}
"""How a line of the sample is laid out."""


def dump(sample: str, size: int, shape: str = "as it is") -> bytes:
    """About ``size`` bytes of a noisy dump without masks: the sample's page again and again, each time with other words and other noise."""
    rng = random.Random(SEED)
    stretches = [stretch.replace("*", "某") for stretch in _stretches(sample)]
    pool = "".join(HAN_RE.findall("".join(stretches[1:-1])))
    parts: list[str] = []
    made = 0
    while made < size:
        page = "".join(_page(stretches, pool, rng, SHAPES[shape]))
        parts.append(page)
        made += len(page.encode())
    return "".join(parts).encode()


def _stretches(sample: str) -> list[str]:
    """The text between the noise; the first and the last stretch hold the forum's own lines."""
    stretches: list[str] = []
    reached = 0
    for edit in forumclean.denoise(sample)[1]:
        stretches.append(sample[reached : edit.start])
        reached = edit.end
    return [*stretches, sample[reached:]]


def _page(stretches: Sequence[str], pool: str, rng: random.Random, laid_out: Callable[[str], str]) -> Iterator[str]:
    """The sample once: other words, other noise."""
    last = len(stretches) - 1
    for i, stretch in enumerate(stretches):
        if i:
            yield jammer(rng)
        inner = 0 < i < last
        yield "\n".join(varied(laid_out(line), pool, rng) if inner else line for line in stretch.split("\n"))
