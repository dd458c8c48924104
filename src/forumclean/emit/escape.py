"""Writes text as CommonMark that renders as it reads: escapes only what would be taken for markup.

Facts: CommonMark 0.31 (backslash escapes 2.4, entities 2.5, emphasis 6.2, links 6.3, raw HTML 6.6), GFM 0.29
(strikethrough).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forumclean.model import Span

INLINE_RE = re.compile(
    r"""
    `|\[|\]                                     # code spans, links: their opening is all it takes
    | \\(?=[!-/:-@\[-`{-~]|$)                   # before ASCII punctuation it would vanish; C:\dir stays
    | \*(?<![ ]\*)|\*(?![ ])                    # * between blanks opens nothing
    | _(?<![^\W_]_)|_(?![^\W_])                 # _ within a word opens nothing
    | <(?=[A-Za-z/!?]|[^\s<>@]*@)               # a tag, or an address: <12345@mail.example>; a < b stays
    | &(?=\#\d{1,7};|\#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)
    | ~(?=~)|~(?<=~~)                           # strikethrough takes two
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What needs an escape inside a line.  Each way begins with its character and only then looks around: so the engine looks for
these few characters and passes over all others."""
START_CHARACTERS = frozenset("#>-+=0123456789~*_")
START = r"""
    (?P<before>[0-9]\d{0,8})(?P<list>[.)])(?=[ \t]|$)      # 1. and 1) open a list
    | (?P<mark>\#{1,6}(?=[ \t]|$)|>|[-+*](?=[ \t]|$)|-(?=[- \t]*$)|=+[ \t]*$|~~~)
"""
START_RE = re.compile(START, re.VERBOSE)
STARTS_RE = re.compile(rf"\n(?=[#>\-+=0-9~])(?:{START})", re.VERBOSE | re.MULTILINE)
BLANKS = r"[\x00-\x20\x7f]*+"
UNSAFE_RE = re.compile(
    "|".join(BLANKS + BLANKS.join(f"{scheme}:") for scheme in ("javascript", "vbscript", "data")), re.IGNORECASE
)
ADDRESS_RE = re.compile(r"[\r\n\\<>&\x00]")
IN_ADDRESS = {"\\": r"\\", "<": r"\<", ">": r"\>", "&": "&amp;", "\x00": "%00"}
"""How a sign is written in an address; line ends go, and a NUL, which Markdown knows no sign for, is written as addresses write it."""
HTML_OF = {"strong": "strong", "em": "em", "del": "del"}
MARK_OF = {"strong": "**", "em": "*"}
"""What CommonMark has no sign for is written as HTML, which it takes as it is."""
ORDER = ("link", "strong", "em", "del", "code")
"""Which span is the outer one where two begin and end together; code is always a leaf."""


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def inline(text: str) -> str:
    r"""The text with escapes inside the line.

    >>> print(inline("a*b*c 与 x * y，snake_case，<b>，A&amp;B"), inline(r"C:\dir"))
    a\*b\*c 与 x * y，snake_case，\<b>，A\&amp;B C:\dir
    """
    return INLINE_RE.sub(_escaped, text.replace("\r", " "))


def line(text: str) -> str:
    r"""The text as a paragraph of one line: also what would open a block at its start is escaped.

    >>> print(line("1. 头一条"), line("- 一"), line("# 题"), line("1986 年"), line("---"))
    1\. 头一条 \- 一 \# 题 1986 年 \---
    """
    return start(inline(text))


def lines(texts: Sequence[str]) -> str:
    r"""Each of many texts as :func:`line` has it, a blank line between: two searches over all of them at once.

    >>> print(lines(["- 一", "a*b"]))
    \- 一
    <BLANKLINE>
    a\*b
    """
    return STARTS_RE.sub(_started, inline("\n".join(("", *texts))))[1:].replace("\n", "\n\n")


def _started(match: re.Match[str]) -> str:
    before = match["before"] or ""
    return f"\n{before}\\{match[0][len(before) + 1 :]}"


def start(text: str) -> str:
    """The text (already escaped inside) with an escape at its start, where it would open a block."""
    if not text or text[0] not in START_CHARACTERS:
        return text
    match = START_RE.match(text)
    if match is None:
        return text
    before = match["before"] or ""
    return f"{before}\\{text[len(before) :]}"


def unsafe(href: str) -> bool:
    """True for an address that runs code in a careless reader: the words of such a link stay, its address does not.

    Browsers overlook blanks and line ends inside the name of the scheme, so they are overlooked here.
    """
    return bool(UNSAFE_RE.match(href))


def address(href: str) -> str:
    """A link's destination in angle brackets, which may hold anything but themselves and line ends."""
    if not ADDRESS_RE.search(href):
        return f"<{href}>"
    return "<" + ADDRESS_RE.sub(lambda match: IN_ADDRESS.get(match[0], ""), href) + ">"


def code_span(text: str) -> str:
    """A code span with a fence longer than any run of backticks in it."""
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if text.startswith("`") or text.endswith("`") or (text.strip() and text[0] == text[-1] == " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text to be put in at an offset as it is: ``[*]`` behind a restored word."""

    offset: int
    text: str


def rich(text: str, spans: Sequence[Span], insertions: Sequence[Insertion] = ()) -> str:
    """One line of text with its links and emphasis; spans may nest and overlap.

    >>> print(rich("甲乙丙丁", [Span(0, 2, "strong"), Span(1, 3, "em")]), rich("说“好”了", [Span(1, 4, "strong")]))
    <strong>甲*乙*</strong>*丙*丁 说<strong>“好”</strong>了
    """
    if not spans and not insertions:
        return inline(text)
    return _Writer(text.replace("\r", " "), spans).written(insertions)


class _Writer:
    """Writes one line with spans: text between cuts, and a pair of delimiters for each span."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text = text
        self.starting: dict[int, list[Span]] = {}
        self.cuts = {0, len(text)}
        for span in spans:
            if span.start < span.end and not (span.kind == "link" and unsafe(span.href or "")):
                self.starting.setdefault(span.start, []).append(span)
                self.cuts |= {span.start, span.end}
        self.escapes = [match.start() for match in INLINE_RE.finditer(text)]
        self.parts: list[str] = []
        """Written text; the place of an emphasis delimiter is empty until its neighbours are known."""
        self.open: list[tuple[Span, int]] = []
        """The spans that are open, outer first, and which of ``parts`` opens each."""
        self.pairs: list[tuple[int, int, str]] = []
        self.code = (-1, 0)
        """Which of ``parts`` is the last code span, and where its text begins."""

    def written(self, insertions: Sequence[Insertion]) -> str:
        """The line in CommonMark."""
        put_in = {i.offset: i.text for i in insertions}
        cuts = sorted(self.cuts | put_in.keys())
        active: list[Span] = []
        for left, right in zip(cuts, [*cuts[1:], len(self.text)], strict=True):
            active = [s for s in (*active, *self.starting.get(left, ())) if s.end > left]
            wanted = {s.kind: s for s in reversed(active)}  # of two of one kind the first to begin counts
            self._close(wanted)
            if left in put_in:
                self.parts.append(inline(put_in[left]))
            self._begin(wanted)
            if left < right:
                self._add(left, right, code="code" in wanted)
        self._close({})
        self._settle()
        return "".join(self.parts)

    def _close(self, wanted: Mapping[str, Span]) -> None:
        keep = next((n for n, (span, _) in enumerate(self.open) if wanted.get(span.kind) != span), len(self.open))
        for span, opening in reversed(self.open[keep:]):
            if span.kind != "link":
                self.pairs.append((opening, len(self.parts), span.kind))
            self.parts.append(f"]({address(span.href or '')})" if span.kind == "link" else "")
        del self.open[keep:]

    def _begin(self, wanted: Mapping[str, Span]) -> None:
        already = [span for span, _ in self.open]
        new = [span for span in wanted.values() if span not in already and span.kind != "code"]
        for span in sorted(new, key=lambda s: (-s.end, ORDER.index(s.kind))):
            if span.kind == "link" and self.parts and self.parts[-1].endswith("!"):
                self.parts[-1] = self.parts[-1][:-1] + "\\!"  # ![ would begin a picture
            self.open.append((span, len(self.parts)))
            self.parts.append("[" if span.kind == "link" else "")

    def _add(self, left: int, right: int, *, code: bool) -> None:
        piece = self.text[left:right]
        if code:
            if self.code[0] == len(self.parts) - 1 >= 0:  # two code spans that touch would be read as one fence
                left, piece = self.code[1], self.text[self.code[1] : right]
                self.parts.pop()
            self.code = (len(self.parts), left)
            self.parts.append("\n".join(code_span(line) if line else "" for line in piece.split("\n")))
            return
        # Escapes that the whole line calls for, and those that the piece does, now that delimiters stand beside it.
        found = self.escapes[bisect_left(self.escapes, left) : bisect_left(self.escapes, right)]
        at = sorted({*found, *(left + match.start() for match in INLINE_RE.finditer(piece))})
        self.parts.append("\\".join(self.text[a:b] for a, b in pairwise((left, *at, right))))

    def _settle(self) -> None:
        """Choose each pair's delimiters, outer ones first.

        ``**`` is sure to open and close only with a letter inside at both ends, and no other asterisk outside.
        Around punctuation (``**“重点”**说``) CommonMark takes it for plain asterisks; the HTML element says the
        same and renders.
        """
        parts = self.parts
        for opening, closing, kind in sorted(self.pairs):
            inside = parts[opening + 1][:1].isalnum() and parts[closing - 1][-1:].isalnum()
            before = parts[opening - 1] if opening else ""
            after = parts[closing + 1] if closing + 1 < len(parts) else ""
            if kind in MARK_OF and inside and not before.endswith("*") and not after.startswith("*"):
                parts[opening] = parts[closing] = MARK_OF[kind]
            else:
                parts[opening], parts[closing] = f"<{HTML_OF[kind]}>", f"</{HTML_OF[kind]}>"
