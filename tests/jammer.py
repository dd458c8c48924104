"""Plants anti-copy noise by the forum's exact rule, in the shapes that text dumps give it.

The rule (X1 to X3.5)::

    for (i = 0; i < mt_rand(5, 15); i++) s += chr(mt_rand(32, 59)) + ' ' + chr(mt_rand(63, 126))

A new bound is drawn at every turn.  Each line break of the message gets one string, half the time in front of
the break, half the time behind it; two spaces in a row become no-break spaces afterwards.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUN_OF_SPACES_RE = re.compile(r"[ \xa0\u3000\t]+")


def jammer(rng: random.Random) -> str:
    """One string of noise, 5 to 15 groups of three characters."""
    groups: list[str] = []
    while len(groups) < rng.randint(5, 15):
        groups.append(chr(rng.randint(32, 59)) + " " + chr(rng.randint(63, 126)))
    return "".join(groups)


def tight(rng: random.Random, *, low: int = 32) -> str:
    """One string of the older form without spaces (archiver of 7.2, 5.x, 6.x)."""
    pairs: list[str] = []
    while len(pairs) < rng.randint(5, 15):
        pairs.append(chr(rng.randint(low, 59)) + chr(rng.randint(63, 126)))
    return "".join(pairs)


def planted(
    lines: Sequence[str], rng: random.Random, make: Callable[[random.Random], str] = jammer
) -> list[tuple[str, str, str]]:
    """(noise in front, text, noise behind) for each line: one noise string for each break between lines."""
    front = [""] * len(lines)
    behind = [""] * len(lines)
    for i in range(len(lines) - 1):
        noise = make(rng)
        if rng.random() < 0.5:
            behind[i] = noise
        else:
            front[i + 1] = noise
    return list(zip(front, lines, behind, strict=True))


def served(text: str) -> str:
    """The text as the forum serves it: three spaces, then two, become no-break spaces.

    >>> served("a  b")
    'a\\xa0\\xa0b'
    """
    return text.replace("   ", "\xa0 \xa0").replace("  ", "\xa0\xa0")


def _kept(part: str) -> str:
    return served(part)


def _folded(part: str) -> str:
    return served(part).replace("\u3000", "  ")


def _spaced(part: str) -> str:
    return served(part).replace("\xa0", " ").replace("\u3000", "  ")


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump with noise, and the lines that are left when exactly the noise is gone."""

    text: str
    lines: tuple[str, ...]


def _plain(parts: Sequence[tuple[str, str, str]], change: Callable[[str], str]) -> Dump:
    shown = [(change(a), change(t), change(b)) for a, t, b in parts]
    return Dump("\n".join(a + t + b for a, t, b in shown), tuple(t for _, t, _ in shown))


def kept(parts: Sequence[tuple[str, str, str]]) -> Dump:
    """No-break spaces and the wide indent stand as served."""
    return _plain(parts, _kept)


def folded(parts: Sequence[tuple[str, str, str]]) -> Dump:
    """No-break spaces are kept, the wide indent became two spaces."""
    return _plain(parts, _folded)


def spaced(parts: Sequence[tuple[str, str, str]]) -> Dump:
    """No-break spaces and wide spaces became plain ones."""
    return _plain(parts, _spaced)


def nodes(parts: Sequence[tuple[str, str, str]]) -> Dump:
    """Every text node is a line of its own, stripped: noise stands alone."""
    shown = [piece.strip() for a, t, b in parts for piece in (_spaced(a), _spaced(t), _spaced(b))]
    return Dump("\n".join(s for s in shown if s), tuple(_spaced(t).strip() for _, t, _ in parts if t.strip()))


def _collapsed_line(front: str, text: str, behind: str) -> tuple[str, str]:
    """The line with white space collapsed and stripped, and what of it is text."""
    line, owners = "", ""
    for piece, owner in ((front, "n"), (text, "t"), (behind, "n")):
        line += piece
        owners += owner * len(piece)
    out: list[str] = []
    kept_text: list[str] = []
    for i, char in enumerate(line):
        white = char in " \xa0\u3000\t"
        if white and (not out or out[-1] == " "):
            continue
        out.append(" " if white else char)
        if owners[i] == "t":
            kept_text.append(out[-1])
    return "".join(out).strip(), "".join(kept_text).strip()


def collapsed(parts: Sequence[tuple[str, str, str]]) -> Dump:
    """Runs of white space became one space, lines are stripped at both ends."""
    shown = [_collapsed_line(a, t, b) for a, t, b in parts]
    return Dump("\n".join(line for line, _ in shown), tuple(text for _, text in shown))


def joined(
    parts: Sequence[tuple[str, str, str]],
    rng: random.Random,
    change: Callable[[str], str] = _spaced,
    glue: str = "",
) -> Dump:
    """Two to four lines with text stand in one; the line breaks between them became ``glue``."""
    lines: list[str] = []
    texts: list[str] = []
    line: list[str] = []
    text: list[str] = []
    room = rng.randint(2, 4)
    for a, t, b in parts:
        line.append(change(a) + change(t) + change(b))
        text.append(change(t))
        room -= bool(t.strip())
        if not room:
            lines.append(glue.join(line))
            texts.append(glue.join(text))
            line, text, room = [], [], rng.randint(2, 4)
    if line:
        lines.append(glue.join(line))
        texts.append(glue.join(text))
    return Dump("\n".join(lines), tuple(texts))
