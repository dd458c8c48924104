"""Writes a page's text piece by piece and keeps the offsets of marks and edits true."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forumclean.model import Edit, Mark
from forumclean.page.elements import SPACES, Flow

SPACES_RE = re.compile(r"[ \t\r\n\f]+")


class Writer:
    """A growing text with open and closed marks; offsets count from its beginning."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.line_start = True
        """True behind a line break (or at the very start): white space here is not text."""
        self.blank = True
        """True while the last character is white space, which swallows more of it."""
        self.verbatim = 0
        """Elements around here whose white space is text, all of it."""
        self.marks: list[Mark] = []
        self.edits: list[Edit] = []
        """In order of their starts."""
        self._open: dict[str, list[tuple[int, int, Mapping[str, object]]]] = {}

    def flow(self, texts: Flow) -> None:
        """Texts in a row, white space folded to single blanks, and the breaks between them.

        What is taken out leaves the line as it was.
        """
        if self.verbatim:
            self.as_they_are(texts)
            return
        parts, length, blank = self.parts, self.length, self.blank
        for piece in texts:
            if piece is None:
                parts.append("\n")
                length += 1
                self.line_start = blank = True
                continue
            text, rule = (piece, None) if isinstance(piece, str) else piece
            if blank and text[0] in SPACES:  # so begins what stands behind a break or an element
                text = text.lstrip(SPACES)
                if not text:
                    continue
            if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
                text = SPACES_RE.sub(" ", text)
            parts.append(text)
            if rule is None:
                self.line_start = False
                blank = text[-1] == " "
            else:
                self.edits.append(Edit(length, length + len(text), text, "", rule))
            length += len(text)
        self.length, self.blank = length, blank

    def as_they_are(self, texts: Flow) -> None:
        """Texts in a row with all their white space, and the breaks between them."""
        for piece in texts:
            text, rule = piece if isinstance(piece, tuple) else ("\n" if piece is None else piece, None)
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            self.parts.append(text)
            if rule is None:
                self.line_start = self.blank = text.endswith("\n")
            else:
                self.edits.append(Edit(self.length, self.length + len(text), text, "", rule))
            self.length += len(text)

    def newline(self) -> None:
        """A line break."""
        self.parts.append("\n")
        self.length += 1
        self.line_start = self.blank = True

    def fresh(self) -> None:
        """A line break, unless a line has just begun."""
        if not self.line_start:
            self.newline()

    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def text_from(self, start: int) -> str:
        """What was written from an offset on."""
        found: list[str] = []
        position = self.length
        for part in reversed(self.parts):
            if position <= start:
                break
            position -= len(part)
            found.append(part)
        return "".join(reversed(found))[start - position :] if found else ""

    # ── marks ───────────────────────────────────────────────────────────────────────────────────

    def open(self, kind: str, data: Mapping[str, object]) -> None:
        """Begin a mark; marks of one kind nest."""
        self._open.setdefault(kind, []).append((self.length, len(self.marks), data))
        self.marks.append(Mark(self.length, self.length, kind, data))  # its place in the order of starts

    def close(self, kind: str, turned: str | None = None) -> None:
        """End the innermost mark of a kind; what turned out to be something else becomes that."""
        start, slot, data = self._open[kind].pop()
        self.marks[slot] = Mark(start, self.length, turned or kind, data)

    def inside(self, kind: str) -> bool:
        """True while a mark of the kind is open."""
        return bool(self._open.get(kind))

    def depth(self, kind: str) -> int:
        """How many marks of the kind are open."""
        return len(self._open.get(kind, ()))

    def start_of(self, kind: str) -> int:
        """Where the innermost open mark of the kind began."""
        return self._open[kind][-1][0]

    def opened_here(self, kind: str) -> bool:
        """True while nothing but white space stands in the innermost open mark of the kind."""
        start, position = self.start_of(kind), self.length
        for part in reversed(self.parts):
            if position <= start:
                break
            position -= len(part)
            if part[max(0, start - position) :].strip():
                return False
        return True

    def point(self, kind: str, data: Mapping[str, object]) -> None:
        """A mark of no length."""
        self.marks.append(Mark(self.length, self.length, kind, data))

    # ── edits ───────────────────────────────────────────────────────────────────────────────────

    def aside(self, texts: Flow, rule: str) -> None:
        """Texts in a row that are taken out at once; they leave the line as it was."""
        start, before, line_start, blank = self.length, len(self.parts), self.line_start, self.blank
        self.flow(texts)
        self.line_start, self.blank = line_start, blank
        if self.length > start:
            self.edits.append(Edit(start, self.length, "".join(self.parts[before:]), "", rule))

    def take(self, start: int, rule: str, *, length: int | None = None) -> None:
        """Take out what stands from ``start`` on, and the smaller edits in it."""
        self.replace(start, "", rule, length=length)

    def replace(self, start: int, new: str, rule: str, *, length: int | None = None) -> None:
        """Put ``new`` for what stands from ``start`` on, up to what is taken out further than that, and for the smaller edits in it."""
        old = self.text_from(start)[:length]
        end = start + len(old)
        later: list[Edit] = []
        while self.edits and self.edits[-1].start >= start:
            edit = self.edits.pop()
            if edit.end > end:
                later.append(edit)
        if later:
            end = min(end, later[-1].start)
        if start < end:
            self.edits.append(Edit(start, end, old[: end - start], new, rule))
        self.edits += reversed(later)
