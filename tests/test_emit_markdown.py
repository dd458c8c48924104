"""Markdown renders as it reads: what a CommonMark parser sees of it is what the blocks say."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace

import pytest
from articles import article_of, articles_of
from hostile import lines
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markup import READER, body, bounded, flat, seen, split_front

from forumclean.emit import escape
from forumclean.model import (
    Attachment,
    Block,
    BylineFacts,
    Code,
    Comment,
    Heading,
    Hidden,
    Image,
    ListBlock,
    MaskEntry,
    Media,
    Paragraph,
    Poll,
    PollOption,
    Post,
    PostFacts,
    Price,
    Quote,
    Rating,
    Reward,
    Rule,
    Span,
    Table,
    ThreadFacts,
    Withheld,
)
from forumclean.options import Options

# ── what is written ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. 头一条", "1\\. 头一条"),
        ("- 一项", "\\- 一项"),
        ("# 井号", "\\# 井号"),
        ("#井号", "#井号"),
        ("> 引", "\\> 引"),
        ("---", "\\---"),
        ("- - -", "\\- - -"),
        ("===", "\\==="),
        ("2024年", "2024年"),
        ("1.5 倍", "1.5 倍"),
        ("全城*的面馆", "全城\\*的面馆"),
        ("宽 3 * 4 米", "宽 3 * 4 米"),
        ("snake_case", "snake_case"),
        ("a < b 且 c > d", "a < b 且 c > d"),
        ("<b>粗</b>", "\\<b>粗\\</b>"),
        ("A&amp;B，A&B", "A\\&amp;B，A&B"),
        ("C:\\dir", "C:\\dir"),
        ("a | b ; c & d", "a | b ; c & d"),
    ],
)
def test_only_what_would_be_markup_is_escaped(text: str, written: str) -> None:
    assert body(Paragraph(text)) == written


def test_emphasis_is_written_with_asterisks_where_they_are_sure_to_work() -> None:
    text = "他说“重点”在这里"
    assert body(Paragraph(text, (Span(3, 5, "strong"),))) == "他说“**重点**”在这里"
    assert body(Paragraph(text, (Span(2, 6, "strong"),))) == "他说<strong>“重点”</strong>在这里"
    assert body(Paragraph(text, (Span(3, 5, "em"), Span(5, 6, "em")))) == "他说“*重点*<em>”</em>在这里"
    assert body(Paragraph(text, (Span(0, 2, "del"),))) == "<del>他说</del>“重点”在这里"


def test_overlapping_links_lose_no_address() -> None:
    spans = (Span(0, 2, "link", "http://a.example"), Span(1, 4, "link", "http://b.example"))
    assert body(Paragraph("甲乙丙丁", spans)) == "[甲乙](<http://a.example>)[丙丁](<http://b.example>)"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", " JavaScript:x", "java\nscript:x", "java\tscript:x", "vbscript:x", "data:text/html,x"],
)
def test_an_address_that_runs_code_is_left_out(href: str) -> None:
    link = Paragraph("点这里", (Span(0, 3, "link", href),))
    assert body(link, Media(href), Attachment("a.zip", href), Image(href, alt="图")).split("\n\n") == [
        "点这里",
        escape.line(flat(href)),
        "a.zip",
        "图",
    ]


def test_restored_words_are_marked() -> None:
    masks = (
        MaskEntry(None, None, ("title",), 2, "*", "最大", 0.9, restored=True),
        MaskEntry(0, 0, ("text",), 2, "**", "最好", 0.9, restored=True),
        MaskEntry(0, 1, ("items", 1), 0, "*", "最早", 0.9, restored=True),
        MaskEntry(0, 2, ("rows", 0, 1), 1, "*", "最远", 0.9, restored=True),
        MaskEntry(0, 3, ("caption",), 1, "*", "最新", 0.9, restored=True),
        MaskEntry(0, 4, ("text",), 4, "*", "最旧", 0.9, restored=True),
        MaskEntry(0, 5, ("text",), 2, "*", None, None, restored=False),
    )
    found: list[Block] = [
        Paragraph("全城最好的面", (Span(2, 4, "strong"),)),
        ListBlock(ordered=False, items=("一", "最早的")),
        Table((("甲", "路最远"),)),
        Image("a.jpg", caption="图最新"),
        Quote("一行\n二最旧"),
        Paragraph("城里*的"),
    ]
    article = replace(articles_of(found, title="全球最大的", options=Options(masks="mark")), masks=masks)
    _, rest = split_front(article.to_markdown())
    assert "# 全球最大\\[\\*\\]的\n" in rest
    assert "全城**最好**\\[\\*\\*\\]的面\n" in rest
    assert "- 最早\\[\\*\\]的\n" in rest
    assert "| 甲 | 路最远\\[\\*\\] |\n" in rest
    assert "<em>图最新\\[\\*\\]</em>\n" in rest
    assert "> 二最旧\\[\\*\\]\n" in rest
    assert "城里\\*的\n" in rest
    assert "[*" not in replace(article, options=Options()).to_markdown().replace("\\", "")


def test_further_posts_stand_under_headings_of_their_own() -> None:
    posts = [
        Post(PostFacts(floor=1), (Heading("起头", 2, "01"),)),
        Post(
            PostFacts(floor=2, author="老_陈_", published="2024-04-08T09:12"), (Heading("小节", 2), Heading("再小", 3))
        ),
        Post(PostFacts(), (Paragraph("无主"),)),
    ]
    _, rest = split_front(article_of(posts, ThreadFacts(title="题 #")).to_markdown())
    assert rest.strip().split("\n\n") == [
        "# 题 \\#",
        "## 01 起头",
        "## #2 老_陈\\_ · 2024-04-08 09:12",
        "### 小节",
        "#### 再小",
        "## ·",
        "无主",
    ]


def test_remarks_points_and_the_facts_of_the_thread() -> None:
    facts = PostFacts(
        floor=1,
        comments=(Comment("甲", "- 不错", "2024-04-08T09:12"), Comment(None, "# 无名", None)),
        ratings=(Rating("乙", "金钱", 3, "好*文*"), Rating(None, None, None, None)),
        withheld=Withheld("blocked", "* 该帖被屏蔽"),
    )
    thread = ThreadFacts(
        poll=Poll(
            multiple=False, max=1, voters=8, options=(PollOption("1. 去", 3, 37.5), PollOption("不去", None, None))
        ),
        reward=Reward(30, "金钱", solved=True, best_pid=5),
        price=Price(12, "金钱"),
    )
    _, rest = split_front(article_of([Post(facts, ())], thread).to_markdown())
    assert rest.strip().split("\n\n") == [
        "<em>\\* 该帖被屏蔽</em>",
        "点评：",
        "- 甲 · 2024-04-08 09:12：- 不错\n- \\# 无名",
        "评分：",
        "- 乙：金钱 +3，好\\*文\\*\n- ",
        "投票：",
        "- 1\\. 去：3（37.5 %）\n- 不去",
        "悬赏：30 金钱，已解决",
        "售价：12 金钱",
    ]


def test_a_table_row_that_is_short_is_filled_up() -> None:
    assert body(Table((("甲", "乙"), ("丙",)))) == "| 甲 | 乙 |\n| --- | --- |\n| 丙 |  |"


def test_a_table_that_would_be_mostly_filling_is_several() -> None:
    wide, short = ("甲",) * 3000, ("乙", "丙")
    markdown = body(Table((short,) * 50 + (wide,) + (short,) * 50))
    assert {block[0] for block in seen(markdown)} == {"table"}
    written = [line.strip("| ").split(" | ") for line in markdown.split("\n") if line and "---" not in line]
    assert [tuple(filter(None, (cell.strip(" |") for cell in row))) for row in written] == [
        *(short,) * 50,
        wide,
        *(short,) * 50,
    ]
    assert markdown.count("\n\n") > 0


def test_filling_grows_with_the_cells_of_a_table() -> None:
    for rows in ([("甲",) * 2000] + [("乙",)] * 2000, [("乙",) * (1 + i % 2 * 2000) for i in range(400)]):
        cells = sum(map(len, rows))
        assert len(body(Table(tuple(rows)))) < 60 * cells
    assert body(Table((("甲",) * 100, *[("乙",)] * 100))).count("| 乙 |" + "  |" * 99) == 100


def test_hidden_text_and_files() -> None:
    assert body(Hidden("reply", "回复后\n可见")) == "> 回复后 可见"
    assert body(Attachment("表_1_.zip", "a?b=1&c=2", "说明", "3 KB")) == "[表_1\\_.zip](<a?b=1&amp;c=2>)（3 KB，说明）"
    assert body(Attachment(None)) == "附件"


# ── front matter ────────────────────────────────────────────────────────────────────────────────

PLAIN_RE = re.compile(r"[^\s\"'\[\]{},:#&*!|>%@`?-][^\"\[\]{},:#]*")


def yaml_value(written: str) -> object:
    """One line of YAML: a list in brackets, a string in double quotes, or a plain string that is safe as one."""
    if written.startswith("["):
        parts = re.findall(r'"(?:[^"\\]|\\.)*"|[^,\]\["]+', written[1:-1])
        return [yaml_value(part.strip()) for part in parts if part.strip()]
    if written.startswith('"'):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]", written)
        return json.loads(written)
    assert PLAIN_RE.fullmatch(written)
    assert written.lower() not in {"true", "false", "yes", "no", "on", "off", "null", "~"}
    assert not re.fullmatch(r"[-+.\d].*", written)
    return written


@given(lines, st.lists(lines, max_size=2), lines)
@settings(bounded, max_examples=100)
@example("a: b # c", ["- x", "yes"], "---")
@example('"引"号\\', ["[a, b]", "{a: 1}"], "null")
@example("\ufeff\x85甲\u2028\ufffe", ["\ud83d"], "2024-03-15")
@example("甲\n---\n乙", ["a,b"], "No")
def test_front_matter_says_what_it_is_given(title: str, board: list[str], author: str) -> None:
    post = Post(PostFacts(author=author, published="2024-03-15T10:30"), (), BylineFacts(author, (author, title), None))
    head, _ = split_front(article_of([post], ThreadFacts(title=title, board=tuple(board), url=title)).to_markdown())
    found = {key: yaml_value(value) for key, _, value in (row.partition(": ") for row in head)}
    want: dict[str, object] = {"title": title, "author": author, "published": "2024-03-15T10:30", "url": title}
    want |= {"board": board} if board else {}
    assert found == {**want, "source": author, "authors": [author, title]}


def test_front_matter_leaves_out_what_is_not_known() -> None:
    assert articles_of([Paragraph("一句。")]).to_markdown() == "一句。\n"
    assert (
        articles_of([Rule(), Paragraph("一句。")], title="题").to_markdown()
        == "---\ntitle: 题\n---\n\n# 题\n\n***\n\n一句。\n"
    )


# ── time ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("bomb", ["*", "_", "<", "&", "-", "- ", "=", "`", "[", "\\", "<a@", "~", "#", "&#", "1", "!["])
def test_patterns_are_linear(bomb: str) -> None:
    text = bomb * (1_000_000 // len(bomb)) + "x"
    begin = time.process_time()
    escape.line(text)
    escape.code_span(text)
    escape.unsafe(text)
    body(Heading(text, 2), Code(text))
    assert time.process_time() - begin < 5


def test_many_spans_take_time_in_proportion() -> None:
    text = "甲乙" * 50_000
    spans = [Span(i, i + 1, "strong") for i in range(0, len(text), 2)]
    begin = time.process_time()
    written = escape.rich(text, spans)
    assert time.process_time() - begin < 5
    assert written == "**甲**乙" * 50_000


def test_the_reader_of_these_tests_reads_html() -> None:
    assert READER.render("甲<em>乙</em>") == "<p>甲<em>乙</em></p>\n"
