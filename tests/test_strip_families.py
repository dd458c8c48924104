"""The other families of planted text: the word beside the jammer, the form without spaces, phrases, repeated sentences."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from jammer import jammer, tight

from forumclean.ledger import checked, edited
from forumclean.strip.families import find_invisible, find_repeated, find_words
from forumclean.strip.noise import denoise_text, find_noise
from forumclean.strip.tight import find_tight

PROSE = [
    "先清淤。",
    "再量水位。",
    "第三天下了雨，停工。",
    "第四天接着来。",
    "井壁有一处渗。",
    "补了。",
    "泵修好了。",
    "收工。",
]


def cleaned(text: str) -> str:
    return edited(text, denoise_text(text))


# ── the word beside the jammer ──────────────────────────────────────────────────────────────────


def worded(lines: Sequence[str], words: Sequence[str], seed: int = 9) -> str:
    """The lines with noise between them, a word behind the line's text or in front of the next one's, in turn."""
    rng = random.Random(seed)
    text = lines[0]
    for i, line in enumerate(lines[1:]):
        word = words[i // 2 % len(words)]
        text += word + jammer(rng) + "\n" + line if i % 2 else "\n" + jammer(rng) + word + line
    return text


MANY = [f"{line[:-1]}{i}次。" for i in range(3) for line in PROSE]


@pytest.mark.parametrize(
    "words",
    [["菜畦论坛"], ["bbs.garden.example", "菜畦论坛"], ["屋顶种植,阳台", "菜畦", ""], ["菜畦论坛", "论坛", "菜畦"]],
)
def test_a_word_on_both_sides_of_noise_is_planted(words: list[str]) -> None:
    assert cleaned(worded(MANY, words)).split("\n") == MANY
    rules = {edit.rule for edit in denoise_text(worded(MANY, words))}
    assert rules == {"noise/jammer", "noise/seo-word"}


def test_an_edit_for_each_word_where_it_stands() -> None:
    text = worded(MANY, ["菜畦论坛"])
    planted = [edit for edit in denoise_text(text) if edit.rule == "noise/seo-word"]
    assert len(planted) == len(MANY) - 1
    assert {(edit.old, edit.new, text[edit.start : edit.end]) for edit in planted} == {("菜畦论坛", "", "菜畦论坛")}


def one_sided(word: str, *, behind: bool) -> tuple[str, list[str]]:
    rng = random.Random(4)
    lines = [line + word if behind else word + line for line in MANY]
    return "\n".join((line + jammer(rng)) if behind else (jammer(rng) + line) for line in lines), lines


@pytest.mark.parametrize("behind", [True, False])
def test_what_lines_end_or_begin_with_is_theirs(behind: bool) -> None:  # noqa: FBT001
    text, lines = one_sided("完毕", behind=behind)
    assert cleaned(text).split("\n") == lines


@pytest.mark.parametrize("word", ["，。", "！"])
def test_signs_are_no_word(word: str) -> None:
    lines = [line.rstrip("。") for line in MANY]
    rest = cleaned(worded(lines, [word]))
    assert sum(line.endswith(word) or line.startswith(word) for line in rest.split("\n")) >= len(lines) // 2


def test_words_that_stand_beside_little_of_the_noise_are_the_texts() -> None:
    rng = random.Random(2)
    lines = [*MANY, *[f"菜畦论坛{line}" for line in MANY[:2]], *[f"{line}菜畦论坛" for line in MANY[2:4]]]
    text = "\n".join(line + jammer(rng) if i % 2 else jammer(rng) + line for i, line in enumerate(lines))
    assert cleaned(text).split("\n") == lines


def test_without_noise_there_is_no_word_beside_it() -> None:
    assert find_words("菜畦论坛\n菜畦论坛", [], [(0, 9)]) == []


def test_a_word_is_looked_for_inside_its_range() -> None:
    text = worded(MANY, ["菜畦论坛"])
    half = text.index("\n", len(text) // 2)
    ranges = [(0, half), (half, len(text))]
    assert edited(text, find_noise(text, ranges)).split("\n") == MANY


# ── the form without spaces ─────────────────────────────────────────────────────────────────────


def tightened(lines: Sequence[str], *, behind: bool = True, low: int = 33) -> str:
    rng = random.Random(5)
    return "\n".join(line + tight(rng, low=low) if behind else tight(rng, low=low) + line for line in lines)


@pytest.mark.parametrize("behind", [True, False])
@pytest.mark.parametrize("low", [33, 1])
def test_the_tight_form_at_the_ends_or_starts_of_lines(behind: bool, low: int) -> None:  # noqa: FBT001
    text = tightened(PROSE, behind=behind, low=low).replace("\n\n", "\n")
    if low == 1:  # a line end is one of the signs that it may draw
        rng = random.Random(5)
        made = [tight(rng, low=1).replace("\n", "\x01") for _ in PROSE]
        text = "\n".join(line + noise if behind else noise + line for line, noise in zip(PROSE, made, strict=True))
    assert cleaned(text).split("\n") == PROSE
    assert {edit.rule for edit in denoise_text(text)} == {"noise/jammer-tight"}


@pytest.mark.parametrize(("count", "gone"), [(2, False), (3, True)])
def test_three_lines_at_least_carry_the_tight_form(count: int, gone: bool) -> None:  # noqa: FBT001
    text = tightened(PROSE[:count])
    assert (cleaned(text) == "\n".join(PROSE[:count])) is gone


@pytest.mark.parametrize(("others", "gone"), [(5, True), (6, False)])
def test_a_third_of_the_lines_at_least_carry_it(others: int, gone: bool) -> None:  # noqa: FBT001
    plain = [f"第 {i} 行 没有。" for i in "一二三四五六"[:others]]
    text = tightened(PROSE[:3]) + "\n\n \n" + "\n".join(plain)
    assert (cleaned(text) == "\n".join([*PROSE[:3], "", " ", *plain])) is gone


def test_codes_with_few_signs_are_not_the_tight_form() -> None:
    lines = [f"{line}1a2b3c4d5e6f" for line in PROSE]
    assert denoise_text("\n".join(lines)) == []
    assert denoise_text("\n".join(f"{line}1a2b!c4d#e6f7g" for line in PROSE)) == []


def test_the_tight_form_inside_a_line_stays() -> None:
    assert denoise_text("\n".join(f"{line}!a#b$c%d&e{line}" for line in PROSE)) == []


def test_letters_beside_the_tight_form_are_the_texts() -> None:
    lines = [
        "他去了 IBM",
        "看了 3D",
        "买了 iPhone 4S",
        "只拿走 13 本",
        "用的是 VPN",
        "他去了 NBA",
        "说完了。",
        "走了。",
    ]
    text = "\n".join(line + "!z#@$]%d&}" for line in lines)
    assert cleaned(text).split("\n") == lines
    front = ['"the end" 他说', "(a) 其一", "IBM 的人", "VPN 断了", "The end", "说完了。", "走了。"]
    assert cleaned("\n".join("!z#@$]%d&}" + line for line in front)).split("\n") == front


def test_the_tight_form_of_each_range() -> None:
    lines = [line + "!z#@$]%d&}" for line in PROSE]
    text = "\n".join(lines)
    half = len("\n".join(lines[:4])) + 1
    assert edited(text, list(find_tight(text, [(0, half), (half, len(text))]))).split("\n") == PROSE
    assert list(find_tight(text, [(0, len("\n".join(lines[:2])))])) == []
    longer = "\n".join(line + "!z#@$]%d&}'q*W" for line in PROSE[:3])
    assert [edit.end for edit in find_tight(longer, [(0, len(longer) - 4)])][-1] == len(longer) - 4


# ── phrases of single sites ─────────────────────────────────────────────────────────────────────

PHRASE = ". check 1point3acres for more."
OTHER = "-google 1point3acres"


def test_phrases_of_one_family_speak_for_each_other() -> None:
    text = f"面试问了三题。{PHRASE}\n{OTHER}第二题没答完。"
    assert cleaned(text) == "面试问了三题。\n第二题没答完。"
    edits = denoise_text(text)
    assert {edit.rule for edit in edits} == {"noise/site-1point3acres-name"}
    assert [edit.old for edit in edits] == [PHRASE, OTHER]


def test_a_phrase_at_the_end_of_the_text_and_before_blanks() -> None:
    assert cleaned(f"一题。{PHRASE} \t\n二题。{PHRASE}") == "一题。 \t\n二题。"


def test_all_words_of_a_family_may_occur() -> None:
    assert cleaned(f"一题。{PHRASE}\n二题。. Waral 博客有更多文章,") == "一题。\n二题。"


def test_a_phrase_inside_a_line_stays() -> None:
    text = f"一题{PHRASE}二题。\n三题{PHRASE}四题。"
    assert denoise_text(text) == []


def test_phrases_in_code_stay() -> None:
    text = f"一题。{PHRASE}\n二题。{PHRASE}\n三题。{PHRASE}"
    second = text.index("二")
    protected = [(second, text.index("\n", second))]
    assert edited(text, find_noise(text, [(0, len(text))], protected)) == f"一题。\n二题。{PHRASE}\n三题。"


# ── one sentence at many line breaks ────────────────────────────────────────────────────────────

SENTENCE = "\x07q#本站 www.hewan-bbs.com\x02x"


def repeated(text: str) -> str:
    return edited(text, checked(text, find_repeated(text, [(0, len(text))])))


@pytest.mark.parametrize(
    "sentence",
    [
        SENTENCE,
        "更多请看www.hewan-bbs.com！",
        "\x02本站首发的帖子\x03谢谢",
        "来自河湾论坛 HEWAN.CC 的帖",
        "更多请看www.hewan-bbs.com",
    ],
)
def test_a_sentence_with_an_address_or_control_characters_is_planted(sentence: str) -> None:
    for text in ("\n".join(line + sentence for line in PROSE), "\n".join(sentence + line for line in PROSE)):
        assert cleaned(text).split("\n") == PROSE
        assert {(edit.rule, edit.old, edit.new) for edit in denoise_text(text)} == {("noise/repeated", sentence, "")}


@pytest.mark.parametrize("sentence", ["本站首发的帖子请勿转载", "元/平方米/每个月份"])
def test_a_refrain_stays(sentence: str) -> None:
    assert denoise_text("\n".join(line + sentence for line in PROSE)) == []
    assert denoise_text("\n".join([*(line + sentence for line in PROSE), "见 www.hewan-bbs.com"])) == []


@pytest.mark.parametrize(("count", "gone"), [(3, False), (4, True)])
def test_a_sentence_stands_on_four_lines_at_least(count: int, gone: bool) -> None:  # noqa: FBT001
    text = "\n".join([*(line + SENTENCE for line in PROSE[:count]), *PROSE[count:6]])
    assert (cleaned(text) == "\n".join(PROSE[:6])) is gone


@pytest.mark.parametrize(("others", "gone"), [(16, True), (17, False)])
def test_a_sentence_stands_on_a_fifth_of_the_lines(others: int, gone: bool) -> None:  # noqa: FBT001
    plain = [f"这是第{chr(0x4E00 + 7 * i)}行，后面没有。" for i in range(others)]
    text = "\n".join([*(line + SENTENCE for line in PROSE[:4]), "", "  ", *plain])
    assert (cleaned(text) == "\n".join([*PROSE[:4], "", "  ", *plain])) is gone


def test_a_sentence_that_is_the_whole_line_goes_too() -> None:
    lines = [line + SENTENCE for line in PROSE]
    text = "\n".join([*lines[:3], SENTENCE, *lines[3:]])
    assert cleaned(text).split("\n") == [*PROSE[:3], "", *PROSE[3:]]


def test_a_sentence_on_both_sides_of_a_line() -> None:
    text = "\n".join(f"{SENTENCE}{line}{SENTENCE}" if i % 2 else f"{line}{SENTENCE}" for i, line in enumerate(PROSE))
    assert cleaned(text).split("\n") == PROSE
    text = "\n".join(f"{SENTENCE}{line}{SENTENCE}" for line in PROSE)
    assert cleaned(text).split("\n") == PROSE


def test_blanks_around_a_line_do_not_hide_the_sentence() -> None:
    for before, behind in ((" \u3000", "\xa0 "), (" ", " "), ("\t  ", "   ")):
        text = "\n".join(f"{before}{line}{SENTENCE}{behind}" for line in PROSE)
        assert repeated(text).split("\n") == [f"{before}{line}{behind}" for line in PROSE]


def test_lines_alike_but_two_show_where_the_sentence_begins() -> None:
    lines = ["先清淤。", "再量水位。"] * 3
    assert repeated("\n" + "\n".join(line + SENTENCE for line in lines)).split("\n") == ["", *lines]
    assert repeated("\n".join(line + SENTENCE for line in lines) + "\n \u3000").split("\n") == [*lines, " \u3000"]


def test_a_line_that_is_the_sentence_twice() -> None:
    lines = [line + SENTENCE for line in PROSE]
    assert repeated("\n".join([*lines, SENTENCE + SENTENCE])).split("\n") == [*PROSE, ""]


def test_a_range_may_end_inside_a_line() -> None:
    text = "\n".join(line + SENTENCE for line in PROSE)
    edits = list(find_repeated(text, [(0, len(text) - 3)]))
    assert len(edits) == len(PROSE) - 1


def test_what_ends_the_lines_themselves_stays() -> None:
    lines = [line.rstrip("。") + "！？" for line in PROSE]
    sentence = "更多请看www.hewan-bbs.com"
    assert repeated("\n".join(line + sentence for line in lines)).split("\n") == lines


def test_a_short_sentence_stays() -> None:
    assert denoise_text("\n".join(line + "\x02短句" for line in PROSE)) == []
    ten = "x@hewan.cc"
    assert len(ten) == 10
    assert denoise_text("\n".join(f"{line}{ten[1:]}" for line in PROSE)) == []
    assert repeated("\n".join(f"{line}{ten}" for line in PROSE)).split("\n") == PROSE


def test_a_sentence_in_front_of_some_lines_only() -> None:
    lines = [SENTENCE + line for line in PROSE[:5]]
    assert repeated("\n".join([*lines, *PROSE[5:]])).split("\n") == PROSE


def test_lines_that_are_all_alike_stay() -> None:
    assert list(find_repeated(f"{SENTENCE}\n" * 8, [(0, len(SENTENCE) * 8 + 8)])) == []


def test_repeated_sentences_of_each_post() -> None:
    text = "\n".join(line + SENTENCE for line in PROSE)
    half = text.index(PROSE[4])
    edits = list(find_repeated(text, [(0, half), (half, len(text))]))
    assert edited(text, edits).split("\n") == PROSE
    assert list(find_repeated(text, [(0, text.index(PROSE[3]))])) == []


# ── characters without width ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("char", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
def test_a_character_without_width_goes_anywhere(char: str) -> None:
    assert cleaned(f"夜里{char}浇水 a{char}b") == "夜里浇水 ab"
    (edit, _) = denoise_text(f"夜里{char}浇水 a{char}b")
    assert edit == (2, 3, char, "", "noise/zero-width", "strip", ())


@pytest.mark.parametrize("char", ["\u200c", "\u200d"])
def test_a_joiner_goes_beside_chinese_only(char: str) -> None:
    assert cleaned(f"夜里{char}浇水") == "夜里浇水"
    assert cleaned(f"夜{char}a") == "夜a"
    assert cleaned(f"a{char}夜") == "a夜"
    assert denoise_text(f"نمی{char}خواهم") == []


def test_characters_without_width_inside_the_ranges_only() -> None:
    text = "一\u200b二\u200b三\u200b四"
    assert [edit.start for edit in find_invisible(text, [(2, 4)])] == [3]
    assert [edit.start for edit in find_invisible(text, [(0, 2), (4, 7)])] == [1, 5]
