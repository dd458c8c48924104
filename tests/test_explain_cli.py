"""``forumclean explain`` as a user meets it: pipes, terminals, pagers, colour, wrong usage."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import terminals
from inputs import FIXTURES

DUMP = FIXTURES / "thread.txt"
SGR = b"\x1b["


def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forumclean", "explain", *map(str, arguments)]
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "PAGER", "LESS", "TERM")}
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env={**clean, **environment})


def on_terminal(*arguments: str | Path, **environment: str) -> bytes:
    return terminals.on_terminal("explain", *arguments, **environment)


def test_a_pipe_gets_plain_text():
    done = run(DUMP, "--masks", "keep")
    assert (done.returncode, done.stderr) == (0, b"")
    assert SGR not in done.stdout
    text = done.stdout.decode()
    for part in (
        "charset: utf-8 (it is valid UTF-8)",
        "Sections",
        "Rules",
        "Masked words",
        "[-找回密码-]",
        "全市场{?*?}",
    ):
        assert part in text


def test_standard_input_is_explained():
    done = run("-", stdin=DUMP.read_bytes())
    assert done.returncode == 0
    assert done.stdout == run(DUMP).stdout


def test_colour_on_a_terminal_and_where_it_is_asked_for():
    assert SGR in run(DUMP, "--color", "always").stdout
    assert SGR in on_terminal(DUMP, "--no-pager")
    assert SGR not in on_terminal(DUMP, "--no-pager", NO_COLOR="1")
    assert SGR not in on_terminal(DUMP, "--no-pager", "--color", "never")
    assert SGR not in run(DUMP, TERM="xterm-256color").stdout
    assert SGR in run(DUMP, "--color", "always", NO_COLOR="1").stdout


def test_long_output_is_paged_and_short_output_is_not(tmp_path: Path):
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n", "utf-8")
    pager.chmod(0o755)
    assert b"PAGED" in on_terminal(DUMP, PAGER=str(pager))
    assert b"PAGED" not in on_terminal(DUMP, "--no-pager", PAGER=str(pager))
    short = tmp_path / "s.txt"
    short.write_text("只有一句话。\n", "utf-8")
    shown = on_terminal(short, PAGER=str(pager))
    assert b"PAGED" not in shown
    assert "只有一句话。".encode() in shown
    assert "只有一句话。".encode() in on_terminal(short, PAGER="no-such-pager-anywhere")


def test_a_pager_that_is_left_early_is_no_error():
    shown = on_terminal(DUMP, PAGER="head -n 1")
    assert b"Traceback" not in shown
    assert b"Error" not in shown


def test_a_long_input_shows_its_beginning_first(tmp_path: Path):
    lines = DUMP.read_text("utf-8").split("\n")
    body = "\n".join(lines[10:48]) + "\n"
    long = tmp_path / "long.txt"
    long.write_text("\n".join(lines[:10]) + "\n" + body * 400 + "\n".join(lines[48:]), "utf-8")
    shown = on_terminal(long, PAGER="head -n 30").decode()
    assert shown.index("the beginning; the whole follows") < shown.index("他在这个摊位站了二十六年")
    assert "the beginning" not in run(long).stdout.decode()


def test_the_diff_is_plain_and_can_be_narrowed():
    done = run(DUMP, "--diff", "--color", "always")
    assert done.stdout.startswith(f"--- {DUMP}\n+++ {DUMP} (cleaned)\n@@ -1,".encode())
    assert SGR not in done.stdout
    only = run(DUMP, "--diff", "--rule", "chrome/post-head").stdout.decode().splitlines()
    assert [line for line in only if line.startswith("-") and not line.startswith("---")] == [
        "-发表于 2026-3-11 09:20 | 显示全部楼层 |阅读模式"
    ]


def test_json_for_programs():
    facts = json.loads(run(DUMP, "-f", "json", "--rule", "noise/*").stdout)
    assert {edit["rule"] for edit in facts["edits"]} == {"noise/jammer"}
    assert facts["title"] == "凌晨四点半的菜市场：一间社区厨房的第一年"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((DUMP, "--rule", "chrome/none"), 2, "no rule chrome/none"),
        ((DUMP, "--diff", "-f", "json"), 2, "do not go together"),
        ((DUMP, "--html", "x.html", "--rule", "noise/*"), 2, "leave --rule out"),
        ((FIXTURES,), 2, "is a folder"),
        (("https://bbs.example.org/thread-1-1-1.html",), 2, "address"),
        (("absent.txt",), 3, "cannot be read"),
        ((FIXTURES / "refused" / "login.html",), 5, "login"),
    ],
)
def test_wrong_calls_end_with_a_sentence(arguments, code, words):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert words in done.stderr.decode()
    assert not re.search(rb"Traceback", done.stderr)


def test_a_pipe_needs_no_rich():
    probe = (
        "import sys; from forumclean.cli import main; main(['explain', sys.argv[1]], standalone_mode=False);"
        " sys.exit('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe, str(DUMP)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
