"""Runs of asterisks, line by line: which are literal, which pair as emphasis, what the pairs of a document weigh."""

from __future__ import annotations

import pytest

from forumclean.masks import find_masks
from forumclean.masks.emphasis import (
    CLAUSE,
    EVEN,
    FEW,
    LOOSE,
    MARKDOWN,
    ODD,
    PAIR,
    PHRASE,
    PLAIN,
    SINGLE,
    SLANT,
    SURE,
    Pair,
    Paired,
    Verdict,
    can_close,
    can_open,
    is_loose,
    judge,
    pair,
)
from forumclean.masks.notes import notes
from forumclean.masks.scan import Line, Run, scan_lines


def lines(text: str, protected: list[tuple[int, int]] | None = None) -> list[Line]:
    return list(scan_lines(text, protected or []))


def paired(text: str) -> Paired:
    (line,) = lines(text)
    return pair(text, line.runs)


# ── runs ────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_tells_its_runs_with_their_neighbours() -> None:
    text = "没有\n*是他**的*\n没有*"
    first, second = lines(text)
    assert first == Line(3, 10, None, (Run(3, 4, "\n", "是"), Run(6, 8, "他", "的"), Run(9, 10, "的", "\n")))
    assert second == Line(11, 14, None, (Run(13, 14, "有", "\n"),))


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("中*文`*`中*文", [1, 7]),
        ("中*文 http://a/*b 中*文", [1, 17]),
        ("`中*文", [2]),  # a backtick alone opens nothing
        ("中`a`*`b`文", [4]),
        ("only * Latin", []),
        ("only * Latin\n中文", []),
        ("中文", []),
        ("\\*中*", [1, 3]),
    ],
)
def test_literal_runs_are_left_out(text: str, starts: list[int]) -> None:
    assert [run.start for line in lines(text) for run in line.runs] == starts


def test_a_line_with_a_bullet_tells_it_apart() -> None:
    text = "没有\n* 中*文"
    assert lines(text) == [Line(3, 8, Run(3, 4, "\n", " "), (Run(6, 7, "中", "文"),))]


@pytest.mark.parametrize(
    ("protected", "starts"),
    [
        ([], [1, 4, 7]),
        ([(0, 2)], [4, 7]),
        ([(1, 5)], [7]),
        ([(2, 4)], [1, 4, 7]),
        ([(4, 5)], [1, 7]),
        ([(7, 9), (0, 2)], [4]),
    ],
)
def test_protected_runs_are_left_out(protected: list[tuple[int, int]], starts: list[int]) -> None:
    assert [run.start for line in lines("中*文\n*中\n*文", protected) for run in line.runs] == starts


def test_fenced_code_is_left_out() -> None:
    text = "中*一\n```\n中*二\n```\n中*三\n~~~py\n中*四\n~~~\n中*五\n```\n中*六"
    assert [text[run.right == "" or run.end] for line in lines(text) for run in line.runs] == list("一三五六")


@pytest.mark.parametrize(
    ("text", "bullet", "runs"),
    [
        ("* 中*", True, 1),
        ("  > * 中*", True, 1),
        ("*中*", False, 2),
        ("** 中*", False, 2),
        ("中 * 文", False, 1),
        ("*\t中", True, 0),
    ],
)
def test_one_asterisk_and_a_space_open_an_item(text: str, bullet: bool, runs: int) -> None:  # noqa: FBT001
    (line,) = lines(text)
    assert (line.bullet is not None) is bullet
    assert len(line.runs) == runs


@pytest.mark.parametrize(
    ("count", "room", "crowded"), [(64, 1, False), (65, 1, True), (65, 454, True), (65, 455, False)]
)
def test_a_line_that_is_mostly_asterisks_is_no_text(count: int, room: int, crowded: bool) -> None:  # noqa: FBT001
    text = "*" * count + "中" * room
    assert (lines(text) == []) is crowded
    assert (lines(f"前面还有一行话\n{text}\n后面也有") == []) is crowded


# ── pairs ───────────────────────────────────────────────────────────────────────────────────────


def run(left: str, right: str) -> Run:
    return Run(5, 6, left, right)


