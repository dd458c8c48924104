"""Inputs made to break a reader end in time, in bounded memory, with a result or an error that says what to do."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from benchmarks.bombs import BOMBS
from benchmarks.hostile import MEGABYTES, rows
from inputs import FIXTURES, ROOT

import forumclean
from forumclean import ForumcleanError, InputError
from forumclean.cli import inputs as cli_inputs

SMALL = 0.01
ENV = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
BOMB_NAMES = [bomb.name for bomb in BOMBS]
EXITS = {0, 3, 5}


@cache
def small() -> dict[str, Any]:
    """All rows at a hundredth of their size, in one child: records by name."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--here", "--size", str(SMALL)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=ENV)
    assert done.returncode == 0, done.stderr[-2000:]
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", BOMB_NAMES)
def test_a_hundredth_of_each_ends_at_once(name):
    row = small()[name]
    assert row["outcome"][0].islower(), row
    assert row["seconds"] < 3, row
    assert row["megabytes"] < MEGABYTES / 3, row


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", BOMB_NAMES)
def test_each_at_full_size_is_bounded(name):
    (row,) = rows(1.0, [name])
    assert row.bounded, row


@pytest.mark.parametrize("name", ["1 MB of <", "200,000 nested quotes", "lone surrogates", "NUL", "billion laughs", "external entities",
                                  "nested JSON", "control characters", "UTF-16 without BOM, odd"])  # fmt: skip
def test_the_command_answers_with_an_exit_code_of_the_contract(name):
    bomb = next(bomb for bomb in BOMBS if bomb.name == name)
    command = [sys.executable, "-m", "forumclean", "clean", "-", "--input", bomb.input]
    done = subprocess.run(command, input=bomb.make(0.05), capture_output=True, check=False, env=ENV)
    assert done.returncode in EXITS, done.stderr[-500:]
    assert b"Traceback" not in done.stderr
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", done.stderr)


def test_external_entities_are_not_read():
    bomb = next(bomb for bomb in BOMBS if bomb.name == "external entities")
    with pytest.raises(ForumcleanError) as caught:
        forumclean.clean(bomb.make(1))
    assert (os.uname().nodename or "?") not in str(caught.value)


@pytest.mark.parametrize("deep", ["[", '{"a":'])
def test_deep_json_is_an_error_and_no_recursion(deep):
    with pytest.raises(InputError):
        forumclean.clean(deep * 100_000, options=forumclean.Options(input="json"))


PAGE = (FIXTURES / "pages" / "desktop-page-2.html").read_bytes()
REGION = PAGE.index(b'<td class="t_f"')


def answered(data: bytes) -> bool:
    """True for a result; an error for callers is an answer as well, anything else fails the test."""
    try:
        forumclean.clean(data, name="page").passage.verify()
    except ForumcleanError as error:
        assert error.code in EXITS, error
        return False
    return True


def check_cuts(step: int) -> None:
    assert sum(answered(PAGE[:end]) for end in range(0, len(PAGE), step)) > len(PAGE) // step // 4


def check_mutations(step: int, width: int) -> None:
    region = range(REGION, REGION + width)
    changed = [(at, value) for at in region for value in range(256)][::step]
    assert sum(answered(PAGE[:at] + bytes([value]) + PAGE[at + 1 :]) for at, value in changed) > len(changed) // 2


def test_a_page_that_is_cut_off_anywhere():
    check_cuts(97)


def test_a_byte_of_a_post_that_is_another():
    check_mutations(601, 400)


@pytest.mark.long
@pytest.mark.timeout(0)
def test_a_page_that_is_cut_off_at_every_byte():
    check_cuts(1)


@pytest.mark.long
@pytest.mark.timeout(0)
def test_every_byte_of_a_post_that_is_every_other():
    check_mutations(1, 400)


def test_two_pages_in_one_file():
    first, second = PAGE, (FIXTURES / "pages" / "desktop-gbk.html").read_bytes()
    for data in (first + first, first + second, second + first):
        answered(data)


def test_a_gzip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(cli_inputs, "BOMB_SIZE", 2_000_000)
    with pytest.raises(InputError, match="200 times") as caught:
        cli_inputs._inflated("a.txt.gz", gzip.compress(b"\n" * 6_000_000))
    assert caught.value.reason == "bomb"
    text = "水退了三寸。".encode() * 10
    assert cli_inputs._inflated("a.txt.gz", gzip.compress(text)) == text
