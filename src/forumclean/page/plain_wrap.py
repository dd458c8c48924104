"""Takes back the line breaks of a tool that wrapped at a fixed width (text browsers), before anything else is read.

A line was wrapped when the next word (or the next Chinese character) would not have fitted any more.  Lines of verse
and short paragraphs are as narrow, but they do not all stop at one and the same column.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

from forumclean.model import Edit
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME
from forumclean.spacing import glue, writes_spaces

RULE = "layout/hard-wrap"
NARROWEST, WIDEST = 60, 132
"""Columns that tools wrap at."""
SLACK = 3
FULL_SHARE, FULL_LEAST = 0.2, 8
"""So many of the lines with text reach the last columns, at least."""
TERMINAL, TERMINAL_LEAST = range(77, 82), 3
"""Columns of a terminal, as a text browser wraps at them unless told otherwise; where panels stand beside the posts, it was one."""
SAMPLE = 4000
WORD_RE = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{1,200}")
WIDE_RE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
ALIKE = 4
"""Characters by which rows that follow each other begin alike; lines of prose seldom do."""
FRAMES = "|+│┌├└"
"""What rows of a drawn table begin with."""
LINKS_RE = re.compile(rf"{TIME}[ \xa0]*\|(?P<links>.{{1,80}})$")
"""The links behind a post's time."""
STOPS = "。！？；…"
AMBIGUOUS = frozenset("“”‘’…—·×")


def width(text: str, ambiguous: int = 1) -> int:
    """Columns that a text takes on a terminal; ``ambiguous``: what curly quotes and dashes take.

    >>> width("ab研究"), width("“好”"), width("“好”", 2)
    (6, 4, 6)
    """
    if text.isascii():
        return len(text)
    width = sum(map(_width, text))
    return width if ambiguous == 1 else width + (ambiguous - 1) * sum(map(text.count, AMBIGUOUS))


@lru_cache(maxsize=65_536)
def _width(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1


def find_wraps(lines: Lines, *, browser: bool = False) -> list[Edit]:
    """The edits that join lines which were wrapped; none for a text that was not (``browser``: it has the columns of one)."""
    full = _columns(lines, browser=browser)
    if full is None:
        return []
    columns, ambiguous = full
    spaced = writes_spaces(lines.text)
    edits: list[Edit] = []
    for i in range(len(lines) - 1):
        if not lines.bare[i] or not lines.bare[i + 1]:
            continue
        bare = lines.raw[i].rstrip()
        if not _full(bare, lines.bare[i + 1], columns, ambiguous):
            continue
        start = lines.starts[i] + len(bare)
        end = lines.span(i + 1)[0]
        if not _goes_on(bare, lines.raw[i + 1]):
            continue
        new = glue(bare[-1], lines.bare[i + 1][0], spaced=spaced)
        edits.append(Edit(start, end, lines.text[start:end], new, RULE, "page"))
    stops = sum(lines.text[edit.start - 1] in STOPS for edit in edits)
    return edits if 2 * stops <= len(edits) else []  # lines of prose end anywhere, verse of one width in its own stops


def _goes_on(line: str, following: str) -> bool:
    """False where a new block begins further left, or a new row of the same kind, or the text below a post's head."""
    links = LINKS_RE.search(folded(line))
    if links and row_of(links["links"] + following.strip(), "control"):
        return True
    if links and row_of(links["links"], "control"):
        return False
    return _indent(following) >= _indent(line) and not _alike(line.strip(), following.strip())


def _alike(line: str, following: str) -> bool:
    """True for rows of a table, a log, a list of addresses or keys: they begin alike, or are one word as wide as the line."""
    rows = line[:ALIKE] == following[:ALIKE] or (line[0] in FRAMES and following[0] in FRAMES)
    return rows or (line.isascii() and " " not in line)


def _columns(lines: Lines, *, browser: bool) -> tuple[int, int] | None:
    """The last column, and what ambiguous characters take; ``None`` where nothing was wrapped."""
    texts = [line.rstrip() for line in lines.raw[:SAMPLE] if line.strip()]
    if len(texts) < FULL_LEAST or max(map(len, texts)) > WIDEST:
        return None
    found: list[tuple[int, int, int]] = []
    texts.sort(key=len, reverse=True)
    for ambiguous in (1, 2):
        columns = 0
        widths: list[int] = []
        for text in texts:
            if 2 * len(text) <= columns - SLACK:
                break  # no character is wider than two columns: what is shorter reaches none of the last
            widths.append(width(text, ambiguous))
            columns = max(columns, widths[-1])
        reached = sum(w > columns - SLACK for w in widths)
        least = TERMINAL_LEAST if browser and columns in TERMINAL else max(FULL_LEAST, FULL_SHARE * len(texts))
        if NARROWEST <= columns <= WIDEST and reached >= least:
            found.append((reached, columns, ambiguous))
    return max(found)[1:] if found else None


def _full(line: str, following: str, columns: int, ambiguous: int) -> bool:
    used = width(line, ambiguous)
    if used > columns - SLACK + 1:
        return True
    word = WORD_RE.match(following)
    need = width(word[0], ambiguous) if word else 2
    gap = 0 if WIDE_RE.match(line[-1]) else 1
    return used + gap + need > columns and used * 2 > columns


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
