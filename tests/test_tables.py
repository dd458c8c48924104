"""Every row of every table: its samples fire, its counter-samples do not, and wrong tables are named."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from forumclean.errors import TableError
from forumclean.page.plain_chrome import row_of
from forumclean.page.plain_inner import match_line, rules
from forumclean.page.plain_lines import Lines
from forumclean.page.roles import role_of
from forumclean.page.template import templates
from forumclean.page.tree import tree_of
from forumclean.tables import KEYS, Row, documents, folders, load, parse

DATA = files("forumclean") / "data"
LINE_PLACES = ("head", "tail", "foot", "panel", "control", "order")
CHROME = load("chrome")
WHOLE = [row for row in CHROME if row.text("place") in LINE_PLACES]
INNER = {rule.id: rule for rule in rules()}


def ids(rows: list[Row]) -> list[str]:
    return [row.id for row in rows]


def test_every_row_of_every_table_has_its_reasons():
    seen = 0
    for folder in DATA.iterdir():
        for file in folder.iterdir() if folder.is_dir() else ():
            if not file.name.endswith(".toml"):
                continue
            for row in tomllib.loads(file.read_text("utf-8"))["row"]:
                seen += 1
                assert {"id", "why", "sample", "not"} <= row.keys(), (file.name, row.get("id"))
                assert row["sample"], (file.name, row["id"])
    assert seen > 150


@pytest.mark.parametrize("row", WHOLE, ids=ids(WHOLE))
def test_forum_lines(row):
    place = row.text("place")
    for sample in row.sample:
        assert row_of(sample, place) is not None, sample
    for other in row.negative:
        assert row_of(other, place) is None, other


BODY = [row for row in CHROME if row.text("place") == "body"]


@pytest.mark.parametrize("row", BODY, ids=ids(BODY))
def test_forum_lines_inside_posts(row):
    rule = INNER[row.id]
    for sample in row.sample:
        assert any(probe in sample for probe in rule.probes), sample
        assert match_line(Lines(sample), 0, rule) is not None, sample
    for other in row.negative:
        assert match_line(Lines(other), 0, rule) is None, other


def test_the_keys_of_every_table_are_known():
    assert set(KEYS) == set(folders())


def pattern_rows(folder: str) -> list[Row]:
    return [row for row in load(folder) if "pattern" in row.values]


SEARCHED = [
    *pattern_rows("notices"),
    *pattern_rows("quotes"),
    *pattern_rows("hidden"),
    *pattern_rows("refusals"),
    *pattern_rows("noise"),
    *pattern_rows("again"),
]


@pytest.mark.parametrize("row", SEARCHED, ids=ids(SEARCHED))
def test_patterns(row):
    pattern = re.compile(row.text("pattern"), re.IGNORECASE if row.id.startswith("refusal/") else 0)
    for sample in row.sample:
        assert pattern.search(sample), sample
    if row.id.startswith("noise/"):
        return  # their counter-samples are a matter of place: tests of the noise stage
    for other in row.negative:
        assert not (pattern.search if row.id.startswith("again/") else pattern.match)(other), other


HEADS = [
    row
    for name, text in documents("templates")
    for row in parse([(name, text)], KEYS["templates"])
    if row.text("key") == "template"
]
FINDERS = [(t, finder) for t in templates() for found in t.finders.values() for finder in found]


@pytest.mark.parametrize("row", HEADS, ids=ids(HEADS))
def test_needles_of_templates(row):
    for sample in row.sample:
        assert any(needle in sample for needle in row.texts("needle")), sample
    for other in row.negative:
        assert not any(needle in other for needle in row.texts("needle")), other


@pytest.mark.parametrize(("template", "finder"), FINDERS, ids=[finder.row.id for _, finder in FINDERS])
def test_selectors_of_templates(template, finder):
    assert template.id
    for sample in finder.row.sample:
        tree = tree_of(f"<html><body>{sample}</body></html>")
        assert finder.elements(tree), sample
        if finder.pattern is not None:
            assert list(finder.values(tree)), sample
    for other in finder.row.negative:
        tree = tree_of(f"<html><body>{other}</body></html>")
        assert not (finder.elements(tree) and (finder.pattern is None or list(finder.values(tree)))), other


ELEMENTS = load("elements")


@pytest.mark.parametrize("row", ELEMENTS, ids=[row.id for row in ELEMENTS])
def test_roles_of_elements(row):
    def named(html: str) -> bool:
        body = tree_of(f"<html><body>{html}</body></html>").find("body")
        assert body is not None
        found = [role_of(tag) for tag in body.iterdescendants("*")]
        return any(role is not None and role.name == row.text("role") and role.rule == row.id for role in found)

    for sample in row.sample:
        assert named(sample), sample
    for other in row.negative:
        assert not named(other), other


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[row]", "not valid TOML"),
        ("x = 1", "only"),
        ('[[row]]\nid = "a/b"\nwhy = "c"\nsample = ["d"]', "not is missing"),
        ('[[row]]\nid = "a/b"\nwhy = "c"\nsample = ["d"]\nnot = []\ncolour = "red"', "unknown key colour"),
        ('[[row]]\nid = "a/b"\nwhy = "c"\nsample = [1]\nnot = []', "sample must be"),
        ("", "no row"),
    ],
)
def test_a_wrong_table_is_named(text, words):
    with pytest.raises(TableError, match=words):
        parse([("places/mine.toml", text)], frozenset())


def test_probes_of_noise_occur_in_every_sample():
    for row in load("noise"):
        for sample in row.sample:
            assert any(probe in sample for probe in row.texts("probe")), sample
