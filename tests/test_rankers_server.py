"""A completion server as a ranker: the exact way, the ways round it, and all that a server can do wrong."""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from completions import END, Asked, Reply, chat, choosing, echo, echoed, ok, refused, served, total

from forumclean.errors import ForumcleanError, NetworkError, UsageError
from forumclean.masks.types import Gap
from forumclean.rankers import ranker_of
from forumclean.rankers.server import Server

WORDS = ("最好", "领先", "唯一")
GAP = Gap("昨天没去。他说全城", "的茶馆在河东。明天再去。", WORDS)
SENTENCE = "他说全城{}的茶馆在河东。"


def exact(words: tuple[str, ...] = WORDS) -> list[float]:
    return [total("\n" + SENTENCE.format(word)) for word in words]


def test_the_sum_over_the_sentence_is_the_score() -> None:
    with served(echo) as server:
        assert Server(server.address).score([GAP]) == [pytest.approx(exact())]
        assert server.prompts == ["\n" + SENTENCE.format(word) for word in WORDS]


def test_nothing_but_the_sentence_is_sent() -> None:
    with served(chat) as server:
        Server(server.address).score([GAP])
        sent = json.dumps([each.body for each in server.asked], ensure_ascii=False)
    assert "他说全城" in sent
    assert "昨天" not in sent
    assert "明天" not in sent


def test_sentences_of_several_gaps_go_out_together() -> None:
    with served(echo) as server:
        scores = Server(server.address).score([GAP] * 15)
        sizes = [len(each.body["prompt"]) for each in server.asked if "prompt" in each.body]
    assert sizes == [32, 13]
    assert scores == [pytest.approx(exact())] * 15


def test_a_gap_with_one_word_asks_nobody() -> None:
    with served(echo) as server:
        assert Server(server.address).score([replace(GAP, words=("最好",)), replace(GAP, words=())]) == [[0.0], []]
        assert server.asked == []


def test_the_model_is_the_first_one_or_the_one_named() -> None:
    with served(echo) as server:
        Server(server.address).score([GAP])
        Server(server.address + "/v1?model=mine").score([GAP])
    assert [each.body["model"] for each in server.asked if each.body] == ["pairs", "mine"]


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/completions", "/v1/chat/completions"])
def test_an_address_may_end_anywhere(path: str) -> None:
    with served(echo) as server:
        ranker_of(server.address + path).score([GAP])
    assert {each.path for each in server.asked} == {"/v1/models", "/v1/completions"}


def answering(change: Callable[[list[str]], Sequence[object]]) -> Callable[[Asked], Reply]:
    """A server that echoes, its choices changed."""
    return lambda asked: ok({"choices": change(asked.body["prompt"])}) if "prompt" in asked.body else echo(asked)


def test_choices_in_any_order() -> None:
    with served(answering(lambda prompts: [echoed(p, i) for i, p in enumerate(prompts)][::-1])) as server:
        assert Server(server.address).score([GAP]) == [pytest.approx(exact())]


@pytest.mark.parametrize("written", ["好", END])
def test_a_server_that_must_write_a_token(written: str) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.body.get("max_tokens") == 0:
            return refused(422, "max_tokens must be at least 1")
        return answering(lambda prompts: [echoed(p, i, written=written) for i, p in enumerate(prompts)])(asked)

    with served(answer) as server:
        assert Server(server.address).score([GAP]) == [pytest.approx(exact())]


def test_a_server_that_takes_no_tokens_for_many() -> None:
    def answer(asked: Asked) -> Reply:
        if "prompt" not in asked.body:
            return echo(asked)
        found = [echoed(p, i, written="好") for i, p in enumerate(asked.body["prompt"])]
        if asked.body["max_tokens"] == 0:
            for each in found:
                each["text"] += "好好好"
                each["logprobs"]["token_logprobs"] += [-0.25] * 3
        return ok({"choices": found})

    with served(answer) as server:
        assert Server(server.address).score([GAP]) == [pytest.approx(exact())]


