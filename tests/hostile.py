"""Random articles out of hostile text: all that Markdown, YAML and HTML take for markup."""

from __future__ import annotations

from dataclasses import replace

from articles import article_of
from hypothesis import strategies as st

from forumclean.article import Article
from forumclean.model import (
    Attachment,
    Block,
    Byline,
    BylineFacts,
    Code,
    Comment,
    Edited,
    Heading,
    Hidden,
    Image,
    ListBlock,
    MaskEntry,
    Media,
    Paragraph,
    Poll,
    PollOption,
    Post,
    PostFacts,
    Price,
    Quote,
    Rating,
    Removed,
    Reward,
    Rule,
    Span,
    Table,
    ThreadFacts,
    Withheld,
)

LABELS = ("", "一、", "（二）", "1. ", "1.", "第一章 ", "第一部分：", "【01】", "# 3 ", "/04 ", "Part One ", "NO.5 ")
PIECES = (
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "#",
        "##",
        "1.",
        "1)",
        "12.",
        "<b>",
        "</b>",
        "<br>",
        "<!--",
        "-->",
        "|",
        "`",
        "```",
        "~~",
        "~",
    ),
    *(
        "[x](y)",
        "[a]: /u",
        "![",
        "]",
        "(",
        ")",
        "[",
        "!",
        "&amp;",
        "&#42;",
        "&",
        "&copy;",
        "---",
        "***",
        "===",
        "- ",
        "+ ",
        "> ",
        ">",
    ),
    *(
        "\t",
        "\\",
        "\\\\",
        "<12@ab.example>",
        "<http://a.example>",
        "<",
        "- - -",
        "~~~",
        "    ",
        "  ",
        " ",
        " * ",
        "_a_",
        "a_b",
        "*a*",
    ),
    *(
        "“",
        "”",
        "。",
        "，",
        "（",
        "）",
        "C:\\dir",
        "http://b.example/?a=1&b=2",
        "甲",
        "乙丙",
        "Ab",
        "0",
        "42",
        "é",
        "😀",
        "…",
        "$x$",
        "\r",
    ),
)
HREFS = (
    "http://a.example/?a=1&copy=2",
    "forum.php?mod=x&amp;y=1",
    "a b(c)",
    "<x>",
    "\\d*_`|",
    "http://甲.example/乙",
    "mailto:a@b.example",
)


