"""What a tester found in the segment stage: labels, levels, masks in titles, lines that are no titles, boxes in boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from articles import articles_of
from markup import Seen, seen
from segmented import article, blocks, headings, paragraphs, passage_of
from strategies import page

import forumclean
from forumclean.ledger import Passage
from forumclean.model import Heading, Level, ListBlock, Mark, PostFacts, Quote
from forumclean.segment import segment
from forumclean.segment.titles import title_like
from forumclean.tables import Row, load

TITLES = ("账本里的第九页", "看门人的运费", "河面化开之后")

# ── labels ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("labels", "number", "printed"),
    [
        (["第一章 ", "第二章 "], "第一章", "第一章 "),
        (["第一部分：", "第二部分："], "第一部分", "第一部分："),
        (["（一）", "（二）"], "一", "（一）"),
        (["一、", "二、"], "一", "一、"),
        (["1.", "2."], "1", "1."),
        (["Chapter 1\n", "Chapter 2\n"], "Chapter 1", "Chapter 1 "),
        (["NO.1\n", "NO.2\n"], "NO.1", "NO.1 "),
        (["【01】\n", "【02】\n"], "01", "【01】"),
        (["01\n", "02\n"], "01", "01 "),
    ],
)
def test_a_label_keeps_its_words_and_markdown_prints_it_as_it_stood(
    labels: list[str], number: str, printed: str
) -> None:
    text = article(*(label + title for label, title in zip(labels, TITLES, strict=False)))
    assert headings(text)[0] == (2, number, TITLES[0])
    shown = articles_of(blocks(text)).to_markdown().replace("\\", "")
    assert f"\n## {printed}{TITLES[0]}\n" in shown


def test_a_heading_without_a_printed_label_shows_its_number() -> None:
    assert articles_of([Heading("账本", 2, "01")]).to_markdown() == "## 01 账本\n"


# ── levels ──────────────────────────────────────────────────────────────────────────────────────


def _nested(upper: str, lower: str) -> str:
    """Two sections of two parts each; each section's label right above that of its first part."""
    parts = [f"{lower.format(mark)}{title}" for mark, title in zip("1212", (*TITLES, "第一条船"), strict=True)]
    return article(f"{upper.format('一')}货车\n{parts[0]}", parts[1], f"{upper.format('二')}渡船\n{parts[2]}", parts[3])


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("{}、", "{}. "), ("（{}）", "{}、"), ("第{}章 ", "第{}节 "), ("第{}部分\n", "{}. "), ("<b>{}、</b>", "{}. ")],
)
def test_a_label_right_above_another_is_a_heading_over_it(upper: str, lower: str) -> None:
    found = headings(_nested(upper, lower))
    assert [level for level, _, _ in found] == [2, 3, 3, 2, 3, 3]
    assert [title for _, _, title in found] == ["货车", *TITLES[:2], "渡船", TITLES[2], "第一条船"]


def test_a_label_in_bold_over_plain_ones_is_the_higher() -> None:
    text = article(
        "<b>一、货车</b>\n1. 账本里的第九页", "2. 看门人的运费", "<b>二、渡船</b>\n1. 第一条船", "2. 河面化开之后"
    )
    assert [level for level, _, _ in headings(text)] == [2, 3, 3, 2, 3, 3]


def test_what_counts_on_across_another_is_no_lower_for_standing_behind_it() -> None:
    text = article("一、账本", "二、运费", "1. 河面", "2. 货车")
    assert [level for level, _, _ in headings(text)] == [2, 2, 2, 2]


def test_labels_over_a_typed_list_stay_lines() -> None:
    listed = ["一、材料", "1. 面粉", "2. 鸡蛋", "3. 白糖", "二、做法", "1. 和面", "2. 打蛋", "3. 上锅"]
    assert headings(article("\n".join(listed))) == []


def test_a_title_does_not_take_the_label_below_it_for_its_second_half() -> None:
    text = article("第一部分\n货车\n一、账本\n", "二、运费", "第二部分\n渡船\n一、河面\n", "二、第一条船")
    assert [title for _, _, title in headings(text)] == ["货车", "账本", "运费", "渡船", "河面", "第一条船"]


# ── masks in titles ─────────────────────────────────────────────────────────────────────────────


def _masked(text: str, *, restored: bool) -> list[str]:
    """The headings of a text in which each asterisk is a mask."""
    found = passage_of(text)
    masks = [
        Mark(i, i + 1, "mask", {"mask": "*", "restored": restored}) for i, char in enumerate(found.text) if char == "*"
    ]
    marked = Passage.of(found.text, sorted([*found.marks, *masks], key=lambda mark: mark.start))
    return [b.text for b in segment(marked, (PostFacts(),)).posts[0].blocks if isinstance(b, Heading)]


@pytest.mark.parametrize("label", [("第一章 ", "第二章 "), ("01\n", "02\n"), ("", "")])
def test_a_mask_that_stays_at_the_head_of_a_title_is_no_bullet(label: tuple[str, str]) -> None:
    lines = [f"{label[0]}全城*的账本", f"{label[1]}*次开船"]
    assert _masked(article(*lines), restored=False) == ["全城*的账本", "*次开船"]


def test_behind_a_label_an_asterisk_is_no_bullet_and_before_a_bare_line_it_is() -> None:
    assert headings(article("第一章 账本", "第二章 *次开船"))[1] == (2, "第二章", "*次开船")
    assert headings(article("账本里的第九页", "*图片来自网络", "看门人的运费"))[1][2] == "看门人的运费"


# ── lines that are no titles ────────────────────────────────────────────────────────────────────

NONE = load("titles")