@pytest.mark.parametrize("value", [-math.inf, math.nan, None, "x", 7.0, [], True])
def test_a_value_that_is_no_logarithm_makes_its_word_impossible(value: object) -> None:
    def change(prompts: list[str]) -> list[object]:
        found = [echoed(p, i) for i, p in enumerate(prompts)]
        found[1]["logprobs"]["token_logprobs"][4] = value
        return [*found]

    with served(answering(change)) as server:
        (scores,) = Server(server.address).score([GAP])
    assert scores[1] == -math.inf
    assert [scores[0], scores[2]] == pytest.approx([exact()[0], exact()[2]])


def best(scores: list[float], words: tuple[str, ...]) -> str:
    return words[scores.index(max(scores))]


@pytest.mark.parametrize("answer", [chat, choosing], ids=["chat", "completion"])
def test_a_server_that_does_not_echo_chooses(answer: Callable[[Asked], Reply]) -> None:
    with served(answer) as server:
        ranker = Server(server.address)
        (scores,) = ranker.score([GAP])
        assert best(scores, WORDS) == "最好"
        exactly = exact()
        # both orders are asked, so that the lean to the letters in front is gone from the differences
        assert [a - scores[0] for a in scores] == pytest.approx([a - exactly[0] for a in exactly], abs=0.25)
        asked = len(server.asked)
        ranker.score([GAP])
        assert not any(each.body.get("echo") for each in server.asked[asked:])  # the way is kept


def test_one_answer_of_no_use_does_not_end_the_way() -> None:
    def answer(asked: Asked) -> Reply:
        bad = "messages" in asked.body and "北门" in asked.body["messages"][0]["content"]
        return refused(500, "out of letters") if bad else chat(asked)

    with served(answer) as server:
        good, bad = Server(server.address).score([GAP, Gap("北门", "的茶馆", WORDS)])
    assert best(good, WORDS) == "最好"
    assert bad == [-math.inf] * 3


MANY = tuple(f"{a}{b}" for a in "甲乙丙丁戊" for b in "子丑寅卯辰巳午未申酉") + WORDS


def test_more_candidates_than_letters_are_chosen_among_in_rounds() -> None:
    with served(chat) as server:
        (scores,) = Server(server.address).score([replace(GAP, words=MANY)])
    assert len(scores) == len(MANY)
    assert best(scores, MANY) == "最好"
    assert all(score > -math.inf for score in scores)
    assert min(scores[-3:]) > max(scores[:-3])


def test_candidates_that_a_server_does_not_name_come_last() -> None:
    words = ("最好", "领先", "唯一", "甲子", "乙丑", "丙寅", "丁卯", "戊辰")
    with served(choosing) as server:
        (scores,) = Server(server.address).score([replace(GAP, words=words)])
    assert best(scores, words) == "最好"
    assert max(scores[3:]) < min(scores[:3])
    assert all(-math.inf < score <= 0 for score in scores)


def test_equal_candidates_get_equal_scores() -> None:
    words = ("甲子", "乙丑", "丙寅")
    with served(chat) as server:
        (scores,) = Server(server.address).score([replace(GAP, words=words)])
    assert scores == pytest.approx([scores[0]] * 3)


GARBAGE = {
    "no JSON": Reply(200, b"<html>welcome</html>"),
    "no object": Reply(200, b"[1, 2]"),
    "nested too deep": Reply(200, b"[" * 200_000),
    "no bytes": Reply(200, b""),
    "no choices": ok({}),
    "choices of another kind": ok({"choices": [1, 2, 3]}),
    "too few choices": ok({"choices": [{"index": 0}]}),
    "choices that share a place": ok({"choices": [{"index": 0}, {"index": 0}, {"index": 0}]}),
    "no logprobs": ok({"choices": [{"index": i, "text": "", "logprobs": None} for i in range(3)]}),
    "not UTF-8": Reply(200, b'{"choices": "\xff\xfe"}'),
}


