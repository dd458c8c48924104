"""What a page says of its thread and its posts, the text aside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark below a post (点评)."""

    author: str | None
    text: str
    at: str | None


@dataclass(frozen=True, slots=True)
class Rating:
    """Points that a reader gave a post (评分)."""

    author: str | None
    credit: str | None
    score: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a post has no text: blocked, deleted, reply, login, permission, pay, image."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The edit notice of a post."""

    by: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What the page says about a post, its text aside."""

    floor: int | None = None
    pid: int | None = None
    author: str | None = None
    published: str | None = None
    """ISO 8601, to the minute (seconds where the page has them)."""
    edited: Edited | None = None
    signature: str | None = None
    comments: tuple[Comment, ...] = ()
    ratings: tuple[Rating, ...] = ()
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class PollOption:
    """One choice of a poll; the counts are ``None`` where the page hides them."""

    text: str
    votes: int | None
    percent: float | None


@dataclass(frozen=True, slots=True)
class Poll:
    """The poll of a thread."""

    multiple: bool | None
    max: int | None
    voters: int | None
    options: tuple[PollOption, ...]


@dataclass(frozen=True, slots=True)
class Reward:
    """The price of a question, and whether it was paid out."""

    price: int | None
    unit: str | None
    solved: bool | None
    best_pid: int | None


@dataclass(frozen=True, slots=True)
class Price:
    """What a paid thread costs."""

    amount: int | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """What the page says about the thread."""

    tid: int | None = None
    title: str | None = None
    url: str | None = None
    site: str | None = None
    board: tuple[str, ...] = ()
    kind: str = "normal"
    """normal, poll, reward, trade, activity, debate or paid."""
    views: int | None = None
    replies: int | None = None
    tags: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    """The page numbers that this input holds."""
    last_page: int | None = None
    """How many pages the thread has, as the pager says."""
    page_links: tuple[str, ...] = ()
    """Addresses of other pages of the thread, as its pager writes them."""
    platform: str | None = None
    poll: Poll | None = None
    reward: Reward | None = None
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class BylineFacts:
    """Source, authors and editor, as the by-line names them."""

    source: str | None
    authors: tuple[str, ...]
    editor: str | None
