"""Reads HTML pages: the template that fits, the posts it names, the text of the whole page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from lxml.etree import XPath, _Element, strip_elements

from forumclean.ledger import Passage
from forumclean.model import Document, Edit, Edited, Mark, Page, PostFacts, ThreadFacts, Withheld
from forumclean.page import flat, special
from forumclean.page.facts import edit_notice
from forumclean.page.floors import counted
from forumclean.page.hiding import hiding_classes
from forumclean.page.notices import may_notice, notice_edits, with_notices
from forumclean.page.scopes import Scopes, framed
from forumclean.page.search import Search
from forumclean.page.shut import with_shut
from forumclean.page.sizes import sized
from forumclean.page.sorts import gathered
from forumclean.page.strayed import brought_back
from forumclean.page.template import Template, narrowed, templates
from forumclean.page.thread import posts_facts, thread_facts
from forumclean.page.tree import SLOT_RE, STRING, UNREAD, Parsed, in_order, parted, regions_of, tree_of
from forumclean.page.walk import Walked, Walker

BODY_IDS = XPath("descendant::*/@id[starts-with(., 'postmessage_')]", smart_strings=False)
BODY_ID_RE = re.compile(r"^postmessage_\d+$")
NEAR = 1_000
"""Characters behind a word of a template in which a post mostly opens."""
MANY = 7
"""Posts from which on an index of all classes costs less than to see which of them there are and to search for each."""
LONG = 60_000
"""Characters from which on a page is not searched at once (see ``Selector.of_few``): a shorter one takes seconds, whatever it holds."""
FRAME = "chrome/post-frame"
ABSENT = ("noise", "jammer")
"""Classes that are noise by their own rule already."""


def fitting(document: Document) -> Iterator[Template]:
    """The templates whose marks the page bears, particular ones first; most pages are read by the first."""
    text = document.text
    for template in templates():
        found = [at for at in map(text.find, template.needles) if at >= 0]
        if found and _opens(template, text, found):
            yield template


def first_reading(document: Document, text: str, tree: _Element) -> tuple[Page | None, _Element]:
    """The page by the first template that finds posts in it (``None`` where none does), and its tree, whole if none does."""
    for template in fitting(document):
        page = read(document, template, tree)
        if page is not None:
            return page, tree
        if template.reader != "posts":
            tree = tree_of(text)  # the other one was taken apart
    return None, tree


def _opens(template: Template, text: str, found: Sequence[int]) -> bool:
    """True where a post's opening tag stands: looked for first behind the words that tell a template, where it mostly is."""
    opening = template.region.opening
    near = any(opening.search(text, max(0, text.rfind("<", 0, at)), at + NEAR) for at in found)
    return near or opening.search(text) is not None


def read(document: Document, template: Template, tree: _Element) -> Page | None:
    """The page by a template, the tree (of its ``readable`` text) taken apart; ``None`` where its region holds no post."""
    slots = regions_of(template, tree)
    if not slots:
        return None
    if template.reader == "posts" and not template.region.body:
        brought_back(tree, slots)
    gathered(template, tree, slots, document.text)
    hidden = hiding_classes(document.text) - set(ABSENT)
    if template.reader != "posts":
        return _flat(document, template, tree, slots, hidden)
    gone = frozenset(special.gone(template, tree, document.text))
    slots = in_order(tree, slots, gone | with_shut(template, tree, slots))
    parsed = parted(template, tree, slots)

    def walked(slot: _Element, before: str, region: _Element) -> Walked:
        if slot in gone:
            return special.emptied(Walker(body=True).walk(region, before))
        body = _is_body(template, region)
        found = walk_as(region, before, body=body)
        if not body and _is_mute(found):
            found = walk_as(region, before, body=True)
        return special.silenced(sized(found))

    def walk_as(region: _Element, before: str, *, body: bool) -> Walked:
        walker = Walker(body=body, hidden=hidden, title=lambda: template.find("title", tree))
        return walker.walk(region, before)

    walks = tuple(walked(slot, *taken) for slot, taken in zip(slots, parsed.regions, strict=True))
    page = Search(tree, indexed=len(slots) >= MANY or len(document.text) >= LONG)
    template = template if page.indexed else narrowed(template, tree)
    thread = special.thread(thread_facts(template, page, document.url), walks)
    scopes = Scopes(page, framed(slots, template.elements("post", page)), slots)
    facts = posts_facts(template, scopes, [_told(walked) for walked in walks])
    return assembled(document, template, parsed, walks, thread, facts)


def _is_body(template: Template, region: _Element) -> bool:
    """True where all of a region is post text: no element in it claims to be the text (a reward's question does)."""
    return template.region.body and not any(map(BODY_ID_RE.match, BODY_IDS(region)))  # type: ignore[arg-type]


def _is_mute(walked: Walked) -> bool:
    """True for a box in which nothing is known for the post's text, nor for why there is none, although something is said in it.

    Edited templates drop the classes and ids of the element that holds the text.
    """
    told = walked.own or walked.marks or walked.parts or walked.notices
    return not told and any(e.old.strip() for e in walked.edits) and all(e.rule == FRAME for e in walked.edits)


