"""A completion server of our own on the loopback: a tiny model of character pairs that speaks OpenAI's dialect."""

from __future__ import annotations

import itertools
import json
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KNOWN = frozenset(
    [
        "最好",
        "好的",
        "的茶",
        "领先",
        "先的",
        "顶级",
        "级的",
        "唯一",
        "一的",
        "全城",
        "城最",
        "最大",
        "大的",
        "第一",
        "一家",
        "茶馆",
    ]
)
"""Pairs of characters that the model has seen."""
LIKELY, RARE = -1.0, -5.0
END = "<end>"


def logprob(before: str, after: str) -> float:
    """The model's logarithm of a character behind another."""
    return LIKELY if before + after in KNOWN else RARE


def total(text: str) -> float:
    """The model's logarithm of a text."""
    return math.fsum(logprob(a, b) for a, b in itertools.pairwise(text))


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    parts: int = 1
    """In how many pieces the body is sent, each behind a pause."""


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str]


def ok(answer: object) -> Reply:
    return Reply(200, json.dumps(answer).encode())


def refused(status: int = 400, said: str = "no such option") -> Reply:
    return Reply(status, json.dumps({"error": {"message": said}}).encode())


def echoed(prompt: str, index: int, *, written: str | None = None) -> dict[str, Any]:
    """What a server that echoes gives for a prompt; ``written`` is the token that it wrote itself."""
    tokens = [*prompt] if written is None else [*prompt, written]
    values = [None, *(logprob(a, b) for a, b in itertools.pairwise(prompt))]
    if written is not None:
        values.append(-0.25)
    shown = prompt + (written if written not in (None, END) else "")  # type: ignore[operator]
    offsets = list(range(len(prompt))) + ([len(prompt)] if written is not None else [])
    logprobs = {"tokens": tokens, "token_logprobs": values, "text_offset": offsets, "top_logprobs": None}
    return {
        "index": index,
        "text": shown,
        "logprobs": logprobs,
        "finish_reason": "stop" if written == END else "length",
    }


def echo(asked: Asked) -> Reply:
    """A server that does all that it is asked."""
    if asked.path.endswith("/models"):
        return ok({"data": [{"id": "pairs"}, {"id": "other"}]})
    if not asked.path.endswith("/completions") or "messages" in asked.body:
        return refused(404)
    return ok({"choices": [echoed(prompt, i) for i, prompt in enumerate(asked.body["prompt"])]})


def preferences(question: str, shown: int) -> dict[str, float]:
    """The letters of a question with their logarithms: the model reads the sentence with each candidate."""
    sentence = question.split("句子：")[1].split("\n", maxsplit=1)[0]
    rows = [line.split(". ") for line in question.split("候选词：\n")[1].split("\n\n", maxsplit=1)[0].split("\n")]
    totals = {letter: total(sentence.replace("____", word)) for letter, word in rows}
    lean = {letter: value - 0.1 * i for i, (letter, value) in enumerate(totals.items())}  # models like what is first
    norm = math.log(math.fsum(map(math.exp, lean.values())))
    best = sorted(lean.items(), key=lambda row: -row[1])[:shown]
    return {letter: value - norm for letter, value in best}


def chat(asked: Asked) -> Reply:
    """A server for chat alone; of the completion interface it knows nothing but the name, as llama.cpp does."""
    if asked.path.endswith("/chat/completions"):
        named = preferences(asked.body["messages"][0]["content"], asked.body["top_logprobs"])
        rows = [{"token": f" {letter}", "logprob": value} for letter, value in named.items()]
        first = {"token": rows[0]["token"], "logprob": rows[0]["logprob"], "top_logprobs": rows}
        return ok({"choices": [{"index": 0, "logprobs": {"content": [first]}}]})
    if asked.path.endswith("/completions"):
        own = {"tokens": ["。"], "token_logprobs": [-0.5], "top_logprobs": [{"。": -0.5}], "text_offset": [0]}
        return ok(
            {"choices": [{"index": i, "text": "。", "logprobs": own} for i, _ in enumerate(asked.body["prompt"])]}
        )
    return echo(asked)


def choosing(asked: Asked) -> Reply:
    """A server that completes, names likely tokens (five at most), does not echo and has no chat."""
    if asked.path.endswith("/models"):
        return echo(asked)
    if asked.path.endswith("/chat/completions") or asked.body.get("echo"):
        return refused()
    found = [preferences(prompt, min(asked.body["logprobs"], 5)) for prompt in asked.body["prompt"]]
    return ok(
        {"choices": [{"index": i, "text": "A", "logprobs": {"top_logprobs": [named]}} for i, named in enumerate(found)]}
    )


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    asked: list[Asked]
    """All that was asked, in order."""

    @property
    def prompts(self) -> list[str]:
        return [prompt for each in self.asked for prompt in each.body.get("prompt", [])]


@contextmanager
def served(answer: Callable[[Asked], Reply], pause: float = 0.0) -> Iterator[Served]:
    """A server on the loopback for as long as the block runs."""
    asked: list[Asked] = []
    leave = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            each = Asked(self.command, self.path, json.loads(body) if body else {}, dict(self.headers))
            asked.append(each)
            reply = answer(each)
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            size = -(-len(reply.body) // reply.parts)
            for start in range(0, len(reply.body), max(size, 1)):
                leave.wait(pause)
                self.wfile.write(reply.body[start : start + size])
                self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # a client that hung up

    server = Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        leave.set()
        server.shutdown()
        thread.join()
        server.server_close()
