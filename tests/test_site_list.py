"""What is learned of a site's list of words over its pages, and how it is kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import forumclean
from forumclean.cli import main
from forumclean.errors import InputError
from forumclean.options import Options
from forumclean.ranking import ranker_of
from forumclean.sitelist import SiteList

FIXTURE = Path(__file__).parents[1] / "fixtures" / "thread.txt"


def test_words_in_clear_and_hidden_add_up_over_pages():
    site = SiteList().with_page("最高的楼，*的楼", [(("最大", 0.5),)])
    site = site.with_page("最高和最高，*", [(("最大", 0.5), ("最美", 0.1))])
    assert site.clear["最高"] == 3
    assert site.hidden == {"最大": 0.75}


def test_small_probabilities_do_not_add_up():
    site = SiteList()
    for _ in range(50):
        site = site.with_page("*的楼", [(("最大", 0.4), ("最美", 0.3))])
    assert site.hidden == {}


def test_kept_and_read_again(tmp_path: Path):
    site = SiteList({"最高": 3}, {"最大": 0.75})
    path = tmp_path / "site.json"
    path.write_text(site.to_json(), "utf-8")
    assert SiteList.load(path) == site


SCHEMA = '{"schema": "forumclean.site-list/1", '


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "other/1"}',
        "[" * 200_000,
        SCHEMA + '"clear": 3}',
        SCHEMA + '"clear": {"最高": Infinity}, "hidden": {}}',
    ],
    ids=["empty", "list", "nothing", "other", "deep", "no table", "endless"],
)
def test_another_file_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "site.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"site\.json: cannot be read as a site's list.*--learn-site"):
        SiteList.load(path)


def test_counts_are_kept_within_reason(tmp_path: Path):
    path = tmp_path / "site.json"
    path.write_text(SCHEMA + f'"clear": {{"最高": {10**30}, "最大": -5}}, "hidden": {{"最美": 7}}}}', "utf-8")
    assert SiteList.load(path) == SiteList({"最高": 1_000_000, "最大": 0}, {"最美": 1.0})


def test_words_that_were_put_in_do_not_count_as_clear():
    article = forumclean.clean(
        "楼主\n发表于 2024-5-6 07:08\n这是全城*的面馆，最美的街。\n", options=Options(min_probability=0)
    )
    assert article.masks[0].restored
    site = SiteList().with_article(article)
    assert "最美" in site.clear
    assert article.masks[0].word not in site.clear


def test_learned_by_the_command_and_used_by_it(tmp_path: Path):
    learned, out = tmp_path / "site.json", tmp_path / "a.json"
    run = CliRunner().invoke(main, ["clean", str(FIXTURE), "--learn-site", str(learned), "-o", str(tmp_path / "a.md")])
    assert run.exit_code == 0, run.output
    first = json.loads(learned.read_text("utf-8"))
    assert first["hidden"]
    run = CliRunner().invoke(main, ["clean", str(FIXTURE), "--site-list", str(learned), "-f", "json", "-o", str(out)])
    assert run.exit_code == 0, run.output
    assert json.loads(out.read_text("utf-8"))["masks"]
    run = CliRunner().invoke(main, ["clean", str(FIXTURE), "--learn-site", str(learned), "-o", str(tmp_path / "a.md")])
    assert run.exit_code == 0, run.output
    assert sum(first["clear"].values()) > 0
    assert sum(json.loads(learned.read_text("utf-8"))["clear"].values()) == 2 * sum(first["clear"].values())


def test_text_of_the_site_speaks_against_a_word(tmp_path: Path):
    text = "他是公司里跑得*的人。"
    before = forumclean.restore(text)[0]
    assert before.word
    (tmp_path / "a.txt").write_text(f"{before.word}的一年，{before.word}的一天。", "utf-8")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 4)
    after = forumclean.restore(text, options=Options(site_text=str(tmp_path)))[0]
    chance = dict(after.candidates).get(before.word, 0.0)
    assert before.probability is not None
    assert chance < before.probability / 2


def test_words_of_the_user_come_first(tmp_path: Path):
    text = "街坊都说，老陈家的豆腐*，一吃就忘不了。"
    (tmp_path / "words.txt").write_text("# 本站\n顶呱呱\t据站长说\n\n顶呱呱\n", "utf-8")
    said = forumclean.restore(text, options=Options(words=str(tmp_path / "words.txt")))[0]
    assert said.word == "顶呱呱"
    heard = Options(words=str(tmp_path / "words.txt"), site_text=str(tmp_path / "site.txt.gz"))
    (tmp_path / "site.txt.gz").write_bytes(gzip.compress(("顶呱呱的豆腐，" * 50).encode()))
    after = dict(forumclean.restore(text, options=heard)[0].candidates).get("顶呱呱", 0.0)
    assert after < (said.probability or 0) / 2


@pytest.mark.parametrize(
    "options", [Options(words="no/where"), Options(site_list="no/where"), Options(site_text="no/where")]
)
def test_a_missing_file_is_named(options: Options):
    with pytest.raises(InputError, match=r"no/where"):
        ranker_of(options)
