"""Tells Markdown emphasis from masks: ``**重点**`` against ``排名**的公司，也是**的品牌``.

Emphasis comes in twos on a line, and its outer sides mostly stand at a space, a sign or the end of the line.
Masks come alone as often as not, inside the sentence.  One line can be read either way; a document seldom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from forumclean.masks.scan import Run

OPENING = frozenset("（(「『“‘《〈【[{")
CLOSING = frozenset("）)」』”’》〉】]}，,。.、；;：:？?！!…")
NOT_FIRST = frozenset("的地得者们个次名位批届款站步后终近且或性化类")
"""No emphasised phrase begins with these; what follows a mask often does (*的, *次, *后)."""
NOT_LAST = frozenset("的是最在和与及为有得个了，,、或且到将于")
SENTENCE_ENDS = frozenset("。！？!?")
SPACES = frozenset(" \xa0\u3000")
"""Hardly an emphasised phrase ends with these; in front of a mask they are common (是*, 的*)."""
COLONS = frozenset("：:")
WORD, PHRASE = 6, 12
"""Characters of an emphasised word and of an emphasised phrase."""
MARKDOWN_RE = re.compile(r"^ {0,3}#{1,6} \S|\]\((?:https?:|/|#)|^ {0,3}```|^\[[^\]\n]{1,40}\]: ", re.MULTILINE)
"""Headings, links, fences: what forum software never writes and Markdown always has."""


class Pair(NamedTuple):
    """Two runs of one length that may enclose an emphasised phrase."""

    opener: Run
    closer: Run
    edges: int
    """How many of its two outer sides end at a space, a sign or the line: 2 reads like emphasis, 0 like masks."""


class Paired(NamedTuple):
    """The runs of one length on one line."""

    pairs: tuple[Pair, ...]
    singles: tuple[Run, ...]
    """Runs that stand alone, or whose partner cannot be one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the runs of one length are in a document."""

    emphasis: bool
    """True: pairs are emphasis."""
    even: bool
    """True: lines with an even number of them are nothing but emphasis."""


def pair(runs: Sequence[Run]) -> Paired:
    """The runs of one length on one line, taken as emphasis from left to right as far as that can be."""
    pairs: list[Pair] = []
    singles: list[Run] = []
    opener: Run | None = None
    for run in runs:
        if opener is not None and can_close(run, opener):
            pairs.append(Pair(opener, run, at_edge(opener.left) + at_edge(run.right)))
            opener = None
            continue
        if opener is not None:
            singles.append(opener)
        opener = run if can_open(run) else None
        if opener is None:
            singles.append(run)
    if opener is not None:
        singles.append(opener)
    return Paired(tuple(pairs), tuple(singles))


def can_open(run: Run) -> bool:
    """Whether an emphasised phrase may begin behind the run."""
    return not (run.right.isspace() or run.right in CLOSING or run.right in NOT_FIRST)


def can_close(run: Run, opener: Run) -> bool:
    """Whether an emphasised phrase may end in front of the run; a colon ends one that opens at an edge (**问：**)."""
    if run.left in COLONS:
        return at_edge(opener.left)
    return not (run.left.isspace() or run.left in OPENING or run.left in NOT_LAST)


def at_edge(char: str) -> bool:
    """True for what is no letter: a space, a sign, the end of the line.

    >>> at_edge("，"), at_edge("中")
    (True, False)
    """
    return not char.isalnum()


def _weight(pair: Pair, *, markdown: bool) -> int:
    """How much a pair speaks for emphasis; the longer the phrase, the likelier two masks happen to stand there."""
    if pair.edges == 2:
        return 3
    opener, closer = pair.opener, pair.closer
    length = closer.start - opener.end
    if opener.end - opener.start == 1 and not markdown:
        return pair.edges
    if pair.edges == 1:
        spaced = opener.left in SPACES or closer.right in SPACES
        sentence = closer.left in SENTENCE_ENDS and at_edge(opener.left)
        return 2 if length <= PHRASE or spaced or sentence else 1
    return 2 if length <= WORD else 1


def judge(lines: Iterable[Paired], *, markdown: bool) -> Verdict:
    """What the runs of one length are, by all lines that have them.

    A pair with both outer sides at an edge counts three times one inside a sentence; a line with an odd number of
    runs cannot be emphasis alone.  Measured on 60 Markdown articles and 385 masked ones: no line of the former
    has an odd number of ``**``, nearly all of the latter do.
    """
    weight = odd = even = 0
    for paired in lines:
        weight += sum(_weight(p, markdown=markdown) for p in paired.pairs)
        if len(paired.singles) % 2:
            odd += 1
        else:
            even += 1
    if markdown:
        return Verdict(weight + even > odd, odd == 0 or even + weight >= 4 * odd)
    return Verdict(weight >= max(2, 3 * odd), weight >= max(4, 6 * odd))
