"""A dump as lines: where each begins, and what stands on it without the white space around."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from forumclean.model import Edit
from forumclean.page import plain_probes

CHUNK = 10_000
"""Lines whose lengths are counted at once: a list of all takes eight bytes a line."""


ENDS = "layout/line-end"
OLD_RE = re.compile("\r|\u2028|\u2029|\x0b")
MOST = 200_000
"""Line ends that are set right: each is a row of the ledger, and millions would fill the memory."""


def old_ends(text: str) -> Iterator[Edit]:
    """The edits that give a text its lines that has none of today's line ends.

    A Macintosh of last century wrote carriage returns, word processors write separators of lines and vertical tabs.
    """
    if "\n" not in text and len(found := list(islice(OLD_RE.finditer(text), MOST + 1))) <= MOST:
        yield from (Edit(end.start(), end.end(), end[0], "\n", ENDS, "page") for end in found)


@dataclass(frozen=True)
class Lines:
    """The lines of a text; line ``i`` is ``text[starts[i]:starts[i + 1]]`` with its line break."""

    text: str

    @cached_property
    def raw(self) -> list[str]:
        """The lines without their breaks, white space and all."""
        return self.text.split("\n")

    @cached_property
    def bare(self) -> list[str]:
        """The lines without white space at their ends."""
        return list(map(str.strip, self.raw))

    @cached_property
    def starts(self) -> array[int]:
        """Offset of each line, and of the end of the text behind the last one; an array, for a list takes five times as much."""
        starts = array("q", [0])
        for first in range(0, len(self.raw), CHUNK):
            lengths = [len(line) + 1 for line in self.raw[first : first + CHUNK]]
            lengths[0] += starts[-1]
            starts.extend(accumulate(lengths))
        starts[-1] -= 1  # the last line has no break
        return starts

    @cached_property
    def _found(self) -> list[int]:
        return [self.at(match.start()) for match in plain_probes.first_of_line().finditer(self.text)]

    @cached_property
    def suspects(self) -> list[int]:
        """The numbers of the lines that hold a word of the forum's own lines, in order: few of all lines."""
        holds = plain_probes.word().search
        return [line for line in self._found if holds(self.raw[line])]

    def timed(self, longest: int) -> Iterator[int]:
        """The numbers of the lines of so many characters that hold something like a time, in order."""
        holds = plain_probes.time().search
        return (line for line in self._found if len(self.bare[line]) <= longest and holds(self.raw[line]))

    @cached_property
    def _suspected(self) -> str:
        return "\n".join([self.raw[line] for line in self.suspects])

    def having(self, *probes: str) -> list[int]:
        """The numbers of the lines that hold one of ``probes`` (of those in ``plain_probes``), in order."""
        said = [probe for probe in probes if probe in self._suspected]
        return [line for line in self.suspects if any(probe in self.raw[line] for probe in said)] if said else []

    def __len__(self) -> int:
        return len(self.raw)

    def at(self, offset: int) -> int:
        """The number of the line that holds ``offset``."""
        return min(bisect_right(self.starts, offset) - 1, len(self) - 1)

    def span(self, line: int) -> tuple[int, int]:
        """Where the text of a line begins and ends, without the white space around it."""
        raw = self.raw[line]
        start = self.starts[line]
        return start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())

    def downwards(self, line: int, stop: int, count: int) -> Iterator[int]:
        """The next ``count`` lines with text from ``line`` on, before ``stop``, for those who may not need all."""
        return islice(filter(self.bare.__getitem__, range(line, stop)), count)

    def upwards(self, line: int, stop: int, count: int) -> Iterator[int]:
        """The ``count`` lines with text above ``line``, nearest first, not above ``stop``, for those who may not need all."""
        return islice(filter(self.bare.__getitem__, range(line - 1, stop - 1, -1)), count)

    def below(self, line: int, stop: int, count: int) -> list[int]:
        """The next ``count`` lines with text from ``line`` on, before ``stop``."""
        return list(self.downwards(line, stop, count))

    def above(self, line: int, stop: int, count: int) -> list[int]:
        """The ``count`` lines with text above ``line``, nearest first, not above ``stop``."""
        return list(self.upwards(line, stop, count))
