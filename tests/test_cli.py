"""The command line as a user meets it: streams, files, several inputs, exit codes, messages."""

from __future__ import annotations

import gzip
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"
DUMP = FIXTURES / "thread.txt"
PLAIN = "头一句话，写得很短。\n　　第二句话，也不长。\n"


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forumclean", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=cwd)


def test_version_and_help_name_the_commands():
    assert run("--version").stdout.decode().split()[0] == "forumclean,"
    shown = run("--help").stdout.decode()
    assert all(command in shown for command in ("clean", "rebuild", "schema"))


def test_help_does_not_load_the_pipeline():
    probe = "import sys, forumclean.cli; sys.exit(any(m in sys.modules for m in ('lxml', 'bs4', 'regex', 'rich')))"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


@pytest.mark.parametrize("command", ["clean", "batch", "rebuild", "schema"])
def test_every_command_has_help_with_an_example(command: str):
    shown = run(command, "--help")
    assert shown.returncode == 0
    assert b"Example: forumclean" in shown.stdout


def test_a_dump_gives_markdown_on_standard_output_and_nothing_else():
    done = run("clean", DUMP)
    assert done.returncode == 0
    assert done.stderr == b""
    text = done.stdout.decode()
    assert "# 凌晨四点半的菜市场" in text
    assert "豆腐为什么要用 80 ℃ 的水" in text
    assert "复制链接" not in text


def test_standard_input_is_the_default_and_a_dash():
    for arguments in (("clean", "-f", "text"), ("clean", "-", "-f", "text")):
        done = run(*arguments, stdin=PLAIN.encode())
        assert done.stdout.decode().splitlines() == ["头一句话，写得很短。", "第二句话，也不长。"]


def test_gzip_is_unpacked(tmp_path: Path):
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(PLAIN.encode()))
    assert run("clean", packed, "-f", "text").stdout == run("clean", "-f", "text", stdin=PLAIN.encode()).stdout
    packed.write_bytes(gzip.compress(PLAIN.encode())[:-9])
    broken = run("clean", packed)
    assert (broken.returncode, broken.stdout) == (3, b"")
    assert b"gzip" in broken.stderr


def test_joined_pages_choose_their_posts_together():
    pages = [FIXTURES / "pages" / name for name in ("desktop-page-2.html", "desktop-multi.html")]
    own = json.loads(run("clean", *pages, "--join", "--posts", "author", "-f", "json").stdout)
    assert {post["author"] for post in own["posts"]} == {"豆角架"}
    first = json.loads(run("clean", *pages, "--join", "--posts", "first", "-f", "json").stdout)
    assert [post["floor"] for post in first["posts"]] == [1]


def test_an_address_names_fetch():
    done = run("clean", "https://bbs.example.org/thread-1-1-1.html")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"fetch" in done.stderr


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\x89PNG\r\n\x1a\n" + bytes(200), b"%PDF-1.7\n" + bytes(50)])
def test_what_cannot_be_read_is_exit_3_with_a_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "input"
    path.write_bytes(content)
    done = run("clean", path)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().count("\n") == 1
    assert b"Traceback" not in done.stderr


def test_missing_files_and_empty_folders_are_exit_3(tmp_path: Path):
    for name in (tmp_path / "absent.html", tmp_path):
        done = run("clean", name)
        assert (done.returncode, done.stdout) == (3, b""), done.stderr


def test_several_inputs_want_a_folder_or_json_lines(tmp_path: Path):
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text(PLAIN, "utf-8")
    two.write_text("另一篇，只有一句。\n", "utf-8")
    assert run("clean", one, two).returncode == 2
    lines = run("clean", one, two, "-f", "jsonl").stdout.decode().splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == [str(one), str(two)]
    done = run("clean", one, two, "-o", f"{tmp_path}/out/")
    assert done.returncode == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["1.md", "2.md"]


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(PLAIN, "utf-8")
    bad.write_bytes(b"")
    done = run("clean", bad, good, tmp_path / "absent", "-f", "jsonl")
    assert done.returncode == 6
    assert len(done.stdout.decode().splitlines()) == 1
    told = done.stderr.decode()
    assert f"failed: {bad}: exit 3, empty" in told
    assert "absent" in told


