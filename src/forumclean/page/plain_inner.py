"""Finds the forum's own lines inside a post: edit notices, players, hidden text, links to copy code.

Only lines that hold one of the probes are looked at (``Lines.suspects``), so that all others cost nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_lines import Lines
from forumclean.tables import load

LONGEST = 300
SHORT = 40
"""Characters of a line that may be one of several pieces of the forum's words."""
LOGIN_BOX = "chrome/login-to-see"
SPREAD = 4
"""Lines above and below that the forum's words may be spread over."""
NOISE_RE = re.compile(r"(?<![ \xa0])[ \xa0]*+(?:[ -;\xa0]?[ \xa0]{0,2}[?-~][ \xa0]?){2,}+[ \xa0]*")
"""Something like noise beside a line of the forum's: only to know the line; the noise is found elsewhere."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``data/chrome/body.toml``, ready to match."""

    id: str
    pattern: re.Pattern[str]
    probes: tuple[str, ...]
    leaves: str | None


class Hit(NamedTuple):
    """A line of the forum's inside a post."""

    line: int
    start: int
    end: int
    rule: Rule


@cache
def rules() -> tuple[Rule, ...]:
    """The rows for lines inside a post."""
    return tuple(
        Rule(row.id, re.compile(row.text("pattern")), row.texts("probe"), next(iter(row.texts("leaves")), None))
        for row in load("chrome")
        if row.values.get("place") == "body"
    )


def find_inner(lines: Lines, bodies: Sequence[tuple[int, int]]) -> list[Hit]:
    """The hits inside the bodies (as first and behind-last line), in order."""
    starts = [start for start, _stop in bodies]
    found: dict[int, Hit] = {}
    for rule in rules():
        for probe in rule.probes:
            for line in lines.having(probe):
                at = bisect_right(starts, line) - 1
                if at < 0 or line >= bodies[at][1] or line in found:
                    continue
                hit = match_line(lines, line, rule) or match_lines(lines, line, rule, bodies[at])
                if hit is not None:
                    found[line] = _bracketed(lines, hit, bodies[at])
                    if rule.id == LOGIN_BOX:
                        found |= {beside.line: beside for beside in login_box(lines, hit, bodies[at])}
    return [found[line] for line in sorted(found)]


def login_box(lines: Lines, hit: Hit, body: tuple[int, int]) -> list[Hit]:
    """The greeting right above the box that asks guests to log in, and the button that closes it right below."""
    first, last = lines.at(hit.start), lines.at(hit.end)
    near = [*lines.above(first, body[0], 1), *lines.below(last + 1, body[1], 1)]
    return [Hit(i, *lines.span(i), hit.rule) for i in near if row_of(lines.bare[i], "login-box") is not None]


def _bracketed(lines: Lines, hit: Hit, body: tuple[int, int]) -> Hit:
    """The hit with the brackets around it, which a tool put on lines of their own."""
    above = [i for i in lines.above(hit.line, body[0], 1) if lines.bare[i] == "["]
    below = [i for i in lines.below(hit.line + 1, body[1], 1) if lines.bare[i] == "]"]
    return hit._replace(start=lines.span(above[0])[0], end=lines.span(below[0])[1]) if above and below else hit


def match_line(lines: Lines, line: int, rule: Rule) -> Hit | None:
    """The hit where the rule takes the whole line but for noise; also where its text goes on in the line below."""
    text = folded(lines.bare[line])
    if len(text) > LONGEST:
        return None
    match = rule.pattern.search(text)
    if match is None:
        return None
    before, after = text[: match.start()], text[match.end() :]
    if not (_noisy(before) and _noisy(after)):
        return None
    left, _right = lines.span(line)
    return Hit(line, left + match.start(), left + match.end(), rule)


def match_lines(lines: Lines, line: int, rule: Rule, body: tuple[int, int]) -> Hit | None:
    """The hit where a tool put each text node of the forum's words on a line of its own."""
    if len(lines.bare[line]) > SHORT:
        return None
    for first in [*reversed(lines.above(line, body[0], SPREAD)), line]:
        below = [first, *lines.below(first + 1, body[1], 2 * SPREAD)]
        last = None
        for count in range(2, len(below) + 1):
            text = " ".join(folded(lines.bare[i]) for i in below[:count])
            if len(text) > LONGEST:
                break
            if below[count - 1] >= line and rule.pattern.fullmatch(text):
                last = below[count - 1]
        if last is not None:
            return Hit(line, lines.span(first)[0], lines.span(last)[1], rule)
    return None


def _noisy(text: str) -> bool:
    return not text.strip() or NOISE_RE.fullmatch(text) is not None
