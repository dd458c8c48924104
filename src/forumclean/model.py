"""The types that flow from stage to stage, in the order in which they flow.

``Source → Document → Page → Passage (ledger.py) → Block → Article``.  All are immutable.  Offsets are
counted in characters (code points) of the text they belong to, ends are exclusive.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from forumclean.ledger import Passage
    from forumclean.options import Options

NOTHING: Mapping[str, object] = MappingProxyType({})


# ── in ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """One input as it came in: bytes (or text) and what is known of them."""

    name: str | None
    """The path as it was given, ``-`` for standard input."""
    data: bytes | str
    url: str | None = None
    headers: Mapping[str, str] | None = None
    """Response headers, names in any case."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes that are no text in the document's encoding, and where they stood."""

    start: int
    """Offset of the first replacement character in ``Document.text``."""
    end: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """Decoded input: text, and all that is needed to get its bytes back."""

    name: str | None
    url: str | None
    kind: str
    """``html``, ``text``, ``json`` or ``xml``."""
    text: str
    """The text without the BOM; line ends as they were."""
    encoding: str
    """Python's name of the codec that ``text`` was decoded with (``gb18030``, ``utf-8``, …)."""
    evidence: str
    """Why this codec, as one clause: ``HTTP header``, ``meta charset, and it decodes``, …"""
    bom: bytes
    losses: tuple[Loss, ...]
    mojibake: tuple[str, ...]
    """The steps that undid a wrong decoding, in order (empty: none)."""
    size: int
    """Bytes of the input."""
    sha256: str
    warnings: tuple[str, ...] = ()


# ── page ────────────────────────────────────────────────────────────────────────────────────────


class Mark(NamedTuple):
    """A range of the text with a meaning; a picture is a mark of no length, or covers its name.

    Kinds with a nesting (outer first at one start): ``post`` (data ``index``), ``quote`` (``author``,
    ``time``, ``floor``), ``hidden`` (``condition``), ``list`` (``ordered``), ``item``, ``table``, ``row``,
    ``cell``, ``code`` (``language``).  Points and names: ``image`` (``src``, ``filename``, ``alt``,
    ``description``), ``attachment`` (``filename``, ``href``, ``description``, ``size``), ``media`` (``src``),
    ``rule``, ``free`` (the free part of a paid post).  Inline: ``link`` (``href``), ``strong``, ``em``, ``del``,
    ``icode``, ``size`` (``value``: 1–7), ``center``, ``mask`` (``word``, ``probability``, ``restored``,
    ``candidates``, ``mask``: what stood there).
    """

    start: int
    end: int
    kind: str
    data: Mapping[str, object] = NOTHING

    def moved(self, by: int) -> Mark:
        """The mark so many characters further on (a quarter of the time of ``_replace``)."""
        return Mark(self[0] + by, self[1] + by, self[2], self[3])


class Edit(NamedTuple):
    """One change of a text: ``text[start:end]`` was ``old`` and becomes ``new``, by ``rule``."""

    start: int
    end: int
    old: str
    new: str
    rule: str
    """``family/rule`` in lower case: ``noise/jammer``, ``chrome/post-time``."""
    stage: str = "strip"
    """``page`` (layout of a dump), ``strip`` or ``restore``."""
    candidates: tuple[tuple[str, float], ...] = ()

    def moved(self, by: int) -> Edit:
        """The edit so many characters further on (a quarter of the time of ``_replace``)."""
        return Edit(self[0] + by, self[1] + by, self[2], self[3], self[4], self[5], self[6])


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
    best: bool = False
    """True for the answer that a reward thread chose."""


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
class Page:
    """A document as a reader understood it: its text with marks, its posts, its furniture."""

    passage: Passage
    """The text of the page; its marks hold one ``post`` mark for each entry of ``posts``."""
    thread: ThreadFacts
    posts: tuple[PostFacts, ...]
    edits: tuple[Edit, ...]
    """Ranges of ``passage.text`` that are no post text (chrome, element noise), sorted, disjoint."""
    template: str
    """Id of the template or reader that fitted (``desktop``, ``plain``, …)."""
    evidence: str
    """Why it fitted, as one clause."""
    warnings: tuple[str, ...] = ()
    clean: bool = False
    """True where the page marks its noise by elements and the grammar need not run."""


# ── out ─────────────────────────────────────────────────────────────────────────────────────────


