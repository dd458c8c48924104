"""Walks the soup of a post and writes its text: characters, marks over them, and what is no post text.

The walk is a loop over a stack, not a recursion: posts nest as deep as their writers (and attackers) like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import NavigableString, PageElement, Tag
from bs4.element import PreformattedString

from forumclean.model import Edit, Mark
from forumclean.page import figures, quoted
from forumclean.page.fold import BREAK, FOLDED_RE, OPEN, unfolded
from forumclean.page.roles import Role, role_of
from forumclean.page.writer import Writer

SPACES_RE = re.compile(r"[ \t\r\n\f]+")
MEDIA_RE = re.compile(r"\.(?:mp4|flv|swf|mp3|wma|wmv|rm|rmvb|avi|mkv|m4a)$", re.IGNORECASE)
ATTACH_RE = re.compile(r"^[ \xa0]*(\[(attach|attachimg)\]\d{1,10}\[/\2\])", re.MULTILINE)
EMAIL_CLASS = "__cf_email__"
NOTHING_SPECIAL: Mapping[int, str] = {}
WITH_FRAME = frozenset({"body", "hidden", "attachment", "poll", "reward", "best", "skip", "furniture"})
"""Roles that mean something in the frame of a post as well."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A walked region: text, marks and edits in its own offsets, and the parts that hold facts."""

    text: str
    marks: tuple[Mark, ...]
    edits: tuple[Edit, ...]
    notices: tuple[str, ...]
    """Edit notices, as printed."""
    parts: tuple[tuple[str, Tag], ...]
    """Elements with facts, by role: ``poll``, ``reward``, ``best``."""
    breaks: tuple[tuple[int, Tag], ...]
    """Where a flat view begins another post, and by which element."""


