"""Noise whose signs a converter escaped comes out whole, and the text's own escapes stay."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

import pytest
from jammer import jammer, planted, served
from test_strip_edges import cleaned

from forumclean.model import Edit
from forumclean.strip.escapes import Reading, escapes, unescaped
from forumclean.strip.noise import denoise_text

PROSE = ["水退得晚。", "“没有人来。”他说。", "堤上的柳树还在。", "　　船停在对岸。", "", "见 a_b 和 c*d 两处"] * 3


def barred(text: str) -> str:
    return text.replace("|", r"\|")


def starred(text: str) -> str:
    return re.sub(r"([*_])", r"\\\1", text)


def bracketed(text: str) -> str:
    return re.sub(r"([*_\[\]`\\])", r"\\\1", text)


def punctuated(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def named(text: str) -> str:
    return html.escape(text).replace("\xa0", "&nbsp;")


def curled(text: str) -> str:
    return text.replace(" '", " ‘").replace("'", "’").replace('"', "”")


@pytest.mark.parametrize("escape", [barred, starred, bracketed, punctuated, html.escape, named, curled])
@pytest.mark.parametrize("seed", range(5))
def test_escaped_noise_comes_out_whole(escape: Callable[[str], str], seed: int) -> None:
    parts = [[escape(served(piece)) for piece in part] for part in planted(PROSE, random.Random(seed))]
    left = cleaned("\n".join("".join(part) for part in parts)).split("\n")
    assert left == [text for _, text, _ in parts]


def test_noise_that_nobody_escaped_has_no_escapes() -> None:
    rng = random.Random(4)
    assert escapes("\n".join(f"水退了。{served(jammer(rng))}" for _ in range(2000))) == frozenset()


@pytest.mark.parametrize(
    "line", [r"见 a\_b 和 c\*d", "A&amp;B 和 &quot;C&quot;", "It’s a dog’s life” he said", r"\[1\] 是注", "R&amp; D"]
)
def test_the_texts_own_escapes_stay(line: str) -> None:
    rng = random.Random(6)
    assert denoise_text(line) == []
    for escape in (starred, named, curled):
        noise = [escape(served(jammer(rng))) for _ in range(12)]
        text = "\n".join(f"水退了。{one}\n{line}" for one in noise)
        assert cleaned(text) == "\n".join(["水退了。", line] * 12)


def test_offsets_go_there_and_back() -> None:
    text = r"甲&amp;乙\_丙 \_3 丁"
    plain = Reading(text, unescaped(text, frozenset({"&amp;", "\\_"})))
    assert plain.text == "甲&乙_丙 _3 丁"
    pieces = ["甲", "&amp;", "乙", "\\_", "丙", " ", "\\_", "3", " ", "丁"]
    edits = [plain.edit(text, Edit(i, i + 1, char, "", "noise/jammer")) for i, char in enumerate(plain.text)]
    assert [edit.old for edit in edits] == pieces
    assert [plain.inside(edit.start) for edit in edits] == list(range(len(pieces)))
    assert plain.inside(len(text)) == len(plain.text)
