"""Tells Markdown emphasis from masks: ``**重点**`` against ``排名**的公司，也是**的品牌``.

Emphasis comes in twos on a line, and its outer sides mostly stand at a space, a sign or the end of the line.
Masks come alone as often as not, inside the sentence.  One line can be read either way; a document seldom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from forumclean.masks.scan import CJK_RE, Run

OPENING = frozenset("（(「『“‘《〈【[{")
CLOSING = frozenset("）)」』”’》〉】]}，,。.、；;：:？?！!…")
NOT_FIRST = frozenset("的地得者们們个個次名位批届屆款站步后後终終近且或性化类類")
"""No emphasised phrase begins with these; what follows a mask often does (*的, *次, *后)."""
NOT_LAST = frozenset("的是最在和与與及为為有得个個了，,、或且到将將于於")
"""Hardly an emphasised phrase ends with these; in front of a mask they are common (是*, 的*)."""
COLONS = frozenset("：:")
PHRASE, CLAUSE = 12, 25
"""Characters of a short and of a long emphasised phrase."""
SENTENCE_END_RE = re.compile("[。！？；]")
WORDS, PHRASES, CLAUSES, SENTENCES = range(4)
"""What a pair encloses: a few characters, more of them, a comma, the end of a sentence and more."""
PAIR = (
    (-0.2, -0.7, -1.7, -2.5),  # neither outer side at an edge
    (0.0, 0.2, 0.0, -0.9),
    (1.6, 1.9, 1.6, 0.9),
)
"""The weight of a pair by the number of its outer sides at an edge, and by what it encloses."""
EVEN, ODD, SINGLE = 1.5, -1.0, -0.6
"""The weight of a line that is all pairs, of one with an odd number of runs, and of each further run without partner."""
FEW = 10
"""Lines in order for each that is out of order."""
SURE = 4.0
"""Odds of fifty to one."""
LOOSE = 2.5
"""The weight of a loose run: 0.2 % of those of masked articles are, a third of those of badly written emphasis."""
ALIKE = 3
MOSTLY = 0.8
"""So many runs, and this share of all, that have a space on one and the same side are no slips; the others stand at ends of lines."""
PLAIN, SLANT, MARKDOWN = -0.3, -1.6, 1.5
"""Where the sum begins: for bold, for a single asterisk (few write Chinese in italics), where the text has Markdown.

All weights are logarithms of odds, fitted by logistic regression on 1,500 articles masked under random lists and 1,250
with emphasis of all kinds put in.  On others of both kinds, 1 % and 4 % of the verdicts are wrong."""
MARKDOWN_RE = re.compile(r"^ {0,3}#{1,6} \S|\]\((?:https?:|/|#)|^ {0,3}```|^\[[^\]\n]{1,40}\]: ", re.MULTILINE)
"""Headings, links, fences: what forum software never writes and Markdown always has."""


class Pair(NamedTuple):
    """Two runs of one length that may enclose an emphasised phrase."""

    opener: Run
    closer: Run
    weight: float
    """How much the pair speaks for emphasis."""


class Spaced(NamedTuple):
    """How many runs of a line have a space on one side only, how many on the other, and how many there are."""

    before: int
    behind: int
    runs: int

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Spaced:
        """What the runs of a line have beside them; the ends of lines are no spaces."""
        before = sum(run.left == " " != run.right for run in runs)
        behind = sum(run.right == " " != run.left for run in runs)
        return cls(before, behind, len(runs))


class Paired(NamedTuple):
    """The runs of one length on one line."""

    pairs: tuple[Pair, ...]
    singles: tuple[Run, ...]
    """Runs that stand alone, or whose partner cannot be one."""
    loose: int
    """How many of the singles have a space on one side, among Chinese text: a slip in emphasis, hardly ever a mask."""
    spaced: Spaced = Spaced(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the runs of one length are in a document."""

    weight: float
    """How much speaks for emphasis; below zero, for masks."""
    even: bool
    """True: lines with an even number of them are nothing but emphasis, if they are emphasis."""
    strays: bool
    """True: lines with an odd number are so few that they are slips of the pen, if the others are emphasis."""

    @property
    def emphasis(self) -> bool:
        """True: pairs are emphasis."""
        return self.weight > 0

    @property
    def surely(self) -> bool:
        """True: pairs are emphasis beyond doubt, so that the writer knows Markdown."""
        return self.weight > SURE

    @property
    def masks(self) -> bool:
        """True: pairs are masks beyond doubt."""
        return self.weight < -SURE


