"""Decisions about masked words: kept, found again under other noise, in another view, in a quote; never where they do not fit."""

from __future__ import annotations

import json
import random
import time

import pytest
from inputs import FIXTURES
from jammer import jammer
from ranked import WORDS, ranked

import forumclean
from forumclean import InputError, Options, Source
from forumclean.decisions import Context, Decision, Decisions, context, parse, with_decision
from forumclean.ledger import Passage, edited
from forumclean.masks import restore
from forumclean.reviewing import Review, questions

DUMP = (FIXTURES / "thread.txt").read_bytes()
CHOSEN = ["第一个", "最", "领先", "最", "最好吃"]
"""A word for each mask of the dump, in order."""


def decided(data: bytes | str = DUMP) -> Decisions:
    """Decisions for every mask of a dump, as a review makes them."""
    review = Review(list(questions(forumclean.clean(data, options=Options(masks="keep")), 1.0)), Decisions())
    for word in CHOSEN:
        assert review.answer(f"={word}") is None
    assert review.current is None
    return review.decisions


def other_noise(seed: int) -> str:
    """The dump as the next download has it: every string of noise is another one."""
    rng = random.Random(seed)
    passage = forumclean.clean(DUMP).passage
    noise = [edit for edit in passage.ledger() if edit.rule == "noise/jammer"]
    assert len(noise) == 32
    renewed = []
    for edit in noise:
        lead = edit.old[: len(edit.old) - len(edit.old.lstrip("\n"))]
        tail = edit.old[len(edit.old.rstrip("\n")) :]
        renewed.append(edit._replace(new=lead + jammer(rng).strip("\n") + tail))
    return edited(passage.origin, renewed)


@pytest.mark.parametrize("seed", range(8))
def test_all_decisions_hold_for_a_dump_with_other_noise(seed):
    again = other_noise(seed)
    assert again != DUMP.decode()
    article = forumclean.clean(again, options=Options(decisions=decided()))
    assert [(mask.word, mask.probability, mask.restored) for mask in article.masks] == [
        (word, 1.0, True) for word in CHOSEN
    ]
    text = article.to_text()
    assert "算得上领先水平" in text
    assert "*" not in text
    assert [edit.new for edit in article.passage.ledger() if edit.rule == "restore/decided"] == CHOSEN
    assert article.to_json() == forumclean.clean(again, options=Options(decisions=decided())).to_json()


def test_decisions_hold_in_another_view_and_in_a_quote():
    body = forumclean.clean(DUMP, options=Options(masks="keep")).to_text()
    page = "<br />\n".join(line for line in body.split("\n") if "社区厨房" not in line)
    html = (FIXTURES / "pages" / "desktop-multi.html").read_text("utf-8")
    start = html.index("搬上楼顶的土一共四吨")
    article = forumclean.clean(html[:start] + page + html[start:], options=Options(decisions=decided()))
    assert {mask.word for mask in article.masks if mask.restored} >= {"最", "领先", "最好吃"}


def test_a_decision_outweighs_the_ranker_and_keeps_its_candidates():
    article = ranked(DUMP, WORDS, Options(decisions=decided()))
    third = article.masks[2]
    assert (third.word, third.restored) == ("领先", True)
    assert third.candidates == (("领先", 1.0), ("最低", 0.41), ("一流", 0.12))


def test_asterisks_that_are_to_stay_do_stay():
    question = next(questions(forumclean.clean(DUMP, options=Options(masks="keep")), 1.0))
    stays = Decisions((Decision(question.key.before, "*", question.key.after, None),))
    article = ranked(DUMP, WORDS, Options(decisions=stays))
    assert [mask.restored for mask in article.masks] == [False, True, False, True, False]
    assert "全市场*报名" in article.to_text()


def test_with_masks_kept_a_decision_is_told_and_not_put_in():
    article = forumclean.clean(DUMP, options=Options(decisions=decided(), masks="keep"))
    assert [(mask.word, mask.restored) for mask in article.masks] == [(word, False) for word in CHOSEN]


