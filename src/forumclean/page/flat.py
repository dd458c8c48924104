"""Divides views that print all posts in one element: the printable view and the archiver."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import TypeVar

from lxml.etree import _Element

from forumclean.model import Edit, Mark, PostFacts
from forumclean.page import quoted, special
from forumclean.page.elements import first as first_of
from forumclean.page.elements import text_below
from forumclean.page.facts import edit_notice, iso_time
from forumclean.page.finder import hits
from forumclean.page.template import Template
from forumclean.page.walk import Walked
from forumclean.tables import load

HEAD_RE = re.compile(
    r"\s*(?:作者|Author|By)[:：][ \xa0]*(?P<author>[^\n]{0,80}?)[ \xa0]{2,}(?:时间|時間|Time|Date)[:：][ \xa0]*(?P<time>[^\n]{0,60})\n"
    r"(?:[ \xa0]*(?:标题|標題|Subject|Title)[:：][ \xa0]*(?P<title>[^\n]{0,300})(?:\n|$))?"
)
ITEM = "[*]"
ITEM_RE = re.compile(r"^\[\*\][ \xa0]*", re.MULTILINE)
PICTURE_RE = re.compile(
    r"^[ \xa0]*(https?://[^\s<>\"]{1,2000}\.(?:jpe?g|png|gif|webp|bmp))[ \xa0]*$", re.MULTILINE | re.IGNORECASE
)
MEDIA_RE = re.compile(
    r"^[ \xa0]*(https?://[^\s<>\"]{1,2000}\.(?:mp4|flv|swf|mp3|wma|wmv|rm|rmvb|avi|mkv|m4a))[ \xa0]*$",
    re.MULTILINE | re.IGNORECASE,
)
HIDDEN_RE = re.compile(
    r"^[ \xa0]*(\*{4,5} ?Hidden Message ?\*{4,5}"
    r"|本主[题題]需向作者支付[^\n]{1,60}[浏瀏][览覽][ \xa0]*(?:购买主题|購買主題)?"
    r"|(?:游客|遊客)，如果您要[^\n]{1,60}[请請]回[复復覆]"
    r"|本帖[隐隱]藏的[内內]容需要[^\n]{1,80})[ \xa0]*$",
    re.MULTILINE,
)
CLIPPED = " ..."
Range = TypeVar("Range", Mark, Edit)
OF_EDITS = frozenset({"media", "image", "quote"})
"""Marks that stand for what is taken out in their place."""


def special_elements(template: Template, region: _Element) -> dict[_Element, str]:
    """The elements of a region that begin a post or are furniture, for the walker."""
    found: dict[_Element, str] = {}
    for key in ("furniture", "head"):
        for finder in template.finders.get(key, ()):
            for path in finder.paths:
                found.update((tag, key) for tag in hits(path, region))
    return found


def combined(walks: Sequence[Walked], between: Sequence[str]) -> Walked:
    """The walks of several regions as one; what stands ahead of the posts of a later region is furniture."""
    if len(walks) == 1:
        return walks[0]
    text, marks, edits = walks[0].text, list(walks[0].marks), list(walks[0].edits)
    breaks = list(walks[0].breaks)
    parts = [text]
    length = len(text)
    for walked, piece in zip(walks[1:], between, strict=True):
        first = walked.breaks[0][0] if walked.breaks else len(walked.text)
        head = f"\n{piece}\n{walked.text[:first]}"
        shift = length + len(head) - first
        edits.append(Edit(length, length + len(head), head, "", "chrome/between-posts"))
        edits += (e.moved(shift) for e in walked.edits if e.start >= first)
        marks += (m.moved(shift) for m in walked.marks if m.start >= first)
        breaks += ((start + shift, tag) for start, tag in walked.breaks)
        parts += (head, walked.text[first:])
        length += len(head) + len(walked.text) - first
    notices = tuple(notice for walked in walks for notice in walked.notices)
    found = tuple(part for walked in walks for part in walked.parts)
    return Walked("".join(parts), tuple(marks), tuple(edits), notices, found, tuple(breaks))


def chunks(walked: Walked) -> list[tuple[int, int, _Element]]:
    """(start, end, head element) of each post of a flat view; what stands before the first is none."""
    ends = [*(start for start, _tag in walked.breaks[1:]), len(walked.text)]
    return [(start, end, tag) for (start, tag), end in zip(walked.breaks, ends, strict=False)]  # no break: no post


def divided(
    template: Template, walked: Walked, shift: int
) -> tuple[list[PostFacts], list[Mark], list[Edit], list[Edit]]:
    """The posts of a flat view: facts, ``post`` marks with what they hold, edits, and edits for all between posts."""
    read = READERS[template.reader]
    facts: list[PostFacts] = []
    marks: list[Mark] = []
    edits: list[Edit] = []
    outside: list[Edit] = []
    position = 0
    for start, end, tag in chunks(walked):
        found = read(walked, start, end, tag)
        if found is None:  # the foot of the page
            continue
        post, body = found
        if position < body:
            outside.append(
                _piece(walked.text, position, body, shift, "chrome/post-head" if facts else "chrome/page-head")
            )
        index = len(facts)
        stop = end
        marks.append(Mark(body + shift, stop + shift, "post", {"index": index}))
        post, inner_marks, inner_edits = _inside(template, walked, body, stop, post)
        marks += (m.moved(shift) for m in inner_marks)
        edits += (e.moved(shift) for e in inner_edits)
        facts.append(post)
        position = stop
    if position < len(walked.text):
        outside.append(_piece(walked.text, position, len(walked.text), shift, "chrome/page-foot"))
    return facts, marks, edits, outside


def _begun(ranges: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """Those marks or edits, which stand in order, that begin from ``start`` on and before ``end``."""
    begin = attrgetter("start")
    return ranges[bisect_left(ranges, start, key=begin) : bisect_left(ranges, end, key=begin)]


def _piece(text: str, start: int, end: int, shift: int, rule: str) -> Edit:
    return Edit(start + shift, end + shift, text[start:end], "", rule)


def _printable(walked: Walked, start: int, end: int, _tag: _Element) -> tuple[PostFacts, int] | None:
    """A printed post begins with a line of author and time, the first also with the subject."""
    match = HEAD_RE.match(walked.text, start, end)
    if match is None:
        return None
    return PostFacts(author=match["author"].strip() or None, published=iso_time(match["time"])), match.end()


def _archived(walked: Walked, start: int, end: int, tag: _Element) -> tuple[PostFacts, int] | None:
    """An archived post begins with the element that names author and time; the subject follows it."""
    name = first_of(tag, "strong")
    author = text_below(name).strip() if name is not None else ""
    body = start
    for edit in _begun(walked.edits, start, end):
        if edit.rule.startswith("chrome/") and body <= edit.start and not walked.text[body : edit.start].strip():
            body = edit.end
    return PostFacts(author=author or None, published=iso_time(text_below(tag))), body


READERS: dict[str, Callable[[Walked, int, int, _Element], tuple[PostFacts, int] | None]] = {
    "printable": _printable,
    "archiver": _archived,
}
"""How a flat view's posts begin."""


