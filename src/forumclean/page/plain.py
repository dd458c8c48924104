"""Reads a text dump of a thread: finds the posts by the forum's own lines, and leaves all else as furniture.

A dump without a post's head is taken as one post: nothing in it is furniture but lines that only a forum prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from forumclean.ledger import Passage
from forumclean.model import Document, Edit, Edited, Mark, Page, PostFacts, Withheld
from forumclean.page.facts import edit_notice, iso_time
from forumclean.page.floors import counted
from forumclean.page.plain_box import Box
from forumclean.page.plain_boxes import find_boxes
from forumclean.page.plain_cells import find_cells
from forumclean.page.plain_columns import with_names, without_panels
from forumclean.page.plain_files import find_files, find_names
from forumclean.page.plain_findings import Findings
from forumclean.page.plain_foot import sure_foot
from forumclean.page.plain_glued import find_glued
from forumclean.page.plain_heading import Head
from forumclean.page.plain_headless import with_headless
from forumclean.page.plain_heads import find_heads
from forumclean.page.plain_inner import Hit, find_inner
from forumclean.page.plain_lines import Lines, old_ends
from forumclean.page.plain_markdown import is_markdown, without_markdown
from forumclean.page.plain_numbered import number_edits
from forumclean.page.plain_quotes import find_quotes
from forumclean.page.plain_signatures import without_signatures
from forumclean.page.plain_subject import glued_subject, subject_lines
from forumclean.page.plain_tables import find_tables
from forumclean.page.plain_tail import below_buttons, lone_tail
from forumclean.page.plain_top import bare_top, thread_facts
from forumclean.page.plain_wrap import find_wraps
from forumclean.page.plain_zones import Zone, divide
from forumclean.page.typed import typed

HIDDEN = "hidden:"
WITHHELD = "chrome/withheld"
EDITED = "chrome/edited"
PRINTED = "printable"
TYPED = ("archiver", PRINTED)
"""Views that print addresses of players (and, the archiver, pictures, smileys and list marks) as they were typed."""
CALM = 2
"""An edit notice stands among the first lines of a post (X), or among the last (7.2)."""
SIGNED = 6
"""Lines of files and of a signature below one in brackets, as 7.2 writes it; hardly anybody writes such a line himself."""


def read(document: Document) -> Page:
    """The dump as a page: posts, facts, furniture; template ``plain`` where no forum line was found."""
    passage = Passage.of(document.text).apply(old_ends(document.text))
    passage = passage.apply(number_edits(passage.text))
    lines = Lines(passage.text)
    markdown = is_markdown(lines)
    laid = _laid_out(without_markdown(passage)) if markdown else _laid_out(passage, lines)
    if markdown and not laid[2]:  # a text about a forum, or one of a programmer's
        markdown, laid = False, _laid_out(passage, lines)
    passage, lines, heads = laid
    panels, names = ([], []) if markdown else without_panels(lines)
    if panels:
        passage = passage.apply(panels)
        lines = Lines(passage.text)
    wraps = find_wraps(lines, browser=bool(panels))
    if wraps:
        passage = passage.apply(wraps)
        lines = Lines(passage.text)
    if panels or wraps:
        heads = with_headless(lines, find_heads(lines))
    if not heads:
        return _bare(passage, lines)
    zones = with_names(divide(lines, heads), names)
    thread = thread_facts(lines, zones)
    zones = (zones[0]._replace(start=subject_lines(lines, zones[0], thread.title)), *zones[1:])
    zones, signatures = without_signatures(lines, zones)
    found = Findings()
    found.add(glued_subject(lines, zones[0], thread.title))
    posts = _posts(lines, zones, found, signatures)
    starter = posts[0].author if posts and (posts[0].floor in (None, 1)) else None
    posts = tuple(_named(post, zone, starter) for post, zone in zip(posts, zones, strict=True))
    return Page(
        passage.marked(found.marks),
        thread,
        counted(posts, thread, by_author=False),
        tuple(sorted(found.edits)),
        f"dump-{heads[0].kind}",
        "1 head of a post" if len(heads) == 1 else f"{len(heads)} heads of posts",
    )


def _laid_out(passage: Passage, lines: Lines | None = None) -> tuple[Passage, Lines, list[Head]]:
    """The dump with each post's head on lines of its own, whatever the tool that made it does to lines, and these heads."""
    lines = Lines(passage.text) if lines is None else lines
    cells = find_cells(lines)
    if cells:
        passage = passage.apply(cells)
        lines = Lines(passage.text)
    heads = with_headless(lines, find_heads(lines))
    glued = find_glued(lines) if heads and heads[0].kind == PRINTED else []
    if glued:
        passage = passage.apply(glued)
        lines = Lines(passage.text)
        heads = with_headless(lines, find_heads(lines))
    return passage, lines, heads


def _named(post: PostFacts, zone: Zone, starter: str | None) -> PostFacts:
    if post.author is None and zone.head.starter and starter:
        return replace(post, author=starter)
    return post


def _bare(passage: Passage, lines: Lines) -> Page:
    """A text without heads: one post, between the title's line and the foot, where it has them."""
    found = Findings()
    start, thread = bare_top(lines)
    foot = sure_foot(lines, start, len(lines))
    end = below_buttons(lines, start, foot)
    tail = lone_tail(lines, start, end, footed=bool(lines.below(end, len(lines), 1)))
    boxes = find_boxes(lines, start, tail, first=False) if tail < end else ()
    stop = min((box.start for box in boxes), default=tail if tail < end else foot)
    facts = _inside(lines, ((start, stop),), found, frozenset())
    first, last = lines.starts[start], lines.starts[stop]
    found.cut(lines.text, 0, first, "chrome/page-head")
    reached = _cut_boxes(lines, last, boxes, found)
    found.cut(lines.text, reached, lines.starts[foot], "chrome/post-foot")
    found.cut(lines.text, lines.starts[foot], len(lines.text), "chrome/page-foot")
    found.marks.append(Mark(first, last, "post", {"index": 0}))
    edited, withheld = facts[0]
    return Page(
        passage.marked(sorted(found.marks, key=_place)),
        thread,
        (
            PostFacts(
                edited=edited,
                withheld=withheld,
                comments=tuple(c for box in boxes for c in box.comments),
                ratings=tuple(r for box in boxes for r in box.ratings),
            ),
        ),
        tuple(sorted(found.edits)),
        "dump-body" if found.edits else "plain",
        "no head of a post in it",
    )


