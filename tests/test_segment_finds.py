"""What a tester found in the segment stage: labels, levels, masks in titles, lines that are no titles, boxes in boxes."""

from __future__ import annotations

import pytest
from articles import articles_of
from segmented import article, blocks, headings

from forumclean.model import Heading

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
