"""What a tester found of archives: torn records, full disks, secrets."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from forum import HOST, TEXT_HTML

from forumclean import OutputError
from forumclean.fetching.types import Reply
from forumclean.fetching.warc import WarcFile

pytest.importorskip("warcio")
archives = pytest.importorskip("fastwarc.warc")


GIVEN = (("Authorization", "Basic SECRET"), ("X-Auth-Token", "SECRET"), ("Referer", "http://a.example/"))


def reply(number: int, size: int = 3_000) -> Reply:
    """An answer that packing does not make much smaller."""
    head = (TEXT_HTML, ("Set-Cookie", "auth=SECRET"), ("X-Kind", "kept"))
    return Reply(f"{HOST}/{number}", 200, head, os.urandom(size), sent=(("Accept", "*/*"), *GIVEN))


def records(path: Path) -> list[str]:
    """What the archive holds, by type."""
    with path.open("rb") as file:
        return [str(record.headers["WARC-Type"]) for record in archives.ArchiveIterator(file)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("left", [1, 5, 40, 400, 2_900])
def test_half_a_record_of_a_killed_run_is_taken_off(tmp_path, name, left):
    path = tmp_path / name
    first = WarcFile(path)
    first.write(reply(1))
    first.close()
    whole = path.read_bytes()
    again = WarcFile(path)
    again.write(reply(2))
    again.close()
    path.write_bytes(path.read_bytes()[: len(whole) + left])
    last = WarcFile(path)
    last.write(reply(3))
    last.close()
    assert path.read_bytes().startswith(whole)
    assert records(path).count("response") == 2


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_archive_that_is_whole_stays_as_it_is(tmp_path, name):
    path = tmp_path / name
    for number in range(3):
        before = path.read_bytes() if number else b""
        file = WarcFile(path)
        file.write(reply(number))
        file.close()
        assert path.read_bytes().startswith(before)
    assert records(path).count("response") == 3


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_nothing_is_added_to_what_is_no_archive(tmp_path, name):
    path = tmp_path / name
    path.write_bytes("一封信。\n".encode() * 100)
    with pytest.raises(OutputError, match="is no WARC file"):
        WarcFile(path)
    assert path.read_bytes() == "一封信。\n".encode() * 100


class FullDisk(io.FileIO):
    """A file on a disk that takes so many bytes."""

    room = 9_000

    def write(self, data):
        part = bytes(data)[: max(0, self.room - self.tell())]
        if not part:
            raise OSError(28, "No space left on device")
        return super().write(part)


@pytest.mark.parametrize("room", [0, 100, 9_000])
def test_a_full_disk_is_told_and_leaves_the_archive_whole(tmp_path, monkeypatch, room):
    path = tmp_path / "a.warc"
    monkeypatch.setattr(FullDisk, "room", room)
    monkeypatch.setattr(Path, "open", lambda self, mode, **_: FullDisk(self, mode))
    with pytest.raises(OutputError, match="No space left"):
        fill(path)
    monkeypatch.undo()
    assert records(path).count("response") == (2 if room == 9_000 else 0)


def fill(path: Path) -> None:
    """Write until the disk is full."""
    file = WarcFile(path)
    try:
        for number in range(9):
            file.write(reply(number))
    finally:
        file.close()


def test_an_archive_holds_nothing_that_lets_another_reader_in(tmp_path):
    file = WarcFile(tmp_path / "a.warc", [name for name, _ in GIVEN])
    file.write(reply(1))
    file.close()
    data = (tmp_path / "a.warc").read_bytes()
    assert b"SECRET" not in data
    assert all(part in data for part in (b"X-Kind: kept", b"Accept: */*", b"Referer: http://a.example/"))
