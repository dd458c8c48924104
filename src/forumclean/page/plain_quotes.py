"""Finds quotes inside posts of a dump: by their head, for nothing else of the box is left.

Discuz! cuts long quotes and ends them in `` ...``; a quote without that mark is taken to be one line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from forumclean.model import Edit, Mark
from forumclean.page.plain_inner import NOISE_RE
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import QUOTES, TIME
from forumclean.page.quoted import head_line

TIME_RE = re.compile(TIME)
GROUPS_RE = re.compile(r"(?:[ -;\xa0]?[ \xa0]{1,2}[?-~]){3,}+[ \xa0]*")
"""Noise behind the time, each letter with its space; words have none between theirs."""
RULE = "chrome/quote-head"
CUT = " ..."
LABELS = ("引用", "Quote")
"""What the archiver and 7.2 print above the head of a quote, and nothing else on the line."""
BEGINNINGS = (*LABELS, "回复 ", "Reply to")
"""Beginnings of lines that may stand above it."""
SEVEN, SEVEN_LINES = "原帖由", 8
LONGEST, LINES = 120, 14
SQUEEZED_RE = re.compile(r"(?<=[^\x00-\x7f])(?=发[表錶][于於] \d|發表於 \d)")
"""w3m leaves no space between Chinese characters."""
DEEP = 12
"""Where such a line stands, for it is right of the panel and set off from the text; a sentence (``文章发表于 2016-3-11``) is not."""


def find_quotes(
    lines: Lines, bodies: Sequence[tuple[int, int]], authors: Container[str | None]
) -> Iterator[Edit | Mark]:
    """Heads of quotes as furniture, and a ``quote`` mark over what is quoted; ``authors`` are those of the posts.

    In the middle of a post a line such as ``这首诗 发表于 2016-3-11 11:00`` is a head only where one of them is named, or
    the forum cut the quote.
    """
    reached = 0
    ordered = sorted(bodies)
    for line in lines.having(*QUOTES):
        body = ordered[bisect_right(ordered, (line, len(lines.bare))) - 1] if ordered else (0, 0)
        if not body[0] <= line < body[1] or line < reached or len(lines.bare[line]) > LONGEST:
            continue
        start, _end = lines.span(line)
        text = _spread(lines, line, body[1]) or _without_noise(lines.bare[line])
        data = head_line(" ".join(text.split()) if "\n" in text else text) or head_line(SQUEEZED_RE.sub(" ", text))
        if data is None:
            continue
        last = _last(lines, line + text.count("\n"), body[1])
        boxed = "\n" in text or head_line(text) is not None or start - lines.starts[line] >= DEEP
        opens = boxed and _opens(lines, body[0], lines.at(start))
        if not (data["author"] in authors or opens or lines.bare[last].endswith(CUT)):
            continue
        yield from _label_above(lines, body[0], lines.at(start))
        yield Edit(start, start + len(text), text, "", RULE)
        reached = last + 1
        if last > line + text.count("\n"):
            yield Mark(start, lines.span(last)[1], "quote", {**data, "floor": None})


def _spread(lines: Lines, line: int, stop: int) -> str | None:
    """7.2's head of a quote where a tool put its words, the author and the time on lines of their own."""
    if lines.bare[line] != SEVEN:
        return None
    parts = lines.below(line, min(stop, line + SEVEN_LINES), 3)
    return lines.text[lines.span(line)[0] : lines.span(parts[2])[1]] if len(parts) == 3 else None


def _without_noise(text: str) -> str:
    """The line up to its time, where noise is all that follows; an author's name may look like noise as well."""
    time = next(iter(TIME_RE.finditer(text)), None)
    return text[: time.end()] if time and GROUPS_RE.fullmatch(text, time.end()) else text


def _label_above(lines: Lines, start: int, line: int) -> Iterator[Edit]:
    """The label above the head of a quote."""
    for i in lines.above(line, start, 1):
        if lines.bare[i].rstrip(":：") in LABELS:
            first, end = lines.span(i)
            yield Edit(first, end, lines.text[first:end], "", RULE)


def _opens(lines: Lines, start: int, line: int) -> bool:
    """True for the first line of a post, noise and the word above a quote aside."""
    above = (lines.bare[i] for i in lines.upwards(line, start, LINES))
    return all(text.startswith(BEGINNINGS) or NOISE_RE.fullmatch(text) for text in above)


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
