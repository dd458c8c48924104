"""A post as the search for headings sees it: its lines, which of them are bold, which begin with a label, where titles end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from statistics import median

from forumclean.segment.labels import LABEL_START, Label, labels_of
from forumclean.segment.lines import SIZES, Inline
from forumclean.segment.rows import Flow
from forumclean.segment.titles import LONGEST, breaks, continues, name_of, prose, quoted, speakers, title_like

ARTICLE_LINES = 8
ARTICLE_MEDIAN = 30
"""A post of this many lines, of this median length, is an article: only there are bare short lines headings."""
EMPHASES = (
    ("strong", "size4"),
    ("strong", "size5"),
    ("strong", "size6"),
    ("strong",),
    ("size5",),
    ("size6",),
    ("size7",),
)
"""What is emphasis, tried in order: where a whole post is large or bold, what is larger or bold in it."""
FEWEST = 3
"""So many lines stand out within what is emphasised itself: one or two may be a remark."""
NAME = 6
"""Characters of a speaker's name."""
TITLE_LINES = 3
"""A title is broken over so many lines at most."""


class Layout:
    """The lines of one post."""

    def __init__(self, texts: Sequence[str], flow: Flow, inline: Inline) -> None:
        self.texts, self.flow = texts, flow
        """Lines in reading order, empty where a block stands; and what else is known of them."""
        lengths = list(filter(None, map(len, texts)))
        self.present = len(lengths)
        """How many lines there are."""
        self.article = self.present >= ARTICLE_LINES and median(lengths) >= ARTICLE_MEDIAN
        self.labelled = [(i, text) for i, text in enumerate(texts) if text[:1] in LABEL_START and len(text) <= LONGEST]
        """The short lines that may begin with a label, by their first character: few of all lines."""
        self.inline = inline
        self.covered = {kind: self._covered(kind) for kind in inline.emphases}
        """The lines that each kind of emphasis covers."""
        self.bold = self._bold() if self.covered else frozenset[int]()
        self.begun = self._begun()

    @cached_property
    def gaps(self) -> bool:
        """True where empty lines stand between most lines: then a missing one means something."""
        return self.flow.gaps(self.texts) * 2 > self.present

    def _covered(self, kind: str) -> frozenset[int]:
        return frozenset(i for i in self.flow.covered(kind, self.inline) if self.texts[i])

    def size(self, i: int) -> int:
        """How large a line is: 0 for what is no larger than the text of posts."""
        return sum(i in self.covered[kind] for kind in SIZES if kind in self.covered)

    def _bold(self) -> frozenset[int]:
        """Lines that are wholly emphasised, by the first kinds of emphasis that are the exception."""
        for kinds in EMPHASES:
            found = {i for kind in kinds for i in self.covered.get(kind, ())}
            if found and (kinds == EMPHASES[0] or len(found) >= FEWEST) and self._exceptional(found):
                return frozenset(found)
        return frozenset()

    def _exceptional(self, found: AbstractSet[int]) -> bool:
        """True for few of all lines, or for little of all text: titles over one paragraph each are half of the lines."""
        if len(found) * 5 <= self.present * 2 or len(found) <= 2 < self.present:
            return True
        return sum(len(self.texts[i]) for i in found) * 5 <= sum(map(len, self.texts))

    def _begun(self) -> dict[int, Label]:
        """The lines that a label and a title make up together; an asterisk behind a label is no bullet."""
        found = labels_of(self.labelled, alone=False)
        if not found:
            return {}
        return {i: label for i, label in found if i in self.bold or title_like(self.texts[i][label.end :].lstrip("*"))}

    def joined_end(self, i: int) -> int:
        """Where a title that is broken over lines ends."""
        last = i
        while last - i + 1 < TITLE_LINES:
            here, following = self.at(last), self.at(last + 1)
            if not here or not following or (last in self.bold) != (last + 1 in self.bold):
                break
            if last + 1 in self.begun or not (title_like(following) or quoted(following)):
                break
            if not self._open(here, following, last):
                break
            last += 1
        # A title must be followed by something to stand over.
        return last if last + 1 < len(self.texts) else i

    def _open(self, here: str, following: str, i: int) -> bool:
        if breaks(here):
            return True
        if len(here) + len(following) > LONGEST or not self.paragraph(i + 2) or self.flow.gap(i + 1):
            return False
        if (not self.at(i + 2) or self.flow.gap(i + 2)) and not self.gaps:
            return True  # two short lines together, an empty one behind them
        return continues(following)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Who speaks in the post, by the paragraphs that begin with a name and a colon."""
        return speakers(self.texts)

    @cached_property
    def copies(self) -> Counter[str]:
        """How often each line of a name's length stands in the post: a title stands once, a name before all that is said."""
        return Counter(text for text in self.texts if len(text) <= NAME)

    @cached_property
    def names(self) -> Counter[str]:
        """How many lines begin with a name and a colon, by the name."""
        return Counter(filter(None, map(name_of, self.texts)))

    def at(self, i: int) -> str:
        """The line with a number; empty where a block stands, or nothing."""
        return self.texts[i] if 0 <= i < len(self.texts) else ""

    def paragraph(self, i: int) -> bool:
        """True for a line that reads like prose: long, or a whole sentence."""
        text = self.at(i)
        if not text:
            return 0 <= i < len(self.texts)  # a picture, a quote: something with a body
        return prose(text)
