"""Four times the input takes less than six times the time, on what costs each stage most."""

from __future__ import annotations

import time

import pytest
from benchmarks.bombs import BOMBS
from growing import grows

import forumclean
from forumclean import Options
from forumclean.page.figures import UPLOAD_RE
from forumclean.page.plain_cells import PIPE_RE
from forumclean.page.plain_chrome import row_of
from forumclean.page.thread import ENDING_RE

WORST = {"jammers": 0.1, "edit notices": 0.2, "edit notices in the text": 0.2, "50,000 hidden classes": 0.06, "quotes side by side": 0.1,
         "heads of posts": 0.05, "bold and slanted by turns": 0.04, "20 MB of one letter": 0.03, "posts of the archiver": 0.05,
         "posts in a text, one with a floor": 0.05, "half characters in a text": 0.05, "20 MB of empty lines": 0.02,
         "attachment codes behind noise": 0.05}  # fmt: skip


@pytest.mark.parametrize("name", WORST)
def test_time_grows_with_the_input(name):
    bomb = next(bomb for bomb in BOMBS if bomb.name == name)
    options = Options(input=bomb.input)
    small, large = bomb.make(WORST[name]), bomb.make(4 * WORST[name])
    assert len(large) > 3 * len(small)
    assert grows(lambda data: forumclean.clean(data, options=options), small, large)


@pytest.mark.parametrize(
    ("pattern", "piece"),
    [(UPLOAD_RE, "1"), (UPLOAD_RE, " 2024-1-1 10:00"), (PIPE_RE, " "), (ENDING_RE, " ")],
    ids=["upload", "upload times", "pipe", "ending"],
)
def test_patterns_that_are_searched_for_are_linear(pattern, piece):
    assert grows(pattern.search, piece * 10_000, piece * 40_000)


@pytest.mark.parametrize("name", ["[userinfo]", "[chart]", ":lol "])
def test_a_line_of_many_names_of_pictures_takes_its_share(name):
    line = "头一天水退了三寸，第二天放晴。"
    dumps = (f"[avatar]\n{line}\n{name * count}\n{line}\n" for count in (2_000, 8_000))
    assert grows(forumclean.clean, *dumps)


def test_a_line_of_many_dashes_is_looked_at_once():
    """Of 30 parts the title in a dump took more than twenty seconds."""
    row_of("甲", "head")  # the tables are read once
    began = time.process_time()
    assert row_of("甲 - " * 30, "head") is None
    assert time.process_time() - began < 1
    assert row_of("甲 - " * 30 + "Powered by Discuz!", "head") == "chrome/page-title"


def test_a_pipe_behind_a_pipe_is_one_of_its_own():
    """An empty cell: the blank between the two bars goes with the first."""
    assert PIPE_RE.split("| | 甲 |  | 乙 \\| 丙") == ["", "", "甲", "", "乙 \\| 丙"]
