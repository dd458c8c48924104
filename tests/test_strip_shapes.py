"""Beside noise, what has the form of a group is the text's where other lines of the document end or begin so."""

from __future__ import annotations

import random

import pytest
from jammer import jammer, planted, served
from test_strip_edges import cleaned

from forumclean.strip.noise_text import Habits
from forumclean.strip.shapes import Shapes

PROSE = ["水退得晚。", "没有人来。", "堤上的柳树还在。", "船停在对岸。"]
LISTS = {
    "quantities": [f"{what} {n} g" for what, n in [("面粉", 250), ("糖", 30), ("黄油", 120), ("盐", 3)] * 3],
    "a list": [f"- {item}" for item in ["API 网关", "K8S 节点", "QPS 上限", "米和面", "[x] 已买"] * 6],
    "a table": [f"| 一月 | {n} |" for n in (5428, 1750, 362, 9020, 517) * 3],
    "code": [f"{word} (x) {{" for word in ("if", "while", "for", "switch") * 3],
}


def noisy(lines: list[str], seed: int) -> str:
    """The lines with a jammer at each break, at the end of one or the start of the next."""
    return "\n".join(served(a) + t + served(b) for a, t, b in planted(lines, random.Random(seed)))


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("seed", range(6))
def test_lines_alike_come_out_whole(kind: str, seed: int) -> None:
    lines = PROSE + LISTS[kind] + PROSE
    assert cleaned(noisy(lines, seed)).split("\n") == lines


@pytest.mark.parametrize("row", ["买了 25", "一共 312", "说完了)", "完"])
@pytest.mark.parametrize("noise", ["0 g+ N7 _0 u. p, l", "9 V+ N7 _0 u. p, l", ") {+ N7 _0 u. p, l"])
def test_where_no_line_shows_it_a_group_is_noise(row: str, noise: str) -> None:
    rng = random.Random(3)
    lines = [f"{line}{jammer(rng)}" for line in PROSE * 4]
    assert cleaned("\n".join([*lines, row + noise, "好。"])).split("\n")[-2] == row


def test_one_line_proves_nothing() -> None:
    once = Shapes(["- 米", "* 面", "水"], ["糖 30 g", "水。", "完。"])
    assert (once.marks, once.tails) == (frozenset(), frozenset())
    twice = Shapes(["- 米", "- 面", "水"], ["糖 30 g", "水 5 g", "完。"])
    assert twice.marks == {"-"}
    assert {"0 g", "7 g", "7 m"} <= twice.tails
    assert "7 G" not in twice.tails


def test_the_letters_seen_are_likelier_than_others_and_a_letter_of_many_likelier_than_of_few() -> None:
    grams = Shapes([], ["糖 30 g"] * 6)
    many = Shapes([], [f"糖 30 {unit}" for unit in "gmlskt"])
    assert (grams.tail("0", "g") or -99) > (many.tail("0", "g") or -99) > (many.tail("0", "h") or -99)
    assert (many.tail("0", "h") or -99) > (grams.tail("0", "h") or -99)
    assert grams.tail(")", "g") is None
    assert grams.mark("-") is None


def test_habits_know_the_shapes_of_their_lines() -> None:
    general, shaped = Habits((), ()), Habits(["- KVM", "- 米"], ["糖 30 g", "盐 3 g"])
    assert shaped.begin("- JMeter", 0, 8) > general.begin("- JMeter", 0, 8) + 2
    assert shaped.end("面 250 g", 0, 7) > general.end("面 250 g", 0, 7) + 2


@pytest.mark.parametrize("line", ["y = ab + c", "x = (a + b", "p = q / r"])
def test_an_equation_keeps_its_last_sign_and_letter(line: str) -> None:
    rng = random.Random(5)
    lines = [f"{other}{served(jammer(rng))}" for other in PROSE * 8]
    assert cleaned("\n".join([*lines, f"{line}7 Q, G' N( c6 u/ B", "好。"])).split("\n")[-2] == line


def test_a_bracket_alone_stays_where_lines_are_indented() -> None:
    rng = random.Random(7)
    lines = ["if (a)", "{", "    b();", "}", "else", "{", "    c();", "}"] * 4
    text = "\n".join(f"{line}{served(jammer(rng))}" for line in lines)
    assert cleaned(text).split("\n") == lines


def test_a_letter_that_a_trim_left_of_a_group_goes_with_it() -> None:
    rng = random.Random(9)
    lines = [f"{served(jammer(rng)).strip()}{line}" for line in PROSE * 4]
    assert cleaned("\n".join([*lines, f"^{'6 ?# C: @9 k( b'}说完了。"])).split("\n")[-1] == "说完了。"
