"""Noise planted by the exact rule comes out of pages of every version and dumps of every form, and nothing else does."""

from __future__ import annotations

import random

from hypothesis import strategies as st
from promised import check_all
from strategies import DUMPS, PAGES, dump_of, for_all, lines, page_of, rngs

import forumclean
from forumclean import Options

KEEP = Options(masks="keep")


@for_all(60, written=lines, rng=rngs, version=st.sampled_from(sorted(PAGES)))
def test_noise_of_every_version_comes_out_of_pages(written: list[str], rng: random.Random, version: str) -> None:
    data = page_of(written, rng, version).encode()
    article = forumclean.clean(data, options=KEEP)
    assert article.to_text().splitlines() == [line.strip() for line in written]
    assert article.posts == forumclean.clean(page_of(written).encode(), options=KEEP).posts
    check_all(article, data)


@for_all(60, written=lines, rng=rngs, form=st.sampled_from(sorted(DUMPS)))
def test_noise_comes_out_of_dumps_of_every_form(written: list[str], rng: random.Random, form: str) -> None:
    text, left = dump_of(written, rng, form)
    article = forumclean.clean(text.encode(), options=KEEP)
    got = article.to_text().splitlines()
    if form == "joined":  # where lines were joined is for the layout to say
        got, left = ["".join("".join(got).split())], ["".join("".join(left).split())]
    if form == "collapsed":  # 》; K: whether the sign is the text's last or the noise's first cannot be known
        assert [len(have) - len(want) < 4 and want in have for have, want in zip(got, left, strict=True)] == [
            True
        ] * len(left)
    else:
        assert got == left
    assert set(article.removed) <= {"noise/jammer", "layout/split-line"}
    check_all(article, text.encode())
