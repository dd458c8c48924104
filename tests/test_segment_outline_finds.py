"""What testers found in outlines: numbers in brackets below bare ones, headings that elements name, turns of an interview."""

from __future__ import annotations

import pytest
from segmented import headings

RIVER = "河水从东边来，绕过三棵老槐树，再往西去，一路上没有人说得清它究竟走了多少年。"
WELL = "井台上的青石磨得发亮，雨天照得见人影，晴天晒得烫手，冬天结一层薄冰，没人去踩。"

# ── numbers in brackets ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("{}、", "（{}）"), ("{}、", "({})"), ("{}.", "{}）")],
)
def test_bracketed_numbers_stand_below_bare_ones_and_begin_anew_under_each(upper: str, lower: str) -> None:
    lines: list[str] = []
    for number, title in zip("一二三", ("河流的来历", "水井的故事", "街巷的名字"), strict=True):
        lines += [
            upper.format(number) + title,
            lower.format("一") + "老人的话",
            RIVER,
            lower.format("二") + "石头",
            WELL,
        ]
    found = headings("\n".join(lines))
    told = [pair for number in "一二三" for pair in ((2, number), (3, "一"), (3, "二"))]
    assert [(level, number) for level, number, _ in found] == told


def test_bracketed_numbers_alone_on_a_line_stand_below_bare_ones() -> None:
    lines: list[str] = []
    for number, title in (("01", "河流的来历"), ("02", "水井的故事")):
        lines += [number, title, RIVER, "（1）", "老人的话", RIVER, "（2）", "石头", WELL]
    found = headings("\n".join(lines))
    assert [(level, number) for level, number, _ in found] == [
        (2, "01"),
        (3, "1"),
        (3, "2"),
        (2, "02"),
        (3, "1"),
        (3, "2"),
    ]
