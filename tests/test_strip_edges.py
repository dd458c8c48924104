"""Where noise ends and text begins: dumps of every shape word for word, edges one by one, and the measure behind both."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from jammer import Dump, collapsed, folded, jammer, joined, kept, nodes, planted, spaced

from forumclean.ledger import edited
from forumclean.strip.noise import denoise_text, find_noise
from forumclean.strip.plain_edges import closes, opens
from forumclean.strip.runs import RUN_RE

NOISE = "& p1 b: ]% j( e* H8 f6 L1 b"
"""One string of nine groups by the forum's rule."""
LINES = [
    "　　厂里的会计把账本摊在桌上，算了三遍。",
    "　　那台 386 从 A 座搬到 B 座",
    "　　只拿走 13B",
    "　　GPT-4 没有回信！",
    "　　价钱是 1,299 元（第 3 页）",
    "　　Hugging Face 的人说要等到 2024 年",
    "　　型号 K-7",
    "　　后来谁也没再提……",
    "　　渡口的船开了：x1、x2 两种",
    "　　写了 4 行",
    "　　“不去。”他说",
    "　　Databricks 在雨里站了很久",
    "",
    "　　二楼的租客下楼了",
]


def cleaned(text: str) -> str:
    return edited(text, denoise_text(text))


def squeezed(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("shape", [kept, folded, spaced, nodes, collapsed])
def test_a_dump_of_each_shape_comes_out_whole(shape: Callable[..., Dump], seed: int) -> None:
    rng = random.Random(seed)
    dump = shape(planted(rng.sample(LINES, len(LINES)), rng))
    assert squeezed(cleaned(dump.text)) == [line.strip() for line in dump.lines if line.strip()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_dump_with_joined_lines_comes_out_whole(seed: int) -> None:
    rng = random.Random(seed)
    dump = joined(planted([line.strip() + "。" for line in LINES if line], rng), rng)
    assert squeezed(cleaned(dump.text)) == squeezed("\n".join(dump.lines))


@pytest.mark.parametrize(
    ("shape", "lines"),
    [(collapsed, [f"选 {answer}" for answer in "ABCDACBDABCD"]), (kept, [f"{name} 为零" for name in "xyzabcdemnpq"])],
    ids=["ends", "beginnings"],
)
def test_how_lines_without_noise_begin_and_end_tells_where_others_do(
    shape: Callable[..., Dump], lines: list[str]
) -> None:
    wrong = 0
    for seed in range(1, 11):
        text = shape(planted(lines, random.Random(seed))).text
        got = squeezed(cleaned("\n".join([text, *lines])))
        wrong += sum(a != b for a, b in zip(got, lines * 2, strict=True))
    assert wrong <= 2  # of 240; where each line is judged by itself, 7 and more


# ── single edges ────────────────────────────────────────────────────────────────────────────────


MORE = "".join(f"\n第{i}天。{NOISE[3 * k :] + NOISE[: 3 * k]}" for k, i in enumerate("一二三四五六"))
"""So many strings of noise that all their groups have three characters is no accident: white space was not collapsed."""


def around(line: str, more: str, times: int = 12, seed: int = 7) -> set[str]:
    """What is left of the line's noise-free part in documents of other lines with noise, under many strings of noise."""
    rng = random.Random(seed)
    left: set[str] = set()
    for _ in range(times):
        text = "\n".join(
            [
                "江边的风停了。" + jammer(rng),
                jammer(rng) + "没有人说话。",
                line.replace("☒", jammer(rng)),
                "船开了。" + more,
            ]
        )
        left.add(cleaned(text).split("\n")[2])
    return left


@pytest.mark.parametrize(
    "line",
    [
        "他生于 1987☒",
        "只拿走 13B☒",
        "他去了 IBM☒",
        "型号是 K-7☒",
        "他说（见下）☒",
        "一共 3 页。☒",
        "☒Databricks 来了",
        "☒- Faster startup",
        "☒* 面粉一斤",
        "☒1、先看账本",
        "☒2024 年的事",
        "☒“不去。”",
        "☒（完）",
        "☒　　说完就走了。",
        "☒  说完就走了。",
        "☒   三个空格",
        "说完就走了。☒",
        "",
        "☒",
        "☒☒",
    ],
)
@pytest.mark.parametrize("more", ["", MORE], ids=["short", "long"])
def test_the_text_beside_noise_stays_whole(line: str, more: str) -> None:
    assert around(line, more) == {line.replace("☒", "")}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # a formula in front of noise keeps its last sign and letter
        (f"结果是 x % y * z{NOISE}\n完。", "结果是 x % y * z\n完。"),
        # a picture's name with a space behind it
        (f"{NOISE}\n图在 a.jpg {NOISE}\n完。", "\n图在 a.jpg \n完。"),
        # white space collapsed: two characters are left of a group that began with a space
        ("说完了。: ]% j( e* H8 f6 L1 b\n再说。& p1 b ]% j( e* H8 f L1 b", "说完了。\n再说。"),
    ],
)
@pytest.mark.parametrize("more", ["", MORE], ids=["short", "long"])
def test_single_edges(text: str, left: str, more: str) -> None:
    assert cleaned(text + more).split("\n")[: left.count("\n") + 1] == left.split("\n")


def test_noise_beside_a_no_break_space() -> None:
    text = f"　　说完了。\xa0\xa0b1 ^! B7 k' Q5 t{NOISE}\n　　再说。"
    assert cleaned(text) == "　　说完了。\n　　再说。"