@pytest.mark.parametrize("row", NONE, ids=[row.id for row in NONE])
def test_every_row_of_no_titles_fires_on_its_samples_and_on_nothing_else(row: Row) -> None:
    pattern = re.compile(row.text("pattern"))
    assert all(pattern.fullmatch(text) for text in row.sample)
    assert not any(re.compile(other.text("pattern")).fullmatch(text) for other in NONE for text in row.negative)


@pytest.mark.parametrize(
    "line",
    ["老孟问：谁出运费？", "司机笑道：包子呢！", "电话：139****0000", "运费：120元", "www.b.example", "meng@b.example"],
)
def test_speech_and_fields_between_paragraphs_are_no_headings(line: str) -> None:
    text = article("账本里的第九页", line, "看门人的运费")
    assert [title for _, _, title in headings(text)] == ["账本里的第九页", "看门人的运费"]
    assert line in paragraphs(text)


def test_what_looks_like_speech_is_a_title_behind_a_label() -> None:
    text = article("一、老孟说：运费我来出", "二、价格：120元")
    assert [title for _, _, title in headings(text)] == ["老孟说：运费我来出", "价格：120元"]


def test_an_address_is_no_title_anywhere() -> None:
    assert not title_like("www.b.example/a")


def test_the_first_line_of_a_stanza_is_no_title_of_its_number() -> None:
    stanzas = ["一", "河面化开的那天", "孩子们都不说话", "货车停在台阶旁", "", "二", "包子的热气很高", "司机们都走了"]
    assert headings("\n".join(stanzas)) == []


def test_short_sections_of_sentences_or_pictures_keep_their_titles() -> None:
    assert len(headings("1\n和面\n加半碗水。\n2\n上锅\n等十分钟就好。")) == 2
    assert len(headings("1\n和面\n<img src=a></img>\n2\n上锅\n<img src=b></img>")) == 2


# ── boxes in boxes ──────────────────────────────────────────────────────────────────────────────


def test_code_in_a_quote_and_in_a_list_keeps_its_lines_and_its_indent() -> None:
    quote, listed = blocks(
        "<q>看这里\n<code>if a:\n\xa0   b()</code>\n就行</q>\n"
        "<list ordered=yes><li>先运行\n<code>for a in b:\n  c(a)</code>\n再看</li>\n<li>好\n了</li></list>"
    )
    assert isinstance(quote, Quote)
    assert quote.text == "看这里\nif a:\n    b()\n就行"
    assert [(s.start, s.end, s.kind) for s in quote.spans] == [(4, 17, "code")]
    assert isinstance(listed, ListBlock)
    assert listed.items == ("先运行\nfor a in b:\n  c(a)\n再看", "好 了")
    shown = articles_of([listed]).to_markdown()
    assert shown == "1. 先运行\\\n   `for a in b:`\\\n   `  c(a)`\\\n   再看\n2. 好 了\n"


@pytest.mark.parametrize(("kind", "ordered"), [("1", True), ("a", True), ("A", True), ("i", True), ("disc", False)])
def test_a_list_that_counts_with_letters_is_ordered(kind: str, ordered: bool) -> None:  # noqa: FBT001
    body = f'<ul type="{kind}" class="litype_2"><li>账本</li><li>运费</li></ul>'
    assert forumclean.clean(page(body)).posts[0].blocks == (ListBlock(ordered, ("账本", "运费")),)


NESTED = '<ul type="1"><li>车<ul type="1"><li>三辆<li>两辆<ul><li>旧的</ul></ul><li>船</ul>'


def test_an_item_of_a_list_in_an_item_keeps_its_depth() -> None:
    found = forumclean.clean(page(NESTED))
    assert found.posts[0].blocks == (
        ListBlock(
            ordered=True,
            items=("车", "三辆", "两辆", "旧的", "船"),
            levels=(Level(0, True), Level(1, True), Level(1, True), Level(2, False), Level(0, True)),  # noqa: FBT003
        ),
    )
    shown = "1. 车\n   1. 三辆\n   2. 两辆\n      - 旧的\n2. 船\n"
    assert found.to_markdown().endswith("\n" + shown)
    assert [kind for kind, *_ in seen(shown)] == ["ordered_list"]


def test_depth_has_no_gaps_and_an_end() -> None:
    empty = forumclean.clean(page('<ul type="1"><li><ul><li>车</ul><li>船</ul>')).posts[0].blocks
    assert empty == (ListBlock(ordered=True, items=("车", "船")),)
    deep = forumclean.clean(page("<ul><li>车" * 40 + "</ul>" * 40)).posts[0].blocks[0]
    assert isinstance(deep, ListBlock)
    assert max(level.depth for level in deep.levels) == 8


@pytest.mark.parametrize("depths", [(0, 1, 0), (0, 1, 2, 1, 0), (0, 0, 1, 1)])
def test_nested_lists_render_as_they_stand(depths: tuple[int, ...]) -> None:
    items = tuple(f"# 第{i}件\n- 旧事" for i in range(len(depths)))
    block = ListBlock(ordered=False, items=items, levels=tuple(Level(d, d % 2 == 1) for d in depths))
    (found,) = seen(articles_of([block]).to_markdown())
    assert list(_depths(found)) == list(zip(depths, items, strict=True))


def _depths(seen_list: Seen, depth: int = 0) -> Iterator[tuple[int, str]]:
    """How deep the items of a rendered list stand, and what they say."""
    assert seen_list[0] == ("ordered_list" if depth % 2 else "bullet_list")
    for item in seen_list[1:]:
        assert isinstance(item, tuple)
        for part in item[1:]:
            if part[0] == "p":
                yield depth, "".join(char for char, _ in part[1:])
            else:
                yield from _depths(part, depth + 1)