lines = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join).map(str.strip).filter(bool)
"""One line that is not empty, without white space at its ends."""
words = st.one_of(st.none(), lines)
times = st.one_of(st.none(), st.sampled_from(["2024-03-15T10:30", "2024-03-15T10:30:08", "2024-03-15"]))
floors = st.one_of(st.none(), st.integers(1, 9999))


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """Spans of a text: they nest and overlap, but two of one kind do not meet."""
    found: list[Span] = []
    for kind in draw(st.lists(st.sampled_from(["link", "strong", "em", "del", "code"]), max_size=4, unique=True)):
        at = 0
        for _ in range(draw(st.integers(1, 2))):
            if at >= len(text):
                break
            start = draw(st.integers(at, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            found.append(Span(start, end, kind, draw(st.sampled_from(HREFS)) if kind == "link" else None))
            at = end
    return tuple(sorted(found, key=lambda s: (s.start, -s.end)))


@st.composite
def rich(draw: st.DrawFn, text: st.SearchStrategy[str] = lines) -> tuple[str, tuple[Span, ...]]:
    """A text and spans of it."""
    chosen = draw(text)
    return chosen, draw(spans_of(chosen))


def _list(ordered: bool, items: list[tuple[str, tuple[Span, ...]]]) -> ListBlock:  # noqa: FBT001 - a strategy's function
    return ListBlock(ordered, tuple(text for text, _ in items), tuple(spans for _, spans in items))


def _table(rows: list[list[tuple[str, tuple[Span, ...]]]]) -> Table:
    return Table(
        tuple(tuple(text for text, _ in row) for row in rows), tuple(tuple(spans for _, spans in row) for row in rows)
    )


several = st.lists(lines, min_size=1, max_size=3).map("\n".join)
code = st.lists(
    st.one_of(st.just(""), lines, lines.map("\t".__add__), lines.map("      ".__add__)), min_size=1, max_size=4
)
cells = st.one_of(st.just(("", ())), rich(), rich(several))
blocks: st.SearchStrategy[Block] = st.one_of(
    rich().map(lambda r: Paragraph(*r)),
    lines.map(Paragraph),
    rich().map(lambda r: Byline(*r)),
    st.builds(
        lambda r, level, number, label: Heading(r[0], level, number, r[1], label),
        rich(),
        st.integers(2, 3),
        words,
        st.sampled_from(LABELS),
    ),
    st.builds(
        lambda src, name, alt, r: Image(src, name, alt, *r),
        st.sampled_from(HREFS),
        words,
        words,
        st.one_of(st.just((None, ())), rich()),
    ),
    st.builds(lambda r, author, at, n: Quote(r[0], author, at, n, r[1]), rich(several), words, times, floors),
    st.builds(_list, st.booleans(), st.lists(st.one_of(rich(), rich(several)), min_size=1, max_size=3)),
    code.map("\n".join).map(lambda t: t.replace("\r", "")).filter(str.strip).map(Code),
    st.lists(st.lists(cells, min_size=1, max_size=3), min_size=1, max_size=3).map(_table),
    st.builds(Attachment, words, st.one_of(st.none(), st.sampled_from(HREFS)), words, words),
    st.builds(Media, st.sampled_from(HREFS)),
    st.builds(Hidden, st.sampled_from(["reply", "pay", "permission", "login"]), lines),
    st.just(Rule()),
)


# ── whole articles ──────────────────────────────────────────────────────────────────────────────

numbers = st.one_of(st.none(), st.integers(0, 99))
facts = st.builds(
    PostFacts,
    floor=floors,
    pid=numbers,
    author=words,
    published=times,
    edited=st.one_of(st.none(), st.builds(Edited, words, times)),
    signature=words,
    comments=st.lists(st.builds(Comment, words, lines, times), max_size=2).map(tuple),
    ratings=st.lists(st.builds(Rating, words, words, st.one_of(st.none(), st.integers(-5, 5)), words), max_size=2).map(
        tuple
    ),
    withheld=st.one_of(st.none(), st.builds(Withheld, st.sampled_from(["blocked", "deleted", "image"]), lines)),
)
bylines = st.one_of(st.none(), st.builds(BylineFacts, words, st.lists(lines, max_size=2).map(tuple), words))
posts = st.builds(Post, facts, st.lists(blocks, max_size=4).map(tuple), bylines)
polls = st.builds(
    Poll,
    st.booleans(),
    numbers,
    numbers,
    st.lists(st.builds(PollOption, lines, numbers, st.one_of(st.none(), st.just(37.5))), max_size=2).map(tuple),
)
threads = st.builds(
    ThreadFacts,
    tid=numbers,
    title=words,
    url=words,
    site=words,
    board=st.lists(lines, max_size=2).map(tuple),
    kind=st.sampled_from(["normal", "poll", "reward", "trade", "activity", "debate", "paid"]),
    views=numbers,
    replies=numbers,
    tags=st.lists(lines, max_size=2).map(tuple),
    pages=st.lists(st.integers(1, 9), max_size=2, unique=True).map(tuple),
    platform=words,
    poll=st.one_of(st.none(), polls),
    reward=st.one_of(st.none(), st.builds(Reward, numbers, words, st.booleans(), numbers)),
    price=st.one_of(st.none(), st.builds(Price, numbers, words)),
)
places = st.sampled_from([("text",), ("caption",), ("items", 2), ("rows", 0, 1)])
candidates = st.just((("最好", 0.75), ("最早", 0.125)))
masks = st.one_of(
    st.builds(
        MaskEntry,
        st.just(0),
        st.just(1),
        places,
        st.integers(0, 9),
        st.just("**"),
        st.just("最好"),
        st.just(0.75),
        st.booleans(),
        candidates,
    ),
    st.builds(
        MaskEntry,
        st.none(),
        st.none(),
        st.just(("title",)),
        st.just(0),
        st.just("*"),
        st.none(),
        st.none(),
        st.just(value=False),
    ),
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article that the stages could make."""
    plain = article_of(draw(st.lists(posts, max_size=2)), draw(threads))
    return replace(
        plain,
        masks=tuple(draw(st.lists(masks, max_size=2))),
        removed=draw(st.dictionaries(st.sampled_from(["noise/jammer", "chrome/post-head"]), st.just(Removed(2, 60)))),
        warnings=tuple(draw(st.lists(lines.map(lambda t: t.replace("\r", "")).filter(bool), max_size=1))),
    )
