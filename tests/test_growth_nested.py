"""Elements that stand in each other, each with a word: nothing that is read from one is read again for each around it."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from benchmarks.bombs import HEAD, TAIL
from growing import grows
from lxml.etree import HTML

import forumclean
from forumclean.model import Paragraph
from forumclean.page.finder import hits
from forumclean.page.search import Search
from forumclean.page.selectors import DEEP, FEW, selector, shallow
from forumclean.tables import KEYS, documents, load, parse

CHAIN_RE = re.compile(r"(?:<[a-zA-Z][^<>]*>)+")
ARCHIVER = (
    "<html><head></head><body><div id='nav'>河湾论坛</div><div id='content'>"
    "<p class='author'><strong>阿舟</strong> 发表于 2024-4-8 09:12</p><h3>河湾的水退了</h3>{}水退了</div>"
    "<p>Powered by Discuz! Archiver</p></body></html>"
)
FORMS = {
    "text": HEAD + "{}" + TAIL,
    "box": HEAD.replace("<div class='pcb'>", "<div class='pcb'>{}") + TAIL,
    "post": HEAD.replace("<div class='pct'>", "{}<div class='pct'>") + TAIL,
    "page": HEAD.replace("<div id='postlist'>", "{}<div id='postlist'>") + TAIL,
    "archiver": ARCHIVER,
}
"""Where the elements stand."""


def openings() -> list[str]:
    """The tags with which the samples of all tables of elements begin."""
    rows = list(load("elements"))
    for name, text in documents("templates"):
        rows += parse([(name, text)], KEYS["templates"])
    found = (CHAIN_RE.match(sample) for row in rows for sample in row.sample)
    return sorted({match[0] for match in found if match})


def takes(form: str, piece: str, small: int) -> bool:
    """Whether four times the elements take less than six times the time."""
    inputs = (FORMS[form].format(piece * count) for count in (small, 4 * small))
    return grows(answered, *inputs)


def answered(page: str) -> None:
    """Clean a page; one that holds nothing but a box that is locked is refused, which is an answer too."""
    with suppress(forumclean.RefusedError):
        forumclean.clean(page).to_markdown()


@pytest.mark.parametrize(
    ("form", "piece"),
    [
        ("text", "<div class='quote'>甲"),
        ("text", "<div class='locked'>甲"),
        ("text", "<div class='notice'>甲"),
        ("text", "<div class='xi1'>甲"),
        ("text", "<li class='p5'>甲"),
        ("text", "<font class='jammer'>甲"),
        ("text", "<dl class='tattl'>甲"),
        ("text", "<blockquote><br />"),
        ("box", '<div id="comment_12"><div class="pstl"><div class="psta"><a class="xi2 xw1">甲'),
        ("post", '<div class="pls"><div class="authi"><a class="xw1">甲'),
        ("page", '<div id="pt"><div class="z"><a href="forum.php">甲'),
        ("page", '<div class="pg"><label><span title="共 3 页">甲'),
        ("archiver", '<p style="visibility:hidden">甲'),
    ],
)
def test_elements_in_each_other_take_no_more_than_their_share(form, piece):
    assert takes(form, piece, 2500)


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("opening", openings())
def test_all_elements_that_are_known_may_stand_in_each_other(form, opening):
    assert takes(form, f"{opening}甲", 2500)


@pytest.mark.parametrize(
    ("form", "before", "piece", "behind"),
    [
        ("box", "<form id='poll'><table><tr><td>", "<label>甲</label>", "</td></tr></table></form>"),
        ("box", "<form id='poll'>", "<div><label>甲", "</form>"),
        (
            "box",
            "<div id='comment_1' class='cm'><div class='pstl'><div class='psti'>甲",
            "<span class='xg1'>昨天</span>",
            "</div></div></div>",
        ),
        ("text", "", "<div class='media'></div><b></b>", "<script>detectPlayer('a')</script>"),
    ],
    ids=["labels in a row", "labels in rows in rows", "times of a comment", "players"],
)
def test_what_an_element_holds_is_not_read_for_each_part_of_it(form, before, piece, behind):
    pages = (FORMS[form].format(before + piece * count + behind) for count in (2_000, 8_000))
    assert grows(lambda page: forumclean.clean(page).to_markdown(), *pages)


@pytest.mark.parametrize("around", ["<div class='quote'>{}</div>", "<ul><li>{}</li></ul>"])
def test_the_spans_of_a_quote_are_not_looked_at_for_each_of_its_lines(around):
    pages = (FORMS["text"].format(around.format("水<b>清</b>了<br />" * count)) for count in (1_500, 6_000))
    assert grows(lambda page: forumclean.clean(page).to_markdown(), *pages)


def test_classes_by_the_thousand_are_not_read_for_each_child():
    pages = (
        FORMS["text"].format(f"<div class='{'x ' * count}showhide'>{'<h4>甲</h4>' * count}</div>")
        for count in (2_000, 8_000)
    )
    assert grows(lambda page: forumclean.clean(page).to_markdown(), *pages)


@pytest.mark.parametrize("opening", ["<div class='quote'>", "<div class='locked'>"])
def test_quotes_and_hidden_texts_take_their_share_above_the_depth_that_is_let_out(opening):
    assert takes("text", f"{opening}甲", 450)


def test_few_of_a_chain_are_read_and_all_that_stand_side_by_side():
    chain = HTML("<i>" * (FEW + 1) + "<u></u>")
    assert len(shallow(list(chain.iter("i")))) == DEEP
    assert len(hits(selector("i"), chain)) == len(hits(selector("i"), Search(chain))) == DEEP
    row = HTML("<i></i>" * (FEW + 1))
    assert len(shallow(list(row.iter("i")))) == FEW + 1
    assert len(shallow(list(HTML("<i>" * FEW).iter("i")))) == FEW


def test_what_stands_in_many_quotes_and_hidden_texts_is_text_all_the_same():
    for piece in ("<div class='quote'>第{}句", "<div class='locked'>第{}句", "<dl class='tattl'>第{}句"):
        page = FORMS["text"].format("".join(piece.format(i) for i in range(100)))
        text = forumclean.clean(page).to_text()
        assert all(f"第{i}句" in text for i in range(100))


@pytest.mark.parametrize("opening", ["<font color='red'>", "<div>", "<div class='bm'>"])
def test_posts_in_a_thousand_elements_that_nobody_closed_are_posts(opening):
    count = 1_900 if "class" in opening else 3_000
    article = forumclean.clean(FORMS["page"].format(opening * count))
    (post,) = article.posts
    assert post.facts.published == "2024-04-08T09:12"
    assert isinstance(post.blocks[0], Paragraph)
    assert post.blocks[0].text == "头一天水退了三寸。"


def test_a_line_begins_where_an_element_that_is_let_out_begins_one():
    deep = "<b>" * 3_000
    text = forumclean.clean(FORMS["text"].format(f"{deep}<div>甲乙<u>丙<i>丁</i></u></div>戊己")).to_text()
    assert "甲乙丙丁\n" in text
    assert "\n戊己" in text
