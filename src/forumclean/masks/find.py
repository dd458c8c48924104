"""Finds the asterisks that hide a word, among all those that do not."""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.masks.emphasis import MARKDOWN_RE, Paired, Verdict, judge, pair
from forumclean.masks.notes import notes
from forumclean.masks.scan import CJK_RE, Line, Run, scan_lines
from forumclean.masks.shapes import is_doubtful, is_refused, opens_line
from forumclean.masks.types import Range

SIGNS = frozenset("，。、；：？！“”‘’「」『』《》〈〉（）【】—…")
"""Chinese punctuation: a mask may stand at the very start or end of a clause."""
EDGES = SIGNS | frozenset(" \xa0\n,.;:!?'\"()")
LONG = 3
"""From here on a run is more often a swear word, a figure or a secret than a filter's work."""


def find_masks(text: str, protected: Sequence[Range] = ()) -> list[Range]:
    """The ranges of the asterisk runs that stand for a word, in order.

    Each run is judged by its neighbours, its partner on the line and by what its kind is in the whole document.
    Not masks: Markdown, notes, products, globs, code (``protected``, fences, backticks), numbers, ratings, names.

    >>> text = "这是全城*的面馆，排名**。宽 3*4 米，详见注*。"
    >>> [text[slice(*found)] for found in find_masks(text)]
    ['*', '**']
    """
    if "*" not in text:
        return []
    lines = list(scan_lines(text, protected))
    if not lines:
        return []
    verdicts = _verdicts(text, lines)
    refused = notes(text, lines)
    found = [
        run
        for line in lines
        for run in _candidates(text, line, verdicts)
        if run.start not in refused and _stands(run) and not is_refused(text, run)
    ]
    return [(run.start, run.end) for run in _supported(text, found, verdicts)]


def _sizes(line: Line) -> dict[int, list[Run]]:
    """The runs of a line that can take part in emphasis, by their length."""
    sizes: dict[int, list[Run]] = {}
    for run in line.runs:
        if not (run.left == "\\" or (run.left.isdigit() and run.right.isdigit())):
            sizes.setdefault(run.end - run.start, []).append(run)
    return sizes


def _verdicts(text: str, lines: Sequence[Line]) -> dict[int, Verdict]:
    """What the runs of each length are in this document."""
    paired: dict[int, list[Paired]] = {}
    for line in lines:
        for size, runs in _sizes(line).items():
            paired.setdefault(size, []).append(pair(text, runs))
    markdown = sum(line.bullet is not None for line in lines) > 1 or bool(MARKDOWN_RE.search(text))
    return {size: judge(each, size, markdown=markdown) for size, each in paired.items()}


def _candidates(text: str, line: Line, verdicts: dict[int, Verdict]) -> list[Run]:
    """The runs of a line that are not emphasis."""
    left: list[Run] = []
    sizes = _sizes(line)
    for size, runs in sizes.items():
        verdict = verdicts[size]
        if size > LONG and size // 2 in verdicts and verdicts[size // 2].emphasis and size % 2 == 0:
            continue  # the end of one emphasis and the start of the next: **问：****答
        if not verdict.emphasis:
            left += runs
            continue
        paired = pair(text, runs)
        if verdict.even and len(runs) % 2 == 0 and (size > 1 or paired.pairs):
            continue  # bold glued to Chinese pairs badly (**近似**的); a pair of single asterisks that cannot, is none
        left += [run for run in paired.singles if CJK_RE.match(run.left) and CJK_RE.match(run.right)]
    return sorted(left)


def _stands(run: Run) -> bool:
    """True where a word may stand: beside Chinese text or its signs."""
    if CJK_RE.match(run.left):
        return True
    if CJK_RE.match(run.right):
        return True
    if run.left == run.right == " ":
        return True
    if run.right in SIGNS:
        return run.left in EDGES or run.left.isalpha()
    return (run.left in SIGNS or run.left in "\n(") and (run.right in EDGES or run.right.isalnum())


def _supported(text: str, found: list[Run], verdicts: dict[int, Verdict]) -> list[Run]:
    """The runs without the doubtful ones that nothing else on the page speaks for.

    A mask inside a sentence speaks for all others.  Where there is none, what opens a line behind a doubtful run is
    taken for the note to it.
    """
    doubtful = [run for run in found if is_doubtful(text, run)]
    if not doubtful:
        return found
    refused = {run.start for run in doubtful}
    emphasis = any(verdict.emphasis for verdict in verdicts.values())
    inside = any(run.start not in refused and not opens_line(text, run) for run in found)
    if inside and not emphasis:
        return found
    if not inside:
        refused -= _company(text, doubtful)
        refused |= {run.start for run in found if run.start > doubtful[0].start and opens_line(text, run)}
    return [run for run in found if run.start not in refused]


def _company(text: str, doubtful: list[Run]) -> set[int]:
    """The long runs, where several lines have one: they speak for each other."""
    long = [run for run in doubtful if run.end - run.start >= LONG]
    return {run.start for run in long} if len(long) > 1 and "\n" in text[long[0].end : long[-1].start] else set()
