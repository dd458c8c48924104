"""Page numbers as a user writes them: ``1-3,7``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forumclean.errors import UsageError

PART_RE = re.compile(r"([1-9]\d{0,5})(?:(-)([1-9]\d{0,5})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PageRanges:
    """Which pages of a thread are wanted."""

    parts: tuple[tuple[int, int | None], ...]
    """First and last page of each part; no last page: to the end."""

    @classmethod
    def of(cls, text: str) -> PageRanges:
        """The pages that a text names; raises :class:`UsageError` where it names none.

        >>> PageRanges.of("1-3,7").wanted(9), PageRanges.of("2-").wanted(4), PageRanges.of("all").everything
        ([1, 2, 3, 7], [2, 3, 4], True)
        """
        if text.strip() == "all":
            return cls(((1, None),))
        parts: list[tuple[int, int | None]] = []
        for part in text.split(","):
            match = PART_RE.fullmatch(part.strip())
            low, high = (int(match[1]), match[3]) if match else (1, "0")
            last = int(high) if high else None if match and match[2] else low
            if last is not None and last < low:
                raise UsageError(f"pages={text!r} is not known; give all, or pages such as 1-3,7", reason="usage")
            parts.append((low, last))
        return cls(tuple(parts))

    @property
    def everything(self) -> bool:
        """True where no page is left out."""
        return (1, None) in self.parts

    @property
    def first(self) -> int:
        """The first page that is wanted."""
        return min(low for low, _ in self.parts)

    def wanted(self, last: int) -> list[int]:
        """The wanted pages of a thread with ``last`` pages, in order."""
        found = {n for low, high in self.parts for n in range(low, min(high or last, last) + 1)}
        return sorted(found)