class Walker:
    """One walk; ``noise`` holds what was folded, ``body`` is true where the region is post text throughout."""

    def __init__(
        self,
        noise: tuple[tuple[str, str], ...],
        *,
        body: bool,
        hidden: frozenset[str] = frozenset(),
        heads: Mapping[int, str] = NOTHING_SPECIAL,
        bare_players: bool = False,
    ) -> None:
        self.out = Writer()
        self.heads = heads
        """Elements (by ``id()``) that begin a post of a flat view (``head``) or are furniture of it."""
        self.bare_players = bare_players
        """True for views that print a player as a link to what it plays."""
        self.noise = noise
        self.hidden_classes = hidden
        self.body = int(body)
        self.code = 0
        self.dark = 0
        """Depth of elements whose text is taken out as a whole."""
        self.frame: int | None = None if body else 0
        self.notices: list[str] = []
        self.parts: list[tuple[str, Tag]] = []
        self.breaks: list[tuple[int, Tag]] = []
        self.stack: list[tuple[Iterator[PageElement], Callable[[], None]]] = []

    def walk(self, root: Tag) -> Walked:
        """The region below ``root`` (its own role does not matter)."""
        self.stack.append((iter(root.contents), _nothing))
        while self.stack:
            nodes, leave = self.stack[-1]
            for node in nodes:
                if isinstance(node, Tag):
                    if self.enter(node):
                        break
                elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                    self.string(str(node))
            else:
                self.stack.pop()
                leave()
        self.close_frame()
        out = self.out
        text = out.text()
        out.edits += attach_codes(text, out.edits)
        return Walked(
            text, tuple(out.marks), tuple(sorted(out.edits)), tuple(self.notices), tuple(self.parts), tuple(self.breaks)
        )

    # ── text ────────────────────────────────────────────────────────────────────────────────────

    def string(self, text: str) -> None:
        if BREAK not in text and OPEN not in text:
            self.plain(text)
            return
        reached = 0
        for match in FOLDED_RE.finditer(text):
            self.plain(text[reached : match.start()])
            reached = match.end()
            if match[1] is None:
                self.out.newline()
            else:
                rule, noise = self.noise[int(match[1])]
                self.out.taken(noise, rule, quiet=bool(self.dark or self.frame is not None))
        self.plain(text[reached:])

    def plain(self, text: str) -> None:
        if not text:
            return
        if "\n" in text or "  " in text or "\t" in text or "\r" in text:
            text = SPACES_RE.sub(" ", text)
        self.out.write(text)

    # ── elements ────────────────────────────────────────────────────────────────────────────────

    def enter(self, tag: Tag) -> bool:
        """Write what the element begins with; true when its content follows on the stack."""
        special = self.heads.get(id(tag))
        if special is not None and not self.dark:
            return self.head(tag, special)
        role = role_of(tag)
        if self.hidden_classes and not self.hidden_classes.isdisjoint(tag.get_attribute_list("class")):
            role = Role("noise", "noise/hidden-class")
        if role is None:
            return self.push(tag, _nothing)
        if self.dark:
            return self.push_dark(tag, role)
        if self.frame is not None and role.name not in WITH_FRAME:
            if role.name in ("block", "row", "table", "break", "item"):
                self.out.fresh()
            return self.push(tag, _nothing)
        method = ENTER.get(role.name)
        return method(self, tag, role) if method else self.push(tag, _nothing)

    def head(self, tag: Tag, special: str) -> bool:
        """An element between two posts of a flat view."""
        self.out.fresh()
        if special == "head":
            self.breaks.append((self.out.length, tag))
        pushed = self.furniture(tag, "chrome/post-head" if special == "head" else "chrome/page-furniture")
        nodes, leave = self.stack.pop()

        def back() -> None:
            leave()
            self.out.fresh()

        self.stack.append((nodes, back))
        return pushed

    def push(self, tag: Tag, leave: Callable[[], None]) -> bool:
        self.stack.append((iter(tag.contents), leave))
        return True

    def push_dark(self, tag: Tag, role: Role) -> bool:
        if role.name == "skip":
            return False
        if role.name in ("block", "break", "item", "row", "table"):
            self.out.newline()
        return self.push(tag, _nothing)

    def open(self, tag: Tag, kind: str, **data: object) -> bool:
        """A mark around the element's text."""
        self.out.open(kind, data)
        return self.push(tag, lambda: self.out.close(kind))

    def block(self, tag: Tag, kind: str | None, **data: object) -> bool:
        """A mark around an element that begins and ends a line."""
        out = self.out
        out.fresh()
        if kind:
            out.open(kind, data)

        def leave() -> None:
            if kind:
                out.close(kind)
            out.fresh()

        return self.push(tag, leave)

    def furniture(self, tag: Tag, rule: str) -> bool:
        """Take out all the text below the element."""
        start, state = self.out.length, self.out.state
        self.dark += 1

        def leave() -> None:
            self.dark -= 1
            self.out.take(start, rule)
            self.out.state = state  # what was taken out leaves the line as it was

        return self.push(tag, leave)

    # ── frame: what stands in the post's box beside its text ─────────────────────────────────────

    def close_frame(self) -> None:
        if self.frame is not None:
            self.out.take(self.frame, "chrome/post-frame")

    def inside(self, tag: Tag, method: Callable[[], bool]) -> bool:
        """Let ``method`` write post text although the walk stands in the frame."""
        if self.frame is None:
            return method()
        self.close_frame()
        self.frame = None
        pushed = method()
        if not pushed:
            self.out.fresh()
            self.frame = self.out.length
            return False
        nodes, leave = self.stack.pop()

        def back() -> None:
            leave()
            self.out.fresh()
            self.frame = self.out.length

        self.stack.append((nodes, back))
        return True

    def code_box(self, tag: Tag) -> bool:
        self.code += 1
        self.block(tag, "code", language=None)
        nodes, leave = self.stack.pop()

        def back() -> None:
            self.code -= 1
            leave()

        self.stack.append((nodes, back))
        return True


def _nothing() -> None:
    pass


def attach_codes(text: str, taken: Sequence[Edit]) -> list[Edit]:
    """The forum's own codes for attachments that a view leaves unrendered, on lines of their own."""
    if "[attach" not in text:
        return []
    covered = {i for e in taken for i in range(e.start, e.end)}
    found = (Edit(m.start(1), m.end(1), m[1], "", "chrome/attach-code") for m in ATTACH_RE.finditer(text))
    return [e for e in found if e.start not in covered]


def _body(w: Walker, tag: Tag, _role: Role) -> bool:
    return w.inside(tag, lambda: w.block(tag, None))


def _noise(w: Walker, tag: Tag, role: Role) -> bool:
    return w.furniture(tag, role.rule)


def _edited(w: Walker, tag: Tag, role: Role) -> bool:
    w.notices.append(unfolded(tag.get_text()))
    return w.furniture(tag, role.rule)


def _part(w: Walker, tag: Tag, role: Role) -> bool:
    w.parts.append((role.name, tag))
    return w.furniture(tag, role.rule)


