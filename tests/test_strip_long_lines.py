"""Noise in a line without an end: each run is weighed by what stands beside it, not by the whole line."""

from __future__ import annotations

import time

import pytest

from forumclean.ledger import edited
from forumclean.strip.families import find_words
from forumclean.strip.noise import denoise_text
from forumclean.strip.runs import Lines

NOISE = " $ x* ?9 q! T0 ^5 w"
TEXT = "头一天水退了三寸，第二天放晴。"


@pytest.mark.parametrize(
    "piece",
    [TEXT + NOISE, TEXT + "$x*?9q!T0^5w", "----" + NOISE, " " * 80 + NOISE + "水", TEXT + NOISE + " " * 80],
    ids=["joined", "tight", "signs", "blanks in front", "blanks behind"],
)
def test_time_grows_with_the_line(piece):
    def seconds(count: int) -> float:
        text = piece * count + "\n" + TEXT
        started = time.process_time()
        denoise_text(text)
        return time.process_time() - started

    seconds(100)
    small, large = min(seconds(3_000) for _ in range(2)), seconds(12_000)
    assert large < 6 * max(small, 0.02)


def test_the_lines_around_runs_are_those_of_the_text():
    text = "甲乙\n丙丁戊\n\n己"
    lines = Lines(text, 0, len(text))
    assert [lines.around(i, i + 1) for i in (0, 1, 3, 4, 5, 8)] == [(0, 2), (0, 2), (3, 6), (3, 6), (3, 6), (8, 9)]
    part = Lines(text, 4, 8)
    assert [part.around(4, 5), part.around(5, 6)] == [(4, 6), (4, 6)]


def test_a_line_that_is_said_twice_is_no_word_of_the_site():
    line = "母亲把没有人来，后来谁也没再提。"
    text = NOISE.join(["渡口的水退了。", line, "堤上的人散了！", line, "第二天放晴。", line, "账本合上了。"])
    assert edited(text, denoise_text(text)).count(line) == 3
    assert find_words(text, denoise_text(text), [(0, len(text))]) == []


def test_characters_without_width_in_a_row_are_one_edit():
    assert [edit.old for edit in denoise_text("水\u200b\u2060\u200d退\u200b了。")] == ["\u200b\u2060\u200d", "\u200b"]
