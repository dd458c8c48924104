r"""Noise out of which a script took the no-break spaces (``replace("\xa0", "")``): of a group that began with a space, one letter is left.

``K' g\xa0\xa0B7 x`` is ``K' gB7 x`` then, and half of the string would stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from forumclean.model import Edit
from forumclean.strip.escapes import Change

SPACES = "\xa0\xa0"
SAMPLE = 200
"""Strings of noise, one of which would hold such spaces, had they been left."""
GROUP = "[ -;] [?-~]"
WORD = r"(?<![A-Za-z][a-z])(?<!\d [A-Za-z]{2})"
"""Two letters of a word or of a unit: text that the noise begins behind."""
LETTER_RE = re.compile(
    rf"[?-~](?:(?<={GROUP}{GROUP}[?-~])(?={GROUP}(?:{GROUP}|\n|\Z)|(?P<last>\n|\Z))|(?<={GROUP}[?-~]){WORD}(?={GROUP}{GROUP}))"
)
"""A letter by itself between two groups and one more, or behind two groups at a line's end."""


def has_spaces(found: Sequence[Edit]) -> bool:
    """True where noise holds two spaces in a row, as one group in 28 does."""
    return any("  " in edit.old or SPACES in edit.old for edit in islice(found, SAMPLE))


def respaced(text: str) -> Iterator[Change]:
    """The changes that give such letters their spaces back."""
    for match in LETTER_RE.finditer(text):
        low = text.rfind("\n", 0, match.start()) + 1
        if match["last"] is None or not text[low : match.start()].isascii():  # a letter may be all that a line says
            yield match.start(), match.start(), SPACES
