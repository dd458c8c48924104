"""The library's door: what callers may rely on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import forumclean
from forumclean import Article, Failure, ForumcleanError, Options, Source, UsageError
from forumclean.pipeline import attempt

THREAD = Path(__file__).parents[1] / "fixtures" / "thread.txt"


def test_every_public_name_is_there():
    for name in forumclean.__all__:
        assert getattr(forumclean, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'cleen'"):
        _ = forumclean.cleen


def test_clean_many_keeps_the_order_and_goes_on_after_a_failure():
    items = [Source("a", THREAD.read_bytes()), Source("b", b""), Source("c", "一句话。\n")]
    results = list(forumclean.clean_many(items))
    assert [type(r).__name__ for r in results] == ["Article", "Failure", "Article"]
    failure = results[1]
    assert isinstance(failure, Failure)
    assert (failure.name, failure.code, failure.reason) == ("b", 3, "empty")


def test_clean_many_in_processes_gives_the_same():
    items = [Source(str(i), f"第 {i} 篇，只有一句话。\n") for i in range(9)]
    alone = [r.to_json() for r in forumclean.clean_many(items) if not isinstance(r, Failure)]
    spread = [r.to_json() for r in forumclean.clean_many(items, jobs=2) if not isinstance(r, Failure)]
    assert alone == spread
    assert len(alone) == 9


def deadly(source: Source, options: Options) -> Article | Failure:
    """Cleans an input, or ends the process."""
    if source.name == "bomb":
        os._exit(9)
    return attempt(source, options)


def test_an_input_that_kills_its_process_costs_no_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("forumclean.pool.attempt", deadly)
    items = [Source("bomb" if i in (2, 9) else f"{i}", f"第{i}天。") for i in range(14)]
    results = list(forumclean.clean_many(iter(items), jobs=2))
    assert [r.name if isinstance(r, Failure) else r.source.name for r in results] == [item.name for item in items]
    assert {i: r.reason for i, r in enumerate(results) if isinstance(r, Failure)} == {2: "killed", 9: "killed"}


def test_clean_many_collects_nothing():
    def endless():
        while True:
            yield Source("x", "一句话。\n")

    results = forumclean.clean_many(endless())
    assert [next(results) is not None for _ in range(3)] == [True] * 3


@pytest.mark.parametrize(
    "wrong", [{"masks": "fill"}, {"posts": "9-2"}, {"posts": "0-3"}, {"width": "half"}, {"min_probability": -0.1}]
)
def test_options_refuse_what_they_do_not_know(wrong: dict[str, object]):
    with pytest.raises(UsageError):
        Options(**wrong)  # type: ignore[arg-type]


def test_errors_are_one_family():
    with pytest.raises(ForumcleanError) as caught:
        forumclean.clean(b"")
    assert caught.value.code == 3


def test_denoise_gives_text_and_edits():
    noisy = "人不多，看得很慢。( e* H8 f6 L1 b' Q! T3 t5 h  d\n出来的时候下雨了。"
    text, edits = forumclean.denoise(noisy)
    assert text == "人不多，看得很慢。\n出来的时候下雨了。"
    assert [noisy[e.start : e.end] for e in edits] == [e.old for e in edits]


def test_restore_lists_masks_with_offsets():
    text = "他是全班*高的人。算式 3*4 不算。"
    masks = forumclean.restore(text)
    assert [(m.start, m.end, m.mask) for m in masks] == [(4, 5, "*")]


def test_posts_are_chosen_by_author_and_floor():
    page = Path(__file__).parents[1] / "fixtures" / "pages"
    source = next(p for p in sorted(page.glob("*.html")) if "x35-desktop-multi" in p.name or "multi" in p.name)
    data = source.read_bytes()
    whole = forumclean.clean(data)
    assert len(whole.posts) > 3
    author = whole.posts[0].facts.author
    own = forumclean.clean(data, options=Options(posts="author"))
    assert {p.facts.author for p in own.posts} == {author}
    assert len(forumclean.clean(data, options=Options(posts="first")).posts) == 1
    some = forumclean.clean(data, options=Options(posts="2-3"))
    assert [p.facts.floor for p in some.posts] == [2, 3]
    assert all(s.post < len(own.posts) for s in own.outline)