@pytest.mark.parametrize("reply", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_an_error_of_the_network(reply: Reply) -> None:
    with (
        served(lambda asked: reply if asked.body else echo(asked)) as server,
        pytest.raises(NetworkError, match=server.address) as caught,
    ):
        Server(server.address).score([GAP])
    assert caught.value.code == 4


@pytest.mark.parametrize("reply", [GARBAGE["no JSON"], ok({"data": []}), ok({"data": [{}]}), ok({"data": 1})])
def test_a_server_that_names_no_model(reply: Reply) -> None:
    with served(lambda _: reply) as server, pytest.raises(NetworkError):
        Server(server.address).score([GAP])


@pytest.mark.parametrize(("status", "advice"), [(401, "FORUMCLEAN_RANKER_KEY"), (404, "model"), (302, "redirect")])
def test_a_refusal_says_what_to_do(status: int, advice: str) -> None:
    reply = Reply(status, b"no", {"Location": "http://127.0.0.1:9/"})
    with served(lambda _: reply) as server, pytest.raises(NetworkError, match=advice):
        Server(server.address).score([GAP])


def test_the_servers_own_words_are_quoted_when_no_way_works() -> None:
    with (
        served(lambda asked: refused(404, "model gone") if asked.body else echo(asked)) as server,
        pytest.raises(NetworkError, match="model gone"),
    ):
        Server(server.address).score([GAP])


def test_a_busy_server_is_asked_again() -> None:
    busy = iter([503, 429])

    def answer(asked: Asked) -> Reply:
        status = next(busy, None) if asked.body else None
        return echo(asked) if status is None else refused(status)

    with served(answer) as server:
        assert Server(server.address, pause=0).score([GAP]) == [pytest.approx(exact())]


def test_a_server_that_stays_busy() -> None:
    with served(lambda _: refused(503, "loading")) as server:
        with pytest.raises(NetworkError, match="loading"):
            Server(server.address, pause=0).score([GAP])
        assert len(server.asked) == 3


@pytest.mark.parametrize("parts", [1, 1000], ids=["silent", "a byte now and then"])
def test_a_slow_server_runs_into_the_time_limit(parts: int) -> None:
    reply = replace(ok({"data": [{"id": "pairs"}], "more": "." * 2000}), parts=parts)
    with served(lambda _: reply, pause=0.05 if parts > 1 else 20) as server:
        begun = time.monotonic()
        with pytest.raises(NetworkError, match=r"within 0\.2 seconds") as caught:
            Server(server.address, timeout=0.2).score([GAP])
        assert time.monotonic() - begun < 5
    assert caught.value.reason == "timeout"


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(NetworkError, match="cannot be reached") as caught:
        Server(f"http://127.0.0.1:{port}").score([GAP])
    assert (caught.value.code, caught.value.reason) == (4, "unreachable")


def test_a_server_that_speaks_no_tls() -> None:
    with served(echo) as server, pytest.raises(NetworkError, match="cannot be reached"):
        Server(server.address.replace("http:", "https:")).score([GAP])


def unauthorised(status: int, _: Asked) -> Reply:
    return refused(status, "bad key hush-hush")


def test_the_key_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORUMCLEAN_RANKER_KEY", "hush-hush")
    for status in (401, 404):
        with served(partial(unauthorised, status)) as server:
            ranker = Server(server.address)
            with pytest.raises(NetworkError) as caught:
                ranker.score([GAP])
        assert server.asked[0].headers["Authorization"] == "Bearer hush-hush"
        shown = [str(caught.value), repr(caught.value), repr(vars(ranker)), repr(caught.value.__cause__)]
        assert not [text for text in shown if "hush" in text]


def test_no_key_no_header() -> None:
    with served(echo) as server:
        Server(server.address).score([GAP])
    assert "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize("key", ["zwei\nZeilen", "schlüssel"])
def test_a_key_that_no_header_can_hold(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("FORUMCLEAN_RANKER_KEY", key)
    with pytest.raises(UsageError) as caught:
        Server("http://127.0.0.1:9")
    assert key not in str(caught.value)


ADDRESSES = [
    "http://",
    "http://:80",
    "http://127.0.0.1:99999/",
    "http://[::1",
    "http://用户.example/",
    "http://127.0.0.1:9/a b",
    "http://me:secret@127.0.0.1:9/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        ranker_of(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("spec", ["", "ftp://127.0.0.1/", "no/such/folder", "bert-base-chinese"])
def test_a_ranker_that_is_none(spec: str) -> None:
    with pytest.raises(UsageError, match="http://… or https://…"):
        ranker_of(spec)


def test_every_error_is_one_for_a_caller() -> None:
    assert issubclass(NetworkError, ForumcleanError)
