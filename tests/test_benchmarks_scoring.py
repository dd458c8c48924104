"""How the comparison counts: lines, runs, noise; peers that are missing or fail; tables in pages."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from inputs import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks.comparing import Row, compare
from benchmarks.golds import Page, captures, fixtures, page, unmasked
from benchmarks.peers import PEERS, Extract, Peer
from benchmarks.rendering import plain
from benchmarks.scoring import Gold, Score, bare, folded, left, lines_of, runs, score
from benchmarks.tables import Table, comparison, markdown, percent, refresh, refreshed, short

from forumclean import UsageError

GOLD = Gold(Counter(["井是祖父打的,三十年没清过。", "水还是甜的。"]), frozenset(["老何"]))
NOISE = "* N! s9 [\" x( T9 g* [$ W' K"


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("##  一、先说　结论", "先说结论"),
        ("> 第３章 水、光", "水、光"),
        ("* - 土", "土"),
        ("01. 一口大锅", "一口大锅"),
        ("31", "31"),
        ("water(bed,  litres=4)", "water(bed, litres=4)"),
        ("-5 度", "-5 度"),
    ],
)
def test_a_line_is_compared_without_what_stands_before_it(line, same):
    assert folded(line) == same


def test_cells_are_lines_and_rules_are_none():
    assert lines_of("| 作物 | 斤 |\n|---|--:|\n| 番茄 | 31 |\n\n---\n") == ["作物", "斤", "番茄", "31"]


def test_runs_of_a_line():
    assert runs(["水还是甜的", "斤"]) == Counter(["水还是甜", "还是甜的", "斤"])


def test_what_is_right_scores_full():
    found = score("井是祖父打的，三十年没清过。\n老何\n水还是甜的。\n", GOLD, [bare(NOISE)])
    assert (found.word_for_word, found.precision, found.recall, found.f1, found.noise_share) == (1, 1, 1, 1, 0)


def test_noise_and_furniture_cost_precision_and_joined_lines_no_recall():
    found = score(f"井是祖父打的，三十年没清过。{NOISE}\n水还是甜的。只看该作者\n", GOLD, [bare(NOISE)])
    assert (found.lines_right, found.noise_left, found.recall) == (0, 1, 1)
    assert 0.3 < found.precision < 0.6


def test_a_line_that_comes_twice_is_right_once():
    found = score("水还是甜的。\n水还是甜的。\n", GOLD)
    assert (found.lines_right, found.lines, found.runs_right, found.runs_wrong) == (1, 2, 3, 3)


def test_nothing_found_is_neither_precise_nor_complete():
    assert (score("", GOLD).precision, score("", GOLD).recall, score("", GOLD).f1) == (0, 0, 0)


@pytest.mark.parametrize("text", [NOISE, NOISE.replace(" ", ""), NOISE.replace("*", r"\*"), f"甲{NOISE[:20]}乙"])
def test_noise_is_known_again_squeezed_escaped_or_cut(text):
    assert left(bare(NOISE), bare(text))


def test_noise_that_went_is_not_seen():
    assert not left(bare(NOISE), bare("井是祖父打的"))


def test_the_noise_of_a_page_is_what_its_readers_do_not_see():
    html = f'<?xml version="1.0"?><html><body>水<font class="jammer">{NOISE}</font><span style="display:none">水</span></body></html>'
    made = page("a.html", html, GOLD)
    assert made.noise == (bare(NOISE),)
    assert made.text.startswith("<html>")


def test_masks_become_words_in_page_and_gold_alike():
    one = Page("a.html", "<p>全市场*报名</p> a*b", Gold(Counter(["全市场*报名"]), frozenset()), ())
    assert unmasked(one).text == "<p>全市场某报名</p> a*b"
    assert unmasked(one).gold.lines == Counter(["全市场某报名"])


def test_blocks_cells_and_breaks_end_lines():
    html = "<div><p>甲<br>乙</p><table><tr><td>丙</td><td>丁</td></tr></table><script>x</script></div>"
    assert plain(html).split() == ["甲", "乙", "丙", "丁"]
    assert plain(" ") == ""


def test_every_fixture_has_its_gold_and_forumclean_gets_it():
    pages = fixtures()
    assert {one.name for one in pages} == {path.name for path in (ROOT / "fixtures" / "pages").glob("*.html")}
    assert sum(len(one.noise) for one in pages) > 150
    extract = PEERS[0].make()
    total = sum((score(extract(one.text), one.gold, one.noise) for one in pages), Score())
    assert (total.lines_right, total.noise_left) == (total.lines, 0)
    assert total.precision > 0.999


def test_a_folder_without_manifest_has_no_captures(tmp_path: Path):
    assert captures(tmp_path) == []


# ── peers and tables ────────────────────────────────────────────────────────────────────────────


def whole() -> Extract:
    return lambda text: text


def absent() -> Extract:
    raise ModuleNotFoundError("nothing of the name")


def broken() -> Extract:
    def extract(text: str) -> str:
        raise ValueError(f"cannot read | {len(text)}")

    return extract


def half() -> Extract:
    def extract(text: str) -> str:
        if "甜" not in text:
            raise KeyError(text[:2])
        return text

    return extract


PAGES = [Page(f"{text}.html", text, GOLD, ()) for text in ("水还是甜的。", "井")]


def rows() -> list[Row]:
    peers = [("whole", whole), ("absent", absent), ("broken", broken), ("half", half)]
    return compare(PAGES, [Peer(name, "no-such-package", make, "") for name, make in peers])


def test_a_peer_that_is_missing_or_fails_is_a_row_with_the_reason():
    fine, missing, failing, some = rows()
    assert (fine.reason, fine.score.pages, fine.score.lines_right) == ("", 2, 1)
    assert fine.ratio > 0
    assert missing.reason == "not installed"
    assert failing.reason == "ValueError: cannot read | 6"
    assert (some.reason, some.score.failed, some.score.lines) == ("", 1, 4)


def test_the_tables_of_a_page_are_refreshed_and_its_prose_stays(tmp_path: Path):
    table = comparison({"ours (2)": rows()}, "2026-01-01.")
    readme = tmp_path / "page.md"
    readme.write_text("前言\n<!-- peers -->\nold\n<!-- /peers -->\n后记\n", "utf-8")
    refresh(readme, {"speed": Table("", ("a", "b"), ()), "peers": table})
    text = readme.read_text("utf-8")
    assert text.startswith("前言\n<!-- peers -->\n2026-01-01.\n\n| pages |")
    assert text.endswith("|\n<!-- /peers -->\n后记\n")
    assert r"| ours (2) | broken | ValueError: cannot read \| 6 |" in text
    assert "| ours (2) | half (fails on 1) |" in text
    assert "old" not in text
    assert refreshed(text, {"peers": table}) == text


def test_a_page_without_room_for_a_table_is_told(tmp_path: Path):
    readme = tmp_path / "page.md"
    readme.write_text("前言\n", "utf-8")
    with pytest.raises(UsageError, match="no marker"):
        refresh(readme, {"peers": Table("", ("a", "b"), ())})


def test_a_short_table_is_the_last_set():
    table = comparison({"one (2)": rows(), "two (2)": rows()[:1]}, "")
    assert [row[0] for row in short(table).rows] == ["whole"]
    assert markdown(short(table)).startswith("two (2); \n\n| tool | noise left |")


@pytest.mark.parametrize(
    ("share", "told"), [(1, "100 %"), (0.99999, "> 99.9 %"), (0.5, "50.0 %"), (0.0001, "< 0.1 %"), (0, "0 %")]
)
def test_only_all_is_a_hundred_percent(share, told):
    assert percent(share) == told
