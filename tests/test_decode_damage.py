"""Damaged bytes cost only themselves, and the way back always gives the input."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumclean.decode import decode, encode, resync
from forumclean.decode.reading import read
from forumclean.errors import InputError
from forumclean.model import Document, Loss, Source
from forumclean.options import Options

SIMPLE = (
    "　　早上七点，车站已经有很多人在等车。\n我把书放进包里，看了看时间，离开车还有十分钟。\n"
    "旁边的小孩问：“到海边要多久？”他的妈妈说：大概两个小时。\n车票是35元，OK，不贵。\n"
)
FULL = (
    "　　早上七點，車站已經有很多人在等車。\n我把書放進包裡，看了看時間，離開車還有十分鐘。\n"
    "旁邊的小孩問：「到海邊要多久？」他的媽媽說：大概兩個小時。\n車票是35元，OK，不貴。\n"
)
CODECS = [("utf-8", SIMPLE), ("gb18030", SIMPLE), ("big5hkscs", FULL)]


def back(document: Document) -> bytes:
    return encode(document.text, document.encoding, document.bom, document.losses, document.mojibake)


def decoded(data: bytes) -> Document:
    document = decode(Source("a.txt", data), Options())
    assert back(document) == data
    return document


def cost(found: str, sound: str) -> int:
    """How many characters of the sound text are not in their place any more."""
    start = next((i for i, (a, b) in enumerate(zip(found, sound, strict=False)) if a != b), min(len(found), len(sound)))
    rest = min(len(found), len(sound)) - start
    end = next((i for i in range(rest) if found[-1 - i] != sound[-1 - i]), rest)
    return len(sound) - start - end


@pytest.mark.parametrize(("codec", "text"), CODECS)
def test_truncation_costs_the_last_character(codec: str, text: str) -> None:
    data = (text * 2).encode(codec)
    for size in range(len(data) // 2, len(data)):
        document = decoded(data[:size])
        assert document.encoding == codec
        assert (text * 2).startswith(document.text.removesuffix("�"))
        assert bool(document.warnings) == document.text.endswith("�")


@pytest.mark.parametrize(("codec", "text"), CODECS)
@pytest.mark.parametrize("damage", ["flip", "delete"])
def test_one_damaged_byte_costs_about_one_character(codec: str, text: str, damage: str) -> None:
    data = text.encode(codec)
    costs: list[int] = []
    for place in (i for i, byte in enumerate(data) if byte >= 0x80):
        new = b"" if damage == "delete" else bytes([data[place] ^ 0x21])
        document = decoded(data[:place] + new + data[place + 1 :])
        assert document.encoding == codec
        costs.append(cost(document.text, text))
    assert max(costs) <= {"utf-8": 1, "gb18030": 4, "big5hkscs": 8}[codec]  # trail bytes of Big5 may be letters
    assert sum(costs) <= {"utf-8": 1, "gb18030": 1.5, "big5hkscs": 2.2}[codec] * len(costs)


def test_the_warning_names_number_place_and_bytes() -> None:
    document = decoded(b"\xef\xbb\xbf" + "今天的天气很好\n".encode() + b"\xff\xfe!" + "我们去散步\n".encode())
    assert document.text == "今天的天气很好\n��!我们去散步\n"
    assert document.losses == (Loss(8, 10, b"\xff\xfe"),)
    assert document.warnings[0].startswith("2 bytes are no utf-8 text")
    assert "at byte 25 (hex ff fe)" in document.warnings[0]


def test_half_a_character_is_one_replacement() -> None:
    assert decoded("今天的天气很好".encode() + b"\xe4\xbd").text == "今天的天气很好�"


def test_euro_sign_of_windows_gbk_is_no_damage() -> None:
    document = decoded("车票的价格是".encode("gbk") + b"\x8035\n" + SIMPLE.encode("gbk"))
    assert document.text.startswith("车票的价格是€35\n")
    assert (document.encoding, document.warnings) == ("gb18030", ())
    assert document.losses == (Loss(6, 7, b"\x80"),)


def test_emoji_as_two_surrogates_is_read() -> None:
    raw = "很好".encode() + "\ud83d\ude00".encode("utf-8", "surrogatepass") + "我们的论坛".encode()
    document = decoded(raw)
    assert (document.text, document.warnings) == ("很好😀我们的论坛", ())


def test_two_codes_for_one_character() -> None:
    document = decoded(FULL.encode("big5") + b"\xa2\xcc\xa2\xcd\xa1\xfe")
    assert document.text.endswith("十卄／")
    assert not document.warnings
    assert [loss.raw for loss in document.losses] == [b"\xa2\xcc", b"\xa1\xfe"]


def test_zero_bytes_stay_text() -> None:
    document = decoded(b"a\0b " + SIMPLE.encode())
    assert document.text == "a\0b " + SIMPLE


def test_silent_damage_in_gbk_is_found() -> None:
    """The byte behind the hole is a letter: the plain decoder pairs wrongly and sees nothing amiss."""
    raw = "今天的天气很好我们一起去海边散步OK，".encode("gbk")
    silent = 0
    for place in range(6, 12):
        holed = raw[:place] + raw[place + 1 :]
        silent += not holed.decode("gb18030", "surrogateescape").count("\udcf8")
        assert resync.decode(holed, "gb18030").endswith("我们一起去海边散步OK，")
    assert silent == 6


@pytest.mark.parametrize("rare", ["饕餮魑魅魍魉", "镕喆堃頔翀昇", "カディートのケーキ", "αβγδεζηθ", "①②③④⑤⑥⑦⑧"])
def test_rare_characters_are_no_damage(rare: str) -> None:
    text = f"他说的是{rare}，我们都不知道。\n{rare}\n"
    document = decoded(text.encode("gb18030"))
    assert (document.text, document.warnings) == (text, ())


def test_lines_of_several_charsets() -> None:
    raw = SIMPLE.encode() + SIMPLE.encode("gbk") + FULL.encode("big5")
    document = decoded(raw)
    assert document.text == SIMPLE + SIMPLE + FULL
    assert document.evidence == "it is UTF-8 with 4 lines of gb18030 and 4 lines of big5hkscs in it"


def test_size_and_hash_are_of_the_input() -> None:
    data = b"\xef\xbb\xbf" + SIMPLE.encode()
    document = decoded(data)
    assert (document.size, document.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_text_that_was_changed_cannot_be_written() -> None:
    with pytest.raises(InputError, match="changed after decoding"):
        encode("a🙂", "big5hkscs")


def test_line_ends_are_kept() -> None:
    data = "一行的\r\n两行的\r三行的\n\n".encode("gbk")
    assert decoded(data).text == "一行的\r\n两行的\r三行的\n\n"


ALL = (
    "utf-8",
    "gb18030",
    "big5hkscs",
    "cp950",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "cp1252",
    "shift_jis",
    "euc_kr",
    "iso2022_jp",
    "hz",
    "koi8-r",
)
PIECES = st.sampled_from(
    [
        b"\n",
        b"a",
        b"0",
        b"\x80",
        b"\xff",
        b"\xa2\xcc",
        b"\x81\x30",
        b"\xd8\x00",
        b"\xed\xa0",
        b"\x88\x62",
        b"\xf9\xf9",
        b"\xce\xd2",
        b"\x1b$B",
        b"~{",
        "，我".encode(),
        "的".encode("gbk"),
    ]
)
BYTES = st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=25).map(b"".join))


@given(BYTES, st.sampled_from(ALL))
@settings(max_examples=400, deadline=None)
def test_any_bytes_in_any_codec_come_back(data: bytes, codec: str) -> None:
    reading = read(data, codec)
    assert encode(reading.text, reading.codec, losses=reading.losses) == data
    reading.text.encode("utf-8")  # no lone surrogate leaves this stage


@given(
    st.one_of(
        BYTES,
        st.text(max_size=60).map(lambda text: text.encode()),
        st.text(alphabet="的一是不了，。我\nab?�", max_size=40).map(lambda text: text.encode("gb18030")),
    )
)
@settings(max_examples=400, deadline=None)
def test_any_bytes_that_are_accepted_come_back(data: bytes) -> None:
    try:
        document = decode(Source(None, data), Options(input="text"))
    except InputError:
        return
    assert back(document) == data
    document.text.encode("utf-8")


@given(st.text(st.characters(), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back(text: str) -> None:
    try:
        document = decode(Source(None, text), Options())
    except InputError:
        assert not text.strip("\ufeff \t\r\n\0").strip()
        return
    assert back(document) == text.encode("utf-8", "surrogatepass")


def test_damaged_pages_never_lose_a_byte() -> None:
    rng = random.Random(5)
    for codec, text in CODECS:
        for _ in range(60):
            data = bytearray((text * 2).encode(codec))
            for _ in range(rng.randrange(1, 12)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            decoded(bytes(data))
