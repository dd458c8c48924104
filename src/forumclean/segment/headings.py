"""Tells headings from lines: by number lines, by emphasis, by the form of short lines between long ones.

Precision comes first: a sentence is no heading, a typed list is no row of headings, and what is doubtful stays a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise

from forumclean.segment.labels import SIGNS, Label, Run, labels_of, runs
from forumclean.segment.layout import TITLE_LINES, Layout
from forumclean.segment.ranks import Title, ranked, sized
from forumclean.segment.signs import signed
from forumclean.segment.titles import (
    ENDS,
    LONGEST,
    breaks,
    continues,
    half,
    name_of,
    opens,
    prose,
    talk,
    title_like,
    untitled,
)

LONG = 25
"""A line of this length is a paragraph when it ends like a sentence."""
KINDS = 3
"""So many kinds of labels stand below each other at most: chapters, sections, points."""
CHAPTER = "part"
"""The style of 第一章 and its like, whatever the unit: no list is counted so."""
LISTS = ("digits", "bracketed digits", "circled", "signed")
"""The styles in which lists are counted as well."""
VERSE = 20
"""Characters of the longest line of a poem; the sections of an article have a longer one, a sentence or a picture."""
FEWEST = 2
"""So many bare short lines are headings; one alone proves nothing."""
STANZA = 40
"""So many lines are looked at below a number, so that many rows of them cost no more than few."""


class Finder(Layout):
    """Looks for the headings of one post."""

    def titles(self) -> list[Title]:
        """The headings, in order."""
        if not (self.labelled or self.bold or self.article):
            return []
        numbered = self._alone()
        taken = {i for t in numbered for i in range(t.first, t.last + 1)}
        before = [t for t in self._before(taken) if t.first not in taken]
        taken |= {t.first for t in before}
        level = 3 if numbered or before else 2
        bold = [t for t in self._emphasised(level) if t.first not in taken]
        taken |= {i for t in bold for i in range(t.first, t.last + 1)}
        # Where a writer sets headings in bold, bare short lines are not headings.
        bare = [] if bold else self._bare(level, taken, sections=bool(numbered or before))
        found = ranked([*numbered, *before], [*bold, *bare])
        return sized(found, [self.size(t.first + t.label_line) for t in found]) if self.covered else found

    # ── number lines ────────────────────────────────────────────────────────────────────────────

    def _alone(self) -> list[Title]:
        """A number on a line of its own, then the title; only as a row that begins with one."""
        short = [(i, text) for i, text in self.labelled if len(text) <= 12]
        labels = [(i, label) for i, label in labels_of(short, alone=True) if self.at(i + 1)]
        out: list[Title] = []
        for run in runs(labels):
            if len(run) >= 2 and not self._verse(run):
                out += filter(None, (self._titled(i, label) for i, label in run))
        return out

    def _titled(self, i: int, label: Label) -> Title | None:
        """A number line with its title; the number of a chapter is one where prose follows."""
        last = self._title_end(i + 1)
        if last > i:
            return Title(i, last, 2, 0, label, label_line=True)
        chapter = label.style.startswith(CHAPTER) and self.paragraph(i + 1)
        return Title(i, i, 2, 0, None, label_line=False) if chapter else None

    def _verse(self, run: Run) -> bool:
        """True where short lines without an end stand below most numbers of a row: the first of a stanza is no title."""
        if self._told(run[0][0] + 2, run[1][0]):
            return False  # as in nearly all posts: a poem would begin with a stanza
        bounds = pairwise([*(i for i, _ in run), len(self.texts)])
        return sum(self._told(i + 2, stop) for i, stop in bounds) * 2 < len(run)

    def _told(self, first: int, stop: int) -> bool:
        """True where some line of a section is none of verse: a block, a long line, the end of a sentence."""
        for i in range(first, min(stop, first + STANZA)):
            text = self.texts[i]
            if len(text) > VERSE or not text or (text[-1] in ENDS and prose(text)):
                return True
        return False

    def _title_end(self, i: int) -> int:
        """Index of a title's last line, where it begins at ``i``; ``i - 1`` where no title stands there."""
        first = self.at(i)
        if not first or not (title_like(first) or opens(first)):
            return i - 1
        return self.joined_end(i)

    # ── labels before titles ────────────────────────────────────────────────────────────────────

    def _before(self, taken: AbstractSet[int]) -> list[Title]:
        """Number and title in one line: a row of them with text between, or one in bold.

        Again and again, since a label right above another is a heading where that is one: ``taken`` are known.
        """
        known = set(taken)
        signs = [each for each in self.labelled if each[1][0] in SIGNS]
        rows = runs(list(self.begun.items())) if self.begun else []
        left = [run for run in (*rows, *signed(signs)) if self._over(run)] if rows or signs else []
        out: list[Title] = []
        for _ in range(KINDS if left else 0):
            told = [(run, self._heads(run, known)) for run in left]
            labels = [each for run, heads in told if heads for each in run]
            out += (Title(i, i, 2, label.end, label, label_line=False) for i, label in labels)
            left = [run for run, heads in told if not heads]
            if not left or not labels:
                break
            known.update(i for i, _ in labels)
        return out

    def _heads(self, run: Run, known: AbstractSet[int]) -> bool:
        """True for a row of labels that stands over the parts of a text."""
        return all(i in self.bold for i, _ in run) or (len(run) >= 2 and self._apart(run, known))

    def _over(self, run: Run) -> bool:
        """True where every label of a row stands over something of its own; in a typed list, bold or not, none does."""
        indexes = [*(i for i, _ in run), len(self.texts)]
        return all(b - a > 1 for a, b in pairwise(indexes))

    def _apart(self, run: Run, known: AbstractSet[int]) -> bool:
        """True where the text below the labels of a row reads like prose; in a list with remarks it is short.

        A heading that is known to be one is as good as prose: a typed list below a label is none.
        """
        style = run[0][1].style
        long = sum(i + 1 in known or not (text := self.at(i + 1)) or len(text) >= LONG for i, _ in run)
        if style.startswith(LISTS):
            return long == len(run)
        return long * 2 >= len(run) or (style.startswith(CHAPTER) and all(self.paragraph(i + 1) for i, _ in run))

    # ── emphasis ────────────────────────────────────────────────────────────────────────────────

    def _emphasised(self, level: int) -> list[Title]:
        """Short lines wholly in bold or large letters, over text."""
        out: list[Title] = []
        for i in sorted(self.bold - self._blocks()):
            text = self.at(i)
            if not text or not title_like(text) or not self._over_text(i) or (out and i <= out[-1].last):
                continue
            if talk(text) or self._turn(text) or self.copies[text] > 1 or self._linked(i):
                continue
            out.append(Title(i, self.joined_end(i), level, 0, None, label_line=False))
        return [] if len(out) >= FEWEST and self._captions(out) else out

    def _blocks(self) -> set[int]:
        """The bold lines of which three or more stand in a row: verse, a list of features."""
        alone = sorted(i for i in self.bold if i not in self.begun)
        rows = [[i for _, i in row] for _, row in groupby(enumerate(alone), lambda pair: pair[1] - pair[0])]
        return {i for row in rows if len(row) >= TITLE_LINES for i in row}

    def _captions(self, titles: Sequence[Title]) -> bool:
        """True where each stands right below a picture: they tell what is to be seen."""
        return all(title.first and not self.texts[title.first - 1] for title in titles)

    def _linked(self, i: int) -> bool:
        """True for a line that leads elsewhere."""
        line = self.flow.line(i)
        return any(self.inline.ranges("link", line.start, line.start + len(line.text)))

    def _turn(self, text: str) -> bool:
        """True for a turn of an interview: who speaks in it speaks in another line as well, and somebody else answers."""
        name = name_of(text)
        return self.names[name] > 1 and (not self.speakers <= {name} or untitled(text)) if name else False

    def _over_text(self, i: int) -> bool:
        """True where something that is no heading follows: a bold line that ends a post is a farewell, not a title."""
        following = i + 1
        while following in self.bold and following - i < TITLE_LINES:
            following += 1
        return following < len(self.texts) and following not in self.bold

    # ── bare short lines ────────────────────────────────────────────────────────────────────────

    def _bare(self, level: int, taken: set[int], *, sections: bool) -> list[Title]:
        """Short lines of title form between the paragraphs of an article; one alone proves nothing."""
        if not self.article:
            return []
        out: list[Title] = []
        for i, text in enumerate(self.texts[1:-1], 1):
            if not 0 < len(text) <= LONGEST or (out and i <= out[-1].last):
                continue
            last = self._bare_end(text, i, taken)
            if last is not None:
                out.append(Title(i, last, level, 0, None, label_line=False))
        return [] if (not sections and len(out) < FEWEST) or self._captions(out) else out

    def _bare_end(self, text: str, i: int, taken: set[int]) -> int | None:
        if i in taken or i in self.bold or not (self.paragraph(i - 1) or i - 1 in taken):
            return None
        if title_like(text) and self.paragraph(i + 1) and i + 1 not in taken:
            return None if untitled(text, self.speakers) or self.copies[text] > 1 else i
        following = self.at(i + 1)
        broken = following and i + 1 not in taken and title_like(following) and self.paragraph(i + 2)
        if broken and (breaks(text) or continues(following)) and half(text) and not untitled(text, self.speakers):
            return i + 1
        return None
