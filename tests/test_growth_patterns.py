"""Every pattern that is shipped takes time by the size of its input, on texts made of its own parts, used the way the code uses it."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from growing import grows
from regexes import ANYWHERE, TOLD, Shipped, pieces, shipped

LONG = 6_000
AT_ONCE = 0.003
"""Seconds below which a long text is no case: a quadratic pattern takes more."""
HANGS = 0.5
"""Seconds that no short text takes, on no machine, unless its time is that of a cube or worse."""
MILLION = 1_000_000
SLOW = 3.0
"""Seconds that a million characters may take with the worst of them, a hundred times what most take."""


def use(one: Shipped) -> Callable[[Any], object]:
    """The pattern as the code uses it: by each of its methods, and all that it finds where it looks anywhere."""
    methods = [getattr(one.pattern, method) for method in sorted(one.methods)]
    return lambda text: [deque(found, maxlen=0) for method in methods if isinstance(found := method(text), Iterator)]


def seconds(call: Callable[[Any], object], text: str | bytes) -> float:
    began = time.process_time()
    call(text)
    return time.process_time() - began


def texts(piece: str, size: int, *, raw: bool) -> str | bytes:
    text = (piece * (size // len(piece) + 1))[:size] + "\n龘"
    return text.encode("utf-8", "surrogatepass") if raw else text


def worst(one: Shipped) -> tuple[float, str]:
    """The piece whose repetition takes longest, after a check that none takes more than its size; raises where one does."""
    call, raw = use(one), isinstance(one.pattern.pattern, bytes)
    found, size = (0.0, " "), min(LONG, one.longest or LONG)
    for piece in pieces(one.pattern):
        assert seconds(call, texts(piece, size // 16, raw=raw)) < HANGS, (one.where, piece)
        large = texts(piece, size, raw=raw)
        took = seconds(call, large)
        if took > AT_ONCE:
            assert grows(call, texts(piece, size // 4, raw=raw), large, floor=AT_ONCE / 4), (one.where, piece)
            took = min(seconds(call, large) for _ in range(2))
        found = max(found, (took, piece))
    return found


def test_all_patterns_are_found():
    found = shipped()
    assert len(found) > 300
    assert len({one.where.partition(":")[0] for one in found}) > 60
    assert 20 < sum(one.methods != ANYWHERE for one in found) < len(found) / 2
    assert set(TOLD) <= {one.where for one in found}


@pytest.mark.parametrize(
    ("code", "piece"), [(r" +$", " "), (r"[a-z]+1", "a"), (r"<a [^>]*title", "<a "), (r"(\d+-)*x", "1-")]
)
def test_a_pattern_that_is_not_linear_is_told(code, piece):
    assert piece in pieces(re.compile(code))
    with pytest.raises(AssertionError):
        worst(Shipped("here", re.compile(code), ANYWHERE))


@pytest.mark.timeout(300)
def test_patterns_are_linear_on_what_is_hostile_to_them():
    for one in shipped():
        worst(one)


@pytest.mark.long
@pytest.mark.timeout(0)
def test_a_million_hostile_characters_end_quickly():
    slow = []
    for one in shipped():
        _, piece = worst(one)
        text = texts(piece, min(MILLION, one.longest or MILLION), raw=isinstance(one.pattern.pattern, bytes))
        if seconds(use(one), text) > SLOW < seconds(use(one), text):
            slow.append((one.where, one.pattern.pattern, piece))
    assert slow == []
