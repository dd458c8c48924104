"""What each role of an element does to the walk: opens a mark, takes text out, or goes on.

The roles are data (``data/elements``); this is the one table that says what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page import figures, quoted
from forumclean.page.elements import classes, text_below
from forumclean.page.roles import Role

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

MEDIA_RE = re.compile(r"\.(?:mp4|flv|swf|mp3|wma|wmv|rm|rmvb|avi|mkv|m4a)$", re.IGNORECASE)
COUNTING = frozenset("1aAiI")
"""What a list may count with: [list=1], [list=a] and [list=A] are all `ul` with this type."""
EMAIL_CLASS = "__cf_email__"
QUOTES, HIDDEN = 10, 3
"""So many stand in each other at most: all that one holds is looked at, and what stands deeper is text of the last."""


def nothing() -> None:
    """What is to be done behind an element that leaves no mark."""


def _body(w: Walker, tag: _Element, _role: Role) -> bool:
    return w.inside(lambda: w.block(tag, None))


def _noise(w: Walker, tag: _Element, role: Role) -> bool:
    return w.furniture(tag, role.rule)


def _edited(w: Walker, tag: _Element, role: Role) -> bool:
    w.notices.append(text_below(tag))
    return w.furniture(tag, role.rule)


def _part(w: Walker, tag: _Element, role: Role) -> bool:
    w.parts.append((role.name, tag))
    return w.furniture(tag, role.rule)


def _quote(w: Walker, tag: _Element, _role: Role) -> bool:
    if w.out.depth("quote") >= QUOTES:
        return w.block(tag, None)
    if w.out.inside("quote") and tag.tag == "blockquote" and w.out.opened_here("quote"):
        return w.block(tag, None)  # div.quote > blockquote is one quote
    out = w.out
    out.fresh()
    data: dict[str, object] = {}
    out.open("quote", data)

    def leave() -> None:
        start = out.start_of("quote")
        head = quoted.head(out.text_from(start), tag)
        if head:
            data.update(head.data)
            out.take(start, "chrome/quote-head", length=head.length)
        out.close("quote")
        out.fresh()

    return w.push(tag, leave)


def _quote_head(w: Walker, tag: _Element, role: Role) -> bool:
    return w.furniture(tag, role.rule) if w.out.inside("quote") else w.block(tag, None)


def _shown_head(w: Walker, tag: _Element, role: Role) -> bool:
    parent = tag.getparent()
    shown = parent is not None and "showhide" in classes(parent)
    return w.furniture(tag, role.rule) if shown else w.block(tag, None)


def _hidden(w: Walker, tag: _Element, _role: Role) -> bool:
    if w.out.depth("hidden") >= HIDDEN:
        return w.block(tag, None)
    condition = quoted.condition(text_below(tag))
    return w.inside(lambda: w.block(tag, "hidden", condition=condition))


def _list(w: Walker, tag: _Element, _role: Role) -> bool:
    ordered = tag.tag == "ol" or tag.get("type") in COUNTING
    return w.push(tag, nothing) if w.code else w.block(tag, "list", ordered=ordered)


def _item(w: Walker, tag: _Element, _role: Role) -> bool:
    if w.code or not w.out.inside("list"):
        w.out.fresh()
        return w.push(tag, nothing)
    return w.block(tag, "item")


def _cell(w: Walker, tag: _Element, _role: Role) -> bool:
    return w.block(tag, "cell") if w.out.inside("row") else w.block(tag, None)


def _attachment(w: Walker, tag: _Element, _role: Role) -> bool:
    figure = None if w.figureless else figures.attachment(tag)
    if figure is None:
        w.figureless += 1
        return w.behind(w.push(tag, nothing), w.out_of_box)

    def write() -> bool:
        w.out.point(figure.kind, figure.data)
        return w.furniture(tag, "chrome/attachment")

    return w.inside(write)


def _image(w: Walker, tag: _Element, _role: Role) -> bool:
    figure = figures.image(tag)
    if figure is not None:
        w.out.point("image", figure.data)
    return False


def _media(w: Walker, tag: _Element, _role: Role) -> bool:
    src = figures.media(tag)
    if src:
        w.out.point("media", {"src": src})
    return w.furniture(tag, "chrome/player")


def _rule(w: Walker, _tag: _Element, _role: Role) -> bool:
    w.out.fresh()
    w.out.point("rule", {})
    w.out.newline()
    return False


def _break(w: Walker, _tag: _Element, _role: Role) -> bool:
    w.out.newline()
    return False


def _link(w: Walker, tag: _Element, _role: Role) -> bool:
    secret = tag.get("data-cfemail")
    if secret is not None and EMAIL_CLASS in classes(tag):
        address = figures.email(secret)
        if address:
            start = w.out.length
            rule = "restore/cloudflare-email"

            def put() -> None:
                w.out.replace(start, address, rule)
                w.out.line_start = w.out.blank = False  # the address is text: a blank behind it is one

            return w.behind(w.furniture(tag, rule), put)
    href = tag.get("href")
    if href is None or href.startswith("javascript:") or w.code:
        return w.push(tag, nothing)
    file = figures.file_link(tag)
    if file is not None:
        w.out.point("attachment", file.data)
        return w.furniture(tag, "chrome/attachment")
    if w.bare_players and MEDIA_RE.search(href) and text_below(tag).strip() == href:
        w.out.point("media", {"src": href})
        return w.furniture(tag, "chrome/player-address")
    return w.open(tag, "link", href=href)


def _font(w: Walker, tag: _Element, _role: Role) -> bool:
    size = tag.get("size")
    if size is not None and size.strip("px +").isdecimal():
        return w.open(tag, "size", value=min(7, int(size.strip("px +"))))
    return w.push(tag, nothing)


def _center(w: Walker, tag: _Element, _role: Role) -> bool:
    return w.block(tag, "center")


def _block(w: Walker, tag: _Element, _role: Role) -> bool:
    if w.code and tag.tag == "p" and w.out.opened_here("code"):
        return w.furniture(tag, "chrome/code-head")  # 代码: above the box of older views
    return w.block(tag, None)


def _marker(kind: str) -> Callable[[Walker, _Element, Role], bool]:
    def enter(w: Walker, tag: _Element, _role: Role) -> bool:
        return w.push(tag, nothing) if w.code else w.open(tag, kind)

    return enter


ENTER: dict[str, Callable[[Walker, _Element, Role], bool]] = {
    "body": _body,
    "noise": _noise,
    "furniture": _noise,
    "edited": _edited,
    "poll": _part,
    "reward": _part,
    "best": _part,
    "quote": _quote,
    "quote-head": _quote_head,
    "shown-head": _shown_head,
    "hidden": _hidden,
    "code": lambda w, tag, _role: w.code_box(tag),
    "list": _list,
    "item": _item,
    "table": lambda w, tag, _role: w.block(tag, "table"),
    "row": lambda w, tag, _role: w.block(tag, "row"),
    "cell": _cell,
    "attachment": _attachment,
    "image": _image,
    "media": _media,
    "rule": _rule,
    "break": _break,
    "link": _link,
    "font": _font,
    "center": _center,
    "block": _block,
    "strong": _marker("strong"),
    "em": _marker("em"),
    "del": _marker("del"),
    "icode": _marker("icode"),
    "skip": lambda _w, _tag, _role: False,
}
"""What each role of ``data/elements`` does."""
