"""What a text extracted from a page is worth against the lines that its readers saw.

A line is compared with white space and width folded, and without what a plain or a Markdown text puts before it: marks of headings, lists
and quotes, a section's number. Runs of four characters are counted beside whole lines, since a tool that cuts or joins lines keeps the
text all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

RUN = 4
"""Characters of a run: the length that comparisons of extractors commonly use."""
TRACE = 8
"""So many characters of a noise string in a row are noise that was left."""

CJK = r"[\u2e80-\u9fff\uff00-\uffef,。、;:!?「」()“”]"
BLANKS_RE = re.compile(r"\s+")
GAP_RE = re.compile(f"(?<={CJK}) (?={CJK})")
MARK_RE = re.compile(r"(?:[#>*+•-]{1,6} )+")
NUMBER_RE = re.compile(r"(?:第?[0-9一二三四五六七八九十百]{1,4}[章节部分]?)[、. ] ?")
CELLS_RE = re.compile(r" ?\| ?|\t")
RULE_RE = re.compile(r"[\s:|—-]+")
BARE_RE = re.compile(r"[\s\\]+")


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right for a page."""

    lines: Counter[str]
    """The lines that must come out, folded."""
    neutral: frozenset[str]
    """The lines that count neither way: titles, names, signatures, what is shown to some readers only."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one or more pages; they add up."""

    pages: int = 0
    failed: int = 0
    """Pages on which the tool raised an error."""
    lines: int = 0
    lines_right: int = 0
    runs: int = 0
    runs_right: int = 0
    runs_wrong: int = 0
    noise: int = 0
    noise_left: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def word_for_word(self) -> float:
        """The share of the lines that came out word for word."""
        return _share(self.lines_right, self.lines)

    @property
    def recall(self) -> float:
        """The share of the text that came out."""
        return _share(self.runs_right, self.runs)

    @property
    def precision(self) -> float:
        """The share of what came out that is text of the thread; nothing at all is not precise."""
        return _share(self.runs_right, self.runs_right + self.runs_wrong)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    @property
    def noise_share(self) -> float:
        """The share of the noise strings that are left."""
        return _share(self.noise_left, self.noise)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def folded(line: str) -> str:
    """A line as it is compared: ``##  一、先说　结论`` and ``先说结论`` are the same line."""
    line = BLANKS_RE.sub(" ", unicodedata.normalize("NFKC", line).replace("\u200b", "")).strip()
    line = MARK_RE.sub("", line, count=1) if MARK_RE.match(line) else line
    numbered = NUMBER_RE.match(line)
    return GAP_RE.sub("", line[numbered.end() :] if numbered else line)


def lines_of(text: str) -> list[str]:
    """The folded lines of a text, each cell of a table's row a line; rules and blank lines left out."""
    cells = (cell for line in text.splitlines() for cell in CELLS_RE.split(line) if not RULE_RE.fullmatch(cell))
    return [line for line in map(folded, cells) if line]


def runs(lines: Iterable[str]) -> Counter[str]:
    """Every run of four characters of the lines, white space aside; a shorter line is one run."""
    found: Counter[str] = Counter()
    for line in lines:
        bare = line.replace(" ", "")
        found.update(bare[at : at + RUN] for at in range(max(1, len(bare) - RUN + 1)))
    return found


def bare(text: str) -> str:
    """A text without white space and without backslashes, which Markdown writers put before signs."""
    return BARE_RE.sub("", text)


def left(noise: str, text: str) -> bool:
    """True where a part of the noise stands in the text, both bare."""
    return any(noise[at : at + TRACE] in text for at in range(max(1, len(noise) - TRACE + 1)))


def score(text: str, gold: Gold, noise: Iterable[str] = ()) -> Score:
    """The counts of one page; ``noise`` is what its readers do not see, bare."""
    got = Counter(lines_of(text))
    wanted, neutral, found = runs(gold.lines.elements()), runs(gold.neutral), runs(got.elements())
    all_of_it, strings = bare(unicodedata.normalize("NFKC", text)), list(noise)
    return Score(
        pages=1,
        lines=gold.lines.total(),
        lines_right=(got & gold.lines).total(),
        runs=wanted.total(),
        runs_right=(found & wanted).total(),
        runs_wrong=sum(count for run, count in (found - wanted).items() if run not in neutral),
        noise=len(strings),
        noise_left=sum(left(string, all_of_it) for string in strings),
    )
