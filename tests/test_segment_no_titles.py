"""Lines that have the form of titles and are none: turns of an interview, what stands below pictures, calls to the reader."""

from __future__ import annotations

import pytest
from segmented import LONG, article, headings, paragraphs, post

from forumclean.model import Heading

CAPTIONS = ("雾里的码头", "司机们的早饭", "老孟和他的账本")


def test_what_stands_right_below_each_picture_is_no_heading() -> None:
    text = article(*(f"<img src=a.jpg/>\n{line}" for line in CAPTIONS))
    assert headings(text) == []
    assert [line for line in paragraphs(text) if line in CAPTIONS] == list(CAPTIONS)


def test_titles_above_pictures_and_now_and_then_below_one_are_headings() -> None:
    above = article(*(f"{line}\n<img src=a.jpg/>" for line in CAPTIONS))
    below = article(CAPTIONS[0], *(f"<img src=a.jpg/>\n{line}" for line in CAPTIONS[1:]))
    assert [t for _, _, t in headings(above)] == [t for _, _, t in headings(below)] == list(CAPTIONS)


ASKED = ("您什么时候到的码头", "等船等了多久", "现在还等吗")


def test_bold_turns_of_an_interview_are_no_headings() -> None:
    turns = (
        line for asked, told in zip(ASKED, LONG, strict=False) for line in (f"<b>记者：{asked}</b>", f"老顾：{told}")
    )
    assert headings("\n".join([*LONG[:2], *turns, *LONG[:2]])) == []


def test_bold_titles_with_a_name_of_their_own_are_headings() -> None:
    titles = ("码头：谁先到", "账本：第九页", "运费：没有人提")
    text = article(*(f"<b>{title}</b>\n老顾：{told}" for title, told in zip(titles, LONG, strict=False)))
    assert [t for _, _, t in headings(text)] == list(titles)


def test_bold_titles_that_begin_alike_are_headings_where_nobody_answers() -> None:
    titles = ("故事：谁先到", "故事：第九页")
    assert [t for _, _, t in headings(article(*(f"<b>{title}</b>" for title in titles)))] == list(titles)


@pytest.mark.parametrize(
    "line",
    [
        "（未完待续）",
        "END",
        "欢迎关注公众号：雾港夜话",
        "点击阅读原文",
        "网盘 提取码 ab12",
        "往返船票 120元",
        "就这样吧",
        "太美了",
    ],
)
def test_closings_calls_prices_and_talk_between_paragraphs_are_no_headings(line: str) -> None:
    text = article("账本里的第九页", line, "看门人的运费")
    assert [t for _, _, t in headings(text)] == ["账本里的第九页", "看门人的运费"]
    assert line in paragraphs(text)


def test_greetings_thanks_and_closings_are_none_in_bold_either() -> None:
    lines = ("各位坛友大家好", "未完待续", "谢谢大家", "祝大家新年快乐")
    text = "\n".join(f"<b>{line}</b>\n{told}" for line, told in zip(lines, LONG, strict=False))
    assert headings(text + "\n" + "\n".join(LONG)) == []


def test_a_call_in_bold_may_be_a_title() -> None:
    blocks = post(article("<b>点击查看账本</b>", "<b>看门人的运费</b>")).blocks
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["点击查看账本", "看门人的运费"]
