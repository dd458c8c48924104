"""What a tester found of what is kept: stores, archives, lists of what is done, joined pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from forum import HOST, TEXT_HTML, Asked, FalseTime, Forum, Made, forum, moved, refused

from forumclean import Article, Options, clean
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings
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
