"""Reads the box of ratings below a post in a dump."""

from __future__ import annotations

import re
from itertools import pairwise

from forumclean.model import Rating
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_touch import unbulleted

SCORE_RE = re.compile(r"([+-] ?\d{1,9})")
PARTICIPANTS = ("参与人数", "Number of participants", "Participants")
ALL_RATINGS = ("查看全部评分", "View all ratings", "View all")


def read_ratings(lines: Lines, line: int, stop: int) -> tuple[int, tuple[Rating, ...]] | None:
    """The line behind the box that a line opens, and its ratings; ``None`` where what follows does not look like it."""
    below = lines.below(line + 1, stop, 400)
    if not below or not unbulleted(folded(lines.bare[below[0]]).lstrip(": ")).startswith(PARTICIPANTS):
        return None
    kinds, end, body = _sums(lines, below)
    for i in body:
        if unbulleted(folded(lines.bare[i])) in ALL_RATINGS:
            end = i + 1
            break
    return end, _scores(lines, [i for i in body if i < end], kinds)


def _sums(lines: Lines, below: list[int]) -> tuple[list[str], int, list[int]]:
    """Names of the kinds, the first line behind the head, and the lines below it."""
    words: list[str] = []
    for n, i in enumerate(below):
        words += re.split(r"[ \t\xa0]+", folded(lines.bare[i]))
        if words[-1] in ("理由", "Reason"):
            names = [w for w, v in pairwise(words) if re.fullmatch(r"[+-]\d{1,9}", v)]
            return names, i + 1, below[n + 1 :]
    return [], below[0] + 1, below[1:]


def _scores(lines: Lines, rows: list[int], kinds: list[str]) -> tuple[Rating, ...]:
    """The single ratings; the kind of credit is known only where there is one, or where tabs keep the columns."""
    found: list[Rating] = []
    name: str | None = None
    for i in rows:
        raw = lines.raw[i].strip("\r\n ")
        cells = [cell.strip() for cell in raw.split("\t")]
        if len(cells) > 2:
            score = next(((n, SCORE_RE.fullmatch(c)) for n, c in enumerate(cells[1:]) if SCORE_RE.fullmatch(c)), None)
            if score and score[1]:
                credit = kinds[score[0]] if score[0] < len(kinds) else None
                found.append(Rating(cells[0], credit, int(score[1][1].replace(" ", "")), cells[-1] or None))
            continue
        score_only = SCORE_RE.fullmatch(lines.bare[i])
        if score_only and name:
            credit = kinds[0] if len(kinds) == 1 else None
            found.append(Rating(name, credit, int(score_only[1].replace(" ", "")), None))
            name = None
        elif found and found[-1].reason is None and name is None:
            found[-1] = Rating(found[-1].author, found[-1].credit, found[-1].score, lines.bare[i])
        else:
            name = unbulleted(lines.bare[i])
    return tuple(found)