def _posts(
    lines: Lines, zones: Sequence[Zone], found: Findings, signatures: Mapping[int, str]
) -> tuple[PostFacts, ...]:
    """The facts of the posts; marks and furniture go to ``found``."""
    bodies = tuple((zone.start, zone.stop) for zone in zones)
    inside = _inside(lines, bodies, found, frozenset(zone.author for zone in zones))
    starts = lines.starts
    reached = 0
    posts: list[PostFacts] = []
    typed_in: list[Edit | Mark] = []
    for index, (zone, (edited, withheld)) in enumerate(zip(zones, inside, strict=True)):
        start, stop = starts[zone.start], starts[max(zone.stop, zone.start)]
        head = max(starts[zone.head.first], reached)
        found.cut(lines.text, reached, head, "chrome/page-head" if index == 0 else "chrome/post-foot")
        found.cut(lines.text, head, start, "chrome/post-head")
        found.marks.append(Mark(start, stop, "post", {"index": index}))
        if zone.head.kind in TYPED:
            marks, edits = typed(lines.text, start, stop, (), players_only=zone.head.kind != "archiver")
            typed_in += (*marks, *edits)
        reached = stop
        reached = _cut_boxes(lines, reached, zone.boxes, found)
        posts.append(
            PostFacts(
                floor=1 if zone.head.starter and index == 0 and zone.head.floor is None else zone.head.floor,
                author=zone.author,
                published=iso_time(zone.head.time),
                edited=edited,
                signature=signatures.get(index),
                comments=tuple(c for box in zone.boxes for c in box.comments),
                ratings=tuple(r for box in zone.boxes for r in box.ratings),
                withheld=withheld,
            )
        )
    found.cut(lines.text, reached, len(lines.text), "chrome/page-foot")
    found.add(typed_in)
    found.marks.sort(key=_place)
    return tuple(posts)


def _cut_boxes(lines: Lines, reached: int, boxes: Sequence[Box], found: Findings) -> int:
    """Notes the boxes below a post as furniture, and what stands between them; where the last one ends."""
    for box in boxes:
        found.cut(lines.text, reached, lines.starts[box.start], "chrome/post-foot")
        found.cut(lines.text, lines.starts[box.start], lines.starts[box.stop], box.row)
        reached = lines.starts[box.stop]
    return reached


def _place(mark: Mark) -> tuple[int, int, bool]:
    """The order of marks; a post stands ahead of what covers as much."""
    return mark.start, -mark.end, mark.kind != "post"


def _inside(
    lines: Lines, bodies: Sequence[tuple[int, int]], found: Findings, authors: frozenset[str | None]
) -> list[tuple[Edited | None, Withheld | None]]:
    """Forum lines inside posts become furniture and marks; edit notice and withheld words of each post come back."""
    facts: list[tuple[Edited | None, Withheld | None]] = []
    hits = find_inner(lines, bodies)
    taken = {line for hit in hits for line in range(lines.at(hit.start), lines.at(hit.end) + 1)}
    at = reached = 0
    for start, stop in bodies:
        edited: Edited | None = None
        withheld: Withheld | None = None
        while at < len(hits) and hits[at].line < stop:
            hit = hits[at]
            at += 1
            if hit.start < reached:  # half a notice and a whole one below it: the first has both lines
                continue
            if hit.rule.id == EDITED:
                if not _outermost(lines, hit, start, stop, taken):
                    continue
                edited = edit_notice(
                    " ".join(filter(None, map(str.strip, lines.text[hit.start : hit.end].split("\n"))))
                )
            elif hit.rule.id == WITHHELD:
                withheld = Withheld("blocked", lines.text[hit.start : hit.end].strip())
            _furnish(lines, hit, found)
            reached = hit.end
        facts.append((edited, withheld))
    found.add(find_quotes(lines, bodies, authors))
    found.add(find_files(lines, bodies))
    found.add(find_names(lines, bodies))
    found.marks += (mark for start, stop in bodies for mark in find_tables(lines, start, stop))
    return facts


def _furnish(lines: Lines, hit: Hit, found: Findings) -> None:
    leaves = hit.rule.leaves or ""
    if leaves.startswith(HIDDEN):
        found.marks.append(Mark(hit.start, hit.end, "hidden", {"condition": leaves.removeprefix(HIDDEN)}))
        return
    found.cut(lines.text, hit.start, hit.end, hit.rule.id)
    if leaves:
        found.marks.append(Mark(hit.start, hit.start, leaves, {"src": None}))


def _outermost(lines: Lines, hit: Hit, start: int, stop: int, taken: set[int]) -> bool:
    """True for a line that is among the first or the last ones of a post, other forum lines aside."""
    few = SIGNED if lines.text[hit.start] == "[" else CALM
    above = sum(1 for i in lines.above(lines.at(hit.start), start, CALM + 1) if i not in taken)
    below = sum(1 for i in lines.below(lines.at(hit.end) + 1, stop, few + 1) if i not in taken)
    return above < CALM or below < few
