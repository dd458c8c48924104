"""Clean text stays as it is, cleaning twice is cleaning once, damaged bytes come back, and a batch says what single calls say."""

from __future__ import annotations

import random

from hypothesis import strategies as st
from promised import check_all
from strategies import DUMPS, dump_of, for_all, lines, page_of, rngs

import forumclean
from forumclean import Article, ForumcleanError, Options, Source

KEEP = Options(masks="keep")


@for_all(60, written=lines)
def test_clean_text_comes_out_as_it_went_in(written: list[str]) -> None:
    data = "\n".join(written).encode()
    article = forumclean.clean(data, options=KEEP)
    assert article.to_text().splitlines() == [line.strip() for line in written]
    assert article.removed == {}
    check_all(article, data)


@for_all(60, written=lines, rng=rngs, form=st.sampled_from(sorted(DUMPS)))
def test_cleaning_twice_is_cleaning_once(written: list[str], rng: random.Random, form: str) -> None:
    once = forumclean.clean(dump_of(written, rng, form)[0], options=KEEP).to_text()
    assert forumclean.clean(once, options=KEEP).to_text() == once


@for_all(
    60,
    written=lines,
    rng=rngs,
    codec=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]),
    hits=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=4),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_damage_comes_back(
    written: list[str], rng: random.Random, codec: str, hits: list[tuple[int, int]], end: str
) -> None:
    damaged = bytearray(dump_of(written, rng, "kept")[0].replace("\n", end).encode(codec))
    for at, value in hits:
        damaged[at % len(damaged)] = value
    data = bytes(damaged)
    try:
        article = forumclean.clean(data, options=Options(masks="keep", input="text"))
    except ForumcleanError as error:
        assert error.code in (3, 5), error
        return
    check_all(article, data)


@for_all(8, items=st.lists(st.tuples(lines, rngs, st.booleans()), min_size=1, max_size=4))
def test_a_batch_says_what_single_calls_say(items: list[tuple[list[str], random.Random, bool]]) -> None:
    data = [page_of(w, rng).encode() if as_page else dump_of(w, rng, "kept")[0].encode() for w, rng, as_page in items]
    sources = [Source(f"{i}", made) for i, made in enumerate((*data, b""))]
    *found, failed = forumclean.clean_many(sources, options=KEEP)
    assert not isinstance(failed, Article)
    assert [a.to_json() for a in found if isinstance(a, Article)] == [
        forumclean.clean(made, name=f"{i}", options=KEEP).to_json() for i, made in enumerate(data)
    ]
