"""Scores words by a completion server that speaks OpenAI's dialect (vLLM, llama.cpp, text-generation servers, …).

The first way (``echo.py``) has the server read each sentence with each word put in; it is exact.  Many servers
cannot do that; these are asked to choose among lettered candidates (``choice.py``).  Which way a server goes is
found out by its first answer and kept.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from forumclean.errors import NetworkError, UsageError
from forumclean.masks.types import Gap
from forumclean.rankers import choice, echo
from forumclean.rankers.client import Client
from forumclean.rankers.context import sentence_of
from forumclean.rankers.replies import OtherWayError

KEY = "FORUMCLEAN_RANKER_KEY"
TAILS = ("/chat/completions", "/completions")
Way = Callable[[Client, str, Sequence[Gap]], list[list[float]]]
WAYS: tuple[Way, ...] = (echo.score, choice.score_by_chat, choice.score_by_completion)
"""Tried in this order, the exact one first."""


class Server:
    """A completion server as a ranker of words."""

    def __init__(self, address: str, *, timeout: float = 120.0, pause: float = 1.0) -> None:
        """``address`` goes up to ``/v1`` or not so far; ``?model=`` names the model, else the server's first is taken."""
        base, self._model = _parts(address)
        self._client = Client(base, _key(), timeout, pause)
        self._ways = list(WAYS)

    def score(self, gaps: Sequence[Gap]) -> list[list[float]]:
        """A natural logarithm for each word of each gap; ``-inf`` where the server's answer says nothing of it."""
        scores = [[-math.inf] * len(gap.words) for gap in gaps]
        asked = [i for i, gap in enumerate(gaps) if len(gap.words) > 1]
        if asked:
            answers = self._score([sentence_of(gaps[i]) for i in asked])
            for i, answer in zip(asked, answers, strict=True):
                scores[i] = answer
        for i, gap in enumerate(gaps):
            if len(gap.words) == 1:
                scores[i] = [0.0]
        return scores

    def _score(self, gaps: Sequence[Gap]) -> list[list[float]]:
        model, said = self._named(), "no answer had any"
        while self._ways:
            try:
                return self._ways[0](self._client, model, gaps)
            except OtherWayError as error:
                said = str(error) or said
                del self._ways[0]
        message = f"{self._client.base} gives no log-probabilities in any way ({said}); use a server that does"
        raise NetworkError(message, reason="answer")

    def _named(self) -> str:
        """The model's name."""
        if self._model is None:
            self._model = _first_model(self._client)
        return self._model


def _parts(address: str) -> tuple[str, str | None]:
    """The base of the interface, and the model that the address names."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(
            f"ranker={address!r} is no address ({error}); write http://host:port/v1", reason="usage"
        ) from error
    if "@" in parts.netloc:
        raise UsageError(f"a ranker's address holds no password; put the key into {KEY}", reason="usage")
    if not host or not address.isascii() or any(char.isspace() for char in address):
        raise UsageError(f"ranker={address!r} is no address; write http://host:port/v1", reason="usage")
    path = parts.path.rstrip("/")
    for tail in TAILS:
        path = path.removesuffix(tail)
    path = path if path.endswith("/v1") else f"{path}/v1"
    named = parse_qs(parts.query).get("model")
    at = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{at}{'' if port is None else f':{port}'}{path}", named[0] if named else None


def _key() -> str | None:
    """The key, which is put into a header as it is."""
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError(f"{KEY} holds a character that no key has; set it anew", reason="usage")
    return key or None


def _first_model(client: Client) -> str:
    """The first model that the server lists."""
    models = client.ask("/models").get("data")
    first = models[0] if isinstance(models, list) and models else None
    name = first.get("id") if isinstance(first, dict) else None
    if not isinstance(name, str):
        message = f"{client.base}/models names no model; write ?model=NAME behind the address"
        raise NetworkError(message, reason="answer")
    return name
