"""Reads the parts of a completion server's answers, none of which can be trusted to be there."""

from __future__ import annotations

import math

from forumclean.rankers.client import Client, Json, StatusError

UNABLE = frozenset({400, 404, 405, 415, 422, 500, 501})
"""How servers say that they do not know a path or an option; one crashes over it with a 500."""
ROUNDING = 1e-3
"""A logarithm of a probability is not above zero, but for rounding."""


class OtherWayError(Exception):
    """The server does not do it this way; never leaves the package."""


def asked(client: Client, path: str, question: Json) -> Json:
    """The server's answer; a refusal of the question as such becomes an :class:`OtherWayError`."""
    try:
        return client.ask(path, question)
    except StatusError as error:
        if error.status in UNABLE:
            raise OtherWayError(str(error)) from error
        raise


def choices(answer: Json, wanted: int) -> list[Json]:
    """The answer's choices in the order of the prompts."""
    found = answer.get("choices")
    if not isinstance(found, list) or len(found) != wanted or not all(isinstance(each, dict) for each in found):
        raise OtherWayError
    places = [each.get("index", i) for i, each in enumerate(found)]
    if sorted(p for p in places if isinstance(p, int)) != list(range(wanted)):
        raise OtherWayError
    return [each for _, each in sorted(zip(places, found, strict=True), key=lambda pair: pair[0])]


def logarithm(value: object) -> float:
    """The value as a logarithm of a probability; ``-inf`` for what cannot be one.

    >>> logarithm(-0.5), logarithm(1e-9), logarithm(3), logarithm(None), logarithm(float("nan"))
    (-0.5, 0.0, -inf, -inf, -inf)
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value > ROUNDING:
        return -math.inf
    return min(float(value), 0.0)
