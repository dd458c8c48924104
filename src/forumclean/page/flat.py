"""Divides views that print all posts in one element: the printable view and the archiver."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from operator import attrgetter
from typing import TypeVar

from lxml.etree import _Element

from forumclean.model import Edit, Mark, PostFacts, ThreadFacts
from forumclean.page import quoted, special
from forumclean.page.codes import codes
from forumclean.page.elements import first as first_of
from forumclean.page.elements import text_below
from forumclean.page.facts import edit_notice, iso_time
from forumclean.page.finder import hits, squeezed
from forumclean.page.template import Template
from forumclean.page.typed import typed
from forumclean.page.walk import Walked

HEAD_RE = re.compile(
    r"\s*(?:作者|Author|By)[:：][ \xa0]*(?P<author>[^\n]{0,80}?)[ \xa0]{2,}(?:时间|時間|Time|Date)[:：][ \xa0]*(?P<time>[^\n]{0,60})\n"
    r"(?:[ \xa0]*(?:标题|標題|Subject|Title)[:：][ \xa0]*(?P<title>[^\n]{0,300})(?:\n|$))?"
)
HIDDEN_RE = re.compile(
    r"^[ \xa0]*(\*{4,5} ?Hidden Message ?\*{4,5}"
    r"|本主[题題]需向作者支付[^\n]{1,60}[浏瀏][览覽][ \xa0]*(?:购买主题|購買主題)?"
    r"|(?:游客|遊客)，如果您要[^\n]{1,60}[请請]回[复復覆]"
    r"|本帖[隐隱]藏的[内內]容需要[^\n]{1,80})[ \xa0]*$",
    re.MULTILINE,
)
BESIDE = 8
"""Elements beside a printed post's head that are looked at for its time."""
Range = TypeVar("Range", Mark, Edit)


def special_elements(template: Template, region: _Element, thread: ThreadFacts, *, first: bool) -> dict[_Element, str]:
    """The elements of a region (the first one?) that begin a post, are its subject or furniture, for the walker.

    A subject is furniture where it is the thread's: the one of the first page's first post, or one that says the same.
    """
    subjects = template.elements("subject", region)
    repeated = subjects[:1] if first and thread.pages == (1,) else []
    repeated += (tag for tag in subjects if squeezed(text_below(tag)) in {None, thread.title})
    found: dict[_Element, str] = {**dict.fromkeys(subjects, "subject"), **dict.fromkeys(repeated, "furniture")}
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
    template: Template, walked: Walked, shift: int, *, coded: bool = False
) -> tuple[list[PostFacts], list[Mark], list[Edit], list[Edit]]:
    """The posts of a flat view: facts, ``post`` marks with what they hold, edits, and edits for all between posts.

    ``coded`` where codes are printed as they were typed.
    """
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
        post, inner_marks, inner_edits = _inside(template, walked, (body, stop), post, coded=coded)
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


def _printable(walked: Walked, start: int, end: int, tag: _Element) -> tuple[PostFacts, int] | None:
    """A printed post begins with a line of author and time, the first also with the subject."""
    match = HEAD_RE.match(walked.text, start, end)
    if match is None:
        return None
    line = takewhile(lambda element: element.tag != "br", tag.itersiblings())
    published = iso_time(match["time"]) or _stamp(islice(line, BESIDE))
    return PostFacts(author=match["author"].strip() or None, published=published), match.end()


def _archived(walked: Walked, start: int, end: int, tag: _Element) -> tuple[PostFacts, int] | None:
    """An archived post begins with the element that names author and time; the subject follows it."""
    name = first_of(tag, "strong", "cite")
    author = text_below(name).strip() if name is not None else ""
    body = start
    for edit in _begun(walked.edits, start, end):
        if not edit.rule.startswith("chrome/") or edit.start < body:
            continue
        if walked.text[body : edit.start].strip():
            break
        body = edit.end
    return PostFacts(author=author or None, published=iso_time(text_below(tag)) or _stamp(tag)), body


def _stamp(elements: Iterable[_Element]) -> str | None:
    """The time that a relative one (``昨天 10:30``) has in its element's ``title``, from X1 on."""
    return next(filter(None, (iso_time(element.get("title") or "") for element in elements)), None)


READERS: dict[str, Callable[[Walked, int, int, _Element], tuple[PostFacts, int] | None]] = {
    "printable": _printable,
    "archiver": _archived,
}
"""How a flat view's posts begin."""


def _inside(
    template: Template, walked: Walked, span: tuple[int, int], post: PostFacts, *, coded: bool
) -> tuple[PostFacts, list[Mark], list[Edit]]:
    start, end = span
    marks = [m for m in _begun(walked.marks, start, end + 1) if m.end <= end]
    edits = [e for e in _begun(walked.edits, start, end + 1) if e.end <= end]
    more: list[Mark] = []
    if coded:
        more, found_edits = codes(walked.text, start, end, edits)
        edits += found_edits
    notices = [(n, n_start) for n, n_start in _first_lines(walked.text, start, end) if edit_notice(n)]
    if notices and not any(e.start <= notices[0][1] < e.end for e in edits):
        line, at = notices[0]
        post = replace(post, edited=edit_notice(line))
        edits.append(Edit(at, at + len(line), line, "", "chrome/edit-notice"))
    else:
        taken = next((edit_notice(e.old) for e in edits if e.rule == "chrome/edit-notice"), None)
        post = replace(post, edited=taken)
    more += (
        Mark(match.start(1), match.end(1), "hidden", {"condition": quoted.condition(match[1])})
        for match in HIDDEN_RE.finditer(walked.text, start, end)
    )
    if template.reader == "archiver":
        found_marks, found_edits = typed(walked.text, start, end, edits)
        more += found_marks
        edits += found_edits
    if more:  # else they stand in order: an empty cell before the next one, though both begin at one place
        marks = sorted((*marks, *more), key=lambda m: (m.start, -m.end))
    part = special.silenced(Walked(walked.text[start:end], *_local(marks, edits, start), (), (), ()))
    marks, edits = list(part.marks), list(part.edits)
    post = replace(post, withheld=special.withheld(part))
    marks = [m.moved(start) for m in marks]
    edits = [e.moved(start) for e in edits]
    return post, marks, sorted(edits)


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
