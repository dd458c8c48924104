"""Walks the elements of a post and writes its text: characters, marks over them, and what is no post text.

The walk is a loop over a stack, not a recursion: posts nest as deep as their writers (and attackers) like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from forumclean.model import Edit, Mark
from forumclean.page.attach_codes import attach_codes
from forumclean.page.elements import LINES, Entered, Flow, classes, contents, nothing, unread
from forumclean.page.roles import SILENT, WITH_FRAME, Role, roles
from forumclean.page.walk_roles import ENTER
from forumclean.page.writer import Writer

VERBATIM = frozenset({"pre", "xmp", "listing", "textarea"})
"""Elements whose white space is text."""
NOTHING_SPECIAL: Mapping[_Element, str] = {}
HIDDEN = Role("noise", "noise/hidden-class")


@dataclass(frozen=True, slots=True)
class Walked:
    """A walked region: text, marks and edits in its own offsets, and the parts that hold facts."""

    text: str
    marks: tuple[Mark, ...]
    edits: tuple[Edit, ...]
    notices: tuple[str, ...]
    """Edit notices, as printed."""
    parts: tuple[tuple[str, _Element], ...]
    """Elements with facts, by role: ``poll``, ``reward``, ``best``."""
    breaks: tuple[tuple[int, _Element], ...]
    """Where a flat view begins another post, and by which element."""
    own: bool = False
    """True where a post's text stands in an element of its own."""