class Span(NamedTuple):
    """A part of a block's text: ``kind`` is link, strong, em, del or code."""

    start: int
    end: int
    kind: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a post."""

    text: str
    spans: tuple[Span, ...] = ()


_SET_TEXT, _SET_SPANS = Paragraph.__dict__["text"].__set__, Paragraph.__dict__["spans"].__set__


def paragraphs(texts: Sequence[str]) -> list[Paragraph]:
    """A paragraph without spans for each text; made field by field in C, a third of the time of one call each."""
    made = list(map(object.__new__, repeat(Paragraph, len(texts))))
    deque(map(_SET_TEXT, made, texts), maxlen=0)
    deque(map(_SET_SPANS, made, repeat(())), maxlen=0)
    return made


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; ``number`` is its label without the mark (``01``, ``一`` for ``一、``)."""

    text: str
    level: int
    """2 = the highest kind of heading in the post, 3 = below it."""
    number: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture."""

    src: str | None
    filename: str | None = None
    alt: str | None = None
    caption: str | None = None
    spans: tuple[Span, ...] = ()
    """Spans of the caption."""


@dataclass(frozen=True, slots=True)
class Quote:
    r"""The forum's quote element; lines are divided by ``\n``."""

    text: str
    author: str | None = None
    time: str | None = None
    floor: int | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    """The forum's own list."""

    ordered: bool
    items: tuple[str, ...]
    spans: tuple[tuple[Span, ...], ...] = ()
    """Spans of each item (as long as ``items``, or empty)."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code box: line breaks and indent as typed."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row."""

    rows: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    """Spans of each cell (shaped as ``rows``, or empty)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to download."""

    filename: str | None
    href: str | None = None
    description: str | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A player."""

    src: str | None


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that this viewer does not get; ``condition`` is reply, pay, permission or login."""

    condition: str
    text: str


@dataclass(frozen=True, slots=True)
class Byline:
    """The line that names source and authors."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""


Block = Paragraph | Heading | Image | Quote | ListBlock | Code | Table | Attachment | Media | Hidden | Byline | Rule


@dataclass(frozen=True, slots=True)
class BylineFacts:
    """Source, authors and editor, as the by-line names them."""

    source: str | None
    authors: tuple[str, ...]
    editor: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its facts and its blocks in reading order."""

    facts: PostFacts
    blocks: tuple[Block, ...]
    byline: BylineFacts | None = None
    index: int = 0
    """The ``index`` of its ``post`` mark: which of the page's posts it is (the segment stage sets it)."""
    part: int = 0
    """Which of the joined pages it stands on (see ``ArticleData.joined``)."""


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the outline; ``post`` and ``block`` are indexes."""

    level: int
    number: str | None
    title: str
    post: int
    block: int


@dataclass(frozen=True, slots=True)
class MaskEntry:
    """A masked word and where it stands in the article."""

    post: int | None
    """Index of the post; ``None`` for the title."""
    block: int | None
    where: tuple[str | int, ...]
    """``("text",)``, ``("items", 2)``, ``("rows", 0, 1)``, ``("caption",)``, ``("title",)``."""
    offset: int
    """Offset in that string as emitted."""
    mask: str
    word: str | None
    probability: float | None
    restored: bool
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """How often a rule fired and how many characters it took."""

    count: int
    characters: int


@dataclass(frozen=True, slots=True)
class Segmented:
    """What the segment stage gives: posts with blocks, the outline, and where the masks came to stand."""

    posts: tuple[Post, ...]
    outline: tuple[Section, ...]
    masks: tuple[MaskEntry, ...]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where the article came from."""

    name: str | None
    url: str | None
    kind: str
    encoding: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ArticleData:
    """A clean thread as plain data; ``article.Article`` adds the ways out."""

    source: SourceInfo
    thread: ThreadFacts
    posts: tuple[Post, ...]
    outline: tuple[Section, ...]
    masks: tuple[MaskEntry, ...]
    removed: Mapping[str, Removed]
    warnings: tuple[str, ...]
    template: str
    evidence: tuple[str, str]
    """Why this template, why this encoding."""
    options: Options
    document: Document = field(repr=False)
    passage: Passage = field(repr=False)
    """The text with all its layers: the ledger is made of it."""
    joined: tuple[ArticleData, ...] = field(default=(), repr=False)
    """The articles of the single pages, where several were joined: each has its own document and passage."""