def test_a_title_is_decided_like_the_text():
    head = "查看: 13|回复: 0\n全城*的一碗面，我找了三年\n[复制链接]\n发表于 2026-3-11 09:20 | 显示全部楼层 |阅读模式\n"
    text = head + "　　这碗面不贵，也不难找。\n您需要登录后才可以回帖 登录 | 立即注册\n"
    kept = forumclean.clean(text, options=Options(masks="keep"))
    assert [question.before for question in questions(kept, 1.0)] == ["全城"]
    review = Review(list(questions(kept, 1.0)), Decisions())
    review.answer("=最好")
    assert (
        forumclean.clean(text, options=Options(decisions=review.decisions)).thread.title
        == "全城最好的一碗面，我找了三年"
    )


def test_decisions_reach_other_processes_and_the_ledger_still_rebuilds():
    options = Options(decisions=decided())
    for article in forumclean.clean_many([Source("a", DUMP), Source("b", DUMP)], options=options, jobs=2):
        assert isinstance(article, forumclean.Article)
        assert "第一个报名" in article.to_text()
        ledger = article.to_ledger()
        assert json.loads(ledger.split("\n")[0])["options"]["decisions"] == 5
        assert forumclean.rebuild(ledger.split("\n")) == DUMP


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("有人说，老蒋是全市场*报名的人之一，我信。", "第一个"),
        ("老蒋是全市场\n5 f2 V# N' V$ |*报名的人之一", "第一个"),
        ("老蒋是全国*报名的人", None),
        ("老蒋是全市场*卖豆腐的人", None),
        ("老蒋*报名", None),
        ("*", None),
    ],
)
def test_a_context_must_agree_on_both_sides(text, word):
    made = Decisions((Decision("老蒋是全市场", "*", "报名的人之一", "第一个"),))
    at = text.index("*")
    found = next(made.choices(text, [(at, at + 1)]))
    assert (found.word if found else None) == word


def test_contradicting_decisions_hold_only_where_the_whole_context_agrees():
    one = Decision("甲昨天在河边见过全城", "*", "的面馆和茶馆", "最好")
    two = Decision("乙今天在河边见过全城", "*", "的面馆和茶馆", "最差")
    made = Decisions((one, two))
    assert made.find(Context(one.before, one.after)) == one
    assert made.find(Context(two.before, two.after)) == two
    assert made.find(Context("丙在河边见过全城", "的面馆和茶馆")) is None
    third = with_decision((one, two), Decision(one.before, "*", one.after, "最老"))
    assert [entry.word for entry in third] == ["最差", "最老"]


def test_a_file_of_decisions_comes_back_as_it_was_written():
    made = decided()
    assert parse(made.to_json(), "d.json") == made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "does not begin"),
        ('{"schema": "forumclean.decisions/2", "decisions": []}', "does not begin"),
        (
            '{"schema": "forumclean.decisions/1", "decisions": [{"word": "a"}]}',
            "decision 1 must have after, before, mask, word",
        ),
        (
            '{"schema": "forumclean.decisions/1", "decisions": [{"before": "", "mask": "*", "after": "", "word": "a\\nb"}]}',
            "one line",
        ),
        (
            '{"schema": "forumclean.decisions/1", "decisions": [{"before": 3, "mask": "*", "after": "", "word": null}]}',
            "one line",
        ),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(text, words):
    with pytest.raises(InputError, match=words):
        parse(text, "d.json")


@pytest.mark.parametrize(
    "text",
    ["*" * 1_000_000, "x *" * 300_000, "好*" * 400_000, ("好" * 30 + "*") * 30_000],
    ids=["stars", "latin", "crowd", "text"],
)
def test_contexts_are_linear(text):
    masks = [(i, i + 1) for i in range(0, len(text), max(len(text) // 200_000, 1)) if text[i] == "*"]
    begun = time.process_time()
    assert sum(choice is None for choice in decided().choices(text, masks)) == len(masks)
    assert time.process_time() - begun < 20


def test_a_context_ignores_what_noise_is_made_of():
    assert context("好! s5\n　全城 D' M*的", 10, 11) == context("好全城*的", 3, 4)


def test_without_decisions_nothing_changes():
    passage = Passage.of("这家的面全城*，那家的汤**。")
    assert restore(passage, Options(decisions=Decisions(), masks="keep")).text == passage.text
