"""A ranker of one's own on the command line: what it is asked, and what happens when it is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from completions import echo, served

from forumclean.cli import main

PAGE = "楼主\n发表于 2024-5-6 07:08\n昨天没去。他说全城*的茶馆在河东。明天再去。\n没有被盖住的一行。\n"


def clean(tmp_path: Path, text: str, ranker: str, *options: str):
    path = tmp_path / "page.txt"
    path.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["clean", str(path), "--ranker", ranker, *options])


def test_only_the_masked_sentence_is_sent(tmp_path: Path):
    with served(echo) as server:
        run = clean(tmp_path, PAGE, server.address, "-f", "json")
        sent = json.dumps([each.body for each in server.asked], ensure_ascii=False)
    assert run.exit_code == 0, run.output
    assert "的茶馆在河东" in sent
    assert "昨天" not in sent
    assert "没有被盖住" not in sent
    (mask,) = json.loads(run.stdout)["masks"]
    assert mask["candidates"]


def test_a_page_without_masks_asks_nobody(tmp_path: Path):
    with served(echo) as server:
        run = clean(tmp_path, PAGE.replace("*", "最好"), server.address)
        assert run.exit_code == 0, run.output
        assert server.asked == []


def test_nobody_there_is_exit_4(tmp_path: Path):
    run = clean(tmp_path, PAGE, "http://127.0.0.1:9")
    assert run.exit_code == 4
    assert "127.0.0.1:9" in run.output


@pytest.mark.parametrize("page", [PAGE, "楼主\n发表于 2024-5-6 07:08\n没有。\n"])
def test_no_ranker_is_wrong_usage_with_or_without_masks(tmp_path: Path, page: str):
    run = clean(tmp_path, page, str(tmp_path / "nowhere"))
    assert run.exit_code == 2
    assert "is no ranker" in run.output
