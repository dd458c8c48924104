"""Rejoins lines that a tool broke at elements inside a line (links, bold words), by the noise that tells real breaks.

In a dump that puts every text node on a line of its own, each ``<br>`` of a noisy page left a line of noise.  Two
lines of text without noise between them are one line of the post in two pieces, or cells, items and boxes, which
have no ``<br>``.  Only the first are joined, and only where the words themselves show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from forumclean.ledger import Passage
from forumclean.model import Edit, Mark
from forumclean.spacing import glue, writes_spaces
from forumclean.strip.runs import BLANKS, BLANKS_RE

RULE = "layout/split-line"
LINE_ENDS = ("", "\n")
BREAKS = frozenset({"noise/jammer", "noise/jammer-tight"})
PICTURE_RE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)[ \t\xa0]*$", re.IGNORECASE | re.MULTILINE)
PICTURE_LINE_RE = re.compile(
    r"^[ \t\xa0\u3000]*([^\s/\\:*?\"<>|，。！？；：、]{1,120}\.(?:jpe?g|png|gif|bmp|webp))[ \t\xa0]*$",
    re.IGNORECASE | re.MULTILINE,
)
NODES = 0.7
"""Share of noise strings that have a line of their own in a dump with one text node a line."""
FEWEST = 3
RULES = ("——", "--", "··", "……", "...", "==")
"""Beginnings of lines that divide a post."""
EMPHASIS = 8
"""Characters of a word that is likely to stand in the middle of its line."""
GOES_ON = "，、,；;（(“「《【—-·"
CONTINUES = "，。、；：？！）」》】”…,.;:?!)"
STOPS = "。！？…!?；;：:”」"
LATIN_RE = re.compile(r"[\x21-\x7e]{1,80}")
CHINESE_RE = re.compile(r"[\u4e00-\u9fff]")

Piece = tuple[int, int]


def rejoin(text: str, ranges: Sequence[tuple[int, int]], noise: Sequence[Edit], *, size: int) -> list[Edit]:
    """The edits that join pieces of one line; none where noise does not tell where lines end.

    ``size`` is the number of characters of a line end.
    """
    if len(noise) < FEWEST or not _node_by_node(text, noise):
        return []
    spaced = writes_spaces(text)
    stops = [(edit.start, edit.end) for edit in noise]
    edits = _emptied(text, noise, size)
    at = 0
    for low, high in ranges:
        while at < len(stops) and stops[at][1] <= low:
            at += 1
        reached = low
        k = at
        bounds: list[Piece] = []
        while k < len(stops) and stops[k][0] < high:
            bounds.append((reached, stops[k][0]))
            reached = stops[k][1]
            k += 1
        bounds.append((reached, high))
        for n, (start, end) in enumerate(bounds):
            edits += _joined(text, _pieces(text, start, end), inner=n < len(bounds) - 1, spaced=spaced)
    return edits


def _node_by_node(text: str, noise: Sequence[Edit]) -> bool:
    """True where most noise has its line to itself; told as soon as too much has not."""
    spare = len(noise) - NODES * len(noise)
    others = (
        edit
        for edit in noise  # as in _alone, without a call for each
        if text[edit[1] : edit[1] + 1] not in LINE_ENDS or (edit[0] and text[edit[0] - 1] != "\n")
    )
    return sum(1 for _ in islice(others, int(spare) + 1)) <= spare


def _alone(text: str, edit: Edit) -> bool:
    """True for noise that has its line to itself."""
    return text[edit.end : edit.end + 1] in LINE_ENDS and text[max(0, edit.start - 1) : edit.start] in LINE_ENDS


def _pieces(text: str, start: int, end: int) -> list[Piece]:
    """The lines with text between two strings of noise."""
    pieces: list[Piece] = []
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip(BLANKS)
        if bare:
            left = at + len(line) - len(line.lstrip(BLANKS))
            pieces.append((left, left + len(bare)))
        at += len(line) + 1
    return pieces


def _emptied(text: str, noise: Sequence[Edit], size: int) -> list[Edit]:
    """The line ends behind noise that had its line to itself; of several such lines in a row one stays, a blank line of the post."""
    edits: list[Edit] = []
    reached = -1
    for edit in noise:
        if _alone(text, edit):
            if edit.start - size != reached and edit.end < len(text):
                edits.append(Edit(edit.end, edit.end + 1, "\n", "", RULE))
            reached = edit.end
    return edits


def _joined(text: str, pieces: Sequence[Piece], *, inner: bool, spaced: bool) -> list[Edit]:
    """The edits between those neighbours that belong together; behind the last noise a signature may stand, so only sure ones."""
    words = [text[a:b] for a, b in pieces]
    joins = [_strong(a, b) for a, b in pairwise(words)]
    sure = tuple(joins)
    for i in range(len(joins) if inner else 0):
        if joins[i] or words[i].endswith(tuple(STOPS)):
            continue
        third = words[i + 2] if i + 2 < len(words) else ""
        if third and joins[i + 1] and third[0] in CONTINUES:
            joins[i] = True
        elif third.endswith(tuple("。！？；")) and LATIN_RE.fullmatch(words[i + 1]) and CHINESE_RE.match(words[i][-1]):
            joins[i] = True
            joins[i + 1] = joins[i + 1] or bool(CHINESE_RE.match(third))
        elif (
            i
            and sure[i - 1]
            and len(words[i]) <= EMPHASIS
            and CHINESE_RE.match(words[i])
            and CHINESE_RE.match(words[i + 1])
        ):
            joins[i] = True  # a bold word or a link that goes on from the left goes on to the right
    edits: list[Edit] = []
    for joined, (_, end), (start, _) in zip(joins, pieces, pieces[1:], strict=False):
        if joined:
            edits.append(Edit(end, start, text[end:start], glue(text[end - 1], text[start], spaced=spaced), RULE))
    return edits


def _strong(left: str, right: str) -> bool:
    """True where the left piece cannot end a line, or the right one cannot begin one."""
    return (left[-1] in GOES_ON or right[0] in CONTINUES) and not left.startswith(RULES) and not right.startswith(RULES)


def broken(text: str, noise: Sequence[Edit]) -> list[Edit]:
    """The noise edits; those in the middle of a line leave a line break, for that is where the forum put the noise."""
    return [
        # A line end before or behind tells nearly all of them, without a call for each.
        edit
        if text[edit[1] : edit[1] + 1] in LINE_ENDS or text[edit[0] - 1] == "\n" or not _within(text, edit)
        else edit._replace(new="\n")
        for edit in noise
    ]


def _within(text: str, edit: Edit) -> bool:
    """True for noise, not at its line's end, with text on both sides."""
    if edit.rule not in BREAKS or text[max(0, edit.start - 1) : edit.start] in LINE_ENDS:
        return False
    low = edit.start
    while low and text[low - 1] in BLANKS:
        low -= 1
    match = BLANKS_RE.match(text, edit.end)
    high = match.end() if match else edit.end
    return text[max(0, low - 1) : low] not in LINE_ENDS and text[high : high + 1] not in LINE_ENDS


def pictured(passage: Passage) -> Passage:
    """The passage with an ``image`` mark on each line that holds nothing but a picture's file name."""
    if not PICTURE_RE.search(passage.text):
        return passage
    known = {m.start for m in passage.marks if m.kind in ("image", "code", "table")}
    marks = [
        Mark(m.start(1), m.end(1), "image", {"src": None, "filename": m[1], "alt": None, "description": None})
        for m in _picture_lines(passage.text)
    ]
    return passage.marked(mark for mark in marks if mark.start not in known)


def _picture_lines(text: str) -> Iterator[re.Match[str]]:
    """The lines that hold nothing but a picture's file name; looked at are those that end in one."""
    for match in PICTURE_RE.finditer(text):
        found = PICTURE_LINE_RE.match(text, text.rfind("\n", 0, match.start()) + 1)
        if found is not None:
            yield found
