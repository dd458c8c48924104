"""Names of files that the input has a say in: each lies in its folder, on every system, and none takes another's place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpora import dump, jsonl

from forumclean.cli import main
from forumclean.cli.output import Names, write_file
from forumclean.corpus.records import Row
from forumclean.corpus.writers import MarkdownWriter
from forumclean.fetching.images import safe_file_name
from forumclean.fetching.keys import PageKey
from forumclean.visible import no_device

NAMES = [
    "..", ".", "...", "", " ", "/", "//", "-", "-rf", "~", "~root", "$HOME", "`x`", "%2e%2e%2f", "..\\..\\x", "C:\\x", "C:x", "\\\\x\\y",
    "a/../../b", "/etc/passwd", "甲/乙", "甲\\乙", "nul\x00.txt", "CON", "con", "Con.txt", "con .txt", "aux", "LPT1.md", "COM9", "CONIN$",
    "x. . .", "x.", "x ", " x", "x.md", "X", "x", "x-2", "x-2", "名" * 300, "名" * 301, "x" * 300, "x" * 301, "😀" * 300, "." * 300,
    "\u202egnp.exe", "\x1b[31m", "a\nb", "a\rb", "a\u2028b", "\x85", "\ud800", "caf\u00e9", "cafe\u0301", "ß", "SS", "ﬁ", 'a?*<>|":b',
    ".htaccess", ".git", "index.jsonl", "INDEX.JSONL", "part-00000", "a#b", "a%b", "甲.html.gz", "甲.htm",
]  # fmt: skip
WRONG_RE = re.compile(
    '[\x00-\x1f\x7f-\x9f<>:"/\\\\|?*\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[. ]$|^[. ]*$'
)


def is_sound(name: str) -> bool:
    """True for a name that every system takes, with room for the temporary name it is written under."""
    return not WRONG_RE.search(name) and no_device(name) == name and len(name.encode()) <= 240


def alike(names: list[str]) -> list[str]:
    """The names as a system sees them that tells neither case nor forms of a letter apart."""
    return [unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold()) for name in names]


def all_in(folder: Path) -> list[str]:
    """The files below, by their paths in the folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def results(folder: Path) -> list[str]:
    """What ``-o FOLDER/`` makes of inputs of these names."""
    names = Names(folder, "markdown")
    for number, name in enumerate(NAMES):
        write_file(names.path(name), str(number))
    return all_in(folder)


def rows(folder: Path) -> list[str]:
    """What ``batch -f markdown`` makes of records of these ids."""
    writer = MarkdownWriter(folder / "part", "none")
    writer.add([Row(name, str(number).encode(), {"n": number}) for number, name in enumerate(NAMES)])
    writer.close()
    return [name for name in all_in(folder / "part") if name != "index.jsonl"]


@pytest.mark.parametrize("make", [results, rows])
def test_each_result_has_a_file_of_its_own_in_the_folder(tmp_path: Path, make: Callable[[Path], list[str]]):
    folder = tmp_path / "a" / "b" / "out"
    folder.mkdir(parents=True)
    made = make(folder)
    assert [name for name in made if not is_sound(name)] == []
    assert len(made) == len(set(alike(made))) == len(NAMES)
    assert len(all_in(tmp_path)) in (len(NAMES), len(NAMES) + 1)  # an index; nothing above the folder
    assert sorted(int(path.read_text()) for path in folder.rglob("*.md")) == list(range(len(NAMES)))


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_of_files_and_stored_pages_are_sound(name):
    assert is_sound(safe_file_name(name))
    assert is_sound(safe_file_name(name, ".jpg"))
    for key in (PageKey(name, "thread-1", "desktop", 1), PageKey("a.example", name, name, 1, 2)):
        parts = key.file.split("/")
        assert len(parts) == 2
        assert all(map(is_sound, parts))


def test_the_command_writes_names_of_any_length_and_case(tmp_path: Path):
    made = [
        "名" * 83 + ".txt",
        "X.txt",
        "x.txt",
        "x.html",
        "con.txt",
        "\u202egnp.txt",
        "x\x1b[31m.txt",
        "...txt",
        "🍅" * 62 + ".TXT",
    ]
    for number, name in enumerate(made):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(dump(number), "utf-8")
    folder = tmp_path / "out"
    done = CliRunner().invoke(main, ["clean", *(str(tmp_path / "in" / name) for name in made), "-o", f"{folder}/"])
    assert done.exit_code == 0, done.stderr
    written = all_in(folder)
    assert all(map(is_sound, written))
    assert len(set(alike(written))) == len(made)
    titles = {(folder / name).read_text("utf-8").split("\n")[1] for name in written}
    assert len(titles) == len(made)


def test_ten_thousand_results_of_one_name_are_numbered(tmp_path: Path):
    names = Names(tmp_path, "text")
    made = [names.path("a/thread.html").name for _ in range(10_000)]
    assert made[:2] == ["thread.txt", "thread-2.txt"]
    assert made[-1] == "thread-10000.txt"
    assert len(set(made)) == 10_000


def test_ids_of_a_corpus_name_files_in_the_shard(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(jsonl([{"id": name, "text": dump(1)} for name in NAMES if name != "\ud800"]))
    out = tmp_path / "deep" / "out"
    done = CliRunner().invoke(
        main, ["batch", str(tmp_path / "in.jsonl"), "-o", str(out), "-f", "markdown", "-j", "1", "-q"]
    )
    assert done.exit_code == 0, done.stderr
    made = [name for name in all_in(out) if name.endswith(".md")]
    assert len(made) == len(NAMES) - 1
    assert all(name.startswith("part-00000/0000") and is_sound(Path(name).name) for name in made)
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "deep"}
