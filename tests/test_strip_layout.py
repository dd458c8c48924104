"""The stage as a whole: lines that a dump broke at elements are joined again, the furniture goes with the noise."""

from __future__ import annotations

import pytest

from forumclean.ledger import Passage, edited
from forumclean.model import Edit, Mark, Page, PostFacts, ThreadFacts
from forumclean.strip import strip
from forumclean.strip.layout import rejoin
from forumclean.strip.noise import find_noise

NOISE = [
    "& p1 b: ]% j( e* H8 f6 L1 b",
    "2 r$ Y6 w* N& `+ O4 a3 ^",
    "' M9 e, P0 {5 ?. K) R7 g7 x",
    "8 D: v! C3 @1 q5 }& S- u",
]


def page(
    text: str,
    template: str = "plain",
    posts: list[tuple[int, int]] | None = None,
    marks: list[Mark] | None = None,
    edits: list[Edit] | None = None,
) -> Page:
    ranges = posts or [(0, len(text))]
    found = [Mark(s, e, "post", {"index": i}) for i, (s, e) in enumerate(ranges)]
    passage = Passage.of(text, sorted([*found, *(marks or [])], key=lambda m: (m.start, -m.end)))
    return Page(passage, ThreadFacts(), tuple(PostFacts() for _ in ranges), tuple(edits or ()), template, "test")


def noisy(*parts: str) -> str:
    """The parts with a string of noise, on a line of its own, between each two."""
    return "".join(part + (f"\n{NOISE[i % 4]}\n" if i < len(parts) - 1 else "") for i, part in enumerate(parts))


def rejoined(*parts: str) -> list[str]:
    """The lines of the dump after the stage; ``/`` in a part is a break that a tool made."""
    return strip(page(noisy(*(part.replace("/", "\n") for part in parts)))).text.split("\n")


REST = ["江边的风停了。", "没有人说话。", "船开了。"]


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("他说，/没有回信。", "他说，没有回信。"),  # a comma ends no line
        ("买了面粉、/鸡蛋。", "买了面粉、鸡蛋。"),
        ("他去了（/北京）。", "他去了（北京）。"),
        ("他去了/，没有回信。", "他去了，没有回信。"),  # a comma begins none
        ("他去了/。", "他去了。"),
        ("用的是/Python/，写得很快。", "用的是Python，写得很快。"),
        ("用的是/Python/写的。", "用的是Python写的。"),  # a Latin word between Chinese
        ("这件事，/很要紧/大家都知道。", "这件事，很要紧大家都知道。"),  # a bold word that goes on from the left
        ("这件事，/这是一句超过八个字的话/大家都知道。", "这件事，这是一句超过八个字的话\n大家都知道。"),
        ("一种是甲、/乙、/丙。", "一种是甲、乙、丙。"),
        ("说过一次。/用的是/Python/写的。", "说过一次。\n用的是Python写的。"),
        ("他说， /　　没有回信。", "他说，没有回信。"),
        ("用 Python，/写了 3 行。", "用 Python，写了 3 行。"),
    ],
)
def test_pieces_of_one_line_are_joined(part: str, line: str) -> None:
    assert rejoined(REST[0], part, *REST[1:]) == [REST[0], *line.split("\n"), *REST[1:]]


@pytest.mark.parametrize(
    "part",
    [
        "第一格/第二格",  # cells and items have no break either
        "结束了。/开始了。",
        "——/，后来",
        "他说，/——————",
        "--- /，后来",
        "他说，/……后来呢",
        "用的是：/Python/写的。",  # a colon ends a line
        "用的是/Python 写的/没有句号",
        "这件事/很要紧/大家都知道。",
    ],
)
def test_lines_that_may_be_apart_stay_apart(part: str) -> None:
    assert rejoined(REST[0], part, *REST[1:]) == [REST[0], *part.split("/"), *REST[1:]]


def test_behind_the_last_noise_only_sure_ones_are_joined() -> None:
    text = noisy(*REST, "用的是\nPython\n写的。")
    assert strip(page(text)).text.split("\n") == [*REST, "用的是", "Python", "写的。"]
    text = noisy(*REST, "用的是，\nPython")
    assert strip(page(text)).text.split("\n") == [*REST, "用的是，Python"]


def test_a_writers_spaces_are_kept_where_pieces_are_joined() -> None:
    spaced = rejoined("用 AI 写了 3 行。", "用的是/Python/写的。", *REST)
    assert spaced[1] == "用的是 Python 写的。"


