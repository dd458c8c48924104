"""The pages of ``docs/``: the generated ones are what the code says, the examples of the others do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from inputs import ROOT

from forumclean.cli import COMMANDS
from forumclean.cli.completion import SHELLS

DOCS = ROOT / "docs"
BLOCK_RE = re.compile(r"<!-- (run|example ([\w./]+)) -->\n```\w+\n(.*?)```", re.DOTALL)
LINK_RE = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def blocks(name: str) -> list[tuple[str, str]]:
    """(what, content) of each marked block of a page."""
    text = (DOCS / name).read_text("utf-8")
    return [(found[2] or found[1], found[3]) for found in BLOCK_RE.finditer(text)]


def on_path(folder: Path) -> dict[str, str]:
    """An environment in which ``forumclean`` is this checkout's."""
    command = folder / "bin" / "forumclean"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m forumclean "$@"\n', "utf-8")
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}


def test_generated_pages_are_what_the_code_says():
    done = subprocess.run([sys.executable, "-m", "tools.docs", "--check"], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr.decode() == ""
    assert done.returncode == 0


def test_every_command_stands_in_the_page_with_its_example():
    page = (DOCS / "cli.md").read_text("utf-8")
    for name in COMMANDS:
        section = page[page.index(f"## forumclean {name}\n") :]
        assert f"forumclean {name}" in re.findall(r"```sh\n(.*?)\n```", section, re.DOTALL)[0]


@pytest.mark.timeout(240)
def test_the_quick_start_runs_as_it_is_written(tmp_path: Path):
    environment = on_path(tmp_path)
    (tmp_path / "fixtures").mkdir()
    shutil.copy(ROOT / "fixtures" / "thread.txt", tmp_path / "fixtures")
    scripts = [content for what, content in blocks("quickstart.md") if what == "run"]
    assert "pip install" in scripts[0]
    assert len(scripts) == 6
    out = b""
    for script in scripts[1:]:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, (script, done.stderr.decode())
        assert b"Traceback" not in done.stderr
        out += done.stdout
    assert "全市场第一个报名" in out.decode()


@pytest.mark.timeout(120)
def test_the_tables_that_are_shown_do_what_is_said(tmp_path: Path):
    examples = {what: content for what, content in blocks("templates.md") if what != "run"}
    assert len(examples) == 7
    for name, content in examples.items():
        if name.endswith(".toml"):
            path = tmp_path / "my-tables" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    (tmp_path / "forumclean.toml").write_text('tables = ["my-tables"]\n', "utf-8")

    def cleaned(text: str, *options: str) -> tuple[str, str]:
        command = [sys.executable, "-m", "forumclean", "clean", *options]
        done = subprocess.run(command, cwd=tmp_path, input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode(), done.stderr.decode()

    assert cleaned(examples["noise.txt"])[0].strip() == examples["noise.md"].strip()
    text, told = cleaned(examples["page.html"], "-v", "-f", "text")
    assert "template hewan" in told
    assert text == "水退了三寸。\n石阶又露出来了。\n去年也是这个时候。\n"
    assert cleaned("昨天又去了苗 圃一趟，天不好。\n", "-f", "text")[0] == "昨天又去了苗圃一趟，天不好。\n"
    checked = subprocess.run(
        [sys.executable, "-m", "forumclean", "config"], cwd=tmp_path, capture_output=True, check=False
    )
    assert checked.stdout.decode().count("my-tables") == 4


PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted(DOCS.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path):
    for target in LINK_RE.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


# ── completion ──────────────────────────────────────────────────────────────────────────────────

COMPLETE = """
import sys
from forumclean.cli import main
try:
    main(prog_name="forumclean")
finally:
    sys.exit(70 if "lxml" in sys.modules and "quick" in sys.argv else 0)
"""


def completed(words: str, *arguments: str) -> list[str]:
    environment = {
        **os.environ,
        "_FORUMCLEAN_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", COMPLETE, *arguments], capture_output=True, check=False, env=environment
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return [line.partition(",")[2] for line in done.stdout.decode().split("\n") if line]


def test_commands_are_completed_without_loading_any():
    assert completed("forumclean ", "quick") == list(COMMANDS)
    assert completed("forumclean co", "quick") == ["config", "completion"]


def test_options_and_their_values_are_completed():
    assert {"--diff", "--html", "--rule", "--color"} <= set(completed("forumclean explain --"))
    assert completed("forumclean clean --masks ") == ["restore", "mark", "keep"]
    assert completed("forumclean completion ") == list(SHELLS)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_reads(shell: str):
    done = subprocess.run([sys.executable, "-m", "forumclean", "completion", shell], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"_FORUMCLEAN_COMPLETE" in done.stdout
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert subprocess.run([shell, "-n"], input=done.stdout, capture_output=True, check=False).returncode == 0
