"""The rules that only code knows: each sample is taken by its rule somewhere, each counter-sample stays."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from inputs import FIXTURES, captures, fixtures
from jammer import jammer, tight
from ranked import ranked

import forumclean
from forumclean import ForumcleanError, Options
from forumclean.ledger import Passage
from forumclean.masks import restore
from forumclean.masks.width import find_widths
from forumclean.model import Edit
from forumclean.strip.noise import denoise_text
from forumclean.tables import Row, load

ROWS = load("rules")
API = """{"Version": "4", "Variables": {"forumname": "河湾", "thread": {"tid": "3", "subject": "河湾的水退了", "author": "阿舟"},
"postlist": [{"pid": "9", "number": "1", "author": "阿舟", "first": "1", "message": "水退了三寸。"}]}}"""


MARKDOWN = "|  **沙发** _发表于 2026-3-11 10:05_ | 只看该作者 |  水退了三寸。\n---\n|  _回复 _ 举报\n"
NUMBERED = "[8]发表于 | [9]只看该作者\n水退了。[12]回复\n\nReferences\n\n" + "".join(
    f" {n}. javascript:;\n" for n in range(1, 15)
)
ARCHIVED = """<html><head><title>井台 - Powered by Discuz! Archiver</title></head><body><div class="archiver_post">
<p><cite>阿舟</cite> 2007-5-1 08:12</p><div class="archiver_postbody">[b][color=Red]水[/color][/b]清了。</div></div></body></html>"""
PRINTED = "标题: 水 [打印本页]\n作者: 阿舟 时间: 2026-3-11 09:20\n水退了。 作者: 老周 时间: 2026-3-11 10:20\n好。\n"


def noise() -> Iterator[Edit]:
    """Edits of the families of noise that no fixture has."""
    rng = random.Random(7)
    lines = [
        "先清淤，再量水位。",
        "第三天下了雨，停工。",
        "第四天接着来。",
        "井壁有一处渗，补了。",
        "第五天歇着。",
        "水清了。",
    ] * 3
    yield from denoise_text("\n".join(f"{line}{tight(rng)}" for line in lines))
    yield from denoise_text("\n".join(f"{line}\x07q#本站 www.hewan-bbs.com\x02x" for line in lines[:6]))
    words = ["bbs.garden.example", "菜畦论坛", "屋顶种植,阳台", ""]
    text = ""
    for i, line in enumerate(lines * 2):
        word = rng.choice(words)
        text += line + word + jammer(rng) + "\n" if i % 2 else line + "\n" + jammer(rng) + word
    yield from denoise_text(text)
    yield from denoise_text("夜里\u200b浇水，没有人来。")


def words() -> Iterator[Edit]:
    """Edits of the restore stage."""
    dump = (FIXTURES / "thread.txt").read_bytes()
    for layer in ranked(dump).passage.layers:
        yield from layer
    yield from find_widths("今天没有什么好说的, 明天再来。", [])
    yield from restore(Passage.of("昨天谈到中 美两国的贸易"), Options()).layers[0]
    yield Edit(0, 1, "*", "*", "restore/mask")
    yield Edit(0, 1, "*", "甲", "restore/decided")


@cache
def taken() -> dict[str, list[str]]:
    """What each rule took, over all inputs there are."""
    found: dict[str, list[str]] = {}
    for edit in (*noise(), *words()):
        found.setdefault(edit.rule, []).append(edit.old)
    page = (FIXTURES / "pages" / "desktop-multi.html").read_text("utf-8")
    coded = page.replace("就写到这里。", "就写到这里。<br />\n[attach]2[/attach]")
    assert coded != page
    for data in (
        API.encode(),
        coded.encode(),
        "水退了。\r第二天放晴。".encode(),
        MARKDOWN.encode(),
        PRINTED.encode(),
        NUMBERED.encode(),
        ARCHIVED.encode(),
        *(path.read_bytes() for path in (*fixtures(), *captures())),
    ):
        try:
            layers = forumclean.clean(data, name="x").passage.layers
        except ForumcleanError:
            continue
        for layer in layers:
            for edit in layer:
                found.setdefault(edit.rule, []).append(edit.old)
    return found


ELSEWHERE = frozenset({"post-foot", "panel-column", "attachment-box", "code-head", "picture-name", "player-address", "related"}) | {
    "share", "login-to-see", "guest-tip", "hard-wrap", "markdown-cell", "split-line",
}  # fmt: skip
"""Rules that only dumps of many tools need; these are among the captures, where there are any."""


@pytest.mark.timeout(180)
@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_samples_are_taken_by_their_rule(row: Row):
    if row.id.partition("/")[2] in ELSEWHERE and not captures():
        pytest.skip("the captures beside the checkout are not here")
    for sample in row.sample:
        assert any(sample in text for text in taken().get(row.id, ())), (sample, taken().get(row.id, ())[:9])


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_counter_samples_stay(row: Row):
    for other in row.negative:
        text = f"今天早上又去了河边。\n{other}\n回来的时候下起了雨，就没有再去。\n"
        article = forumclean.clean(text, options=Options(masks="keep"))
        assert article.to_text() == text
        assert row.id not in {edit.rule for layer in article.passage.layers for edit in layer}
