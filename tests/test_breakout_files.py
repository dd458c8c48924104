"""Names of files that the input has a say in: each lies in its folder, on every system, and none takes another's place.

And what stands under the names that the user gives: links, pipes, and names that nothing can have.
"""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpora import dump, jsonl
from inputs import FIXTURES

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


# ── what stands under the names that the user gives ─────────────────────────────────────────────

DUMP = str(FIXTURES / "thread.txt")
LONG = "n" * 300
RING = "ring"
WRITING = [
    ("clean", DUMP, "-o"),
    ("clean", DUMP, "-o", "a.md", "--ledger"),
    ("clean", DUMP, "-o", "a.md", "--learn-site"),
    ("explain", DUMP, "--html"),
    ("rebuild", "a.ledger", "-o"),
    ("review", DUMP, "--decisions", "a.decisions", "-o"),
    ("batch", DUMP, "-q", "-o", "run", "--ledger"),
    ("batch", DUMP, "-q", "-o", "run", "--learn-site"),
]
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, but for a ledger and a link that leads to itself."""
    monkeypatch.chdir(tmp_path)
    assert call("clean", DUMP, "-o", "a.md", "--ledger", "a.ledger") == 0
    Path("a.md").unlink()
    Path(RING).symlink_to(RING)
    return tmp_path


def call(*arguments: str) -> int:
    """The exit code; whatever else the command raises fails the test."""
    done = CliRunner().invoke(main, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0 or done.stderr
    return done.exit_code


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_a_link_to_a_file_stays_one(arguments: tuple[str, ...]):
    for target in (Path("below") / "there", Path("below") / "not-yet"):
        target.parent.mkdir(exist_ok=True)
        Path("link").symlink_to(target)
        assert call(*arguments, "link") == 0
        assert Path("link").is_symlink()
        assert target.read_bytes()
        assert not target.is_symlink()
        Path("link").rename(f"{target.name}-link")
        if arguments[0] == "batch":
            break  # the run is finished: it writes nothing again


@pipes
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_a_pipe_gets_the_result_and_stays_a_pipe(arguments: tuple[str, ...]):
    pipe, got = Path("pipe"), list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert call(*arguments, "pipe") == 0
    assert pipe.is_fifo()
    reader.join(10)
    assert got
    assert got[0]


@pytest.mark.parametrize("name", [LONG, RING], ids=["too long", "ring"])
@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_a_place_that_cannot_be_is_refused_before_anything_is_done(here: Path, arguments: tuple[str, ...], name: str):
    before = all_in(here)
    assert call(*arguments, name) == 3
    assert all_in(here) == before
    assert (here / RING).is_symlink()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", [LONG, RING], ids=["too long", "ring"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clean",), 3),
        (("explain",), 3),
        (("review",), 3),
        (("rebuild",), 3),
        (("batch", "-o", "out"), 3),
        (("batch", "--dry-run"), 3),
        (("batch", DUMP, "-o"), 3),
        (("clean", DUMP, "--decisions"), 3),
        (("clean", DUMP, "--words"), 2),
        (("clean", DUMP, "--ranker"), 2),
        (("clean", DUMP, "--site-list"), 2),
        (("config", "--config"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_input_that_cannot_be_is_said_to(arguments: tuple[str, ...], code: int, name: str):
    if "--config" in arguments:
        assert call("--config", name, "config") == code
    else:
        assert call(*arguments, name) == code


@pytest.mark.usefixtures("here")
def test_a_name_whose_decisions_would_have_too_long_a_name_is_refused_at_once():
    Path("n" * 250).write_text(dump(1), "utf-8")
    assert call("review", "n" * 250) == 3


@pytest.mark.usefixtures("here")
def test_nul_is_in_no_name():
    for arguments in (("clean", "a\0b"), ("clean", DUMP, "-o", "a\0b"), ("--config", "a\0b", "config")):
        assert call(*arguments) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("clean", DUMP, "-o", "x", "--ledger", "x"),
        ("clean", DUMP, "-o", "x", "--ledger", "./y/../x"),
        ("clean", DUMP, "-o", "x/", "--ledger", "x"),
        ("clean", DUMP, "--ledger", "x", "--learn-site", "x"),
        ("clean", DUMP, "-o", "a.ledger", "--ledger", "link"),
        ("fetch", "http://127.0.0.1:9/thread-1-1-1.html", "-o", "x", "--ledger", "x"),
        ("fetch", "http://127.0.0.1:9/thread-1-1-1.html", "-o", "x", "--done", "x"),
        ("review", DUMP, "-o", "x", "--decisions", "x"),
        ("batch", DUMP, "-o", "x", "--ledger", "x"),
        ("batch", DUMP, "-o", "x", "--learn-site", "x"),
        ("batch", "a.ledger", "-o", "x", "--ledger", "a.ledger"),
    ],
    ids=" ".join,
)
def test_two_outputs_do_not_take_one_place(here: Path, arguments: tuple[str, ...]):
    (here / "link").symlink_to("a.ledger")
    ledger = (here / "a.ledger").read_bytes()
    assert call(*arguments) == 2
    assert all_in(here) == ["a.ledger", "link"]
    assert (here / "a.ledger").read_bytes() == ledger


def test_a_result_leaves_the_ledger_its_place_in_the_folder(here: Path):
    (here / "l.txt").write_text(dump(1), "utf-8")
    assert call("clean", "l.txt", "-f", "jsonl", "-o", "out/", "--ledger", "out/l.jsonl") == 0
    assert all_in(here / "out") == ["l-2.jsonl", "l.jsonl"]
    assert "forumclean.ledger" in (here / "out" / "l.jsonl").read_text("utf-8")
