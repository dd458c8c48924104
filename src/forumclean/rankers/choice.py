"""The second way, for servers that do not echo: the model chooses among lettered candidates.

The log-probability of a letter as the first token of the answer is the score of its word.  A question has as many
candidates as servers name likely tokens (20).  Where there are more, the groups are asked one by one and their best
words once more together; a word's score is then that of its group's best, less what it was behind it in the group.
Models lean to the letters in front, so every question is asked in both orders and the mean is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from forumclean.masks.types import Gap
from forumclean.rankers.client import Client, Json
from forumclean.rankers.replies import OtherWayError, asked, choices, logarithm

LETTERS = "ABCDEFGHIJKLMNOPQRST"
SHOWN = len(LETTERS)
"""Likely tokens that a server is asked to name: the most that chat interfaces give."""
FEW = 5
"""The most that some completion interfaces give."""
AT_ONCE = 4
"""Chat questions under way at a time."""
BLANK = "____"
Ask = Callable[[Client, str, Sequence[str]], list[dict[str, float]]]


def score_by_chat(client: Client, model: str, gaps: Sequence[Gap]) -> list[list[float]]:
    """The score of each word of each gap, by ``/chat/completions``."""
    return _score(client, model, gaps, _ask_chat)


def score_by_completion(client: Client, model: str, gaps: Sequence[Gap]) -> list[list[float]]:
    """The score of each word of each gap, by ``/completions``, several questions in a request."""
    return _score(client, model, gaps, _ask_completion)


def _score(client: Client, model: str, gaps: Sequence[Gap], ask: Ask) -> list[list[float]]:
    """The first round by groups, the second among the groups' best, where a gap has more than one group."""
    groups = [
        (i, Gap(gap.left, gap.right, gap.words[start : start + SHOWN]))
        for i, gap in enumerate(gaps)
        for start in range(0, len(gap.words), SHOWN)
    ]
    first = _round(client, model, [group for _, group in groups], ask)
    ranked: list[list[list[float]]] = [[] for _ in gaps]
    for (i, _), scores in zip(groups, first, strict=True):
        ranked[i].append(scores)
    many = [i for i, each in enumerate(ranked) if len(each) > 1]
    finals = [Gap(gaps[i].left, gaps[i].right, _best(gaps[i].words, ranked[i])) for i in many]
    for i, final in zip(many, _score(client, model, finals, ask) if finals else [], strict=True):
        ranked[i] = [_shifted(scores, top) for scores, top in zip(ranked[i], final, strict=True)]
    return [[score for scores in each for score in scores] for each in ranked]


def _best(words: Sequence[str], groups: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """The best word of each group."""
    return tuple(words[n * SHOWN + max(range(len(group)), key=group.__getitem__)] for n, group in enumerate(groups))


def _shifted(scores: Sequence[float], top: float) -> list[float]:
    """The scores of a group, moved so that its best has what it got among the best of all."""
    best = max(scores)
    return [score - best + top if score > -math.inf and top > -math.inf else -math.inf for score in scores]


def _round(client: Client, model: str, gaps: Sequence[Gap], ask: Ask) -> list[list[float]]:
    """The scores of gaps with few words: both orders of the words, and the mean of the two."""
    turned = [Gap(gap.left, gap.right, gap.words[::-1]) for gap in gaps]
    answers = ask(client, model, [_question(gap) for gap in (*gaps, *turned)])
    if not any(set(answer) & set(LETTERS) for answer in answers):
        raise OtherWayError
    both = [_scores(answer, len(gap.words)) for answer, gap in zip(answers, (*gaps, *turned), strict=True)]
    return [
        [(a + b) / 2 for a, b in zip(one, other[::-1], strict=True)]
        for one, other in zip(both[: len(gaps)], both[len(gaps) :], strict=True)
    ]


def _question(gap: Gap) -> str:
    """The question about a gap."""
    lines = [f"{letter}. {word}" for letter, word in zip(LETTERS, gap.words, strict=False)]
    words = "\n".join(lines)
    return (
        f"下面的句子里，横线处原来有一个词。从候选词里选出最合适的一个，只回答它的字母。\n\n"
        f"句子：{gap.left}{BLANK}{gap.right}\n\n候选词：\n{words}\n\n答案："
    )


def _scores(answer: dict[str, float], size: int) -> list[float]:
    """The scores of the first letters; those not named share what probability is left, and stay below those named."""
    named = {letter: answer[letter] for letter in LETTERS[:size] if answer.get(letter, -math.inf) > -math.inf}
    unnamed = size - len(named)
    if not named:
        return [-math.inf] * size
    rest = 1.0 - math.fsum(map(math.exp, answer.values()))
    floor = min(math.log(max(rest, 1e-9) / max(unnamed, 1)), *answer.values())
    return [named.get(letter, floor) for letter in LETTERS[:size]]


def _ask_chat(client: Client, model: str, questions: Sequence[str]) -> list[dict[str, float]]:
    def one(question: str) -> dict[str, float]:
        message = {"role": "user", "content": question}
        asking: Json = {"model": model, "messages": [message], "max_tokens": 1, "temperature": 0}
        answer = asked(client, "/chat/completions", {**asking, "logprobs": True, "top_logprobs": SHOWN})
        logprobs = choices(answer, 1)[0].get("logprobs")
        content = logprobs.get("content") if isinstance(logprobs, dict) else None
        if not isinstance(content, list) or not content or not isinstance(content[0], dict):
            raise OtherWayError
        named = content[0].get("top_logprobs")
        rows = [row for row in named if isinstance(row, dict)] if isinstance(named, list) else []
        return _named((row.get("token"), row.get("logprob")) for row in rows)

    def later(question: str) -> dict[str, float]:
        try:
            return one(question)
        except OtherWayError:
            return {}  # this one answer is of no use; the way is

    first = one(questions[0])  # alone: a server that cannot is asked once
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [first, *pool.map(later, questions[1:])]


def _ask_completion(client: Client, model: str, questions: Sequence[str]) -> list[dict[str, float]]:
    found: list[dict[str, float]] = []
    for start in range(0, len(questions), SHOWN):
        batch = list(questions[start : start + SHOWN])
        asking: Json = {"model": model, "prompt": batch, "max_tokens": 1, "temperature": 0, "logprobs": FEW}
        for choice in choices(asked(client, "/completions", asking), len(batch)):
            logprobs = choice.get("logprobs")
            tops = logprobs.get("top_logprobs") if isinstance(logprobs, dict) else None
            if not isinstance(tops, list) or not tops or not isinstance(tops[0], dict):
                raise OtherWayError
            found.append(_named(tops[0].items()))
    return found


def _named(rows: Iterable[tuple[object, object]]) -> dict[str, float]:
    """The likely tokens by their bare text; ``A`` and `` A`` are one answer."""
    found: dict[str, float] = {}
    for token, value in rows:
        log = logarithm(value)
        if isinstance(token, str) and log > -math.inf:
            bare = token.strip(" \n.．、：:▁Ġ")
            known = found.get(bare)
            found[bare] = log if known is None else math.log(math.exp(log) + math.exp(known))
    return found
