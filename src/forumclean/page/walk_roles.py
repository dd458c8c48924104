"""What each role of an element does to the walk: opens a mark, takes text out, or goes on.

The roles are data (``data/elements``); this is the one table that says what they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page import figures, quoted
from forumclean.page.elements import UNSEEN, classes, first, nothing, text_without
from forumclean.page.facts import is_edit_notice
from forumclean.page.roles import Role
from forumclean.page.walk_fields import PARTS, caption, fields, part, subject, title
from forumclean.page.walk_hidden import boxed, folded, hidden, is_withheld, notice, shown_head, silenced
from forumclean.page.walk_links import email, link, media
from forumclean.page.walk_lists import cell, item, listed
from forumclean.page.walk_own import ad, among_fields, banner, of_file, outside, warned

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

SHORT = 50
"""Elements and their ends in an edit notice."""
SAYING = ("button", "label")
"""Elements of a form that hold a text."""
QUOTES = 10
"""So many stand in each other at most: all that one holds is looked at, and what stands deeper is text of the last."""


def _attachments(w: Walker, tag: _Element, _role: Role) -> bool:
    return w.inside(lambda: w.block(tag, None))


def _body(w: Walker, tag: _Element, _role: Role) -> bool:
    w.own = True
    w.texts += 1
    return w.behind(w.inside(lambda: w.block(tag, None)), w.out_of_text)


def _noise(w: Walker, tag: _Element, role: Role) -> bool:
    return w.furniture(tag, role.rule)


def _form(w: Walker, tag: _Element, role: Role) -> bool:
    bare = w.texts and tag.tag in SAYING and not tag.keys()
    return w.push(tag, nothing) if bare else w.furniture(tag, role.rule)


def _form_text(w: Walker, tag: _Element, role: Role) -> bool:
    shown = w.texts and not w.code and (tag.text or "").strip()
    return w.code_box(tag) if shown else w.furniture(tag, role.rule)


def _edited(w: Walker, tag: _Element, role: Role) -> bool:
    text = text_without(tag, *UNSEEN, most=SHORT)  # they may stand in each other
    if not is_edit_notice(text):
        return _marker("em")(w, tag, role)  # [i=s], which the forum puts around its notice, can be typed
    w.notices.append(text)
    return w.furniture(tag, role.rule)


def _part(w: Walker, tag: _Element, role: Role) -> bool:
    w.parts.append((role.name, tag))
    return w.furniture(tag, role.rule)


def _indent(w: Walker, tag: _Element, role: Role) -> bool:
    around = tag.getparent()
    renamed = around is not None and any("quote" in name for name in classes(around))
    return _quote(w, tag, role, sure=renamed)


def _quote(w: Walker, tag: _Element, _role: Role, *, sure: bool = True) -> bool:
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
        said = out.text_from(start)
        head = quoted.head(said, tag)
        if head:
            data.update(head.data)
            out.take(start, "chrome/quote-head", length=head.length)
        tail = None if head else quoted.tail(said, tag)
        if tail:
            data.update(tail.data)
            out.take(start + len(said.rstrip()) - tail.length, "chrome/quote-head", length=tail.length)
        out.close("quote", None if head or tail or sure else "indent")
        out.fresh()

    return w.push(tag, leave)


def _quote_box(w: Walker, tag: _Element, role: Role) -> bool:
    """The wrapper of a quote; touch has its like, with no quote in it, for what it says in place of a post."""
    if "quote" in classes(tag) and first(tag, "blockquote") is None and is_withheld(tag):
        return hidden(w, tag, role)
    return _quote(w, tag, role)


def _quote_head(w: Walker, tag: _Element, role: Role) -> bool:
    return w.furniture(tag, role.rule) if w.code or w.out.inside("quote") else title(w, tag, role)


def _lock_button(w: Walker, tag: _Element, role: Role) -> bool:
    if w.out.inside("hidden"):
        return w.furniture(tag, role.rule)
    return link(w, tag, role) if tag.tag == "a" else _marker("em")(w, tag, role)


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


def _rule(w: Walker, _tag: _Element, _role: Role) -> bool:
    w.out.fresh()
    w.out.point("rule", {})
    w.out.newline()
    return False


def _break(w: Walker, _tag: _Element, _role: Role) -> bool:
    w.out.newline()
    return False


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
    return part(w, tag) if w.fields and tag.tag in PARTS else w.block(tag, None)


def _em(w: Walker, tag: _Element, role: Role) -> bool:
    box, above = tag.getparent(), tag.getprevious()
    if w.code and box is not None and "blockcode" in classes(box) and above is not None and above.tag == "div":
        return w.furniture(tag, "chrome/copy-code")  # the button below the box, of which a clipper left the text alone
    return _marker("em")(w, tag, role)


def _marker(kind: str) -> Callable[[Walker, _Element, Role], bool]:
    def enter(w: Walker, tag: _Element, _role: Role) -> bool:
        return w.push(tag, nothing) if w.code or w.fields else w.open(tag, kind)

    return enter


ENTER: dict[str, Callable[[Walker, _Element, Role], bool]] = {
    "body": _body,
    "attachments": _attachments,
    "subject": subject,
    "noise": _noise,
    "folded": folded,
    "furniture": _noise,
    "ad": ad,
    "banner": banner,
    "counts": among_fields(_noise),
    "tip": of_file(_noise),
    "warned": warned(_noise),
    "buttons": outside(_noise),
    "form": _form,
    "form-text": _form_text,
    "title": title,
    "edited": _edited,
    "poll": _part,
    "reward": _part,
    "best": _part,
    "tags": _part,
    "fields": outside(fields),
    "activity": outside(fields),
    "debate": outside(fields),
    "trade": outside(fields),
    "quote": _quote_box,
    "indent": _indent,
    "quote-head": _quote_head,
    "shown-head": shown_head,
    "lock-button": _lock_button,
    "hidden": hidden,
    "silenced": silenced,
    "boxed": boxed,
    "notice": notice,
    "code": lambda w, tag, _role: w.code_box(tag),
    "list": listed,
    "item": item,
    "table": lambda w, tag, _role: w.block(tag, "table"),
    "row": lambda w, tag, _role: w.block(tag, "row"),
    "cell": cell,
    "attachment": _attachment,
    "attachment-item": of_file(_attachment),
    "image": _image,
    "media": media,
    "rule": _rule,
    "break": _break,
    "email": email,
    "link": link,
    "font": _font,
    "center": _center,
    "block": _block,
    "strong": _marker("strong"),
    "em": _em,
    "del": _marker("del"),
    "icode": _marker("icode"),
    "caption": caption,
    "skip": lambda _w, _tag, _role: False,
}
"""What each role of ``data/elements`` does."""
