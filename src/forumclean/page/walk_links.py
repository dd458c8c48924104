"""What links, hidden mail addresses and players do to the walk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.etree import _Element

from forumclean.page import figures, players
from forumclean.page.elements import UNSEEN, nothing, text_below, text_without
from forumclean.page.roles import Role

if TYPE_CHECKING:
    from forumclean.page.walk import Walker

MEDIA_RE = re.compile(r"\.(?:mp4|flv|swf|mp3|wma|wmv|rm|rmvb|avi|mkv|m4a)$", re.IGNORECASE)
SILENT = ("a", "audio", "video", "object", *UNSEEN)
"""Elements of a player's box whose text is none of a post's."""
NEAR = 50
"""Elements and their ends in the box of a player."""
EMAIL = "restore/cloudflare-email"


def email(w: Walker, tag: _Element, _role: Role) -> bool:
    """An address that Cloudflare hid: itself in place of what is printed."""
    address = figures.email(tag.get("data-cfemail") or "")
    if address is None:
        return w.push(tag, nothing)
    start = w.out.length

    def put() -> None:
        w.out.replace(start, address, EMAIL)
        w.out.line_start = w.out.blank = False  # the address is text: a blank behind it is one

    return w.behind(w.furniture(tag, EMAIL), put)


def link(w: Walker, tag: _Element, _role: Role) -> bool:
    """A link; one to a file is an attachment."""
    href = figures.address(tag)
    if w.fields and href is not None and href.startswith("javascript:"):
        return w.furniture(tag, "chrome/form")  # 展开
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


def media(w: Walker, tag: _Element, _role: Role) -> bool:
    """A player, told by what it plays."""
    if w.texts and tag.tag == "div" and text_without(tag, *SILENT, most=NEAR).strip():
        return w.ordinary(tag)  # the forum says there, in a link, what to do where nothing plays
    src = players.media(tag)
    if src:
        w.out.point("media", {"src": src})
    return w.furniture(tag, "chrome/player")