def test_where_emphasis_may_begin_and_end() -> None:
    assert can_open(run("中", "重"))
    assert can_open(run("中", "“"))
    assert not any(can_open(run("中", char)) for char in " \n，。）的们次")
    opener = run("中", "重")
    assert can_close(run("点", "。"), opener)
    assert can_close(run("”", "。"), opener)
    assert not any(can_close(run(char, "。"), opener) for char in " \n（“的是，、：")
    assert can_close(run("：", "。"), run("\n", "问"))
    assert not can_close(run("：", "。"), run("中", "问"))


def test_pairs_are_taken_from_left_to_right() -> None:
    text = "说**一**再**二**。"
    found = paired(text)
    assert [(text[a.end : b.start]) for a, b, _ in found.pairs] == ["一", "二"]
    assert (found.singles, found.loose) == ((), 0)


def test_what_cannot_be_emphasis_is_single() -> None:
    text = "甲**的乙**，丙**丁**。"
    found = paired(text)
    assert [single.start for single in found.singles] == [1, 5]
    assert [(opener.start, closer.start) for opener, closer, _ in found.pairs] == [(9, 12)]
    assert [r.start for r in paired("甲**乙").singles] == [1]
    assert [r.start for r in paired("说**一的**再**二**").singles] == [1, 11]


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("甲 **乙", 1),
        ("甲** 乙", 1),
        ("甲 ** 乙", 0),
        ("甲**乙", 0),
        ("a **乙", 0),
        ("甲 **b", 0),
        ("甲** b", 0),
        ("a** 乙", 0),
    ],
)
def test_a_space_on_one_side_only_is_a_slip(text: str, loose: int) -> None:
    (line,) = lines(text) if "甲" in text or "乙" in text else [None]
    assert line is not None
    assert sum(is_loose(text, each) for each in line.runs) == loose


def weight(text: str) -> float:
    (found,) = paired(text).pairs
    return found.weight


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        ("短" * PHRASE, 0),
        ("长" * (PHRASE + 1), 1),
        ("长" * CLAUSE, 1),
        ("长" * (CLAUSE + 1), 2),
        ("短，短", 2),
        ("短。短", 3),
        ("短？短", 3),
        ("短。", 0),  # its own end
    ],
)
def test_a_pair_weighs_by_what_it_encloses_and_by_its_sides(inner: str, kind: int) -> None:
    assert weight(f"中**{inner}**文") == PAIR[0][kind]
    assert weight(f"，**{inner}**文") == PAIR[1][kind]
    assert weight(f"中**{inner}**，") == PAIR[1][kind]
    assert weight(f"**{inner}**") == PAIR[2][kind]


def made(*weights: float, singles: int = 0, loose: int = 0) -> Paired:
    one = run("中", "文")
    return Paired(tuple(Pair(one, one, each) for each in weights), (one,) * singles, loose)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([], 0.0),
        ([made(1.0)], 1.0 + EVEN),
        ([made(1.0, 0.5)], 1.5 + EVEN),
        ([made(singles=1)], ODD),
        ([made(singles=2)], 0.0),
        ([made(1.0, singles=3)], 1.0 + ODD + 2 * SINGLE),
        ([made(1.0), made(singles=1, loose=1)], 1.0 + EVEN + ODD + LOOSE),
    ],
)
def test_a_document_weighs_what_its_lines_weigh(found: list[Paired], wanted: float) -> None:
    assert judge(found, 2, markdown=False).weight == pytest.approx(PLAIN + wanted)
    assert judge(found, 1, markdown=False).weight == pytest.approx(SLANT + wanted)
    assert judge(found, 1, markdown=True).weight == pytest.approx(MARKDOWN + wanted)


@pytest.mark.parametrize(
    ("even", "odd", "wanted"),
    [(0, 0, (True, True)), (3, 1, (False, False)), (4, 1, (True, False)), (FEW, 1, (True, True))],
)
def test_odd_lines_are_slips_where_they_are_few(even: int, odd: int, wanted: tuple[bool, bool]) -> None:
    verdict = judge([made(1.0)] * even + [made(singles=1)] * odd, 2, markdown=False)
    assert (verdict.even, verdict.strays) == wanted


