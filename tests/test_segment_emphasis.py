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


def test_one_or_two_larger_lines_in_a_large_post_are_remarks() -> None:
    assert headings(f"<size value=4>{over(marked('b', TITLES[:2]))}\n{LONG[4]}\n{LONG[5]}</size>") == []


@pytest.mark.parametrize("whole", ["size value=4", "b"])
def test_a_post_in_one_size_has_no_headings(whole: str) -> None:
    assert headings(f"<{whole}>{over(('雾。', '雨。', '雪。'))}</{whole.split(maxsplit=1)[0]}>") == []


def test_names_above_what_each_says_are_no_headings() -> None:
    names = ("老孟", "老周", "老孟", "老周")
    assert headings(over(marked("b", names))) == headings(over(names)) == []


def test_emphasised_lines_that_lead_elsewhere_are_no_headings() -> None:
    linked = tuple(f"<a href=http://a.example>{title}</a>" for title in TITLES)
    assert headings(over(marked("b", linked))) == []


def test_emphasised_credits_and_addresses_are_no_headings() -> None:
    lines = ("供图鸣谢：老孟", "车友交流群：12345", "官网 www.b.example")
    assert headings(over(marked("b", lines))) == []