def test_equal_names_do_not_overwrite_each_other(tmp_path: Path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t.txt").write_text(PLAIN + folder, "utf-8")
    run("clean", tmp_path / "a", tmp_path / "b", "-o", f"{tmp_path}/out/", "-f", "text")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["t-2.txt", "t.txt"]


@pytest.mark.parametrize(
    "call",
    [
        ("clean", "文.txt", "-o", "文.txt"),
        ("clean", "文.txt", "-f", "text", "-o", "./"),
        ("clean", ".", "-f", "text", "-o", "../here"),
        ("clean", "文.txt", "--ledger", "link.txt"),
        ("explain", "文.txt", "--html", "文.txt"),
        ("review", "文.txt", "-o", "../here/文.txt"),
        ("rebuild", "文.txt", "-o", "文.txt"),
    ],
    ids=" ".join,
)
def test_no_input_is_written_over(tmp_path: Path, call: tuple[str, ...]):
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "文.txt").write_text(PLAIN, "utf-8")
    (folder / "link.txt").symlink_to("文.txt")
    done = run(*call, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b""), done.stderr
    assert "would be written over" in done.stderr.decode()
    assert (folder / "文.txt").read_text("utf-8") == PLAIN


def test_standard_input_and_output_are_no_files():
    done = run("explain", "-", "--html", "-", stdin=PLAIN.encode())
    assert (done.returncode, done.stdout[:9].lower()) == (0, b"<!doctype"), done.stderr


def test_results_go_beside_inputs_of_another_kind(tmp_path: Path):
    (tmp_path / "文.txt").write_text(PLAIN, "utf-8")
    assert run("clean", tmp_path / "文.txt", "-o", f"{tmp_path}/").returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["文.md", "文.txt"]


def test_an_output_that_cannot_be_written_loses_nothing(tmp_path: Path):
    target = tmp_path / "locked"
    target.mkdir()
    kept = target / "out.md"
    kept.write_text("was here", "utf-8")
    done = run("clean", DUMP, "-o", kept / "below.md")
    assert done.returncode == 3
    assert b"nothing that stood there was changed" in done.stderr
    assert kept.read_text("utf-8") == "was here"
    assert [p.name for p in target.iterdir()] == ["out.md"]


def test_an_overwritten_file_keeps_its_mode(tmp_path: Path):
    target = tmp_path / "out.md"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    assert run("clean", DUMP, "-o", target).returncode == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text("utf-8").startswith("---")


def test_the_ledger_gives_the_input_back(tmp_path: Path):
    ledger = tmp_path / "l.jsonl"
    assert run("clean", DUMP, "--ledger", ledger, "-o", tmp_path / "o.md").returncode == 0
    assert run("rebuild", ledger).stdout == DUMP.read_bytes()
    assert run("rebuild", "-", stdin=ledger.read_bytes()).stdout == DUMP.read_bytes()


def test_a_ledger_of_several_documents_is_picked_by_name(tmp_path: Path):
    one, two, ledger = tmp_path / "1.txt", tmp_path / "2.txt", tmp_path / "l"
    one.write_bytes("\ufeff第一份。\r\n".encode("utf-16-le"))
    two.write_bytes("第二份，国标码。\n".encode("gb18030"))
    run("clean", one, two, "-f", "jsonl", "--ledger", ledger)
    assert run("rebuild", ledger).returncode == 2
    for path in (one, two):
        assert run("rebuild", ledger, "--name", path).stdout == path.read_bytes()
    assert run("rebuild", ledger, "--name", "absent").returncode != 0


def test_a_foreign_ledger_is_exit_3(tmp_path: Path):
    foreign = tmp_path / "x"
    foreign.write_bytes(b"\x00\xff not a ledger")
    done = run("rebuild", foreign)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"Traceback" not in done.stderr


def test_strict_turns_a_warning_into_exit_1(tmp_path: Path):
    damaged = tmp_path / "d.txt"
    damaged.write_bytes("前半句是好的，".encode() + b"\xff" + "后半句也是。\n".encode())
    loose = run("clean", damaged, "-f", "text")
    assert loose.returncode == 0
    assert b"warning" in loose.stderr
    assert run("clean", damaged, "-f", "text", "--strict").returncode == 1
    assert run("clean", damaged, "-f", "text", "-q").stderr == b""


def test_verbose_names_template_and_charset():
    told = run("clean", DUMP, "-v", "-f", "text").stderr.decode()
    assert "template" in told
    assert "utf-8" in told


def test_wrong_options_are_exit_2():
    for wrong in (
        ("--posts", "9-2"),
        ("--posts", "some"),
        ("--min-probability", "2"),
        ("--format", "doc"),
        ("--encoding", "klingon"),
    ):
        done = run("clean", DUMP, *wrong)
        assert (done.returncode, done.stdout) == (2, b""), wrong


