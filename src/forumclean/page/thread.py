"""Facts of a thread and its posts out of a tree, by a template's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from lxml.etree import XPath, _Element

from forumclean.model import Edited, PostFacts, Rating, ThreadFacts, Withheld
from forumclean.page.comments import comments_of
from forumclean.page.facts import floor, iso_time, number
from forumclean.page.finder import BLANKS_RE, Finder, squeezed, text_of
from forumclean.page.ratings import told
from forumclean.page.scopes import Scopes
from forumclean.page.search import Search
from forumclean.page.template import Template
from forumclean.page.tree import SLOT

T = TypeVar("T")
TID_RE = re.compile(r"(?:[?&;]tid[=-]|\bthread-|(?<=[?/])t(?:id)?-)(\d{1,10})", re.ASCII)
OWN_TID_RE = re.compile(r"[?&;]ptid=(\d{1,10})", re.ASCII)
PID_RE = re.compile(r"(?:post_|pid|postmessage_|postnum|authorposton|favatar)(\d{1,12})$", re.ASCII)
MARK_RE = re.compile(r"#replybtn_(\d{1,12})$", re.ASCII)
"""By which the scripts of touch know a post: its box has it for an address."""
PARTS_RE = re.compile(r"(?:comment|ratelog|post_rate_div)_(\d{1,12})", re.ASCII)
NAMES = XPath("descendant::*/@id", smart_strings=False)
DASHES = (" - ", "_", "-")
"""What stands between subject, board and site, as the admin chose."""
PAGE_TITLE = ("title",)
"""How the rows that read the page's own title find it."""
CLIPPED = " ..."
"""The forum cuts the last name of the board path, the thread's own, so."""
ENDING_RE = re.compile(r"(?<!\s)\s*+[-–]\s*(?:手机版\s*-\s*)?Powered by Discuz!.*$", re.DOTALL)
PLATFORM_RE = re.compile(r"(Discuz!?\s*)(?:Archiver\s+)?((?:X|NT)?\s*[\d.]*)", re.IGNORECASE)


def thread_facts(template: Template, page: Search, url: str | None) -> ThreadFacts:
    """What the page says of its thread; what it does not say is ``None``."""
    title = _title(template, page)
    address = template.find("url", page)
    own = url or address
    own_page = template.find("page", page)
    last = template.find("last-page", page)
    generator = template.find("platform", page) or ""
    platform = PLATFORM_RE.search(generator)
    return ThreadFacts(
        tid=_tid(template, page, own),
        title=title,
        url=address,
        site=squeezed(template.find("site", page)) or _site(page.root),
        board=_board(template, page, title),
        views=_count(template.find("views", page)),
        replies=_count(template.find("replies", page)),
        tags=tuple(dict.fromkeys(t for t in map(squeezed, template.all("tag", page)) if t)),
        pages=(int(own_page) if own_page else 1,),
        last_page=int(last) if last else None,
        page_links=tuple(dict.fromkeys(template.all("page-link", page))),
        platform=squeezed("".join(platform.groups())) if platform else None,
    )


def _title(template: Template, page: Search) -> str | None:
    """The subject; out of the page's own title all of it in front of the board, for a subject may have dashes of its own."""
    for finder in template.finders.get("title", ()):
        title = squeezed(next(finder.values(page), None))
        if title:
            return _whole(title, template, page) if finder.row.texts("select") == PAGE_TITLE else title
    return None


def _whole(title: str, template: Template, page: Search) -> str:
    whole = squeezed(page.root.findtext(".//title")) or ""
    board = _board(template, page, None)[1:][-1:]  # the first is the site
    ends = (whole.find(f"{dash}{board[0]}{dash}", 1) for dash in DASHES) if board else ()
    return next((whole[:end] for end in ends if end > 0), title)


def _count(text: str | None) -> int | None:
    return number(text) if text else None


def _site(tree: _Element) -> str | None:
    title = tree.findtext(".//title") or ""
    if "Powered by" not in title:
        return None
    parts = [part.strip() for part in ENDING_RE.sub("", title).split(" - ")]
    return squeezed(parts[-1]) if len(parts) > 1 else None


def _tid(template: Template, page: Search, url: str | None) -> int | None:
    for text in (url, template.find("tid", page)):
        match = TID_RE.search(text or "")
        if match:
            return int(match[1])
    links = list(page.root.iter("a"))
    for link in links:
        if (link.get("id") or "").startswith(
            "postnum"
        ):  # the floors lead to posts of the thread; others may lead anywhere
            address = link.get("href") or ""
            match = OWN_TID_RE.search(address) or TID_RE.search(address)
            if match:
                return int(match[1])
    for link in links:
        address = link.get("href") or ""
        match = TID_RE.search(address)
        if match and ("viewthread" in address or "thread-" in address):
            return int(match[1])
    return None


