"""An index finds in a page what a search of its tree finds, whatever the page."""

from __future__ import annotations

import pytest
from growing import grows
from hypothesis import given
from hypothesis import strategies as st
from inputs import FIXTURES

from forumclean.page.search import Search, outermost
from forumclean.page.selectors import selector
from forumclean.page.template import templates
from forumclean.page.tree import surroundings, tree_of

SELECTORS = [
    path
    for template in templates()
    for finders in template.finders.values()
    for finder in finders
    for path in finder.paths
]
NAMES = sorted({step.name for path in SELECTORS for step in path.steps if step.name})
NESTED = [
    selector(css)
    for css in (
        "div.pg > div",
        "div.pg > .pg > a",
        "div.pg div.pg",
        "td.pls div.pg > a[href]",
        ".pg .pg",
        "*.pg > *",
        ".pg [id]",
    )
]
BLANKS = st.sampled_from([" ", "  ", "\t", "\n", "\xa0", "\u3000", "\x0c", ""])
WORDS = st.sampled_from(["pg", "pls", "authi", "hm", "xw1", *NAMES])
CLASSES = st.lists(st.tuples(BLANKS, WORDS, BLANKS), max_size=3).map(lambda parts: "".join(map("".join, parts)))
LEAVES = st.tuples(
    st.sampled_from(["div", "a", "span", "strong", "em"]), CLASSES, st.sampled_from(["", "href=x", "id=pid1"])
).map(lambda it: f"<{it[0]} class='{it[1]}' {it[2]}>a</{it[0]}>")
BOXES = st.sampled_from([("<div", "</div>"), ("<table><tr><td", "</table>"), ("<li", "</li>"), ("<p", "</p>")])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(BOXES, CLASSES, st.lists(inner, max_size=4)).map(
        lambda it: f"{it[0][0]} class='{it[1]}'><!-- b -->{''.join(it[2])}{it[0][1]}"
    ),
    max_leaves=20,
)


def alike(html: str) -> None:
    tree = tree_of(f"<html><body>{html}</body></html>")
    page = Search(tree, indexed=True)
    for path in (*SELECTORS, *NESTED):
        assert page.found(path) == path.below(tree), path.steps


@given(TREES)
def test_an_index_finds_what_a_search_finds(html):
    alike(html)


@pytest.mark.parametrize("path", sorted((FIXTURES / "pages").glob("*.html")), ids=lambda path: path.name)
def test_an_index_finds_in_a_page_what_a_search_finds(path):
    alike(path.read_bytes().decode("utf-8", "replace"))


def test_nearly_all_selectors_by_class_go_by_the_index():
    assert sum(bool(path.steps) for path in SELECTORS) > len(SELECTORS) / 2


@given(TREES)
def test_what_surrounds_elements_is_told_as_by_their_ancestors(html):
    divs = list(tree_of(f"<html><body>{html}</body></html>").iter("div"))
    tops = [div for div in divs if not any(around.tag == "div" for around in div.iterancestors())]
    assert outermost(divs) == tops
    ways = [around for top in tops for around in (top, *top.iterancestors())]
    around, shared = surroundings(tops)
    assert around == set(ways)
    assert shared == {node for node in ways if ways.count(node) > 1}


@pytest.mark.parametrize(
    "find", [selector("div.pls").below, lambda tree: Search(tree, indexed=True).found(selector("div.pls div > a"))]
)
def test_many_elements_are_found_in_a_time_that_grows_with_the_page(find):
    box = "<div class='pls'><div><a>甲</a></div></div>"
    assert grows(find, tree_of(box * 5_000), tree_of(box * 20_000))