def test_a_blank_line_of_the_post_stays_one() -> None:
    text = f"一。\n{NOISE[0]}\n{NOISE[1]}\n二。\n{NOISE[2]}\n三。"
    assert strip(page(text)).text == "一。\n\n二。\n三。"


def test_each_join_is_an_edit_with_its_rule() -> None:
    text = noisy("一，\n二。", "三。", "四。", "五。")
    edits = rejoin(text, [(0, len(text))], find_noise(text, [(0, len(text))]), size=1)
    assert {(edit.rule, edit.old, edit.new) for edit in edits} == {("layout/split-line", "\n", "")}
    assert len(edits) == 4
    assert min(edits).start == 2


def test_noise_that_stands_beside_text_tells_nothing_of_lines() -> None:
    text = "\n".join(f"{line}{noise}" for line, noise in zip(["一，", "二。", "三。", "四。"], NOISE, strict=True))
    assert strip(page(text)).text == "一，\n二。\n三。\n四。"
    assert rejoin(text, [(0, len(text))], find_noise(text, [(0, len(text))]), size=1) == []
    assert (
        strip(page(noisy("一，\n二。", "三。", "四。"))).text == "一，\n二。\n\n三。\n\n四。"
    )  # two strings are too few


@pytest.mark.parametrize(("alone", "joined"), [(7, True), (6, False)])
def test_most_noise_must_have_lines_of_its_own(alone: int, joined: bool) -> None:  # noqa: FBT001
    own = "".join(f"第{i}段。\n{NOISE[i % 4]}\n" for i in range(alone))
    beside = "".join(f"尾{i}。{NOISE[i % 4]}\n" for i in range(10 - alone))
    text = f"{own}一，\n二。\n{beside}"
    assert ("一，二。" in strip(page(text)).text) is joined


def test_noise_behind_the_first_character_stands_beside_text() -> None:
    text = f"一{NOISE[0]}\n" + noisy("一，\n二。", "三。", "四。")
    assert rejoin(text, [(0, len(text))], find_noise(text, [(0, len(text))]), size=1) == []


def test_pieces_of_different_posts_stay_apart() -> None:
    text = noisy(*REST, "一，") + "\n二。\n" + noisy("三，\n四。", *REST)
    cut = text.index("二")
    after = strip(page(text, posts=[(0, cut), (cut, len(text))])).text
    assert "一，\n二。" in after
    assert "三，四。" in after


# ── noise in the middle of a line ───────────────────────────────────────────────────────────────


def test_noise_inside_a_line_leaves_the_break_that_it_stood_at() -> None:
    text = f"一{NOISE[0]}二。\n三。{NOISE[1]}\n{NOISE[2]}四。\n五{NOISE[3]}六"
    assert strip(page(text)).text == "一\n二。\n三。\n四。\n五\n六"
    assert strip(page(text, "desktop")).text == "一二。\n三。\n四。\n五六"


def test_blanks_beside_noise_are_no_text() -> None:
    text = f" \u3000{NOISE[0]}二。\n三。{NOISE[1]} \u3000\n四。{NOISE[3]}\n五。"
    assert strip(page(text)).text.count("\n") == 3


def test_the_tight_form_leaves_a_break_too_and_phrases_do_not() -> None:
    text = "一\u200b二。\n三。"
    assert strip(page(text)).text == "一二。\n三。"


# ── posts and furniture ─────────────────────────────────────────────────────────────────────────


def test_the_furniture_goes_with_the_noise_and_noise_in_it_is_not_asked_about() -> None:
    text = f"甲 发表于昨天\n一。{NOISE[0]}\n{NOISE[1]}页脚\n二。{NOISE[2]}\n"
    foot = text.index(NOISE[1])
    edits = [
        Edit(0, 8, text[:8], "", "chrome/head"),
        Edit(foot, foot + len(NOISE[1]) + 3, f"{NOISE[1]}页脚\n", "", "chrome/foot"),
    ]
    after = strip(page(text, "desktop", edits=edits))
    assert after.text == "一。\n二。\n"
    assert [edit.rule for edit in after.ledger()] == ["chrome/head", "noise/jammer", "chrome/foot", "noise/jammer"]
    after.verify()


def test_furniture_in_front_of_a_post_does_not_hide_that_inside_it() -> None:
    text = f"头头\n一。{NOISE[0]}\n{NOISE[1]}页脚\n二。{NOISE[2]}\n"
    start, foot = text.index("一"), text.index(NOISE[1])
    edits = [
        Edit(0, 2, "头头", "", "chrome/head"),
        Edit(foot, foot + len(NOISE[1]) + 3, f"{NOISE[1]}页脚\n", "", "chrome/foot"),
    ]
    after = strip(page(text, "desktop", posts=[(start, len(text))], edits=edits))
    assert after.text == "\n一。\n二。\n"
    assert [edit.rule for edit in after.ledger()] == ["chrome/head", "noise/jammer", "chrome/foot", "noise/jammer"]