def _board(template: Template, page: Search, title: str | None) -> tuple[str, ...]:
    """The path from the site to the board: without the portal's own link and without the thread."""
    names: list[str] = []
    plain: list[str] = []
    for i, link in enumerate(template.elements("board", page)):
        href = link.get("href") or ""
        name = squeezed(text_of(link))
        if not name:
            continue
        if TID_RE.search(href) or "viewthread" in href:
            if names:
                break  # the path ends in the thread
            continue
        if title and (name == title or (name.endswith(CLIPPED) and title.startswith(name[: -len(CLIPPED)]))):
            continue
        names.append(name)
        if i == 0 or not _is_index(link):  # what the path begins with is the site, wherever it leads
            plain.append(name)
    return tuple(plain or names)


def _is_index(link: _Element) -> bool:
    """True for the link to the list of boards (论坛): a step of the menu, not of the path."""
    return (link.get("href") or "").rpartition("/")[2] in ("forum.php", "index.php", "forum.html")


def pid_of(element: _Element) -> int | None:
    """The post's id, from the element's own id or the nearest one around it."""
    node: _Element | None = element
    while node is not None:
        match = PID_RE.search(node.get("id") or "") or MARK_RE.match(node.get("href") or "")
        if match:
            return int(match[1])
        node = node.getparent()
    return None


def _pid_below(scope: _Element) -> int | None:
    """The number that a post's comments and points bear, where nothing around the post has one."""
    found = (PARTS_RE.fullmatch(name) for name in map(str, NAMES(scope)))  # type: ignore[arg-type]
    return next((int(match[1]) for match in found if match), None)


def posts_facts(
    template: Template, scopes: Scopes, told: Sequence[tuple[Edited | None, Withheld | None]]
) -> tuple[PostFacts, ...]:
    """What the page says of each post, its text aside; ``told`` is what the post's own box says."""
    floors = template.by_scope("floor", scopes, lambda f, e: floor(f.value(e) or ""))
    authors = template.by_scope("author", scopes, lambda f, e: _placed(squeezed(f.value(e)), f, e, scopes))
    times = template.by_scope("time", scopes, lambda f, e: _placed(_time(f, e), f, e, scopes))
    signatures = template.by_scope("signature", scopes, lambda _, e: lines(e) or None)
    comments = template.by_scope("comment", scopes, lambda _, e: e)
    ratings = template.by_scope("rating", scopes, lambda _, e: e)
    return tuple(
        PostFacts(
            floor=_first(floors[i]),
            pid=pid_of(scope) or _pid_below(scope),
            author=_first(authors[i]),
            published=_first(times[i]),
            edited=told[i][0],
            signature=_first(signatures[i]),
            comments=comments_of(template, comments[i]),
            ratings=_ratings(template, scope, ratings[i]),
            withheld=told[i][1],
        )
        for i, scope in enumerate(scopes.elements)
    )


def _placed(value: str | None, finder: Finder, element: _Element, scopes: Scopes) -> str | None:
    """What a row reads; ``None`` where it stands beside the post's text or around it, and that says nothing."""
    if value is None or not finder.above:
        return value
    return value if SLOT not in value and scopes.above(element) else None


def _time(finder: Finder, element: _Element) -> str | None:
    """The time in an element; its parts are set apart, since counts stand beside it without a blank."""
    if finder.pattern is not None:
        return iso_time(finder.value(element) or "")
    return iso_time(element.get(finder.attr) or "" if finder.attr else " ".join(element.itertext()))  # type: ignore[arg-type]


def _first(values: list[T]) -> T | None:
    return values[0] if values else None


def lines(element: _Element) -> str:
    """The element's text, its line breaks kept, white space within lines folded."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "br":
            parts.append("\n")
        elif isinstance(node.tag, str) and node.text and node.tag not in ("script", "style"):
            parts.append(BLANKS_RE.sub(" ", node.text))
        if node is not element and node.tail:
            parts.append(BLANKS_RE.sub(" ", node.tail))
    return "\n".join(line for line in (part.strip() for part in "".join(parts).split("\n")) if line)


def _ratings(template: Template, scope: _Element, rows: Sequence[_Element]) -> tuple[Rating, ...]:
    """One rating for each kind of points in each row: the columns between the name and the reason."""
    if not rows:
        return ()
    out: list[Rating] = []
    heads = [squeezed(text_of(head)) or "" for head in template.elements("rating-head", scope)]
    if not heads:
        return tuple(rating for row in rows for rating in told(row))
    credits_ = [head.split(" ")[0] for head in heads[1:-1]]
    for row in rows:
        cells = [squeezed(text_of(cell)) or "" for cell in row if isinstance(cell.tag, str)]
        reason = cells[-1] or None if len(cells) > len(credits_) + 1 else None
        for credit, cell in zip(credits_, cells[1:], strict=False):
            value = cell.replace(" ", "")
            if value.lstrip("+-").isdecimal():
                out.append(Rating(cells[0] or None, credit, int(value), reason))
    return tuple(out)