def _inside(
    template: Template, walked: Walked, start: int, end: int, post: PostFacts
) -> tuple[PostFacts, list[Mark], list[Edit]]:
    marks = [m for m in _begun(walked.marks, start, end + 1) if m.end <= end]
    edits = [e for e in _begun(walked.edits, start, end + 1) if e.end <= end]
    notices = [(n, n_start) for n, n_start in _first_lines(walked.text, start, end) if edit_notice(n)]
    if notices and not any(e.start <= notices[0][1] < e.end for e in edits):
        line, at = notices[0]
        post = replace(post, edited=edit_notice(line))
        edits.append(Edit(at, at + len(line), line, "", "chrome/edit-notice"))
    else:
        taken = next((edit_notice(e.old) for e in edits if e.rule == "chrome/edit-notice"), None)
        post = replace(post, edited=taken)
    marks += (
        Mark(match.start(1), match.end(1), "hidden", {"condition": quoted.condition(match[1])})
        for match in HIDDEN_RE.finditer(walked.text, start, end)
    )
    if template.reader == "archiver":
        found_marks, found_edits = typed(walked.text, start, end, edits)
        marks += found_marks
        edits += found_edits
    part = special.silenced(Walked(walked.text[start:end], *_local(marks, edits, start), (), (), ()))
    marks, edits = list(part.marks), list(part.edits)
    post = replace(post, withheld=special.withheld(part))
    marks = [m.moved(start) for m in marks]
    edits = [e.moved(start) for e in edits]
    return post, sorted(marks, key=lambda m: (m.start, -m.end)), sorted(edits)


def _local(marks: list[Mark], edits: list[Edit], start: int) -> tuple[tuple[Mark, ...], tuple[Edit, ...]]:
    return (
        tuple(m.moved(-start) for m in marks),
        tuple(e.moved(-start) for e in edits),
    )


