"""Marks keep to their text and their order: outer before inner, of equal ones the earlier before the later."""

from __future__ import annotations

from forumclean.ledger import Passage
from forumclean.model import Edit, Mark


def test_marks_move_with_their_text() -> None:
    text = "头noise甲乙noise丙"
    marks = [
        Mark(1, 6, "strong"),  # all of it goes, and the mark with it
        Mark(1, 6, "image"),  # a picture stays, where its name stood
        Mark(4, 10, "em"),
        Mark(6, 8, "link"),
        Mark(8, 13, "post"),
        Mark(14, 14, "rule"),
    ]
    passage = Passage.of(text, marks).apply([Edit(1, 6, "noise", "", "noise/x"), Edit(8, 13, "noise", "，", "noise/y")])
    assert passage.text == "头甲乙，丙"
    found = {mark.kind: (mark.start, mark.end) for mark in passage.marks}
    assert found == {"image": (1, 1), "em": (1, 4), "link": (1, 3), "post": (3, 4), "rule": (5, 5)}


def test_marked_keeps_outer_before_inner() -> None:
    passage = Passage.of("甲乙丙", [Mark(0, 3, "post")]).marked(
        [Mark(0, 1, "em"), Mark(0, 3, "strong"), Mark(0, 2, "del")]
    )
    assert [mark.kind for mark in passage.marks] == ["post", "strong", "del", "em"]
    inner = Passage.of("甲乙丙", [Mark(0, 1, "em"), Mark(1, 3, "del")])
    assert [mark.kind for mark in inner.marked([Mark(0, 2, "strong")]).marks] == ["strong", "em", "del"]


def test_of_marks_over_the_same_text_the_earlier_stays_outer() -> None:
    passage = Passage.of("甲乙丙", [Mark(0, 2, "strong"), Mark(2, 3, "mask", {"word": None})])
    marked = passage.marked([Mark(0, 1, "em"), Mark(2, 3, "mask", {"word": "乙"}), Mark(0, 2, "del")]).marks
    assert [(mark.end, mark.kind, mark.data.get("word")) for mark in marked] == [
        (2, "strong", None),
        (2, "del", None),
        (1, "em", None),
        (3, "mask", None),
        (3, "mask", "乙"),
    ]


def test_an_empty_post_stays_in_front_of_the_next() -> None:
    passage = Passage.of("甲乙", [Mark(0, 0, "post"), Mark(0, 2, "post"), Mark(1, 2, "em")])
    marked = passage.marked([Mark(0, 1, "strong"), Mark(0, 2, "quote")])
    assert [(mark.end, mark.kind) for mark in marked.marks] == [
        (0, "post"),
        (2, "post"),
        (2, "quote"),
        (1, "strong"),
        (2, "em"),
    ]