def test_marks_of_other_kinds_are_no_posts_and_hide_none() -> None:
    text = f"头。{NOISE[0]}\n一。{NOISE[1]}\n二。{NOISE[2]}"
    start = text.index("一")
    marks = [Mark(0, start, "quote"), Mark(start, start + 2, "strong")]
    after = strip(page(text, "desktop", posts=[(start, len(text))], marks=marks))
    assert after.text == f"头。{NOISE[0]}\n一。\n二。"


def test_noise_outside_posts_stays() -> None:
    text = f"头。{NOISE[0]}\n一。{NOISE[1]}\n尾。{NOISE[2]}"
    start, end = text.index("一"), text.index("尾")
    assert strip(page(text, "desktop", posts=[(start, end)])).text == f"头。{NOISE[0]}\n一。\n尾。{NOISE[2]}"


def test_furniture_that_reaches_over_the_ends_of_posts() -> None:
    text = f"头头一。{NOISE[0]}\n二。{NOISE[1]}\n尾尾"
    edits = [Edit(0, 2, "头头", "", "chrome/a"), Edit(len(text) - 2, len(text), "尾尾", "", "chrome/b")]
    posts = [(1, len(text) - 1)]
    assert strip(page(text, "desktop", posts=posts, edits=edits)).text == "一。\n二。\n"
    middle = text.index("二")
    edits = [Edit(middle - 1, middle, "\n", "", "chrome/a"), Edit(middle, middle + 2, "二。", "", "chrome/b")]
    assert strip(page(text, "desktop", edits=edits)).text == "头头一。\n尾尾"


@pytest.mark.parametrize("kind", ["code", "icode"])
def test_noise_in_code_stays(kind: str) -> None:
    text = f"一。{NOISE[0]}\n码{NOISE[1]}\n三。{NOISE[2]}"
    start = text.index("码")
    code = Mark(start, start + 1 + len(NOISE[1]), kind)
    assert strip(page(text, "desktop", marks=[code])).text == f"一。\n码{NOISE[1]}\n三。"
    assert strip(page(text, "desktop", marks=[code._replace(kind="strong")])).text == "一。\n码\n三。"


def test_clean_text_has_no_layer() -> None:
    before = page("风停了。\n没有人说话，\n船开了。")
    assert strip(before) is before.passage


@pytest.mark.parametrize("template", ["dump", "plain", "fallback", "dump-x"])
def test_names_of_pictures_are_marked_in_text(template: str) -> None:
    text = f"一。{NOISE[0]}\n a.JPG \n看 b.png 吧\n\xa0c-1.webp\n二。"
    after = strip(page(text, template))
    pictures = [(after.text[m.start : m.end], m.data) for m in after.marks if m.kind == "image"]
    data = {"src": None, "alt": None, "description": None}
    assert pictures == [("a.JPG", {**data, "filename": "a.JPG"}), ("c-1.webp", {**data, "filename": "c-1.webp"})]
    assert [m.kind for m in strip(page(text, "desktop")).marks] == ["post"]


@pytest.mark.parametrize("kind", ["image", "code", "table"])
def test_a_picture_that_is_known_already_is_not_marked_again(kind: str) -> None:
    text = f"一。{NOISE[0]}\na.jpg\nb.jpg"
    start = text.index("a.jpg")
    after = strip(page(text, marks=[Mark(start, start + 5, kind)]))
    assert [(m.kind, after.text[m.start : m.end]) for m in after.marks if m.kind != "post"] == [
        (kind, "a.jpg"),
        ("image", "b.jpg"),
    ]


def test_pictures_of_a_clean_dump_are_not_marked() -> None:
    text = "一。\na.jpg\n二。"
    assert [m.kind for m in strip(page(text)).marks] == ["post"]
    head = [Edit(0, 2, "一。", "", "chrome/head")]
    assert [m.kind for m in strip(page(text, edits=head)).marks] == ["post", "image"]


def test_the_whole_can_be_undone() -> None:
    text = noisy("一，\n二。", "三。", "四。", "五。")
    after = strip(page(text))
    after.verify()
    assert edited(text, after.ledger()) == after.text == "一，二。\n三。\n四。\n五。"
