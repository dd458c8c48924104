"""Steps and an index find in a page what libxml2 finds, whatever the page."""

from __future__ import annotations

import pytest
from growing import grows
from hypothesis import given
from hypothesis import strategies as st
from inputs import FIXTURES
from lxml.etree import XPath

from forumclean.page.css import TRANSLATOR
from forumclean.page.finder import CLASS_RE
from forumclean.page.search import Search
from forumclean.page.selectors import outermost, selector
from forumclean.page.template import templates
from forumclean.page.tree import tree_of

SELECTORS = sorted(
    {
        css
        for template in templates()
        for finders in template.finders.values()
        for finder in finders
        for css in finder.row.texts("select")
    }
)
WAYS = {
    css: XPath(TRANSLATOR.css_to_xpath(css))
    for css in (
        *SELECTORS,
        "div.pg > div",
        "div.pg > .pg > a",
        "div.pg div.pg",
        "td.pls div.pg > a[href]",
        ".pg .pg",
        "*.pg > *",
        ".pg [id]",
        "[id^=pid] > a",
        "div, a > span",
        'a[href="x y"] b',
    )
}
NAMES = sorted({name for css in SELECTORS for name in CLASS_RE.findall(css)})
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
    for css, way in WAYS.items():
        assert selector(css).below(tree) == selector(css).of_few(tree) == way(tree), css
        assert page.found(selector(css)) == way(tree), css


@given(TREES)
def test_steps_and_an_index_find_what_a_search_finds(html):
    alike(html)


@pytest.mark.parametrize("path", sorted((FIXTURES / "pages").glob("*.html")), ids=lambda path: path.name)
def test_steps_and_an_index_find_in_a_page_what_a_search_finds(path):
    alike(path.read_bytes().decode("utf-8", "replace"))


def test_nearly_all_selectors_by_class_go_by_the_index():
    assert sum(bool(selector(css).first) for css in SELECTORS) > len(SELECTORS) / 2


@given(TREES)
def test_outermost_elements_are_told_as_by_their_ancestors(html):
    divs = list(tree_of(f"<html><body>{html}</body></html>").iter("div"))
    assert outermost(divs) == [div for div in divs if not any(around.tag == "div" for around in div.iterancestors())]


@pytest.mark.parametrize(
    "find",
    [
        selector("div.pls").below,
        selector("div.pls div > a").below,
        selector("div[class=pls] a").below,
        lambda tree: Search(tree, indexed=True).found(selector("div.pls div > a")),
    ],
)
def test_many_elements_are_found_in_a_time_that_grows_with_the_page(find):
    box = "<div class='pls'><div><a>甲</a></div></div>"
    assert grows(find, tree_of(box * 5_000), tree_of(box * 20_000))
