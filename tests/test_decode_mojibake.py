"""Whole documents that were read with the wrong charset: undone where certain, left alone elsewhere."""

from __future__ import annotations

import time

import pytest

from forumclean.decode import decode, encode, mojibake, steps
from forumclean.model import Document, Source
from forumclean.options import Options

SIMPLE = (
    "标题：请大家推荐一本好书\n发表于 2019-3-2 08:15 | 只看该作者\n　　我想在周末看一点有意思的书，最好不要太长。\n"
    "上次看的那本讲海的故事，写得很好，可是最后两章有点散。\nOK，先谢谢了！价格不要超过30元\n"
)
FULL = (
    "標題：請大家推薦一本好書\n　　我想在週末看一點有意思的書，最好不要太長。\n"
    "上次看的那本講海的故事，寫得很好，可是最後兩章有點散。\n"
)


def browser(raw: bytes) -> str:
    """Bytes as a browser shows them that takes them for windows-1252."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def read(data: bytes | str) -> Document:
    document = decode(Source(None, data), Options())
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    assert encode(document.text, document.encoding, document.bom, document.losses, document.mojibake) == raw
    return document


@pytest.mark.parametrize(
    ("garbled", "steps", "text"),
    [
        (SIMPLE.encode().decode("latin-1"), ("latin-1", "utf-8"), SIMPLE),
        (browser(SIMPLE.encode()), ("cp1252", "utf-8"), SIMPLE),
        (SIMPLE.encode("gbk").decode("latin-1"), ("latin-1", "gb18030"), SIMPLE),
        (browser(FULL.encode("big5")), ("latin-1", "big5hkscs"), FULL),
        (FULL.encode("big5").decode("latin-1"), ("latin-1", "big5hkscs"), FULL),
        (SIMPLE.encode().decode("latin-1").encode().decode("latin-1"), ("latin-1", "utf-8") * 2, SIMPLE),
        (FULL.encode("big5").decode("gb18030", "replace"), ("gb18030", "big5hkscs"), FULL),
        ("锛屾垜鐭ラ亾", ("gb18030", "utf-8"), "，我知道"),
        ("ÖÐÎÄÂÛÌ³", ("latin-1", "gb18030"), "中文论坛"),
        ("ä»Šå¤©çš„å¤©æ°”", ("cp1252", "utf-8"), "今天的天气"),
    ],
)
def test_undone(garbled: str, steps: tuple[str, ...], text: str) -> None:
    document = read(garbled.encode())
    assert (document.text, document.mojibake) == (text, steps)
    assert document.warnings[0].startswith(f"the whole text had been read as {steps[0]} while it is {steps[1]}")
    assert read(garbled).text == text


def even(text: str) -> str:
    """The text with every run of Chinese in even length: nothing is lost when its UTF-8 is read as GBK."""
    return "".join(line + ("！" if len(line.encode()) % 2 else "") + "\n" for line in text.split("\n") if line)


def test_utf8_as_gbk_without_loss() -> None:
    text = even("今天的天气很好，我们去海边\n路上有很多人，大家都很高兴\n")
    document = read(steps.misread(text.encode(), "gb18030").encode())
    assert (document.text, document.mojibake, document.losses) == (text, ("gb18030", "utf-8"), ())


def test_the_byte_80_is_the_euro_sign_of_windows() -> None:
    assert read("銆€銆€浠婂ぉ鐨勫ぉ姘斿緢濂姐€侟").text.startswith("　　今天的天气很好、")


@pytest.mark.parametrize("errors", ["replace", "ignore"])
@pytest.mark.parametrize("sign", ["�", "?"])
def test_utf8_as_gbk_with_losses(errors: str, sign: str) -> None:
    garbled = SIMPLE.encode().decode("gb18030", errors).replace("�", sign)
    document = read(garbled.encode())
    assert document.mojibake == ("gb18030", "utf-8")
    assert "上次看的那本讲海的故事，写得很好，可是最后两章有点散" in document.text
    assert "characters that were lost before" in document.warnings[0]
    assert set(document.text) <= set(SIMPLE) | {"�", "?"}  # nothing is made up
    assert document.losses


def test_signs_of_entities_stand_among_garbled_bytes() -> None:
    lines = ["北岸论坛 › 生活 » 好书", "我们都很喜欢这里的气氛。"]
    garbled = "\n".join("".join(c if c in "›»" else c.encode("gbk").decode("latin-1") for c in line) for line in lines)
    assert read(garbled.encode()).text == "\n".join(lines)


def test_dropped_soft_hyphens_are_put_back() -> None:
    """Lynx never prints U+00AD, which is the second byte of 谁, 宽 and 辑."""
    text = ("谁都知道这里的路很宽，大家看了编辑的话。" + SIMPLE) * 3
    garbled = text.encode("gbk").decode("latin-1").replace("\xad", "")
    document = read(garbled.encode())
    assert document.text == text
    assert "soft hyphens" in document.warnings[0]


def test_one_quoted_line_is_no_garbled_document() -> None:
    text = SIMPLE + "有人看到的是这样：锛屾垜浠ヤ负杩欐槸璇\n怎么办？\n" + SIMPLE
    document = read(text.encode())
    assert (document.text, document.mojibake, document.warnings) == (text, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "Ça va à Noël, dès l'été où êtes-vous né ? Hélas, déçu…\n",
        "Größe, Ä Ö Ü ß äöü ÄÖÜ — übergrößenträger\n",
        "これはテストです。今日は天気がいいですね。\n",
        "안녕하세요. 오늘 날씨가 좋네요.\n",
        "Привет, как дела? Сегодня хорошая погода.\n",
        "饕餮魑魅魍魉，镕喆堃頔翀昇\n",
        "①②③④⑤ ★★★★★ →→→ ☆☆☆ ┌──┐\n",
        "😀😀😀😀😀\n",
        "¥100 ±5° ×3 ÷2 §4 ¶¶¶ ©®™ «»\n",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\n",
        "浠水县，涓流，潢川，璇玑，鐘錶\n",
    ],
)
def test_healthy_texts_stay(text: str) -> None:
    document = read(text.encode())
    assert (document.text, document.mojibake, document.warnings) == (text, (), ())


def test_what_cannot_be_undone_is_said() -> None:
    garbled = "".join(f"{char.encode().decode('gb18030', 'ignore')}�" for char in SIMPLE * 2 if char > "\x7f")
    document = read(garbled.encode())
    assert document.text == garbled
    assert "too many bytes lost" in document.warnings[0]


def test_damage_and_mojibake_together() -> None:
    raw = bytearray(SIMPLE.encode().decode("latin-1").encode())
    raw[len(raw) // 2 | 1] = 0xFF
    document = read(bytes(raw))
    assert document.mojibake == ("latin-1", "utf-8")
    assert document.text.startswith(SIMPLE[:40])
    assert document.text.endswith(SIMPLE[-20:])


@pytest.mark.parametrize("bomb", ["锛屾垜", "Ã¥", "ÖÐ", "锛�", "\xe4", "�?", "鎴?", "\xb0\xa1a", "é\n"])
def test_hostile_repetition_takes_bounded_time(bomb: str) -> None:
    text = "a" * 500_000 + "\n" + bomb * (1_000_000 // len(bomb))
    start = time.process_time()
    decode(Source(None, text), Options(input="text"))
    assert time.process_time() - start < 10


def test_recipes_are_pairs() -> None:
    assert all(len(recipe) % 2 == 0 for recipe in (*mojibake.SINGLE, *mojibake.DOUBLE))
