"""The journey of a text: decode, page, strip, restore, segment; what comes out is an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Self

from forumclean.article import Article
from forumclean.collector import held_back
from forumclean.decode import decode
from forumclean.errors import BrokenPromiseError, ForumcleanError, InputError
from forumclean.ledger import Passage
from forumclean.masks import Mask, PageRanker, RankerMaker, restore_page
from forumclean.model import (
    Document,
    MaskEntry,
    Page,
    Removed,
    Segmented,
    Source,
    SourceInfo,
)
from forumclean.options import Options
from forumclean.page import read
from forumclean.segment import segment
from forumclean.strip import strip

DEFAULTS = Options()
OUT_OF_MEMORY = "memory"
"""Why there is no article, where memory was short."""
NO_OPENING = "the thread's first post is not here, so no post was chosen; give its first page as well, with --join"
FIRST = ((), (1,))
"""Page numbers of a first page: not stated, or one."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article, and why."""

    name: str | None
    code: int
    """The exit code that the command line gives for it."""
    reason: str
    """A short stable word."""
    message: str

    @classmethod
    def of(cls, name: str | None, error: Exception) -> Self:
        """The failure that an error comes to: whatever it is, it must not cost the other inputs."""
        if isinstance(error, ForumcleanError):
            return cls(name, error.code, error.reason, str(error))
        if isinstance(error, MemoryError):
            said = f"{name}: it needs more memory than there is; clean it alone, or where there is more"
            return cls(name, InputError.code, OUT_OF_MEMORY, said)
        said = f"{name}: {type(error).__name__}: {error}; this is a bug in forumclean, please report it with the input"
        return cls(name, BrokenPromiseError.code, "bug", said)


def clean(
    data: bytes | str,
    *,
    name: str | None = None,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    options: Options = DEFAULTS,
) -> Article:
    """The article in a saved page or a text dump; raises a :class:`ForumcleanError` that says what to do."""
    return clean_source(Source(name, data, url, headers), options)


def clean_source(source: Source, options: Options = DEFAULTS) -> Article:
    """The article in one input."""
    document = decode(source, options)
    with held_back() if document.kind == "text" else nullcontext():
        return _of_document(document, options)


def _of_document(document: Document, options: Options) -> Article:
    page = read(document)
    passage, title_masks = restore_page(strip(page), page.thread.title or "", options, ranker_maker(options))
    parts = segment(passage, page.posts)
    article = article_of(document, page, passage, parts, options)
    return selected(_titled(article, title_masks), options)


def ranker_maker(options: Options) -> RankerMaker:
    """What makes the ranker that the options ask for; nothing of it is loaded before a mask is found."""

    def make() -> PageRanker:
        from forumclean.ranking import ranker_of  # noqa: PLC0415 - brings numpy and the model

        return ranker_of(options)

    return make


def attempt(source: Source, options: Options) -> Article | Failure:
    """The article, or why there is none: what may go wrong with one input never stops the others."""
    try:
        return clean_source(source, options)
    except Exception as error:  # noqa: BLE001 - the outermost guard: a bug of ours must not cost the other inputs
        return Failure.of(source.name, error)


def article_of(document: Document, page: Page, passage: Passage, parts: Segmented, options: Options) -> Article:
    """What the stages gave, as one article; the masks of its title are not in it yet."""
    return Article(
        source=SourceInfo(
            document.name, document.url, document.kind, document.encoding, document.sha256, document.size
        ),
        thread=page.thread,
        posts=parts.posts,
        outline=parts.outline,
        masks=parts.masks,
        removed=_removed(passage),
        warnings=(*document.warnings, *page.warnings),
        template=page.template,
        evidence=(page.evidence, document.evidence),
        options=options,
        document=document,
        passage=passage,
    )


def _titled(article: Article, masks: tuple[Mask, ...]) -> Article:
    """The article with the masks of its title filled in, and told before all others."""
    title = article.thread.title
    if not title or not masks:
        return article
    entries: list[MaskEntry] = []
    text, reached = "", 0
    for mask in masks:
        text += title[reached : mask.start]
        entries.append(
            MaskEntry(
                post=None,
                block=None,
                where=("title",),
                offset=len(text),
                mask=mask.mask,
                word=mask.word,
                probability=mask.probability,
                restored=mask.restored,
                candidates=mask.candidates,
            )
        )
        text += mask.word if mask.restored and mask.word else mask.mask
        reached = mask.end
    thread = replace(article.thread, title=text + title[reached:])
    return replace(article, thread=thread, masks=(*entries, *article.masks))


def _removed(passage: Passage) -> dict[str, Removed]:
    """How often each rule took text out and how much; what only put text in is not here."""
    counts: dict[str, int] = defaultdict(int)
    characters: dict[str, int] = defaultdict(int)
    for layer in passage.layers:
        for _, _, old, new, rule, _, _ in layer:
            taken = len(old) - len(new)
            if taken > 0:
                counts[rule] += 1
                characters[rule] += taken
    return {rule: Removed(counts[rule], characters[rule]) for rule in sorted(counts)}


def selected(article: Article, options: Options) -> Article:
    """The article with the posts that ``options.posts`` asks for, all references kept true."""
    if options.posts == "all":
        return article
    if options.floors:
        return _on_floors(article, *options.floors)
    opening = _opening(article)
    if opening is None:
        return replace(with_posts(article, []), warnings=(*article.warnings, NO_OPENING))
    starter = article.posts[opening].facts.author
    if options.posts == "first" or starter is None:
        return with_posts(article, [opening])
    return with_posts(article, [i for i, post in enumerate(article.posts) if post.facts.author == starter])


def _on_floors(article: Article, low: int, high: int) -> Article:
    floors = [post.facts.floor for post in article.posts]
    chosen = [i for i, floor in enumerate(floors) if floor is not None and low <= floor <= high]
    known = [floor for floor in floors if floor is not None]
    if chosen or not floors:
        return with_posts(article, chosen)
    here = (
        f"there are {min(known)} to {max(known)}"
        if len(known) > 1
        else f"there is {known[0]}"
        if known
        else "none is told"
    )
    wanted = f"floor {low}" if low == high else f"the floors {low} to {high}"
    warning = f"no post of {wanted} is here ({here}), so that nothing is left of the text"
    return replace(with_posts(article, []), warnings=(*article.warnings, warning))


def _opening(article: Article) -> int | None:
    """The index of the thread's first post; ``None`` where it is not here: a later page without floors tells nothing."""
    found = next((i for i, post in enumerate(article.posts) if post.facts.floor == 1), None)
    if found is None and article.posts and article.posts[0].facts.floor is None and article.thread.pages[:1] in FIRST:
        return 0
    return found


def with_posts(article: Article, chosen: list[int]) -> Article:
    """The article with some of its posts, in the order given."""
    place = {old: new for new, old in enumerate(chosen)}
    return replace(
        article,
        posts=tuple(article.posts[i] for i in chosen),
        outline=tuple(replace(s, post=place[s.post]) for s in article.outline if s.post in place),
        masks=tuple(
            mask if mask.post is None else replace(mask, post=place[mask.post])
            for mask in article.masks
            if mask.post is None or mask.post in place
        ),
    )
