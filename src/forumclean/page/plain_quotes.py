"""Finds quotes inside posts of a dump: by their head, for nothing else of the box is left.

Discuz! cuts long quotes and ends them in `` ...``; a quote without that mark is taken to be one line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from forumclean.model import Edit, Mark
from forumclean.page.plain_inner import NOISE_RE
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import QUOTES
from forumclean.page.quoted import head_line

RULE = "chrome/quote-head"
CUT = " ..."
LONGEST, LINES = 120, 14


def find_quotes(lines: Lines, bodies: Sequence[tuple[int, int]]) -> Iterator[Edit | Mark]:
    """The heads of quotes as furniture, and a ``quote`` mark over what is quoted."""
    reached = 0
    ordered = sorted(bodies)
    for line in lines.having(*QUOTES):
        body = ordered[bisect_right(ordered, (line, len(lines.bare))) - 1] if ordered else (0, 0)
        if not body[0] <= line < body[1] or line < reached or len(lines.bare[line]) > LONGEST:
            continue
        start, _end = lines.span(line)
        noisy = NOISE_RE.search(lines.bare[line])
        text = lines.bare[line]
        data = head_line(text)
        if data is None and noisy and noisy.end() == len(text) and noisy.start():
            text = text[: noisy.start()]
            data = head_line(text)
        if data is None:
            continue
        yield Edit(start, start + len(text), text, "", RULE)
        last = _last(lines, line, body[1])
        reached = last + 1
        if last > line:
            yield Mark(start, lines.span(last)[1], "quote", {**data, "floor": None})


def _last(lines: Lines, line: int, stop: int) -> int:
    """The line that ends the quote."""
    below = lines.below(line + 1, stop, LINES)
    for i in below:
        text = lines.bare[i]
        if text.endswith(CUT) or (CUT in text and NOISE_RE.fullmatch(text[text.index(CUT) + len(CUT) :])):
            return i
        if i != below[0] and head_line(text):
            break
    for i in below:
        if not NOISE_RE.fullmatch(lines.bare[i]):
            return i
    return line