class Walker:
    """One walk; ``body`` is true where the region is post text throughout."""

    def __init__(
        self,
        *,
        body: bool,
        hidden: frozenset[str] = frozenset(),
        heads: Mapping[_Element, str] = NOTHING_SPECIAL,
        bare_players: bool = False,
        title: Callable[[], str | None] = nothing,
    ) -> None:
        self.out = Writer()
        self.bare = body
        """True where no element tells a post's text from what a view prints above it."""
        self.root: _Element | None = None
        """What is walked, where nothing of its text stands above its first element."""
        self.heads = heads
        """Elements that begin a post of a flat view (``head``), name its ``subject`` or are furniture of it."""
        self.bare_players = bare_players
        """True for views that print a player as a link to what it plays."""
        self.hidden_classes = hidden
        self.own = False
        """True behind an element that holds a post's text and nothing else."""
        self.texts = int(body)
        """Such elements around here; a region that is post text throughout is one."""
        self.code = self.fields = 0
        self.title = title
        self.figureless = 0
        """Boxes around here that hold no figure; then those in them hold none either."""
        self.frame: int | None = None if body else 0
        self.notices: list[str] = []
        self.parts: list[tuple[str, _Element]] = []
        self.breaks: list[tuple[int, _Element]] = []
        self.role: Callable[[_Element], Role | None] = self._unless_hidden if hidden else roles().of
        """The role of an element on this page."""
        self.stack: list[tuple[Iterator[Flow | Entered], Callable[[], None]]] = []

    def walk(self, root: _Element, text: str = "") -> Walked:
        """The region below ``root`` (its own role does not matter), and a text before it."""
        stack, out = self.stack, self.out
        self.root = None if text.strip() else root
        if text:
            out.flow([text])
        stack.append((self.contents(root), nothing))
        while stack:
            nodes, leave = stack[-1]
            for node in nodes:
                if isinstance(node, list):
                    out.flow(node)
                elif self.enter(*node):
                    break
            else:
                stack.pop()
                leave()
        self.close_frame()
        written = out.text()
        out.edits += attach_codes(written, out.edits)
        return Walked(
            written,
            tuple(out.marks),
            tuple(sorted(out.edits)),
            tuple(self.notices),
            tuple(self.parts),
            tuple(self.breaks),
            self.own,
        )

    # ── elements ────────────────────────────────────────────────────────────────────────────────

    def enter(self, tag: _Element, role: Role | None) -> bool:
        """Write what the element begins with; true when its content follows on the stack."""
        if self.heads and tag in self.heads:
            return self.head(tag, self.heads[tag])
        if role is None:
            return self.push(tag, nothing)
        if self.frame is not None and role.name not in WITH_FRAME:
            if role.name in LINES:
                self.out.fresh()
            return self.push(tag, nothing)
        return self._act(tag, role)

    def _act(self, tag: _Element, role: Role | None) -> bool:
        method = ENTER.get(role.name) if role is not None else None
        return self.push(tag, nothing) if method is None or role is None else method(self, tag, role)

    def ordinary(self, tag: _Element) -> bool:
        """An element whose class says nothing, for it is its author's."""
        return self._act(tag, roles().alone(tag))

    def _unless_hidden(self, tag: _Element) -> Role | None:
        role = roles().of(tag)
        silent = role is not None and role.name == SILENT
        return role if silent or self.hidden_classes.isdisjoint(classes(tag)) else HIDDEN

    def head(self, tag: _Element, special: str) -> bool:
        """An element between two posts of a flat view, or above the text of one."""
        if special == "subject":
            return self.block(tag, None)
        self.out.fresh()
        if special == "head":
            self.breaks.append((self.out.length, tag))
        rule = "chrome/post-head" if special == "head" else "chrome/page-furniture"
        return self.behind(self.furniture(tag, rule), self.out.fresh)

    def contents(self, tag: _Element) -> Iterator[Flow | Entered]:
        """What stands in an element; in the frame a break begins a line only where there is none yet, and noise is no other furniture."""
        return contents(tag, self.role, self.heads if self.frame is None else None)

    def push(self, tag: _Element, leave: Callable[[], None]) -> bool:
        """Go into the element; ``leave`` is called behind its last child."""
        if len(tag):
            self.stack.append((self.contents(tag), leave))
            return True
        if tag.text:  # most elements hold nothing but text
            self.out.flow([tag.text])
        leave()
        return False

    def behind(self, pushed: bool, then: Callable[[], None]) -> bool:  # noqa: FBT001 - what a method that pushes gave
        """Call ``then`` behind the element that was just gone into (or is done already)."""
        if not pushed:
            then()
            return False
        nodes, leave = self.stack.pop()

        def back() -> None:
            leave()
            then()

        self.stack.append((nodes, back))
        return True

    def open(self, tag: _Element, kind: str, **data: object) -> bool:
        """A mark around the element's text."""
        self.out.open(kind, data)
        return self.push(tag, lambda: self.out.close(kind))

    def block(self, tag: _Element, kind: str | None, **data: object) -> bool:
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

    def furniture(self, tag: _Element, rule: str) -> bool:
        """Take out all the text below the element."""
        if len(tag):
            self.out.aside(unread(tag, self.role), rule)
        elif tag.text:
            self.out.aside([tag.text], rule)
        return False

    # ── frame: what stands in the post's box beside its text ─────────────────────────────────────

    def close_frame(self) -> None:
        """Take out what stands in the frame so far."""
        if self.frame is not None:
            self.out.take(self.frame, "chrome/post-frame")

    def inside(self, method: Callable[[], bool]) -> bool:
        """Let ``method`` write post text although the walk stands in the frame."""
        if self.frame is None:
            return method()
        self.close_frame()
        self.frame = None
        return self.behind(method(), self._into_frame)

    def _into_frame(self) -> None:
        self.out.fresh()
        self.frame = self.out.length

    def code_box(self, tag: _Element) -> bool:
        """A box of code; the forum writes its white space as characters, other editors leave it as it is."""
        self.code += 1
        self.out.verbatim += tag.tag in VERBATIM
        return self.behind(self.block(tag, "code", language=None), lambda: self._out_of_code(tag))

    def out_of_text(self) -> None:
        """Go on behind an element that holds a post's text."""
        self.texts -= 1

    def out_of_box(self) -> None:
        """Go on behind a box of attachments that holds none."""
        self.figureless -= 1

    def _out_of_code(self, tag: _Element) -> None:
        self.code -= 1
        self.out.verbatim -= tag.tag in VERBATIM