def test_terminal_escapes_of_the_input_never_reach_the_messages(tmp_path: Path):
    name = tmp_path / "evil\x1b[31m.txt"
    name.write_bytes(b"")
    assert b"\x1b" not in run("clean", name).stderr


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m forumclean clean {DUMP} | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env={**os.environ})
    assert done.stderr == b""
    assert done.returncode == 0


STREAMING = [
    ("clean", DUMP),
    ("clean", DUMP, DUMP, "-f", "jsonl"),
    ("explain", DUMP),
    ("explain", DUMP, "--html", "-"),
    ("schema",),
    ("config",),
    ("completion", "bash"),
    ("rebuild", "ledger"),
    ("batch", DUMP, "--dry-run"),
    ("review", DUMP, "-o", "-"),
    ("--help",),
    ("clean", "--help"),
    ("--version",),
]
streaming = pytest.mark.parametrize("arguments", STREAMING, ids=lambda arguments: " ".join(map(str, arguments)))


def run_with(redirection: str, *arguments: str | Path, cwd: Path, stdout: int = subprocess.PIPE, stdin: bytes = b""):
    """As :func:`run`, with a stream closed by the shell (``>&-``), or standard output where a test has opened it."""
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "forumclean", *map(str, arguments)]
    return subprocess.run(command, input=stdin, stdout=stdout, stderr=subprocess.PIPE, check=False, cwd=cwd)


@streaming
def test_standard_output_that_is_closed_or_full_is_exit_3_with_a_sentence(tmp_path: Path, arguments):
    assert run("clean", DUMP, "-o", "a", "--ledger", "ledger", cwd=tmp_path).returncode == 0
    tries = [run_with(">&-", *arguments, cwd=tmp_path)]
    if Path("/dev/full").exists():
        with Path("/dev/full").open("wb") as full:
            tries.append(run_with("", *arguments, cwd=tmp_path, stdout=full.fileno()))
    for done in tries:
        assert done.returncode == 3
        told = done.stderr.decode().splitlines()
        assert told[-1].startswith("forumclean: standard output: cannot be written (")
        assert "Traceback" not in done.stderr.decode()


@streaming
def test_a_reader_that_has_gone_away_is_no_error(tmp_path: Path, arguments):
    assert run("clean", DUMP, "-o", "a", "--ledger", "ledger", cwd=tmp_path).returncode == 0
    reading, writing = os.pipe()
    os.close(reading)
    done = run_with("", *arguments, cwd=tmp_path, stdout=writing)
    os.close(writing)
    assert done.returncode == 0
    assert done.stderr == b"" or arguments[0] == "review"


def test_what_goes_to_files_needs_no_standard_output(tmp_path: Path):
    assert run_with(">&-", "clean", DUMP, "-o", "a", "--ledger", "b", cwd=tmp_path).returncode == 0
    assert run_with(">&-", "batch", DUMP, "-o", "run", "-q", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "arguments", [("clean",), ("explain", "-"), ("rebuild", "-"), ("batch", "-", "-o", "run"), ("fetch", "--urls", "-")]
)
def test_standard_input_that_is_closed_is_exit_3(tmp_path: Path, arguments):
    done = run_with("<&-", *arguments, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith(b"forumclean: standard input is closed")


def test_without_standard_error_the_work_is_done(tmp_path: Path):
    for arguments in (("clean", DUMP), ("batch", DUMP, "-o", "run"), ("review", DUMP, "-o", "-")):
        assert run_with("2>&-", *arguments, cwd=tmp_path).returncode == 0


def test_a_damaged_ledger_is_named_with_its_row(tmp_path: Path):
    ledger = tmp_path / "l.jsonl"
    run("clean", DUMP, "--ledger", ledger)
    for old, new, row in (("utf-8", "utf-9", 1), ('"start": 0', '"start": Infinity', 2)):
        damaged = tmp_path / f"damaged-{row}"
        damaged.write_text(ledger.read_text("utf-8").replace(old, new, 1), "utf-8")
        done = run("rebuild", damaged)
        assert (done.returncode, done.stdout) == (3, b"")
        assert done.stderr.decode().startswith(f"forumclean: {damaged}: line {row} is no row of a ledger")


def test_the_schema_is_json():
    assert json.loads(run("schema").stdout)["$schema"].startswith("https://json-schema.org/")