def test_a_row_of_groups_alone_proves_nothing_and_company_does() -> None:
    row = "开局( e4 D5 C4 b6 a"
    assert denoise_text(f"今天说点别的。\n{row}\n说完了。") == []
    assert cleaned(f"今天。{NOISE}\n{row}\n说完。{NOISE}") == "今天。\n开局\n说完。"
    inside = "开局走了 e4 e5 d4 d5 c4 c6 这几步"
    assert cleaned(f"今天。{NOISE}\n{inside}\n说完。{NOISE}") == f"今天。\n{inside}\n说完。"


WEAK = "他去了 IBM( e* H8 f6 L1 b"


def test_weak_evidence_adds_up() -> None:
    assert denoise_text(f"{WEAK}\n没人。\n好。") == []
    assert cleaned(f"{WEAK}\n没人。\n{WEAK}\n好。") == "他去了 IBM\n没人。\n他去了 IBM\n好。"
    one = WEAK.replace("* H", "( E").replace("8 f", "( F")  # says little, so that two do not suffice
    assert denoise_text(f"{one}\n没人。\n{one}\n好。") == []


@pytest.mark.parametrize("line", ["选 A B C D E F G", "说x, y, z, u, v, w", "- a- b- c- d- e- f", "e4 e5 d4 d5 c4 c6"])
@pytest.mark.parametrize("behind", ["", "说完", "。"])
@pytest.mark.parametrize("more", ["", MORE], ids=["short", "long"])
def test_rows_that_repeat_themselves_stay_in_a_noisy_document(line: str, behind: str, more: str) -> None:
    assert cleaned(f"一。{NOISE}\n{line}{behind}\n三。{NOISE}\n四。{more}").split("\n")[1] == f"{line}{behind}"


@pytest.mark.parametrize("noise", ["( e* H8 f6 L", "3 k) M( e, k", NOISE])
def test_noise_inside_a_line_goes_where_the_document_has_more(noise: str) -> None:
    text = f"一。{NOISE}\n走到门口{noise}然后回来。\n四。"
    assert cleaned(text) == "一。\n走到门口然后回来。\n四。"


def test_a_short_row_inside_a_line_stays_where_lines_are_whole() -> None:
    text = f"今天。{NOISE}\n选 (a 1b 2c 3d 都行，明天再说\n说完。{NOISE}"
    assert "选 (a 1b 2c 3d 都行，明天再说" in cleaned(text)


def test_only_the_ranges_are_looked_at_and_code_stays() -> None:
    text = f"一。{NOISE}\n二。{NOISE}\n三。{NOISE}"
    second = text.index("二")
    third = text.index("三")
    assert [(e.start, e.end) for e in find_noise(text, [(second, third)])] == [(second + 2, third - 1)]
    protected = [(second, third - 1)]
    assert edited(text, find_noise(text, [(0, len(text))], protected)) == f"一。\n二。{NOISE}\n三。"


def test_each_edit_tells_its_text_and_rule() -> None:
    text = f"一。{NOISE}\n二。"
    (edit,) = denoise_text(text)
    assert edit == (2, 2 + len(NOISE), NOISE, "", "noise/jammer", "strip", ())


# ── what the search alone tells ─────────────────────────────────────────────────────────────────

FIRSTS, THIRDS = [chr(c) for c in range(32, 60)], [chr(c) for c in range(63, 127)]


@pytest.mark.parametrize("before", [*map(chr, range(32, 127)), *"\xa0中。「　é—ａ"])
def test_what_is_sure_of_the_left_edge_is_what_the_weights_say(before: str) -> None:
    for group in (f"{first} {third}" for first in FIRSTS for third in THIRDS):
        text = f"甲甲{before}{group}{NOISE}\n"
        row = RUN_RE.search(text, 2)
        if row is not None and row.lastindex and row.start() == len("甲甲?/"):
            assert opens(text, len("甲甲?"), 0), group


@pytest.mark.parametrize("following", [a + b for a in "07中一“「　。Aa" for b in "059azAZ中鿿　“.\n"])
def test_what_is_sure_of_the_right_edge_is_what_the_weights_say(following: str) -> None:
    for first in FIRSTS:
        sure = RUN_RE.search(f"甲\n{NOISE}{first} a{following}")
        if sure is not None and sure.lastindex:
            assert all(closes(f"{first} {third}", following) for third in THIRDS), first


def test_noise_at_both_ends_of_one_line() -> None:
    assert cleaned(f"{NOISE}风停了。{NOISE}\n没人。") == "风停了。\n没人。"


def test_two_kinds_of_noise_in_one_document() -> None:
    text = f"一\u200b。{NOISE}\n二。\u2060{NOISE}\n三\u200b。"
    assert cleaned(text) == "一。\n二。\n三。"
    assert [edit.rule for edit in denoise_text(text)] == [
        "noise/zero-width",
        "noise/jammer",
        "noise/zero-width",
        "noise/jammer",
        "noise/zero-width",
    ]


@pytest.mark.parametrize("answer", ["A", "x", "T"])
def test_a_letter_alone_is_text_where_lines_keep_their_first_spaces(answer: str) -> None:
    """One string of noise in 28 begins with a space, and its second letter stands alone where a tool took the space away."""
    rng = random.Random(3)
    noise = [jammer(rng) + "谢谢大家。" for _ in range(60)]
    lines = ["哪一样？", *noise, answer + jammer(rng), "再来一次。" + jammer(rng)]
    assert any(line.startswith(" ") for line in noise)
    assert answer in cleaned("\n".join(lines)).split("\n")
    trimmed = "\n".join(line.strip(" ") for line in [*lines[:-2], " " + answer + jammer(rng), lines[-1]])
    assert answer not in cleaned(trimmed).split("\n")