def _quote(w: Walker, tag: Tag, _role: Role) -> bool:
    if w.out.inside("quote") and tag.name == "blockquote" and w.out.opened_here("quote"):
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


def _quote_head(w: Walker, tag: Tag, role: Role) -> bool:
    return w.furniture(tag, role.rule) if w.out.inside("quote") else w.block(tag, None)


def _shown_head(w: Walker, tag: Tag, role: Role) -> bool:
    parent = tag.parent
    shown = parent is not None and "showhide" in parent.get_attribute_list("class")
    return w.furniture(tag, role.rule) if shown else w.block(tag, None)


def _hidden(w: Walker, tag: Tag, _role: Role) -> bool:
    condition = quoted.condition(unfolded(tag.get_text()))
    return w.inside(tag, lambda: w.block(tag, "hidden", condition=condition))


def _list(w: Walker, tag: Tag, _role: Role) -> bool:
    return w.push(tag, _nothing) if w.code else w.block(tag, "list", ordered=tag.name == "ol" or tag.get("type") == "1")


def _item(w: Walker, tag: Tag, _role: Role) -> bool:
    if w.code or not w.out.inside("list"):
        w.out.fresh()
        return w.push(tag, _nothing)
    return w.block(tag, "item")


def _cell(w: Walker, tag: Tag, _role: Role) -> bool:
    return w.block(tag, "cell") if w.out.inside("row") else w.block(tag, None)


def _attachment(w: Walker, tag: Tag, _role: Role) -> bool:
    figure = figures.attachment(tag)
    if figure is None:
        return w.push(tag, _nothing)

    def write() -> bool:
        w.out.point(figure.kind, figure.data)
        return w.furniture(tag, "chrome/attachment")

    return w.inside(tag, write)


def _image(w: Walker, tag: Tag, _role: Role) -> bool:
    figure = figures.image(tag)
    if figure is not None:
        w.out.point("image", figure.data)
    return False


def _media(w: Walker, tag: Tag, _role: Role) -> bool:
    src = figures.media(tag)
    if src:
        w.out.point("media", {"src": src})
    return w.furniture(tag, "chrome/player")


def _rule(w: Walker, _tag: Tag, _role: Role) -> bool:
    w.out.fresh()
    w.out.point("rule", {})
    w.out.newline()
    return False


def _break(w: Walker, _tag: Tag, _role: Role) -> bool:
    w.out.newline()
    return False


def _link(w: Walker, tag: Tag, _role: Role) -> bool:
    secret = tag.get("data-cfemail")
    if isinstance(secret, str) and EMAIL_CLASS in tag.get_attribute_list("class"):
        address = figures.email(secret)
        if address:
            start = w.out.length
            w.furniture(tag, "restore/cloudflare-email")
            nodes, leave = w.stack.pop()

            def back() -> None:
                leave()
                w.out.replace(start, address, "restore/cloudflare-email")

            w.stack.append((nodes, back))
            return True
    href = tag.get("href")
    if not isinstance(href, str) or href.startswith("javascript:") or w.code:
        return w.push(tag, _nothing)
    file = figures.file_link(tag)
    if file is not None:
        w.out.point("attachment", file.data)
        return w.furniture(tag, "chrome/attachment")
    if w.bare_players and MEDIA_RE.search(href) and tag.get_text().strip() == href:
        w.out.point("media", {"src": unfolded(href)})
        return w.furniture(tag, "chrome/player-address")
    return w.open(tag, "link", href=unfolded(href))


def _font(w: Walker, tag: Tag, _role: Role) -> bool:
    size = tag.get("size")
    if isinstance(size, str) and size.strip("px +").isdecimal():
        return w.open(tag, "size", value=min(7, int(size.strip("px +"))))
    return w.push(tag, _nothing)


def _center(w: Walker, tag: Tag, _role: Role) -> bool:
    return w.block(tag, "center")


def _block(w: Walker, tag: Tag, _role: Role) -> bool:
    if w.code and tag.name == "p" and w.out.opened_here("code"):
        return w.furniture(tag, "chrome/code-head")  # 代码: above the box of older views
    return w.block(tag, None)


def _marker(kind: str) -> Callable[[Walker, Tag, Role], bool]:
    def enter(w: Walker, tag: Tag, _role: Role) -> bool:
        return w.push(tag, _nothing) if w.code else w.open(tag, kind)

    return enter


ENTER: dict[str, Callable[[Walker, Tag, Role], bool]] = {
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
