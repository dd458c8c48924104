"""What writers marked in pages of Markdown: bold and slanted words, links, pictures, lists; masked words stay what they are."""

from __future__ import annotations

import pytest
from dumped import cleaned

from forumclean import Article
from forumclean.model import Heading, Image, ListBlock, Paragraph

HEAD = (
    "[老何](home.php?mod=space&uid=2)\n\n**[楼主](forum.php?mod=viewthread&tid=9)**\n\n"
    "_发表于 2026-3-11 09:20_ | [只看该作者](forum.php?authorid=2)\n\n"
)
BUTTONS = "\n\n[回复](forum.php?mod=post&action=reply) [举报](javascript:;)\n"
TURNDOWN = "他说\\*是\\_对的。  \n"
"""A line in which the converter escaped a star."""


def page(body: str) -> Article:
    return cleaned(f"{HEAD}{body}{BUTTONS}")


def spans(article: Article) -> list[tuple[str, str, str | None]]:
    """(text, kind, address) of each span."""
    found: list[tuple[str, str, str | None]] = []
    for block in article.posts[0].blocks:
        if isinstance(block, Paragraph | Heading):
            found += [(block.text[span.start : span.end], span.kind, span.href) for span in block.spans]
    return found


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("水退得**很晚**，人都走了。", "水退得很晚，人都走了。", [("很晚", "strong", None)]),
        ("_题外话_：柳树还在。", "题外话：柳树还在。", [("题外话", "em", None)]),
        (
            "看[渡口的图](https://map.example/a_b)吧。",
            "看渡口的图吧。",
            [("渡口的图", "link", "https://map.example/a_b")],
        ),
        ("**很晚\\*\\*的水**来了。", "很晚**的水来了。", [("很晚**的水", "strong", None)]),
    ],
)
def test_marks_of_a_converter_that_escapes(line, text, expected):
    article = page(TURNDOWN + line)
    assert article.to_text().split("\n")[1] == text
    assert spans(article) == expected


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("水退得**很晚** ，人都走了。", "水退得很晚，人都走了。", [("很晚", "strong", None)]),
        ("水退得**very late** indeed, he said.", "水退得very late indeed, he said.", [("very late", "strong", None)]),
        ("水退得~~很早~~ 很晚。", "水退得很早很晚。", [("很早", "del", None)]),
        ("水退得 _很晚_ 人都走了。", "水退得 很晚人都走了。", [("很晚", "em", None)]),
    ],
)
def test_marks_of_html2text_are_set_off_by_blanks(line, text, expected):
    article = page(line)
    assert article.to_text() == text + "\n"
    assert spans(article) == expected


@pytest.mark.parametrize(
    "line",
    [
        "融资**的公司和**的人都来了。",
        "他们**的水。退得**",
        "变量 my_long_name 和 _private 都在。",
        "[1](见下) 和 [注]（略）",
        "3 * 4 和 5 * 6",
    ],
)
def test_masked_words_and_signs_stay(line):
    assert page(line).to_text() == line + "\n"


def test_a_bold_line_may_be_a_heading():
    body = (
        "**一、水退了**  \n堤上的柳树泡了两个月，叶子都黄了。  \n**二、人走了**  \n渡口的船家去了县里，说是不回来了。"
    )
    assert [b.text for b in page(body).posts[0].blocks if isinstance(b, Heading)] == ["水退了", "人走了"]


def test_pictures_are_blocks():
    article = page('水退了。  \n![渡口](https://img.example/a.jpg "渡口")  \n人走了。')
    assert [(b.src, b.alt) for b in article.posts[0].blocks if isinstance(b, Image)] == [
        ("https://img.example/a.jpg", "渡口")
    ]
    assert article.to_text() == "水退了。\n人走了。\n"


@pytest.mark.parametrize(
    ("body", "ordered"),
    [
        ("*   带水\n*   带伞", False),
        ("  * 带水\n  * 带伞", False),
        ("1.  带水\n2.  带伞", True),
        ("  1. 带水\n  2. 带伞", True),
    ],
)
def test_lists(body, ordered):
    blocks = page(f"出门以前：\n\n{body}\n\n就这些。").posts[0].blocks
    assert [(b.ordered, b.items) for b in blocks if isinstance(b, ListBlock)] == [(ordered, ("带水", "带伞"))]


@pytest.mark.parametrize(
    "body", ["* 一个星号\n* 两个星号", "1\\. 带水  \n2\\. 带伞", "  * 只有一条", "1.  a = 1\n2.  b = 2\n\n_复制代码_"]
)
def test_what_looks_like_a_list_and_is_none(body):
    assert not any(isinstance(b, ListBlock) for b in page(f"出门以前：\n\n{body}\n\n就这些。").posts[0].blocks)


def test_the_line_below_a_heading_is_no_title():
    title = "河湾的水退了\n===\n\n[\\[复制链接\\]](forum.php?mod=viewthread&tid=9)\n\n"
    article = cleaned(f"{title}{HEAD}水退了。\n\n=====\n\n人走了。{BUTTONS}")
    assert article.thread.title == "河湾的水退了"
    assert "=====" in article.to_text()
