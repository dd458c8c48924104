"""Finds the asterisks that hide a word, among all those that do not."""

from __future__ import annotations

from collections.abc import Sequence

from forumclean.masks.dodged import dodged
from forumclean.masks.emphasis import MARKDOWN_RE, MOSTLY, NOT_FIRST, Paired, Verdict, can_open, judge, pair
from forumclean.masks.notes import notes
from forumclean.masks.scan import CJK_RE, Line, Run, scan_lines
from forumclean.masks.shapes import is_doubtful, is_long, is_refused, opens_line
from forumclean.masks.types import Range

SIGNS = frozenset("，。、；：？！“”‘’「」『』《》〈〉（）【】—…·")
"""Chinese punctuation: a mask may stand at the very start or end of a clause."""
EDGES = SIGNS | frozenset(" \xa0\n,.;:!?'\"()")
WIDE = "＊"
"""The asterisk in full width, which some filters write, and tools that make half-width signs full; no Markdown, no code."""
LONG = 3
"""A longer run is two runs of emphasis side by side, where there is emphasis."""
SEVERAL = 3
"""Long runs on one line that speak for each other."""
MOST = 3
"""So many times as many as the refused ones they must be."""


def find_masks(text: str, protected: Sequence[Range] = ()) -> list[Range]:
    """The ranges of the asterisk runs that stand for a word, in order.

    Each run is judged by its neighbours, its partner on the line and by what its kind is in the whole document.
    Not masks: Markdown, notes, products, globs, code (``protected``, fences, backticks), numbers, ratings, names.

    >>> text = "这是全城*的面馆，排名**。宽 3*4 米，详见注*。"
    >>> [text[slice(*found)] for found in find_masks(text)]
    ['*', '**']
    """
    if WIDE in text:
        text = text.replace(WIDE, "*")
    elif "*" not in text:
        return []
    lines = list(scan_lines(text, protected))
    if not lines:
        return []
    verdicts = _verdicts(text, lines)
    refused = notes(text, lines) | dodged(text, lines)
    left = [
        run
        for line in lines
        for run in _candidates(text, line, verdicts)
        if run.start not in refused and _stands(text, run)
    ]
    found = [run for run in left if not is_refused(text, run)]
    lone = _lone(text, found, len(left) - len(found))
    return [(run.start, run.end) for run in _supported(text, found, lone, verdicts)]


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
    verdicts = {size: judge(each, size, markdown=markdown) for size, each in paired.items()}
    sure = [size for size, verdict in verdicts.items() if verdict.surely]
    return verdicts | {size: judge(paired[size], size, markdown=True) for size in verdicts if sure and size not in sure}


def _candidates(text: str, line: Line, verdicts: dict[int, Verdict]) -> list[Run]:
    """The runs of a line that are not emphasis."""
    left: list[Run] = []
    sizes = _sizes(line)
    for size, runs in sizes.items():
        verdict = verdicts[size]
        if size > LONG and len(line.runs) > len(sizes.get(1, ())) + len(runs) and not _halves(verdicts, size):
            continue  # the end of one emphasis and the start of the next: **问：****答
        if not verdict.emphasis:
            left += runs
            continue
        paired = pair(text, runs)
        if verdict.even and len(runs) % 2 == 0 and (size > 1 or paired.pairs or verdict.surely):
            continue  # bold glued to Chinese pairs badly (**近似**的); a pair of single asterisks that cannot, is none
        if not (verdict.strays and len(runs) % 2):
            left += [run for run in paired.singles if CJK_RE.match(run.left) and CJK_RE.match(run.right)]
    return sorted(left)


def _halves(verdicts: dict[int, Verdict], size: int) -> bool:
    """True where a run is two masks side by side."""
    return size % 2 == 0 and size // 2 in verdicts and verdicts[size // 2].masks


def _stands(text: str, run: Run) -> bool:
    """True where a word may stand: beside Chinese text or its signs."""
    left, right = run.left, run.right
    if CJK_RE.match(left) or CJK_RE.match(right):
        return True
    if left == " " and right in " \n":
        return right == " " or bool(CJK_RE.match(text, max(run.start - 2, 0), run.start))
    if left == right == '"':
        return True
    if right in SIGNS:
        return left in EDGES or left.isalpha()
    if right == " " and left.isalpha():
        return bool(CJK_RE.match(text, run.end + 1))
    cell = left == " " and text[max(run.start - 2, 0) : run.start - 1] == "|"
    return (cell or left in SIGNS or left in "\n(") and (right in EDGES or right.isalnum())


def _supported(text: str, found: list[Run], lone: frozenset[int], verdicts: dict[int, Verdict]) -> list[Run]:
    """The runs without the doubtful ones that nothing else on the page speaks for.

    A mask inside a sentence speaks for all others.  Where there is none, what opens a line behind a doubtful run is
    taken for the note to it.
    """
    doubtful = [run for run in found if run.start in lone or is_doubtful(text, run)]
    if not doubtful:
        return [] if _bullets(text, found) else found
    refused = {run.start for run in doubtful}
    emphasis = any(verdict.emphasis for verdict in verdicts.values())
    inside = any(run.start not in refused and not opens_line(text, run) for run in found) or _spaced(found)
    if inside and not emphasis:
        return found
    if not inside:
        refused |= {run.start for run in found if run.start > doubtful[0].start and opens_line(text, run)}
    return [run for run in found if run.start not in refused]


def _spaced(found: Sequence[Run]) -> bool:
    """True where most runs have a space in front, and what follows many a masked word behind: so a tool wrote all of them."""
    spaced = [run for run in found if run.left == " " != run.right]
    clear = sum(run.right in NOT_FIRST for run in spaced)
    return len(spaced) >= max(SEVERAL, MOSTLY * len(found)) and SEVERAL * clear >= len(spaced)


def _bullets(text: str, found: list[Run]) -> bool:
    """True where all runs open lines, several of them, in front of what an item may begin with: bullets without a space."""
    return len(found) > 1 and all(can_open(run) and opens_line(text, run) for run in found)


def _lone(text: str, found: list[Run], others: int) -> frozenset[int]:
    """The long runs, unless they speak for each other: two on different lines, or several on one.

    Not where ``others``, the runs that were refused, are many: a page of figures and secrets hides figures everywhere.
    """
    long = [run for run in found if is_long(text, run)]
    company = len(long) >= SEVERAL or (len(long) > 1 and "\n" in text[long[0].end : long[-1].start])
    return frozenset() if company and len(long) >= MOST * others else frozenset(run.start for run in long)
