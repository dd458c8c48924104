"""Noise in dumps whose no-break spaces a script took out: a group that began with a space is one letter."""

from __future__ import annotations

import random

import pytest
from jammer import planted, served
from test_strip_edges import cleaned

from forumclean.strip.dropped import has_spaces, respaced
from forumclean.strip.noise import denoise_text

PROSE = ["水退得晚。", "“没有人来。”他说。", "堤上的柳树还在。", "船停在对岸。"] * 3
WHOLE = "8 f6 L1 b' Q! T3 t5 h"


def around(line: str) -> str:
    """What is left of the line in a noisy document."""
    return cleaned("\n".join([*(f"{text}{WHOLE}" for text in PROSE), line, "完。"])).split("\n")[-2]


@pytest.mark.parametrize(
    "noise",
    [
        "8 f6 LB1 b' Q! T3 t5 h",  # in the middle
        "! fB6 L1 b' Q! T3 t5 h",  # the second group
        "8 f6 L1 b' Q! TB3 t5 h",
        "8 f6 L1 b' Q! T3 tB5 h",  # the last but one
        "8 f6 L1 b' Q! T3 t5 hB",  # the last, at the line's end
        "8 f6 LB1 b' Q! T_3 t5 h",
    ],
)
def test_a_letter_that_is_left_of_a_group_goes(noise: str) -> None:
    assert around(f"说完了。{noise}") == "说完了。"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"重 250 kg{WHOLE}", "重 250 kg"),
        (f"A: ok{WHOLE}", "A: ok"),
        (f"{WHOLE}A: ok", "A: ok"),
        (f"{WHOLE}B", "B"),  # a letter may be all that a line says
        (f"{WHOLE}- Faster startup", "- Faster startup"),
    ],
)
def test_the_texts_letters_stay(line: str, left: str) -> None:
    assert around(line) == left


@pytest.mark.parametrize("seed", range(4))
def test_most_of_such_a_dump_is_clean(seed: int) -> None:
    parts = planted(PROSE * 8, random.Random(seed))
    dump = "\n".join("".join(map(served, part)) for part in parts).replace("\xa0", "")
    lines = cleaned(dump).split("\n")
    assert all(text in line for (_, text, _), line in zip(parts, lines, strict=True))
    assert sum(line == text for (_, text, _), line in zip(parts, lines, strict=True)) > 0.75 * len(parts)


def test_where_noise_holds_two_spaces_none_were_taken() -> None:
    assert has_spaces(denoise_text("说完了。8 f6 L\xa0\xa0b' Q! T3 t5 h"))
    assert not has_spaces(denoise_text(f"说完了。{WHOLE}"))
    assert list(respaced("说完了。A B C D E F, x y")) == []
