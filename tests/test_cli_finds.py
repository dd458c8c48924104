"""What was found by using the command line as a newcomer does: each find with the test that fails without its mend."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inputs import FIXTURES

from forumclean.cli import main

DUMP = FIXTURES / "thread.txt"
PLAIN = "头一句话，写得很短。\n"


def call(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["--no-config", *map(str, arguments)], input=stdin)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("saved/page.html", "forumclean clean saved/page.html"),
        ("dump.txt", "forumclean clean dump.txt"),
        ("https://bbs.example/thread-5-1-1.html", "forumclean fetch https://bbs.example/thread-5-1-1.html"),
        ("clear", "Did you mean 'clean'?"),
        ("wipe", "No such command 'wipe'.\n"),
    ],
)
def test_who_names_no_command_is_told_what_was_probably_meant(name: str, hint: str):
    done = call(name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert hint in done.stderr


def test_a_file_without_an_ending_in_place_of_a_command_is_told_from_a_slip(tmp_path: Path):
    (tmp_path / "dump").write_text(PLAIN, "utf-8")
    command = [sys.executable, "-m", "forumclean", "dump"]
    told = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path).stderr.decode()
    assert "forumclean clean dump" in told


def test_a_dash_for_the_output_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    ledger = tmp_path / "a.ledger"
    assert call("clean", "-f", "text", "-o", "-", "--ledger", ledger, stdin=PLAIN.encode()).stdout == PLAIN
    assert call("rebuild", ledger, "-o", "-").stdout == PLAIN
    assert list(tmp_path.iterdir()) == [ledger]


@pytest.mark.parametrize("arguments", [("--ledger", "-"), ("--learn-site", "-"), ("-o", ""), ("--ledger", "")])
def test_what_is_no_place_of_its_own_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments):
    monkeypatch.chdir(tmp_path)
    done = call("clean", *arguments, stdin=PLAIN.encode())
    assert (done.exit_code, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert arguments[0] in done.stderr


def test_a_batch_has_no_standard_output():
    assert call("batch", DUMP, "-o", "-").exit_code == 2


@pytest.mark.parametrize("command", ["clean", "explain", "review"])
def test_an_empty_name_is_told_from_a_file_that_is_not_there(command: str):
    done = call(command, "")
    assert (done.exit_code, "shell" in done.stderr) == (2, True)


def test_an_address_in_capitals_is_an_address():
    done = call("clean", "HTTPS://bbs.example/thread-5-1-1.html")
    assert (done.exit_code, "forumclean fetch" in done.stderr) == (2, True)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("locale", ["utf-8", "ascii", "gbk"])
def test_answers_of_a_pipe_are_read_whatever_the_locale(tmp_path: Path, codec: str, locale: str):
    place = tmp_path / "d.json"
    command = [sys.executable, "-m", "forumclean", "review", str(DUMP), "--below", "1", "--decisions", str(place)]
    environment = {**os.environ, "PYTHONIOENCODING": locale}
    done = subprocess.run(
        command, input="=头一个\r\nq\r\n".encode(codec), capture_output=True, check=False, env=environment
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert [entry["word"] for entry in json.loads(place.read_bytes())["decisions"]] == ["头一个"]


MIRROR = (
    "forum.php?mod=viewthread&tid=5",
    "forum.php?mod=viewthread&tid=5&extra=page=1&page=2",
    "forum.php@mod=viewthread&tid=6",
    "viewthread.php?tid=7",
    "index.php?tid-8.html&page=2",
    "thread-9-1-1.html?from=wx",
)
"""Names that wget gives to what it reads from a forum without rewritten addresses, the third one on Windows."""
OTHERS = (
    "avatar.php?uid=3&size=small",
    "forum.php?mod=attachment&aid=Mnw",
    "forum.php?mod=post&action=reply&fid=2&tid=5",
    "forum.php?mod=redirect&goto=findpost&ptid=5&pid=9",
    "common.js?v1",
)


def mirror(folder: Path) -> Path:
    for name in (*MIRROR, *OTHERS):
        (folder / name).write_text(PLAIN, "utf-8")
    return folder


def test_a_mirror_that_wget_made_is_read(tmp_path: Path):
    done = call("clean", mirror(tmp_path), "-f", "jsonl")
    names = [Path(json.loads(line)["source"]["name"]).name for line in done.stdout.splitlines()]
    assert sorted(names) == sorted(MIRROR)


def test_a_mirror_that_wget_made_is_a_corpus(tmp_path: Path):
    assert call("batch", mirror(tmp_path), "--dry-run").stdout.startswith(f"{len(MIRROR)} files")


@pytest.mark.parametrize(("posts", "told"), [("9", "floor 9 is here (there is 1)"), ("2-9", "the floors 2 to 9")])
def test_floors_that_are_not_there_are_told(posts: str, told: str):
    # Before, what came out was a title without a text, and not a word about it.
    done = call("clean", DUMP, "--posts", posts, "-f", "text")
    assert (done.exit_code, done.stdout) == (0, "")
    assert told in done.stderr
    assert call("clean", DUMP, "--posts", posts, "--strict").exit_code == 1


def test_floors_of_which_some_are_there_are_no_warning():
    done = call("clean", DUMP, "--posts", "1-9", "-f", "text", "--strict")
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize(("columns", "beside"), [("80", False), ("140", True)])
def test_reasons_have_room_in_a_plain_window(monkeypatch: pytest.MonkeyPatch, columns: str, beside: bool):  # noqa: FBT001 - a parameter
    monkeypatch.setenv("COLUMNS", columns)
    shown = re.sub(r"\x1b\[[\d;]*m", "", call("explain", DUMP, "--color", "always", "--no-pager").stdout)
    assert re.search(r"noise/jammer .*Discuz! ends each line with random", shown)
    assert (re.search(r"noise/jammer .*0 \\\$ h' }, k\" o .*Discuz!", shown) is not None) is beside


def test_files_that_an_editor_of_windows_wrote_again_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert call("review", DUMP, "--decisions", "d.json", "--below", "1", stdin="=头一个\n".encode()).exit_code == 0
    for name, text in (
        ("d.json", Path("d.json").read_text("utf-8")),
        ("forumclean.toml", '[defaults]\r\ndecisions = "d.json"\r\nformat = "text"\r\n'),
    ):
        Path(name).write_text(f"\ufeff{text}", "utf-8", newline="")
    done = CliRunner().invoke(main, ["clean", str(DUMP)])
    assert (done.exit_code, "头一个报名的人" in done.stdout) == (0, True), done.stderr


def test_who_named_no_file_is_told_what_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    assert call("clean", "-f", "text", stdin=PLAIN.encode()).stderr == ""
    monkeypatch.setattr("forumclean.cli.streams.is_terminal", lambda _stream: True)
    done = call("clean", "-f", "text", stdin=PLAIN.encode())
    assert (done.exit_code, done.stdout) == (0, PLAIN)
    assert "reads from the terminal" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there only")
def test_names_of_files_in_another_charset_tell_results_apart(tmp_path: Path):
    for name in ("槐树", "井台"):
        (tmp_path / name.encode("gbk").decode("utf-8", "surrogateescape")).with_suffix(".txt").write_text(
            PLAIN, "utf-8"
        )
    assert call("clean", tmp_path, "-o", tmp_path / "out").exit_code == 2
    assert call("clean", tmp_path, "-o", f"{tmp_path / 'out'}/").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"槐树.md", "井台.md"}