def test_what_a_verdict_says() -> None:
    weights = (-SURE - 1, -SURE, 0, 1, SURE, SURE + 1)
    verdicts = [Verdict(weight, even=True, strays=True) for weight in weights]
    assert [verdict.emphasis for verdict in verdicts] == [False, False, False, True, True, True]
    assert [verdict.surely for verdict in verdicts] == [False] * 5 + [True]
    assert [verdict.masks for verdict in verdicts] == [True] + [False] * 5


# ── notes ───────────────────────────────────────────────────────────────────────────────────────


def noted(text: str) -> list[int]:
    return sorted(notes(text, lines(text)))


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("船名：白浪渔家号*\n*白浪渔家号取自老歌。", [8, 10]),
        ("船名：白浪渔家号*，好\n  *白浪渔家号取自老歌。", [8, 14]),
        ("船名：白浪渔家号*\n*“白浪渔家号”取自老歌。", [8, 10]),
        ("*白浪渔家号取自老歌。\n船名：白浪渔家号*", []),  # the note comes behind
        ("船名：白浪渔家号*船\n*白浪渔家号取自老歌。", []),  # nothing may be glued to the mark
        ("船名：白浪渔家号*\n说*白浪渔家号取自老歌。", []),  # the note opens its line
        ("家号*\n*白浪渔家号取自老歌。", []),  # two characters are shared by chance
        ("渔家号*\n*白浪渔家号取自老歌。", [3, 5]),
        ("渔家号*\n*一二三四五六七八九十一二三渔家号", [3, 5]),
        ("渔家号*\n*一二三四五六七八九十一二三四渔家号", []),  # a note begins with its term
        ("渔家号*\n*渔家号一\n*渔家号二", [3, 5]),
    ],
)
def test_a_term_and_the_note_that_names_it(text: str, starts: list[int]) -> None:
    assert noted(text) == starts


def test_marks_of_every_item_of_an_enumeration() -> None:
    assert noted("数学*、物理*、化学*、其他") == [2, 6, 10]
    assert noted("数学*、物理*、其他") == []
    assert noted("数学*、物理*，化学*、其他") == []


# ── the document as a witness ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**重点**先说。\n**其次**再说。\n这是**的一条，也是**的。", []),
        ("# 标题\n*重点*先说。\n也是全城*的面馆", ["*"]),
        ("**问：****答：**八点。", []),
        ("*河东的面馆好吃\n*河西的汤铺好吃", []),
        ("*名是他\n*次是她", ["*", "*"]),
    ],
)
def test_what_the_rest_of_the_document_says(text: str, words: list[str]) -> None:
    assert [text[s:e] for s, e in find_masks(text)] == words


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("", True),
        ("**一**\n**二**\n**三**\n", False),  # who writes bold writes italics
        ("* 面粉\n* 鸡蛋\n", False),
        ("* 面粉\n", True),
        ("见[这里](https://a.example/)\n", False),
    ],
)
def test_markdown_elsewhere_makes_a_doubtful_pair_emphasis(before: str, found: bool) -> None:  # noqa: FBT001
    assert bool(find_masks(f"{before}这是*很要紧*的事，好")) is found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("今天，*,然后说", True),
        ("今天，*%的人", False),
        ("照了 *X光的人", False),
        ("他去 *a", False),
        ("*AI 来了吗", True),
        ("(*AI 团队)", True),
        ("%*AI 团队的", False),
        ("| *AI | 好", True),
        ("a *AI | 好", False),
        ("他说，* 好", True),
        ("他 * 好", True),
        ("他去 *\n好", True),
        ("a *\n好", False),
        ("ab * 好", True),
        ('他说"*"好', True),
        ("ab* 好", True),
        ("ab* x 中", False),
        ("%* 好", False),
        ("ab，*，中", True),
        ("a*，中", True),
        ("%*，中", False),
    ],
)
def test_a_word_stands_beside_chinese_or_its_signs(line: str, found: bool) -> None:  # noqa: FBT001
    text = f"{line}\n这是全城*的面馆"
    assert (find_masks(text)[0][0] == text.index("*")) is found