def pair(text: str, runs: Sequence[Run]) -> Paired:
    """The runs of one length on one line, taken as emphasis from left to right as far as that can be."""
    pairs: list[Pair] = []
    singles: list[Run] = []
    opener: Run | None = None
    for run in runs:
        if opener is not None and can_close(run, opener):
            pairs.append(Pair(opener, run, _weight(text, opener, run)))
            opener = None
            continue
        if opener is not None:
            singles.append(opener)
        opener = run if can_open(run) else None
        if opener is None:
            singles.append(run)
    if opener is not None:
        singles.append(opener)
    loose = sum(is_loose(text, run) for run in singles)
    return Paired(tuple(pairs), tuple(singles), loose, Spaced.of(runs))


def can_open(run: Run) -> bool:
    """Whether an emphasised phrase may begin behind the run."""
    return not (run.right.isspace() or run.right in CLOSING or run.right in NOT_FIRST)


def can_close(run: Run, opener: Run) -> bool:
    """Whether an emphasised phrase may end in front of the run; a colon ends one that opens at an edge (**问：**)."""
    if run.left in COLONS:
        return at_edge(opener.left)
    return not (run.left.isspace() or run.left in OPENING or run.left in NOT_LAST)


def is_loose(text: str, run: Run) -> bool:
    """Whether a space parts the run from the Chinese text on one side, and none on the other (** 重点**)."""
    if run.right == " " and CJK_RE.match(run.left):
        return bool(CJK_RE.match(text, run.end + 1))
    return run.left == " " and run.start > 1 and bool(CJK_RE.match(run.right) and CJK_RE.match(text, run.start - 2))


def is_spaced(lines: Sequence[Paired]) -> bool:
    """Whether every run has a space on the same side (省内 *的车间, 还是 *的办法): a tool's work, for slips are seldom and on both."""
    before, behind = sum(each.spaced.before for each in lines), sum(each.spaced.behind for each in lines)
    runs = sum(each.spaced.runs for each in lines)
    return runs >= ALIKE and runs * MOSTLY <= max(before, behind) and not min(before, behind)


def at_edge(char: str) -> bool:
    """True for what is no letter: a space, a sign, the end of the line.

    >>> at_edge("，"), at_edge("中")
    (True, False)
    """
    return not char.isalnum()


def _weight(text: str, opener: Run, closer: Run) -> float:
    """The weight of a pair by its outer sides, and by how much of a phrase it encloses."""
    start, end = opener.end, closer.start
    if SENTENCE_END_RE.search(text, start, end - 1):
        inner = SENTENCES
    elif end - start > CLAUSE or text.find("，", start, end) >= 0:
        inner = CLAUSES
    else:
        inner = WORDS if end - start <= PHRASE else PHRASES
    return PAIR[at_edge(opener.left) + at_edge(closer.right)][inner]


def judge(lines: Iterable[Paired], size: int, *, markdown: bool) -> Verdict:
    """What the runs of one length are, by all lines that have them: the sum of their weights.

    A pair whose outer sides end at a space, a sign or the line reads like emphasis; one that stands inside a sentence
    and holds half of the next is two masks.  An odd number of runs cannot be emphasis alone.
    """
    lines = list(lines)
    loose = 0 if is_spaced(lines) else LOOSE
    weight, odd, even = MARKDOWN if markdown else SLANT if size == 1 else PLAIN, 0, 0
    for paired in lines:
        weight += sum(each.weight for each in paired.pairs) + loose * paired.loose
        if len(paired.singles) % 2:
            odd += 1
            weight += ODD + SINGLE * (len(paired.singles) - 1)
        else:
            even += 1
            weight += 0 if paired.singles else EVEN
    return Verdict(weight, odd == 0 or even >= 4 * odd, even >= FEW * odd)
