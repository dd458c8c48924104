"""A terminal is sent no control of the input's, and reads no markup of it: neither in results nor in messages."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from corpora import dump, jsonl
from laden import laden
from loopback import answer, raw_server
from terminals import on_terminal

from forumclean import explain
from forumclean.cli import main
from forumclean.cli.progress import Progress
from forumclean.cli.review import show_question
from forumclean.cli.shared import say
from forumclean.decisions import Context
from forumclean.explaining.show import lines
from forumclean.reviewing import Question

MARKUP = "[red]红[/red][link=x]丙[/link]:boom:"
EVIL = f"甲\x1b[5m\x1b]0;题\x07\x9b2J\x7f\u202e乙\u2066\x08\x08\r{MARKUP}"
"""Blinking, title, bell, clearing by C1, delete, directions, backspaces, return, and what rich would take for markup."""
NAME = EVIL.replace("/", "+")
SHOWN = r"\x1b[5m\x1b]0;题\x07\x9b2J\x7f\u202e乙\u2066\x08\x08"
ACTING_RE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
OURS_RE = re.compile(r"\x1b\[(?!5m)[0-9;]*m")
"""Colours; none of ours blinks."""


def quiet(sent: str | bytes) -> str:
    """What a terminal was sent, without our own colours; fails where something in it would act."""
    text = sent.decode("utf-8") if isinstance(sent, bytes) else sent
    text = OURS_RE.sub("", text.replace("\r\n", "\n"))
    assert not ACTING_RE.search(text), ascii(text)
    assert "Traceback" not in text
    return text


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A dump that acts, under a name that acts."""
    path = tmp_path / f"{NAME}.txt"
    path.write_bytes(f"{dump(1)}　　头一句{EVIL}说得很短。\n".encode())
    return path


@pytest.mark.parametrize(
    "command",
    [
        "clean -v",
        "clean -f json",
        "clean -f text",
        "explain --no-pager",
        "explain --no-pager --color never",
        "explain --diff",
        "explain -f json",
        "explain --html -",
    ],
)
def test_results_act_not(evil, command):
    text = quiet(on_terminal(*command.split(), evil))
    assert "[red]红[" in text
    assert ":boom:" in text


def test_a_pipe_gets_results_as_they_are(evil, tmp_path):
    ledger = tmp_path / "ledger"
    done = CliRunner().invoke(main, ["clean", "-f", "text", "--ledger", str(ledger), str(evil)])
    assert "\x1b[5m" in done.stdout
    assert CliRunner().invoke(main, ["rebuild", str(ledger)]).stdout_bytes == evil.read_bytes()
    assert SHOWN in quiet(on_terminal("rebuild", ledger))


@pytest.mark.parametrize(
    "arguments",
    [
        ("clean", "missing/{}"),
        ("clean", "{}/"),
        ("clean", "-f", "{}", "x"),
        ("clean", "--ranker", "{}", "x"),
        ("clean", "--words", "{}", "x"),
        ("clean", "--encoding", "{}", __file__),
        ("clean", "--posts", "{}", __file__),
        ("clean", "-o", "{}/{}/x/", "{}", "{}"),
        ("clean", "--{}.html"),
        ("explain", "x", "{}", "{}"),
        ("explain", "missing", "--rule", "{}"),
        ("review", "missing/{}"),
        ("rebuild", "missing/{}"),
        ("batch", "missing/{}", "-o", "x"),
        ("fetch", "http://127.0.0.1:9/{}", "--retries", "0"),
        ("fetch", "gopher://{}"),
        ("fetch", "http://127.0.0.1:9/thread-1-1-1.html", "--header", "{}"),
        ("--config", "{}", "config"),
        ("{}",),
        ("--{}",),
    ],
)
def test_messages_act_not(arguments):
    done = CliRunner().invoke(main, [part.replace("{}", EVIL) for part in arguments])
    assert done.exit_code in range(1, 7), done.exception
    assert re.search("^(forumclean|Error): ", quiet(done.stderr), re.MULTILINE)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("200 OK", "text/html; charset={}"), ("503 {}", "text/html"), ("200 OK", "{}/x"), ("403 {}", "{}")],
)
def test_what_a_server_says_acts_not(status, kind):
    def talk(connection, _target, _number):
        words = kind.format(EVIL.replace("\r", "")), status.format(EVIL.replace("\r", ""))
        body = f"<title>{EVIL}</title><div id=messagetext><p>{EVIL}</p></div>".encode()
        head = f"HTTP/1.1 {words[1]}\r\nContent-Type: {words[0]}\r\nServer: {words[0]}\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    with raw_server(talk) as server:
        address = f"{server.url}/thread-7-1-1.html"
        done = CliRunner().invoke(main, ["fetch", "-v", "--retries", "0", "--delay", "0", "--ignore-robots", address])
    assert done.exit_code in range(1, 7), done.exception
    assert address in quiet(done.stderr)


def test_a_moved_thread_acts_not():
    with raw_server(lambda c, _t, _n: c.sendall(answer(b"", f"Location: /{EVIL}", status="302 Found"))) as server:
        done = CliRunner().invoke(
            main, ["fetch", "-v", "--retries", "0", "--delay", "0", f"{server.url}/thread-7-1-1.html"]
        )
    assert done.exit_code in range(1, 7), done.exception
    quiet(done.stderr)


def test_ids_of_a_corpus_act_not(tmp_path):
    records = [{"id": EVIL, "text": dump(1) + EVIL}, {"id": EVIL, "text": ""}, {"id": EVIL, "html": f"<p>{EVIL}"}]
    (tmp_path / "in.jsonl").write_bytes(jsonl(records))
    (tmp_path / f"{NAME}.jsonl").write_bytes(jsonl(records) + b"{broken\n")
    said = quiet(on_terminal("batch", tmp_path / "in.jsonl", "--dry-run"))
    assert SHOWN in said
    assert "rejected (" in said
    said = quiet(
        re.sub(rb"\x1b\[[?\d]*[A-Zhl]|\r", b"", on_terminal("batch", tmp_path, "-o", tmp_path / "out", "-j", "1", "-v"))
    )
    assert "records" in said


class Screen(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_bar_of_a_thread_shows_its_address(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "xterm")
    with Progress(quiet=False) as progress:
        progress.begin(f"x/\x1b]0;题\x07{MARKUP}")
        progress.tell(1, 3)
    text = screen.getvalue()
    assert rf"x/\x1b]0;题\x07{MARKUP}" in text
    assert "\x1b]" not in text
    assert "\x07" not in text


def test_a_question_of_the_review_acts_not(capsys):
    question = Question(Context("", ""), EVIL, f"*{EVIL}", EVIL, ((EVIL, 0.5),))
    with click.Context(main, color=True):
        for colour in (True, False):
            show_question(question, "1/1", colour=colour)
    assert quiet(capsys.readouterr().err).count(SHOWN) == 8


@pytest.mark.parametrize("colour", [True, False])
def test_every_place_of_an_explanation_acts_not(colour):
    text = quiet("\n".join(lines(explain(laden(EVIL)), width=200, full=True, colour=colour)))
    assert MARKUP in text


def test_a_message_keeps_its_ordinary_characters(capsys):
    say("名　录\t第 1 行\n第 2 行")
    assert capsys.readouterr().err == "forumclean: 名　录\t第 1 行\n第 2 行\n"
