"""Emphasis that heads sections: bold or large lines, also within posts that are bold or large as a whole."""

from __future__ import annotations

import pytest
from segmented import LONG, headings

TITLES = ("雾里的码头", "司机们的早饭", "老孟的账本")
FOUND = [(2, None, title) for title in TITLES]


def over(titles: tuple[str, ...], text: str = "{}") -> str:
    """A paragraph, then each title over one paragraph: half of the lines are titles."""
    told = [text.format(line) for line in LONG]
    return "\n".join([told[0], *(line for pair in zip(titles, told[1:], strict=False) for line in pair)])


def marked(tag: str, titles: tuple[str, ...] = TITLES) -> tuple[str, ...]:
    return tuple(f"<{tag}>{title}</{tag.split(maxsplit=1)[0]}>" for title in titles)


@pytest.mark.parametrize("tag", ["b", "size value=4", "size value=6"])
def test_emphasised_titles_may_be_half_of_the_lines(tag: str) -> None:
    assert headings(over(marked(tag))) == FOUND


@pytest.mark.parametrize(
    ("whole", "tag"),
    [("size value=4", "b"), ("size value=4", "size value=5"), ("size value=5", "size value=6"), ("b", "size value=5")],
)
def test_what_stands_out_in_a_post_that_is_large_or_bold_as_a_whole(whole: str, tag: str) -> None:
    end = f"</{whole.split(maxsplit=1)[0]}>"
    assert headings(f"<{whole}>{over(marked(tag))}{end}") == FOUND
    assert headings(over(marked(tag), f"<{whole}>{{}}{end}")) == FOUND


def test_larger_titles_stand_above_smaller_ones_and_above_labels() -> None:
    large, small = marked("size value=6"), marked("b", ("谁先到", "第九页", "没有人提"))
    text = "\n".join(
        f"{upper}\n{lower}\n{told}\n{told}" for upper, lower, told in zip(large, small, LONG, strict=False)
    )
    assert [level for level, _, _ in headings(text)] == [2, 3] * 3
    labelled = text.replace("谁先到", "一、谁先到").replace("第九页", "二、第九页").replace("没有人提", "三、没有人提")
    assert [(level, number) for level, number, _ in headings(labelled)] == [
        (2, None),
        (3, "一"),
        (2, None),
        (3, "二"),
        (2, None),
        (3, "三"),
    ]


def test_sizes_by_chance_make_no_levels() -> None:
    text = over(
        (f"<size value=5>一、{TITLES[0]}</size>", f"<size value=4>二、{TITLES[1]}</size>", f"<b>三、{TITLES[2]}</b>")
    )
    assert [level for level, _, _ in headings(text)] == [2, 2, 2]
    later = over((f"<b>{TITLES[0]}</b>", f"<size value=6>{TITLES[1]}</size>", f"<b>{TITLES[2]}</b>"))
    whole = over((f"<size value=6>{TITLES[0]}</size>", f"<b>{TITLES[1]}</b>", f"<b>{TITLES[2]}</b>"))
    assert [level for level, _, _ in headings(later)] == [level for level, _, _ in headings(whole)] == [2, 2, 2]


def test_one_or_two_larger_lines_in_a_large_post_are_remarks() -> None:
    assert headings(f"<size value=4>{over(marked('b', TITLES[:2]))}\n{LONG[4]}\n{LONG[5]}</size>") == []


@pytest.mark.parametrize("whole", ["size value=4", "b"])
def test_a_post_in_one_size_has_no_headings(whole: str) -> None:
    assert headings(f"<{whole}>{over(('雾。', '雨。', '雪。'))}</{whole.split(maxsplit=1)[0]}>") == []


@pytest.mark.parametrize("count", [3, 4, 8])
def test_three_bold_lines_in_a_row_are_verse_or_a_list(count: int) -> None:
    lines = marked("b", tuple(f"河面上的第{number}盏灯" for number in "甲乙丙丁戊己庚辛"[:count]))
    assert headings("\n".join([*LONG[:3], *lines, *LONG])) == []


def test_two_bold_lines_in_a_row_are_titles() -> None:
    lines = ("<b>河面化开的那天</b>", "<b>一、码头上的孩子</b>")
    assert [t for _, _, t in headings("\n".join([*LONG, *lines, *LONG]))] == ["河面化开的那天", "码头上的孩子"]


def test_bold_lines_right_below_each_picture_are_no_headings() -> None:
    lines = tuple(f"<img src=a.jpg/>\n{line}" for line in marked("b"))
    assert headings(over(lines)) == []
    assert headings(over((marked("b")[0], *lines[1:]))) == FOUND


def test_names_above_what_each_says_are_no_headings() -> None:
    names = ("老孟", "老周", "老孟", "老周")
    assert headings(over(marked("b", names))) == headings(over(names)) == []


def test_the_same_text_twice_has_its_headings_twice() -> None:
    titles = ("司机们的早饭和午饭", "老孟的三本账本")
    text = over(titles) + "\n" + "\n".join(LONG)
    assert [t for _, _, t in headings(f"{text}\n{text}")] == [*titles, *titles]


def test_emphasised_lines_that_lead_elsewhere_are_no_headings() -> None:
    linked = tuple(f"<a href=http://a.example>{title}</a>" for title in TITLES)
    assert headings(over(marked("b", linked))) == []


def test_emphasised_credits_and_addresses_are_no_headings() -> None:
    lines = ("供图鸣谢：老孟", "车友交流群：12345", "官网 www.b.example")
    assert headings(over(marked("b", lines))) == []
