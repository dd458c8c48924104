"""Lines in rows: where they stand, and which of them a mark reaches, told as if each were looked at by itself."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from forumclean.model import Mark
from forumclean.segment.lines import Inline, Line
from forumclean.segment.rows import Flow, Rows, blanks_of, lines_between
from forumclean.spacing import BLANKS

TEXTS = st.lists(
    st.sampled_from(["", " ", "甲", "　乙丙", "丁：", "\u200b戊 ", "a b ", "\r", "题目。"]), min_size=1, max_size=12
).map("\n".join)
KINDS = st.sampled_from(["strong", "size", "link", "center", "em"])


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[Mark]]:
    """A text, ranges of it in order, and marks over it."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    bounds = sorted(draw(st.lists(places, min_size=2, max_size=6)))
    pairs = draw(st.lists(st.tuples(places, places, KINDS), max_size=6))
    marks = [
        Mark(min(a, b), max(a, b), kind, {"value": 5} if kind == "size" else {"href": "x"}) for a, b, kind in pairs
    ]
    return text, list(zip(bounds[::2], bounds[1::2], strict=False)), sorted(marks, key=lambda m: (m.start, -m.end))


def lines_of(text: str, ranges: list[tuple[int, int]]) -> list[Line]:
    return [line for start, end in ranges for line in lines_between(text, start, end, BLANKS)]


@given(passages())
def test_lines_stand_where_they_are_found(passage):
    text, ranges, _ = passage
    rows = Rows.of(text, ranges, blanks_of(text))
    assert [rows.line(i) for i in range(len(rows))] == lines_of(text, ranges)
    starts = [rows.start(i) for i in range(len(rows))]
    assert [text[start : start + len(line)] for start, line in zip(starts, rows.texts, strict=True)] == rows.texts
    assert [rows.behind(offset) for offset in range(len(text) + 2)] == [
        bisect_left(starts, offset) for offset in range(len(text) + 2)
    ]
    assert rows.gaps() == sum(rows.gap(i) for i in range(len(rows)))


@given(passages(), st.integers(0, 3), st.booleans())
def test_what_is_cut_out_of_rows_knows_its_lines_and_its_first_gap(passage, first, gap):
    text, ranges, _ = passage
    rows = Rows.of(text, ranges)
    part = rows.cut(first, len(rows), gap)
    assert [part.line(i) for i in range(len(part))] == lines_of(text, ranges)[first:]
    if part:
        assert part.gaps() == sum(part.gap(i) for i in range(len(part)))
        assert part.gap(0) is gap


@given(passages(), st.integers(0, 6))
def test_lines_that_marks_reach_are_named_as_if_each_were_asked(passage, cut):
    text, ranges, marks = passage
    inline, rows = Inline(marks), Rows.of(text, ranges)
    cut = min(cut, len(rows))
    parts = [rows.cut(0, cut), rows.cut(cut, len(rows))]
    flow = Flow(part or None for part in parts if part or part is parts[0])  # a block where no line is
    lines = {i + (not cut): rows.line(i) for i in range(len(rows))}
    for kind in ("strong", "size"):
        assert set(flow.covered(kind, inline)) == {i for i, line in lines.items() if inline.covers(kind, line)}
    touched = {i for i, line in lines.items() if inline.touches(line.start, line.start + len(line.text))}
    assert touched <= set(flow.spanned(inline)) <= set(lines)
    offsets = list(range(len(text)))
    inside = {i for i, line in lines.items() for at in offsets if line.start <= at < line.start + len(line.text)}
    assert inside <= set(flow.holding(offsets)) <= set(lines)
