"""``forumclean review``: keys and lines, undo, going on later, and what it leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from inputs import FIXTURES
from ranked import WORDS, ranked

from forumclean import Options
from forumclean.cli import main
from forumclean.decisions import Decisions
from forumclean.reviewing import Review, questions

DUMP = FIXTURES / "thread.txt"


def review(decisions: Decisions | None = None, *, below: float = 0.9, again: bool = False) -> Review:
    article = ranked(DUMP.read_bytes(), WORDS, Options(masks="keep"))
    return Review(list(questions(article, below)), decisions or Decisions(), again=again)


def words(walk: Review) -> list[str | None]:
    return [entry.word for entry in walk.decisions.entries]


def test_what_is_likely_enough_is_not_asked():
    assert [q.candidates[:1] for q in review().asked] == [(("最低", 0.41),), (("最", 0.88),), ()]
    assert len(review(below=1).asked) == 5
    assert len(review(below=0).asked) == 0


def test_candidates_are_chosen_by_their_keys_and_words_are_typed():
    walk = review()
    assert [walk.answer(key) for key in ("2", "1", "= 最香 ")] == [None] * 3
    assert words(walk) == ["领先", "最", "最香"]
    assert walk.current is None
    assert walk.left == 0


def test_skipping_keeping_and_quitting():
    walk = review()
    for key in ("s", "k", "q"):
        assert walk.answer(key) is None
    assert words(walk) == [None]
    assert (walk.current, walk.left) == (None, 2)


def test_every_step_can_be_undone():
    walk = review()
    for key in ("2", "s", "=最香", "u", "u", "u"):
        walk.answer(key)
    assert (words(walk), walk.number) == ([], 1)
    assert walk.answer("u") == "there is nothing to undo"


@pytest.mark.parametrize("wrong", ["9", "0", "x", "=", "= ", "1\x1b", "一", "=a\x07", "²", "1" * 5000])
def test_a_wrong_answer_is_named_and_changes_nothing(wrong):
    walk = review()
    assert walk.answer(wrong)
    assert (words(walk), walk.number) == ([], 1)


def test_going_on_later_asks_only_what_is_left():
    first = review()
    for key in ("2", "q"):
        first.answer(key)
    later = review(first.decisions)
    assert (later.number, later.left) == (2, 2)
    again = review(first.decisions, again=True)
    assert again.number == 1
    again.answer("1")
    assert words(again) == ["最低"]


# ── the command ─────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str | Path, answers: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forumclean", *map(str, arguments)]
    return subprocess.run(command, input=answers.encode(), capture_output=True, check=False)


def test_a_pipe_answers_line_by_line_and_the_article_comes_out(tmp_path: Path):
    thread, kept = tmp_path / "t.txt", tmp_path / "t.txt.decisions.json"
    thread.write_bytes(DUMP.read_bytes())
    done = run("review", thread, "--below", "1", "-o", "-", "-f", "text", answers="=第一个\n=最\n=领先\n=最\n=最好吃\n")
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "全市场第一个报名" in text
    assert "*" not in text
    assert [entry["word"] for entry in json.loads(kept.read_text("utf-8"))["decisions"]] == [
        "第一个",
        "最",
        "领先",
        "最",
        "最好吃",
    ]
    assert b"5 decisions in" in done.stderr
    assert run("clean", thread, "-f", "text", "--decisions", kept, answers="").stdout == done.stdout
    assert b"0 of 5 masks are left" in run("review", thread, "--below", "1", answers="").stderr


def test_what_was_decided_before_the_input_ended_is_kept(tmp_path: Path):
    place = tmp_path / "d.json"
    done = run("review", DUMP, "--below", "1", "--decisions", place, answers="=第一个\n?\ns\n")
    assert done.returncode == 0
    assert done.stdout == b""
    assert len(json.loads(place.read_text("utf-8"))["decisions"]) == 1
    assert b"there is no '?' here" in done.stderr
    nothing = tmp_path / "none.json"
    assert run("review", DUMP, "--below", "1", "--decisions", nothing, answers="").returncode == 0
    assert not nothing.exists()


def test_explain_and_clean_tell_that_it_was_decided(tmp_path: Path):
    place = tmp_path / "d.json"
    run("review", DUMP, "--below", "1", "--decisions", place, answers="=第一个\nq\n")
    shown = run("explain", DUMP, "--decisions", place, answers="").stdout.decode()
    assert "全市场{+第一个+}[* 100%]报名" in shown
    assert "restore/decided" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "words_"),
    [
        (("review", "-"), 2, "answers from standard input"),
        (("review", FIXTURES), 2, "is a folder"),
        (("review", DUMP, "--decisions", DUMP), 3, "holds no decisions"),
        (("clean", DUMP, "--decisions", "absent.json"), 3, "no decisions can be read"),
        (("clean", DUMP, "--decisions", FIXTURES / "pages" / "desktop-gbk.html"), 3, "decisions"),
    ],
)
def test_wrong_calls_end_with_a_sentence(arguments, code, words_):
    done = run(*arguments, answers="")
    assert (done.returncode, done.stdout) == (code, b"")
    assert words_ in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_on_a_terminal_every_answer_is_one_key(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("forumclean.cli.review.by_keys", lambda: True)
    place = tmp_path / "d.json"
    arguments = ["review", str(DUMP), "--below", "1", "--decisions", str(place), "--color", "always"]
    done = CliRunner().invoke(main, arguments, input="k=最香\nuss=领先\nsusx")
    assert done.exit_code == 0, done.output
    assert "\x1b[" in done.stderr
    assert done.stderr.count("all through; u undo") == 2
    assert [entry["word"] for entry in json.loads(place.read_text("utf-8"))["decisions"]] == [None, "领先"]