def _first_lines(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The first and the last line with text, each with its offset."""
    body = text[start:end]
    first = len(body) - len(body.lstrip())
    stop = body.find("\n", first)
    yield body[first : stop if stop >= 0 else len(body)], start + first
    last = body.rstrip()
    begin = last.rfind("\n") + 1
    if begin > first:
        yield last[begin:], start + begin


@cache
def _smileys() -> re.Pattern[str]:
    codes = sorted(
        (c for row in load("smileys", frozenset({"codes"})) for c in row.texts("codes")), key=len, reverse=True
    )
    return re.compile(
        r"(?:(?<=[\s\xa0])|^)(?:" + "|".join(map(re.escape, codes)) + r"|\{:\d{1,2}_\d{1,4}:\})(?=[\s\xa0]|$)",
        re.MULTILINE,
    )


def typed(
    text: str, start: int, end: int, taken: Iterable[Edit], *, players_only: bool = False
) -> tuple[list[Mark], list[Edit]]:
    """What the archiver leaves as it was typed: list items, pictures' addresses, smileys, quotes, hidden text."""
    body = text[start:end]
    marks: list[Mark] = []
    edits: list[Edit] = []
    for match in MEDIA_RE.finditer(body):
        marks.append(Mark(start + match.start(1), start + match.start(1), "media", {"src": match[1]}))
        edits.append(Edit(start + match.start(1), start + match.end(1), match[1], "", "chrome/player-address"))
    covered = sorted((e.start, e.end) for e in taken)
    if players_only:
        return _apart(marks, edits, covered)
    run: list[tuple[int, int]] = []
    for match in ITEM_RE.finditer(body):
        stop = body.find("\n", match.end())
        line = (match.start(), stop if stop >= 0 else len(body))
        edits.append(Edit(start + match.start(), start + match.end(), match[0], "", "chrome/list-mark"))
        if run and body[run[-1][1] : line[0]].strip():
            marks += _list(run, start)
            run = []
        run.append(line)
    marks += _list(run, start)
    for match in PICTURE_RE.finditer(body):
        data = {"src": match[1], "filename": None, "alt": None, "description": None}
        marks.append(Mark(start + match.start(1), start + match.start(1), "image", data))
        edits.append(Edit(start + match.start(1), start + match.end(1), match[1], "", "chrome/picture-address"))
    edits += (
        Edit(start + match.start(), start + match.end(), match[0], "", "chrome/smiley")
        for match in _smileys().finditer(body)
    )
    quote, head = _quote(body, covered, start)
    if quote is not None and head is not None:
        marks.append(quote)
        edits.append(head)
    return _apart(marks, edits, covered)


def _apart(
    marks: Iterable[Mark], edits: Iterable[Edit], covered: Sequence[tuple[int, int]]
) -> tuple[list[Mark], list[Edit]]:
    """The edits that meet nothing that is taken out already, nor each other, and the marks that do not miss theirs."""
    starts = [start for start, _end in covered]
    ends = [0, *(end for _start, end in covered)]
    kept: list[Edit] = []
    reached = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        i = bisect_left(starts, edit.end)  # so many of the covered ranges begin before its end
        if edit.start >= max(reached, ends[i]):
            kept.append(edit)
            reached = edit.end
    places = {edit.start for edit in kept}
    return [m for m in marks if m.kind not in OF_EDITS or m.start in places], kept


def _list(run: list[tuple[int, int]], shift: int) -> list[Mark]:
    if not run:
        return []
    items = [Mark(a + shift, b + shift, "item") for a, b in run]
    return [Mark(items[0].start, items[-1].end, "list", {"ordered": False}), *items]


def _quote(body: str, covered: list[tuple[int, int]], shift: int) -> tuple[Mark | None, Edit | None]:
    """A quote at the head of an answer: its first line names author and time; it ends at its clipped line or a blank one."""
    first = len(body) - len(body.lstrip())
    while any(a <= first + shift < b for a, b in covered):
        stop = next(b for a, b in covered if a <= first + shift < b) - shift
        first = stop + len(body[stop:]) - len(body[stop:].lstrip())
    line_end = body.find("\n", first)
    if line_end < 0:
        return None, None
    found = quoted.head_line(body[first:line_end])
    if found is None:
        return None, None
    clipped = body.find(CLIPPED + "\n", line_end)
    blank = body.find("\n\n", line_end + 1)
    stop = blank if blank >= 0 else len(body)
    if clipped >= 0 and body.count("\n", line_end, clipped) <= 6:  # the forum clips a quote after a few lines
        stop = clipped + len(CLIPPED)
    head = Edit(first + shift, line_end + shift, body[first:line_end], "", "chrome/quote-head")
    return Mark(first + shift, stop + shift, "quote", {**found, "floor": None}), head
