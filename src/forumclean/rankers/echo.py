"""The exact way: the server reads each sentence with each word put in, and says how likely every token was.

``echo`` with ``logprobs`` gives the log-probability of the prompt's own tokens.  Their sum over left + word + right
is the word's score: what all sentences of a gap share counts alike in each of them, and how well the word leads on
to what follows it counts as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from forumclean.masks.types import Gap
from forumclean.rankers.client import Client, Json
from forumclean.rankers.replies import OtherWayError, asked, choices, logarithm

BATCH = 32
"""Sentences in one request."""
FIRST = "\n"
"""Stands in front of each sentence: no model scores the first token of a prompt, and this one means nothing."""
PATH = "/completions"


def score(client: Client, model: str, gaps: Sequence[Gap]) -> list[list[float]]:
    """The score of each word of each gap."""
    prompts = [FIRST + gap.left + word + gap.right for gap in gaps for word in gap.words]
    sums = iter(_sums(client, model, prompts))
    return [[next(sums) for _ in gap.words] for gap in gaps]


def _sums(client: Client, model: str, prompts: Sequence[str]) -> Iterator[float]:
    """The log-probability of each prompt; servers that must write a token (``max_tokens`` 0 refused) write one."""
    tokens = 0
    for start in range(0, len(prompts), BATCH):
        batch = prompts[start : start + BATCH]
        try:
            yield from _batch(client, model, batch, tokens)
        except OtherWayError:
            if tokens or start:
                raise
            tokens = 1
            yield from _batch(client, model, batch, tokens)


def _batch(client: Client, model: str, prompts: Sequence[str], tokens: int) -> list[float]:
    question: Json = {
        "model": model,
        "prompt": list(prompts),
        "max_tokens": tokens,
        "temperature": 0,
        "logprobs": 1,
        "echo": True,
    }
    found = choices(asked(client, PATH, question), len(prompts))
    return [_sum(choice, prompt, tokens) for choice, prompt in zip(found, prompts, strict=True)]


def _sum(choice: Json, prompt: str, tokens: int) -> float:
    """The log-probability of the prompt's tokens.

    A server that does not know ``echo`` often says nothing of it and gives what it wrote itself: then the prompt is
    not in its text.  Some take 0 tokens for "as many as you like": these are asked for one.
    """
    text, logprobs = choice.get("text"), choice.get("logprobs")
    values = logprobs.get("token_logprobs") if isinstance(logprobs, dict) else None
    if not isinstance(text, str) or prompt.strip() not in text or not isinstance(values, list) or len(values) < 2:
        raise OtherWayError
    if _wrote(choice, text, prompt):
        if not tokens:
            raise OtherWayError
        values = values[:-1]
    return math.fsum(logarithm(value) for value in values[1:])


def _wrote(choice: Json, text: str, prompt: str) -> bool:
    """Whether the last token is the server's own: it shows in the text, or begins behind it (the end of a text)."""
    if len(text.strip()) > len(prompt.strip()):
        return True
    offsets = choice["logprobs"].get("text_offset")
    return choice.get("finish_reason") == "stop" and isinstance(offsets, list) and offsets[-1:] >= [len(prompt)]
