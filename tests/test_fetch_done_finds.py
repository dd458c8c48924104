"""What a tester found of results that grow over several runs, and of places that cannot be written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fetchrun import raw, run
from forum import TEXT_HTML, Forum, forum
from inputs import FIXTURES
from loopback import raw_server

from forumclean.cli import appending
from forumclean.cli.appending import append
from forumclean.fetching.session import Session

QUERY = "/forum.php?mod=viewthread&tid=77"


def rows(path: Path) -> list[dict[str, object]]:
    """What the lines of a file of JSON hold."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("left", ['{"a": 1}', '{"a": 1', '{"a": "番'])
def test_rows_are_never_added_behind_half_a_row(tmp_path, left):
    path = tmp_path / "rows"
    path.write_bytes(b'{"b": 0}\n' + left.encode())
    append(path, '{"c": 2}\n', rows=True)
    whole = [{"a": 1}] if left.endswith("}") else []
    assert rows(path) == [{"b": 0}, *whole, {"c": 2}]


def test_half_a_character_goes_with_its_row(tmp_path):
    path = tmp_path / "rows"
    path.write_bytes('{"a": "番'.encode()[:-1])
    append(path, '{"c": 2}\n', rows=True)
    assert rows(path) == [{"c": 2}]


def test_an_address_that_no_line_ends_stays_one(tmp_path):
    path = tmp_path / "done"
    path.write_bytes(b"http://a.example/1")
    append(path, "http://a.example/2\n")
    assert path.read_text("utf-8").splitlines() == ["http://a.example/1", "http://a.example/2"]


def full_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From now on the disk takes a part only of what is added to this file."""
    plain = appending._write

    def write(file, data):
        if Path(file.name).name == name:
            plain(file, data[: len(data) // 2])
            raise OSError(28, "No space left on device")
        plain(file, data)

    monkeypatch.setattr(appending, "_write", write)


@pytest.mark.parametrize("full", ["out.jsonl", "ledger.jsonl", "done"])
def test_a_full_disk_leaves_whole_rows_and_the_next_run_adds_each_once(tmp_path, monkeypatch, full):
    places = (
        "--done",
        tmp_path / "done",
        "-o",
        tmp_path / "out.jsonl",
        "-f",
        "jsonl",
        "--ledger",
        tmp_path / "ledger.jsonl",
    )
    with raw_server(raw(forum(2))) as server:
        urls = [server.url + QUERY, server.url + QUERY + "&extra=1"]
        assert run(urls[0], *places)[0] == 0
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        full_for(monkeypatch, full)
        code, _, told = run(*urls, *places)
        assert (code, "No space left" in told) == (3, True)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
        monkeypatch.undo()
        assert run(*urls, *places)[0] == 0
    assert len(rows(tmp_path / "out.jsonl")) == 2
    assert len([row for row in rows(tmp_path / "ledger.jsonl") if "document" in row]) == 2


class Nameless(Forum):
    """Threads whose pages do not tell their numbers."""

    def answer(self, target):
        if target == "/robots.txt":
            return super().answer(target)
        page = (FIXTURES / "pages" / "archiver.html").read_text("utf-8")
        return 200, [TEXT_HTML], re.sub(r"tid[-=]\d+", "", page).replace("</h3>", f"{target[-1]}</h3>").encode()


def test_results_of_runs_before_are_not_written_over(tmp_path):
    places = ("--done", tmp_path / "done", "-o", f"{tmp_path}/out/")
    with raw_server(raw(Nameless([]))) as server:
        urls = [f"{server.url}/topic/{number}" for number in range(3)]
        for count in (1, 2, 3):
            assert run(*urls[:count], *places)[0] == 0
    found = [path.read_text("utf-8") for path in (tmp_path / "out").iterdir()]
    assert sorted(n for text in found for n in range(3) if f"/topic/{n}" in text) == [0, 1, 2]


def test_without_notes_of_runs_before_results_are_written_anew(tmp_path):
    with raw_server(raw(forum(2))) as server:
        for _ in range(2):
            assert run(server.url + QUERY, "--done", tmp_path / "done", "-o", f"{tmp_path}/out/")[0] == 0
            (tmp_path / "done").unlink()
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.mark.parametrize("option", ["-o", "--ledger", "--done"])
def test_a_place_that_cannot_be_written_is_told_before_anybody_is_asked(tmp_path, option):
    (tmp_path / "file").write_text("", "utf-8")
    with raw_server(raw(forum(2))) as server:
        assert run(server.url + QUERY, option, tmp_path / "file" / "inside")[0] == 3
        assert server.targets == []


def test_trying_a_place_leaves_nothing(tmp_path):
    with raw_server(raw(forum(2))) as server:
        code, _, _ = run(server.url + QUERY, "-o", f"{tmp_path}/new/deep/a.md", "--cookies", tmp_path / "no")
    assert code == 3
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_says_what_was_written(tmp_path, monkeypatch):
    plain = Session.attempt

    def attempt(self, url):
        if url.endswith("2"):
            raise KeyboardInterrupt
        return plain(self, url)

    monkeypatch.setattr(Session, "attempt", attempt)
    with raw_server(raw(forum(2))) as server:
        url = server.url + QUERY
        code, _, told = run(url, f"{url}&extra=2", "-f", "jsonl", "-o", tmp_path / "a.jsonl")
    assert code == 130
    assert "threads written: 1" in told
    assert len(rows(tmp_path / "a.jsonl")) == 1