def _flat(
    document: Document, template: Template, tree: _Element, slots: tuple[_Element, ...], hidden: frozenset[str]
) -> Page | None:
    """A view whose posts follow each other in one region (several: pages one behind the other)."""
    page = Search(tree, indexed=len(document.text) >= LONG)
    thread = thread_facts(template, page, document.url)  # before all else: the pager stands in the region itself
    size = template.page_size(page)
    coded = template.find("codes", page) is not None
    parsed = parted(template, tree, slots)
    head, *between, foot = page_text(parsed)
    walks: list[Walked] = []
    for before, region in parsed.regions:
        heads = flat.special_elements(template, region, thread, first=not walks)
        walks.append(Walker(body=True, hidden=hidden, heads=heads, bare_players=True).walk(region, before))
    walked = flat.combined(walks, between)
    text: list[str] = []
    edits: list[Edit] = []
    length = _furniture(text, edits, 0, head, "chrome/page-head")
    text.append(walked.text)
    facts, marks, inner, outside = flat.divided(template, walked, length, coded=coded)
    if not facts:
        return None
    edits += _merged(inner, outside)
    _furniture(text, edits, length + len(walked.text), foot, "chrome/page-foot")
    return Page(
        passage=Passage.of("".join(text), marks),
        thread=thread,
        posts=counted(facts, thread, by_author=False, size=size),
        edits=tuple(edits),
        template=template.id,
        evidence=f"{len(facts)} posts divided as the {template.reader} view does",
        clean=True,
    )


def _merged(inner: list[Edit], outside: list[Edit]) -> list[Edit]:
    """All edits in order; those that stand wholly in a stretch outside the posts are part of it."""
    taken = sorted(outside)
    around = (bisect_right(taken, e.start, key=_start) - 1 for e in inner)
    kept = [e for e, i in zip(inner, around, strict=True) if i < 0 or e.end > taken[i].end]
    return sorted((*kept, *taken))


def _start(edit: Edit) -> int:
    return edit.start


def _told(walked: Walked) -> tuple[Edited | None, Withheld | None]:
    """What a post's box tells of it: who changed it, and why it has no text."""
    in_text = notice_edits(walked) if not walked.notices and may_notice(walked.text) else ()
    printed = (*walked.notices, *(edit.old for edit in in_text))
    return next((n for n in map(edit_notice, printed) if n), None), special.withheld(walked)


def page_text(parsed: Parsed) -> list[str]:
    """The text around the regions: what stands before the first, between two, behind the last."""
    strip_elements(parsed.tree, *UNREAD, with_tail=False)
    text = str(STRING(parsed.tree))
    pieces = SLOT_RE.split(text)
    return [_squeezed(piece) for piece in pieces[::2]]


def _squeezed(text: str) -> str:
    return "\n".join(map(" ".join, map(str.split, filter(str.strip, text.split("\n")))))


def assembled(  # noqa: PLR0913, PLR0917 - the parts of a page
    document: Document,
    template: Template,
    parsed: Parsed,
    walks: tuple[Walked, ...],
    thread: ThreadFacts,
    facts: tuple[PostFacts, ...],
) -> Page:
    """The page out of its parts: frame and posts in the order of the page, everything accounted for."""
    frame = page_text(parsed)
    floors: dict[object, int | None] = {post.pid: post.floor for post in facts if post.pid is not None}
    text: list[str] = []
    marks: list[Mark] = []
    edits: list[Edit] = []
    length = 0
    for i, walked in enumerate(walks):
        length += _furniture(text, edits, length, frame[i], "chrome/page-head" if i == 0 else "chrome/between-posts")
        marks.append(Mark(length, length + len(walked.text), "post", {"index": i}))
        marks += (_moved(mark, length, floors) for mark in walked.marks)
        edits += (e.moved(length) for e in with_notices(walked))
        text.append(walked.text)
        length += len(walked.text)
    _furniture(text, edits, length, frame[len(walks)], "chrome/page-foot")
    return Page(
        passage=Passage.of("".join(text), marks),
        thread=thread,
        posts=counted(facts, thread, by_author=special.by_author(document, parsed.tree, facts), size=template.size),
        edits=tuple(edits),
        template=template.id,
        evidence=f"{len(walks)} elements match {', '.join(template.region.finder.row.texts('select'))}",
        clean=True,
    )


def _furniture(text: list[str], edits: list[Edit], start: int, piece: str, rule: str) -> int:
    piece = f"\n{piece}\n" if start else f"{piece}\n"
    text.append(piece)
    edits.append(Edit(start, start + len(piece), piece, "", rule))
    return len(piece)


def _moved(mark: Mark, shift: int, floors: Mapping[object, int | None]) -> Mark:
    data = mark.data
    if mark.kind == "quote":
        data = {**data, "floor": floors.get(data.get("pid"))}
    return Mark(mark.start + shift, mark.end + shift, mark.kind, data)
