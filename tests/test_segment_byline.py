"""By-lines: who wrote it and where it was published first, and what only speaks of authors."""

from __future__ import annotations

import pytest
from segmented import PROSE, post

from forumclean.model import Byline, BylineFacts, Paragraph
from forumclean.segment.byline import byline
from forumclean.tables import Row, load

BYLINES = [
    ("来源：雾港晚报", BylineFacts("雾港晚报", (), None)),
    ("来源 微信公众号：雾港夜话", BylineFacts("雾港夜话", (), None)),
    ("来源：雾港晚报　作者：顾一白", BylineFacts("雾港晚报", ("顾一白",), None)),
    ("文 | 顾一白、林小满", BylineFacts(None, ("顾一白", "林小满"), None)),
    ("文/顾一白 编辑/石头", BylineFacts(None, ("顾一白",), "石头")),
    ("作者：顾一白，林小满 | 责编：石头", BylineFacts(None, ("顾一白", "林小满"), "石头")),
    ("撰文 | 顾一白  摄影 | 老林  编辑 | 石头", BylineFacts(None, ("顾一白",), "石头")),
    ("公众号：雾港夜话（ID：wugang_ye）", BylineFacts("雾港夜话", (), None)),
    ("作者丨顾一白", BylineFacts(None, ("顾一白",), None)),
    ("By: Ann Lee and Tom Wu", BylineFacts(None, ("Ann Lee", "Tom Wu"), None)),
    ("轉自：霧港夜話", BylineFacts("霧港夜話", (), None)),
]


@pytest.mark.parametrize(("line", "facts"), BYLINES, ids=[line for line, _ in BYLINES])
@pytest.mark.parametrize("at", ["head", "end"])
def test_a_byline_names_source_and_authors(line: str, facts: BylineFacts, at: str) -> None:
    found = post(f"{line}\n{PROSE * 3}" if at == "head" else f"{PROSE * 3}{line}")
    assert found.byline == facts
    assert found.blocks[0 if at == "head" else -1] == Byline(line)
    assert sum(isinstance(block, Byline) for block in found.blocks) == 1


@pytest.mark.parametrize(
    "line",
    [
        "作者在书里说：这是他最后一次出海。",
        "来源于生活，高于生活",
        "文章写得真好",
        "编辑部的灯还亮着",
        "作者 说得对",
        "我来自：雾港，你呢？",
        "文 章",
        "他是作者：也是船长",
        "来源：",
        "作者：" + "很长的名字" * 8,
    ],
)
def test_what_only_speaks_of_authors_is_no_byline(line: str) -> None:
    found = post(f"{PROSE * 3}{line}")
    assert found.byline is None
    assert found.blocks[-1] == Paragraph(line)


def test_a_byline_in_the_middle_is_a_line() -> None:
    assert post(f"{PROSE * 4}作者：顾一白\n{PROSE * 4}").byline is None


def test_bylines_on_lines_of_their_own_are_read_together() -> None:
    found = post(f"作者：顾一白\n来源：雾港晚报\n{PROSE * 3}责任编辑：石头")
    assert found.byline == BylineFacts("雾港晚报", ("顾一白",), "石头")
    assert [i for i, block in enumerate(found.blocks) if isinstance(block, Byline)] == [0, 1, len(found.blocks) - 1]


def test_a_role_that_is_named_makes_no_other_line_a_byline() -> None:
    found = post(f"来源：雾港晚报\n{PROSE * 3}来源 微信公众号：雾港夜话　文 | 顾一白")
    assert found.byline == BylineFacts("雾港夜话", ("顾一白",), None)
    assert found.blocks[0] == Paragraph("来源：雾港晚报")


@pytest.mark.parametrize(
    "text",
    [
        "记者：您什么时候到的码头\n老顾：天没亮就到了。\n记者：等船等了多久\n老顾：没看表。",
        "《雾港》\n作者：顾一白\n《河面》\n作者：林小满\n《账本》\n作者：石头",
    ],
)
def test_a_role_that_other_lines_begin_with_as_well_is_no_byline(text: str) -> None:
    found = post(text)
    assert found.byline is None
    assert [block for block in found.blocks if isinstance(block, Byline)] == []


def test_a_source_may_be_named_below_charts_as_well() -> None:
    found = post(f"{PROSE * 3}来源：港务年报\n{PROSE * 3}来源：雾港晚报")
    assert found.byline == BylineFacts("雾港晚报", (), None)


def test_a_byline_may_stand_at_both_ends() -> None:
    found = post(f"作者：顾一白\n{PROSE * 3}作者：顾一白")
    assert found.byline == BylineFacts(None, ("顾一白",), None)


ROLES = load("byline")


@pytest.mark.parametrize("row", ROLES, ids=[row.id for row in ROLES])
def test_every_role_fires_before_a_mark_and_in_no_other_word(row: Row) -> None:
    assert row.sample
    assert row.negative
    for word in row.sample:
        found = byline(f"{word}：顾一白 作者：林小满")
        assert found is not None, word
        want = {
            "source": found.source,
            "author": "顾一白" if "顾一白" in found.authors else None,
            "editor": found.editor,
        }
        assert want.get(row.text("role"), "顾一白") == "顾一白"
    for words in row.negative:
        assert byline(f"{words}顾一白") is None
