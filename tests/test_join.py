"""Pages of one thread become one thread: each post once, in order, whatever the views are."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from articles import article_of

from forumclean.article import Article
from forumclean.errors import InputError
from forumclean.joining import join
from forumclean.ledger import Passage
from forumclean.model import (
    Heading,
    Mark,
    MaskEntry,
    Paragraph,
    Poll,
    PollOption,
    Post,
    PostFacts,
    Removed,
    ThreadFacts,
)
from forumclean.options import Options
from forumclean.rebuilding import rebuild


def written(floor: int | None, pid: int | None = None, author: str = "甲") -> PostFacts:
    return PostFacts(floor=floor, pid=pid, author=author)


def page(
    number: int | None, *facts: PostFacts, last: int | None = None, words: str = "楼说的话。", **more: object
) -> Article:
    """A page with a post for each of the facts: a line of text that names its floor or pid."""
    lines = [f"{f.floor or f.pid or f.author} {words}" for f in facts]
    text = "".join(f"{line}\n" for line in lines)
    marks, at = [], 0
    for i, line in enumerate(lines):
        marks.append(Mark(at, at + len(line) + 1, "post", {"index": i}))
        at += len(line) + 1
    posts = [Post(f, (Paragraph(line),), index=i) for i, (f, line) in enumerate(zip(facts, lines, strict=True))]
    thread = ThreadFacts(pages=(number,) if number else (), last_page=last, **more)  # type: ignore[arg-type]
    made = article_of(posts, thread)
    source = replace(made.source, name=f"p{number}.html")
    return replace(
        made,
        source=source,
        document=replace(made.document, name=source.name, kind="html"),
        passage=Passage.of(text, marks),
    )


def floors(article: Article) -> list[int | None]:
    return [post.facts.floor for post in article.posts]


ALL = Options()
THREE = (
    page(1, *(written(n, 100 + n) for n in (1, 2, 3)), last=3),
    page(2, *(written(n, 100 + n) for n in (4, 5, 6)), last=3),
    page(3, *(written(n, 100 + n) for n in (7, 8)), last=3),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_any_order(order: tuple[int, ...]) -> None:
    whole = join([THREE[i] for i in order], ALL)
    assert floors(whole) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert whole.thread.pages == (1, 2, 3)
    assert whole.warnings == ()
    assert whole.to_text() == "".join(f"{n} 楼说的话。\n" for n in range(1, 9))


def test_a_single_page() -> None:
    assert floors(join(THREE[:1], ALL)) == [1, 2, 3]


def test_reverse_order_is_put_right() -> None:
    backwards = page(1, *(written(n, 100 + n) for n in (3, 2, 1)))
    assert floors(join([backwards], ALL)) == [1, 2, 3]


# ── overlap ─────────────────────────────────────────────────────────────────────────────────────


def test_posts_that_stand_on_several_pages_come_once() -> None:
    again = page(2, written(1, 101), *(written(n, 100 + n) for n in (3, 4, 5, 6)), last=3)
    whole = join([THREE[2], again, THREE[0]], ALL)
    assert floors(whole) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [post.part for post in whole.posts] == [0, 0, 0, 1, 1, 1, 2, 2]


def test_the_same_page_in_two_views() -> None:
    printable = page(1, written(1), written(2), written(3))
    assert floors(join([THREE[0], printable], ALL)) == [1, 2, 3]
    assert floors(join([printable, THREE[0]], ALL)) == [1, 2, 3]


def test_posts_without_floor_and_pid_are_told_apart_by_author_and_text() -> None:
    first = page(1, written(None), written(None, author="乙"))
    second = page(2, written(None, author="乙"), written(None, author="丙"))
    assert [post.facts.author for post in join([first, second], ALL).posts] == ["甲", "乙", "丙"]


def test_posts_without_floor_stay_where_they_stand() -> None:
    whole = join([page(1, written(1), written(None, 7), written(2)), page(2, written(None, 8))], ALL)
    assert [post.facts.pid or post.facts.floor for post in whole.posts] == [1, 7, 2, 8]


def test_a_post_that_the_view_of_one_author_shows_takes_its_floor_and_its_place_from_another_page():
    author = page(1, written(None, 11), written(None, 14))
    whole = join(
        [author, page(1, written(1, 11), written(2, 12), last=2), page(2, written(3, 13), written(4, 14), last=2)],
        Options(),
    )
    assert [(post.facts.floor, post.facts.pid) for post in whole.posts] == [(1, 11), (2, 12), (3, 13), (4, 14)]
    lone = join([author, page(2, written(3, 13), last=2)], Options(), whole=False)
    assert floors(lone) == [None, None, 3]


# ── what is missing ─────────────────────────────────────────────────────────────────────────────


def posts_of(first: int, last: int) -> list[PostFacts]:
    return [written(floor, floor + 50) for floor in range(first, last + 1)]


def test_no_page_is_missing_where_pages_of_two_views_have_all_posts():
    small = [page(1, *posts_of(1, 5), last=6), page(2, *posts_of(6, 10), last=6)]
    large = [page(2, *posts_of(11, 20), last=3), page(3, *posts_of(21, 29), last=3)]
    assert join([*small, *large], Options()).warnings == ()
    assert join([page(1, *posts_of(1, 29)), small[1]], Options()).warnings == ()  # the printable view has one page
    short = join(
        [*small, large[0], page(3, *posts_of(21, 24), last=3)], Options()
    )  # of an older day: page 6 begins with floor 26
    assert short.warnings[0].startswith("page 4-6 of 6 is missing")
    assert join([*small, large[1]], Options()).warnings[0].startswith("page 4-6 of 6 is missing")
    assert join([*small, large[0]], Options()).warnings[0].startswith("page 3-6 of 6 is missing")


@pytest.mark.parametrize(
    ("given", "named"),
    [((0, 2), "page 2 of 3"), ((1,), "page 1, 3 of 3"), ((2, 1), "page 1 of 3"), ((0,), "page 2, 3 of 3")],
)
def test_a_missing_page_is_named(given: tuple[int, ...], named: str) -> None:
    whole = join([THREE[i] for i in given], ALL)
    assert len(whole.warnings) == 1
    assert whole.warnings[0].startswith(f"{named} is missing")


def test_a_gap_shows_without_a_pager() -> None:
    whole = join([page(1, written(1)), page(4, written(31))], ALL)
    assert whole.warnings[0].startswith("page 2, 3 of 4 is missing")


def test_warnings_of_the_pages_come_once() -> None:
    pages = [replace(THREE[0], warnings=("甲", "乙")), replace(THREE[1], warnings=("乙",)), THREE[2]]
    assert join(pages, ALL).warnings == ("甲", "乙")


def test_pages_of_different_threads_are_refused() -> None:
    with pytest.raises(InputError, match=r"p1\.html is thread 5, p2\.html is thread 6") as caught:
        join([page(1, written(1), tid=5), page(2, written(11), tid=6)], ALL)
    assert caught.value.reason == "threads"
    with pytest.raises(InputError, match="no page"):
        join([], ALL)


# ── facts ───────────────────────────────────────────────────────────────────────────────────────


def test_facts_come_from_whichever_page_has_them() -> None:
    poll = Poll(multiple=False, max=1, voters=2, options=(PollOption("去", 2, 100.0),))
    first = page(1, written(1), title="题", views=5)
    second = page(2, written(11), title="别的题", tid=9, board=("一", "二"), poll=poll, kind="poll", site="站")
    thread = join([second, first], ALL).thread
    assert (thread.title, thread.views, thread.tid, thread.board, thread.site) == ("题", 5, 9, ("一", "二"), "站")
    assert (thread.kind, thread.poll, thread.pages) == ("poll", poll, (1, 2))


def test_counts_add_up() -> None:
    first = replace(THREE[0], removed={"noise/jammer": Removed(3, 60)})
    second = replace(THREE[1], removed={"noise/jammer": Removed(2, 10), "chrome/post-head": Removed(1, 4)})
    assert dict(join([first, second], ALL).removed) == {
        "chrome/post-head": Removed(1, 4),
        "noise/jammer": Removed(5, 70),
    }


def test_outline_and_masks_point_at_the_joined_posts() -> None:
    def with_heading(article: Article, title: str) -> Article:
        posts = [replace(post, blocks=(Heading(f"{title}{i}", 2),)) for i, post in enumerate(article.posts)]
        made = article_of(posts, article.thread)
        mask = MaskEntry(1, 0, ("text",), 0, "*", None, None, restored=False)
        title_mask = MaskEntry(None, None, ("title",), 0, "*", None, None, restored=False)
        return replace(article, posts=made.posts, outline=made.outline, masks=(title_mask, mask))

    overlap = page(2, *(written(n, 100 + n) for n in (3, 4)), last=2)
    whole = join([with_heading(overlap, "乙"), with_heading(THREE[0], "甲")], ALL)
    assert [(s.post, s.title) for s in whole.outline] == [(0, "甲0"), (1, "甲1"), (2, "甲2"), (3, "乙1")]
    for section in whole.outline:
        assert whole.posts[section.post].blocks[section.block] == Heading(section.title, 2)
    assert [m.post for m in whole.masks] == [None, 1, 3]


@pytest.mark.parametrize(
    ("posts", "left"), [("first", [1]), ("3-5", [3, 4, 5]), ("author", [1, 4]), ("all", [1, 2, 3, 4])]
)
def test_posts_are_chosen_after_joining(posts: str, left: list[int]) -> None:
    pages = [
        page(2, written(3, author="乙"), written(4)) if posts != "3-5" else page(2, *map(written, (4, 5, 6))),
        page(1, written(1), written(2, author="乙")) if posts != "3-5" else page(1, *map(written, (1, 2, 3))),
    ]
    assert floors(join(pages, Options(posts=posts))) == left


@pytest.mark.parametrize("posts", ["first", "author"])
@pytest.mark.parametrize(("number", "floor"), [(2, 3), (2, None), (1, 3)])
def test_who_began_the_thread_is_not_guessed_from_a_later_page(posts: str, number: int, floor: int | None) -> None:
    joined = join([page(number, written(floor))], Options(posts=posts), whole=False)
    assert joined.posts == ()
    assert joined.warnings == (
        "the thread's first post is not here, so no post was chosen; give its first page as well, with --join",
    )
    assert len(join([page(1, written(None))], Options(posts=posts)).posts) == 1


def test_the_ledger_holds_every_page() -> None:
    rows = join(THREE, ALL).to_ledger().splitlines()
    for article in THREE:
        assert rebuild(rows, article.source.name).decode() == article.passage.origin
