"""Settings files: what they may say, where they are looked for, what is wrong in them, and tables that they add."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from inputs import FIXTURES

from forumclean import Options, UsageError
from forumclean.settings import settings
from forumclean.settings.keys import KEYS, READERS
from forumclean.settings.reading import line_of, read

DUMP = FIXTURES / "thread.txt"
ROW = """# mine
[[row]]
id = "noise/site-hewan"
why = "河湾 puts its name at the ends of lines"
sample = ["【河湾独家】"]
not = ["河湾的水"]
family = "hewan"
pattern = '【河湾独家】'
"""


def run(*arguments: str | Path, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forumclean", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin.encode(), capture_output=True, check=False, cwd=cwd, env={**os.environ, **environment}
    )


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_nearest_file_above_holds_over_the_users(tmp_path: Path):
    user = write(tmp_path / "user" / "forumclean.toml", '[defaults]\nposts = "author"\nwidth = "full"\n')
    project = write(
        tmp_path / "p" / "forumclean.toml", '# a comment\n[defaults]\n"posts" = "2-5"\nmin-probability = 1\n'
    )
    (tmp_path / "p" / "a" / "b").mkdir(parents=True)
    found = settings(tmp_path / "p" / "a" / "b", user.parent)
    assert (found.values["posts"].value, found.values["posts"].origin) == ("2-5", f"{project} line 3")
    assert (found.values["width"].value, found.values["width"].origin) == ("full", f"{user} line 3")
    assert found.values["min-probability"].value == 1.0
    assert found.values["masks"].origin == "default"
    assert found.files == ((user, True), (project, True))
    assert found.of_command("clean") == {"posts": "2-5", "width": "full", "min_probability": 1.0}
    assert found.of_command("explain") == {"width": "full", "min_probability": 1.0}
    assert settings(tmp_path / "p", user.parent, only=user).values["posts"].value == "author"


def test_without_files_all_is_default(tmp_path: Path):
    found = settings(tmp_path, tmp_path)
    assert {one.origin for one in found.values.values()} == {"default"}
    assert all(found.of_command(command) == {} for command in READERS)
    plain = Options()
    for name, field in (
        ("posts", "posts"),
        ("masks", "masks"),
        ("min-probability", "min_probability"),
        ("width", "width"),
    ):
        assert KEYS[name].default == getattr(plain, field)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[defaults]\n\npost = "all"\n', "line 3: unknown key post; did you mean posts?"),
        ('x = 1\n[defaults]\nposts = "all"', "line 1: unknown key x; known are defaults, tables"),
        (
            '[defaults]\nposts = "all"\n[defualts]\nposts = "all"',
            "line 3: unknown key defualts; did you mean defaults?",
        ),
        ('[defaults]\nposts = "9-2"', "line 2: posts: posts='9-2' is not known"),
        ("[defaults]\nmin-probability = 2", "line 2: min-probability: .*no probability"),
        ("[defaults]\nmin-probability = true", "line 2: min-probability: it must be a number"),
        ('[defaults]\nstrict = "yes"', "line 2: strict: it must be true or false, not 'yes'"),
        ('[defaults]\nformat = "doc"', "line 2: format: it must be one of markdown"),
        ("[defaults]\ndecisions = 3", "line 2: decisions: it must be the path"),
        ("[defaults]\ncolor = []", "line 2: color: it must be one of auto"),
        ("defaults = 3", "line 1: .defaults. must be a table"),
        ("\ntables = 'x'", "line 2: tables must be a list of folders"),
        ("\ntables = ['absent']", "line 2: tables: .*absent is no folder"),
        ("tables = ['t']", "line 1: .*noises is no table of forumclean; its tables are .*noise"),
        ("[defaults\nx = 1", "cannot be read.*line 1"),
        ("a = " + "[" * 50_000, "cannot be read"),
        ("\udcff", "cannot be read"),
        ("[defaults]\nmin-probability = " + "9" * 5000, "cannot be read.*5000 digits"),
        ("[defaults]\nmin-probability = " + "9" * 400, "line 2: min-probability: int too large"),
        ("[defaults]\nposts = 0x" + "f" * 5000, "line 2: posts: "),
        ('[defaults]\nwords = "a\\u0000b"', "line 2: words: holds the character NUL"),
        ('[defaults]\nencoding = "a\\u0000b"', "line 2: encoding: "),
        (f"tables = ['{'t' * 300}']", "line 1: tables: .*File name too long"),
        ("[defaults]\n" + "a." * 20_000 + "b = 1", r"more than 16 parts, as no setting has \(line 2\)"),
        ("[defaults]\n" + '"a\\"b" . ' * 20_000 + "b = 1", "more than 16 parts"),
        ("x = {" + "a." * 20_000 + "b = 1}", "more than 16 parts"),
        ("[" + "'a'." * 20_000 + "b]", "more than 16 parts"),
        ("# no settings\n" * 80_000, "more than 1,000,000 bytes"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, words: str):
    (tmp_path / "t" / "noises").mkdir(parents=True)
    path = tmp_path / "forumclean.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=words) as caught:
        read(path)
    assert str(caught.value).startswith(str(path))


def test_long_paths_are_no_deep_keys(tmp_path: Path):
    words = "../" * 40 + "a.b.c.d/e.txt"
    path = write(tmp_path / "forumclean.toml", f"# a...b. {'.' * 99}\n[defaults]\nwords = '{words}'\n")
    assert read(path).values["words"] == (str(tmp_path / words), 3)


def test_looking_for_deep_keys_takes_time_in_proportion(tmp_path: Path):
    for text in ('"\\' * 400_000, "a" * 900_000, "\"'" * 400_000, ("a." * 15 + "a ") * 25_000):
        with pytest.raises(UsageError, match="cannot be read"):
            read(write(tmp_path / "forumclean.toml", text))


def test_lines_of_keys():
    text = "a = 1\n[one]\nb = 2\n'c' = 3\n[ \"two\" ]\nb.d = 4\n"
    assert [line_of(text, key) for key in (("a",), ("one", "b"), ("one", "c"), ("two", "b"), ("two", "x"), ("z",))] == [
        1,
        3,
        4,
        6,
        5,
        1,
    ]


def test_settings_are_defaults_and_options_hold_over_them(tmp_path: Path):
    write(tmp_path / "forumclean.toml", '[defaults]\nformat = "text"\nposts = "2-3"\n')
    page = FIXTURES / "pages" / "desktop-gbk.html"
    by_file = run("clean", page, cwd=tmp_path)
    assert by_file.stdout == run("--no-config", "clean", page, "-f", "text", "--posts", "2-3", cwd=tmp_path).stdout
    assert by_file.stdout != run("clean", page, "--posts", "all", cwd=tmp_path).stdout
    other = write(tmp_path / "other.toml", '[defaults]\nformat = "json"\n')
    assert run("--config", other, "clean", page, cwd=tmp_path).stdout.startswith(b"{")


def test_the_users_folder_is_read(tmp_path: Path):
    write(tmp_path / "home" / "forumclean" / "forumclean.toml", '[defaults]\nformat = "json"\n')
    done = run("clean", DUMP, cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path / "home"))
    assert done.stdout.startswith(b"{")


def test_config_shows_what_is_in_force_and_from_where(tmp_path: Path):
    path = write(tmp_path / "forumclean.toml", 'tables = ["more"]\n[defaults]\nwidth = "full"\n')
    mine = write(tmp_path / "more" / "noise" / "hewan.toml", ROW)
    told = run("config", cwd=tmp_path).stdout.decode()
    assert f'width            "full"       {path} line 3\n' in told
    assert f"{mine}: 1 rows" in told
    facts = json.loads(run("config", "-f", "json", cwd=tmp_path).stdout)
    assert facts["settings"]["posts"] == {"value": "all", "from": "default"}
    assert facts["tables"]["added"] == {str(mine): 1}
    assert facts["tables"]["shipped"] > 300


def test_a_folder_whose_name_begins_like_a_table_adds_no_other(tmp_path: Path):
    mine = write(tmp_path / "t" / "noise" / "hewan.toml", ROW)
    facts = json.loads(run("config", "-f", "json", cwd=tmp_path, FORUMCLEAN_TABLES="t").stdout)
    assert facts["tables"]["added"] == {str(mine): 1}


def test_added_tables_act(tmp_path: Path):
    write(tmp_path / "forumclean.toml", 'tables = ["more"]\n')
    write(tmp_path / "more" / "noise" / "hewan.toml", ROW)
    write(
        tmp_path / "more" / "words" / "own.toml",
        '[[row]]\nid = "split/own"\nwhy = "w"\nsample = ["苗 圃"]\nnot = []\nword = "苗圃"\n',
    )
    text = "先清淤。【河湾独家】\n再量水位。【河湾独家】\n第三天去了苗 圃，停工。\n"
    done = run("clean", "-f", "text", cwd=tmp_path, stdin=text)
    assert done.stdout.decode() == "先清淤。\n再量水位。\n第三天去了苗圃，停工。\n"
    assert run("--no-config", "clean", "-f", "text", cwd=tmp_path, stdin=text).stdout.decode() == text
    shown = run("explain", "-", cwd=tmp_path, stdin=text).stdout.decode()
    assert "河湾 puts its name at the ends of lines" in shown


def test_an_added_template_reads_a_page_that_no_other_does(tmp_path: Path):
    own = (FIXTURES.parent / "src" / "forumclean" / "data" / "templates" / "touch.toml").read_text("utf-8")
    page = (FIXTURES / "pages" / "touch.html").read_text("utf-8")
    for old, new in (("plc", "plq"), ("postmessage", "postmassage"), ("viewthread", "lookthread")):
        own, page = own.replace(old, new), page.replace(old, new)
    write(tmp_path / "more" / "templates" / "own.toml", own)
    path = write(tmp_path / "page.html", page)
    write(tmp_path / "forumclean.toml", 'tables = ["more"]\n')
    told = run("clean", path, "-v", cwd=tmp_path)
    assert b"template own" in told.stderr
    assert b"template own" not in run("--no-config", "clean", path, "-v", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("noise", ROW.replace("family", "familie"), r"hewan.toml row 1 \(line 2\): unknown key familie"),
        ("noise", ROW.replace("【河湾独家】'", "(河'"), r"hewan.toml row 1 \(line 2\): its pattern is none"),
        ("noise", ROW.replace("noise/site-hewan", "noise/site-1point3acres-name"), "occurs twice"),
        ("noise", "[[row]", "not valid TOML"),
        ("addresses", "[[row]", "not valid TOML"),
        ("again", ROW, r"hewan.toml row 1 \(line 2\): unknown key family"),
        (
            "templates",
            '[[row]]\nid = "a/b"\nwhy = "w"\nsample = ["x"]\nnot = []\nkey = "author"\nselect = "p["\n',
            "hewan.toml",
        ),
    ],
)
def test_a_wrong_table_is_named_with_file_and_line(tmp_path: Path, table: str, text: str, words: str):
    write(tmp_path / "forumclean.toml", 'tables = ["more"]\n')
    write(tmp_path / "more" / table / "hewan.toml", text)
    done = run("config", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert re.search(words, done.stderr.decode())
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--config", "absent.toml", "config"), "there is no such settings file"),
        (("--config", "forumclean.toml", "--no-config", "config"), "do not go together"),
        (("clean", "x.txt"), "unknown key y"),
    ],
)
def test_wrong_calls(tmp_path: Path, arguments, words):
    write(tmp_path / "forumclean.toml", "y = 1\n")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
