"""What a tester found of what is kept: stores, archives, lists of what is done, joined pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from forum import HOST, Asked, FalseTime, Forum, Made, forum, moved, refused

from forumclean import Article, Options, clean
from forumclean.fetching.session import Session
from forumclean.fetching.stored import read_thread, threads
from forumclean.fetching.types import FetchSettings
from forumclean.filenames import STORE_INDEX
from forumclean.joining import join

QUERY = "/forum.php?mod=viewthread&tid=77"


def read(made: Forum, target: str = QUERY, fetcher: Asked | None = None, **settings: object) -> Article:
    """The thread, without waiting."""
    chosen = FetchSettings(**settings)  # type: ignore[arg-type]
    with Session(Options(), chosen, fetcher or Asked(made), timer=FalseTime().timer()) as session:
        return session.thread(HOST + target)


# ── joined pages ────────────────────────────────────────────────────────────────────────────────────


def test_a_post_whose_floor_is_taken_stays_where_its_id_is_another():
    made = forum(6)
    pages = [clean(made.page(number)) for number in (1, 2)]
    slipped = replace(
        pages[1],
        posts=tuple(replace(p, facts=replace(p.facts, floor=(p.facts.floor or 0) - 1)) for p in pages[1].posts),
    )
    joined = join([pages[0], slipped], Options())
    assert [post.facts.pid for post in joined.posts] == [901, 902, 903, 904, 905, 906]


def test_the_same_floor_of_two_views_is_one_post():
    made = forum(6)
    joined = join([clean(made.page(1)), clean(made.archiver(1)), clean(made.page(2))], Options())
    assert [post.facts.pid for post in joined.posts] == [901, 902, 903, 904, 905, 906]


# ── stores ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_posts_link_to_the_last_page_sees_what_is_new(tmp_path):
    link = "/forum.php?mod=redirect&goto=findpost&pid=908"
    made = forum(8, extra={link: moved(f"{QUERY}&page=3#pid908", 302)})
    assert len(read(made, link, store=tmp_path).posts) == 8
    made.posts += [Made(900 + n, 11, f"第 {n} 楼，新来的。") for n in range(9, 14)]
    assert [post.facts.floor for post in read(made, link, store=tmp_path).posts] == list(range(1, 14))


class TwoForums(Forum):
    """Two forums on one host, whose threads have the same number."""

    def answer(self, target):
        if target.startswith("/b/"):
            return forum(2).answer(target.removeprefix("/b"))
        return super().answer(target.removeprefix("/a"))


def test_two_forums_of_one_host_are_two(tmp_path):
    made = TwoForums(forum(8).posts)
    for folder, count in (("/a", 8), ("/b", 2)):
        assert len(read(made, folder + QUERY, store=tmp_path).posts) == count
        assert len(read(made, folder + QUERY, store=tmp_path, offline=True).posts) == count
    found = [read_thread(thread, Options()) for thread in threads(tmp_path)]
    assert [len(article.posts) for article in found if isinstance(article, Article)] == [8, 2]


def aged(store: Path) -> None:
    """Make the index one of those that knew no folders."""
    index = store / STORE_INDEX
    rows = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
    for row in rows:
        row.pop("forum", None)
        row["keys"] = [key.replace("+a/", "/") for key in row.get("keys", [])]
    index.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_a_store_that_knows_no_folders_is_read_and_not_taken_for_the_other_forums(tmp_path):
    made = TwoForums(forum(8).posts)
    read(made, "/a" + QUERY, store=tmp_path)
    aged(tmp_path)
    assert len(read(made, "/a" + QUERY, store=tmp_path, offline=True).posts) == 8
    asked = Asked(made)
    assert len(read(made, "/a" + QUERY, asked, store=tmp_path).posts) == 8
    assert len(asked.urls) == 2
    assert len(read(made, "/b" + QUERY, store=tmp_path).posts) == 2


def test_as_many_new_posts_as_deleted_ones_hide_none(tmp_path):
    made = forum(8)
    read(made, store=tmp_path)
    made.posts.pop(1)
    made.posts.append(Made(909, 11, "第 9 楼，新来的。"))
    assert [post.facts.pid for post in read(made, store=tmp_path).posts] == [901, *range(903, 910)]


def test_a_run_that_is_cut_off_before_it_mends_is_mended_by_the_next(tmp_path):
    made = forum(8)
    read(made, store=tmp_path)
    made.posts.pop(1)
    made.posts.append(Made(909, 11, "第 9 楼，新来的。"))

    def cut(url: str, _count: int) -> None:
        if url.endswith("page=2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(made, QUERY, Asked(made, cut), store=tmp_path)
    assert [post.facts.pid for post in read(made, store=tmp_path).posts] == [901, *range(903, 910)]


def test_pages_that_only_the_archiver_gave_are_found_without_the_web(tmp_path):
    made = forum(8)
    plain = made.answer
    made.answer = lambda target: (  # type: ignore[method-assign]
        refused("login") if "page=" in target and "archiver" not in target else plain(target)
    )  # type: ignore[method-assign]
    first = read(made, store=tmp_path)
    assert len(first.posts) == 8
    again = read(made, store=tmp_path, offline=True)
    assert (len(again.posts), again.warnings) == (8, first.warnings)
