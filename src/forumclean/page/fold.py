"""Folds what needs no parse into single characters before the soup: line breaks and noise elements.

A page of thirty posts has a thousand ``<br>`` and noise elements; as characters they cost nothing.
Only cut regions are folded; a page that is parsed whole is walked element by element, to the same end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

BREAK = "\ufdd0"
OPEN = "\ufdd1"
CLOSE = "\ufdd2"
SLOT = "\ufdd3"
SLOT_END = "\ufdd4"
"""Noncharacters, which Unicode keeps for such use inside a program; ``readable`` keeps those of the input out."""
FOLDED_RE = re.compile(f"{BREAK}|{OPEN}([0-9]+){CLOSE}")

NOISE_RE = re.compile(
    r"""<font\ class="jammer">(?P<font>[^<]*)</font>
    |   <span\ style="display:none">(?P<span>[^<]*)</span>   # only where it holds nothing but text
    |   <br\s*/?>[\r\n]*                                     # the forum writes a line end behind each <br />
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A page with its breaks and noise elements folded; ``noise[i]`` is (rule, text) of the ``i``-th."""

    html: str
    noise: tuple[tuple[str, str], ...]


def fold(html: str) -> Folded:
    r"""The page with one character for each line break and a numbered pair for each noise element.

    >>> fold('甲<font class="jammer">9 M6 {</font><br />\n乙').noise
    (('noise/jammer-font', '9 M6 {'),)
    """
    noise: list[tuple[str, str]] = []

    def replace(match: re.Match[str]) -> str:
        if match.lastgroup is None:
            return BREAK
        rule = "noise/jammer-font" if match.lastgroup == "font" else "noise/jammer-hidden"
        noise.append((rule, unescape(match[match.lastgroup])))
        return f"{OPEN}{len(noise) - 1}{CLOSE}"

    return Folded(NOISE_RE.sub(replace, html), tuple(noise))


def unfolded(text: str) -> str:
    """The text without folded characters: for attributes, where a ``<br>`` was no break."""
    return FOLDED_RE.sub(" ", text) if BREAK in text or OPEN in text else text
