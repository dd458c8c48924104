"""Captions belong to the picture right above them; sentences do not."""

from __future__ import annotations

import re

import pytest
from segmented import PROSE, blocks

from forumclean.model import Attachment, Image, Media, Paragraph, Rule
from forumclean.tables import Row, load


@pytest.mark.parametrize(
    "line",
    [
        "图1：雾里的船",
        "▲ 敲锣的人",
        "岸上的早市。摄影｜老林",
        "旧码头（受访者供图）",
        "图源：雾港晚报",
        "来源：雾港晚报",
    ],
)
def test_a_caption_belongs_to_the_picture_above(line: str) -> None:
    found = blocks(f"{PROSE}<img src=a.jpg/>\n{line}\n{PROSE}")
    assert found[2] == Image("a.jpg", caption=line)
    assert len(found) == 5


def test_a_centred_line_below_a_picture_is_its_caption() -> None:
    picture = Image("a.jpg", caption="敲锣的人")
    assert picture in blocks(f"{PROSE}<img src=a.jpg/>\n<center>敲锣的人</center>\n{PROSE}")
    assert picture not in blocks(f"{PROSE}<img src=a.jpg/>\n敲锣的人\n{PROSE}")


@pytest.mark.parametrize(
    "line",
    [
        "图书馆里没有人。",
        "船靠岸了。",
        "<center>他说：没有这回事。</center>",
        "<center>—— 未完待续 ——</center>",
        "<center>（完）</center>",
        "图1里的人笑了。后来他走了。",
    ],
)
def test_a_sentence_below_a_picture_is_none(line: str) -> None:
    found = blocks(f"{PROSE}<img src=a.jpg/>\n{line}\n{PROSE}")
    assert found[2] == Image("a.jpg")
    assert found[3] == Paragraph(re.sub("<[^<>]*>", "", line))


def test_only_one_caption_to_a_picture() -> None:
    found = blocks("<img src=a.jpg/>\n图1：雾里的船\n图2：敲锣的人\n")
    assert found == (Image("a.jpg", caption="图1：雾里的船"), Paragraph("图2：敲锣的人"))


CAPTIONS = load("captions")


@pytest.mark.parametrize("row", CAPTIONS, ids=[row.id for row in CAPTIONS])
def test_every_caption_row_fires_on_its_samples_and_on_nothing_else(row: Row) -> None:
    pattern = re.compile(row.text("pattern"))
    assert row.sample
    assert row.negative
    assert all(pattern.fullmatch(text) for text in row.sample)
    assert not any(pattern.fullmatch(text) for text in row.negative)


def test_points_stand_before_or_behind_their_line() -> None:
    found = blocks(
        "<img src=a.jpg/>船靠岸了。<img src=b.jpg/>\n锣声停了。\n<media src=c.mp4/>\n<rule/>\n<file filename=d.zip size=3KB>d.zip</file>"
    )
    assert found == (
        Image("a.jpg"),
        Paragraph("船靠岸了。"),
        Image("b.jpg"),
        Paragraph("锣声停了。"),
        Media("c.mp4"),
        Rule(),
        Attachment("d.zip", size="3KB"),
    )
