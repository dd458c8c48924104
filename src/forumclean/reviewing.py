"""Goes through masked words one by one; pure: what is asked, what an answer does. Reading keys and files is the command's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forumclean.decisions import Context, Decision, Decisions, context, with_decision
from forumclean.model import ArticleData

AROUND = 40
"""Characters of the line shown on each side of a mask."""
MOST = 9
"""Candidates that have a key."""
SKIP, KEEP, UNDO, QUIT, TYPED = "s", "k", "u", "q", "="
KEYS = (
    ("1-9", "put this word in"),
    ("=", "type another word (in a pipe: =word)"),
    (KEEP, "keep the asterisks"),
    (SKIP, "skip"),
    (UNDO, "undo"),
    (QUIT, "quit; go on later"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A mask to decide."""

    key: Context
    before: str
    mask: str
    after: str
    candidates: tuple[tuple[str, float], ...]

    @property
    def probability(self) -> float:
        """That of the likeliest word; 0 where there is none."""
        return self.candidates[0][1] if self.candidates else 0.0


CERTAIN = 1.0
"""The bound below which every mask counts: a probability may be so close to 1 that it is 1."""


def questions(article: ArticleData, below: float) -> Iterator[Question]:
    """The masks whose likeliest word is less likely than ``below`` (1: all masks), each context once.

    The article must have been made with ``masks="keep"``: a context is a thing of the text with all masks in it.
    """
    seen: set[Context] = set()
    for question in _all(article):
        if (question.probability < below or below >= CERTAIN) and question.key not in seen:
            seen.add(question.key)
            yield question


def _all(article: ArticleData) -> Iterator[Question]:
    title = article.thread.title or ""
    for entry in article.masks:
        if entry.post is None:
            yield _question(title, entry.offset, entry.offset + len(entry.mask), entry.candidates)
    for part in article.joined or (article,):
        for mark in part.passage.marks:
            if mark.kind == "mask":
                candidates = mark.data.get("candidates")
                found = candidates if isinstance(candidates, tuple) else ()
                yield _question(part.passage.text, mark.start, mark.end, found)


def _question(text: str, start: int, end: int, candidates: tuple[tuple[str, float], ...]) -> Question:
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    return Question(context(text, start, end), before.lstrip(), text[start:end], after.rstrip(), candidates[:MOST])


class Review:
    """A walk through the questions: each answer moves it, each step can be undone."""

    def __init__(self, asked: Sequence[Question], decisions: Decisions, *, again: bool = False) -> None:
        self.asked = asked
        self.decisions = decisions
        self.quit = False
        self._open = [again or decisions.find(question.key) is None for question in asked]
        self._at = self._next(0)
        self._past: list[tuple[int, Decisions]] = []

    def _next(self, at: int) -> int:
        while at < len(self.asked) and not self._open[at]:
            at += 1
        return at

    @property
    def current(self) -> Question | None:
        """The question that waits for an answer; ``None`` when all are through."""
        return None if self.quit or self._at >= len(self.asked) else self.asked[self._at]

    @property
    def number(self) -> int:
        """Which of all questions that is, from 1."""
        return self._at + 1

    @property
    def left(self) -> int:
        """Masks that have no decision."""
        return sum(self.decisions.find(question.key) is None for question in self.asked)

    def answer(self, given: str) -> str | None:
        """Act on an answer; what is wrong with it is returned and nothing else happens."""
        question = self.current
        given = given.strip()
        if given == UNDO:
            return self._undo()
        if question is None or given == QUIT:
            self.quit = True
        elif given in ("", SKIP):
            self._go(self.decisions)
        elif given == KEEP:
            self._decide(question, None)
        elif given.startswith(TYPED):
            return self._type(question, given[1:].strip())
        elif given.isdecimal() and given.isascii() and 1 <= int(given[:3]) <= len(question.candidates):
            self._decide(question, question.candidates[int(given[:3]) - 1][0])
        else:
            return f"there is no {given!r} here; keys: " + ", ".join(f"{key} {what}" for key, what in KEYS)
        return None

    def _type(self, question: Question, word: str) -> str | None:
        if not word or not word.isprintable():
            return "a word must be there, and on one line"
        self._decide(question, word)
        return None

    def _decide(self, question: Question, word: str | None) -> None:
        new = Decision(question.key.before, question.mask, question.key.after, word)
        self._go(Decisions(with_decision(self.decisions.entries, new)))

    def _go(self, decisions: Decisions) -> None:
        self._past.append((self._at, self.decisions))
        self.decisions = decisions
        self._at = self._next(self._at + 1)

    def _undo(self) -> str | None:
        if not self._past:
            return "there is nothing to undo"
        self._at, self.decisions = self._past.pop()
        return None
