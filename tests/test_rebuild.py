"""A ledger alone gives the input back: every byte of a text, the page text of anything else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forumclean
from forumclean.errors import BrokenPromiseError, InputError, UsageError
from forumclean.options import Options
from forumclean.rebuilding import rebuild

TEXT = "　　凌晨的站台上，只有卖热豆浆的推车亮着灯。\n　　他说这是全站*热闹的一刻。\n\n第二班车到得很慢，没有人抱怨。\n"
NOISY = "　　凌晨的站台上，只有卖热豆浆的推车亮着灯。\n0 \\$ h' }, k\" o　　他说这是全站*热闹的一刻。\n# D' M5 S7 I: ]$ X3 v　　车来了。\n"
GENERATOR = '<meta name="generator" content="Discuz! X3.5">'
HTML = (
    f'<html><head>{GENERATOR}<title>题</title></head><body><div id="postlist"><div id="post_13"><table id="pid13"><tr><td>'
    '<em>发表于 2024-4-8 09:12</em><div class="pcb"><table><tr><td class="t_f" id="postmessage_13">凌晨的<b>站台</b>上。<br>'
    "车来了，&amp; 人走了。</td></tr></table></div></td></tr></table></div></div></body></html>"
)


def again(data: bytes | str, **options: str) -> bytes:
    ledger = forumclean.clean(data, options=Options(**options)).to_ledger()  # type: ignore[arg-type]
    return rebuild(ledger.splitlines())


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk", "big5", "utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [TEXT, NOISY], ids=["clean", "noisy"])
def test_text_in_any_codec_with_any_line_end(codec: str, end: str, text: str) -> None:
    words = (
        text
        if codec != "big5"
        else text.translate(str.maketrans("热浆车灯说这个", "熱漿車燈說這個")).replace("抱怨", "怨")
    )
    data = words.replace("\n", end).encode(codec, "ignore")
    assert again(data) == data


@pytest.mark.parametrize("masks", ["restore", "mark", "keep"])
def test_whatever_the_options_are(masks: str) -> None:
    data = NOISY.encode()
    assert again(data, masks=masks) == data
    assert again(data, masks=masks, width="full") == data
    assert again(data, masks=masks, posts="first") == data


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "lost byte": lambda d: d[:50] + d[51:],
    "cut off": lambda d: d[:-4],
    "wild bytes": lambda d: d[:31] + b"\xff\xfe\x80" + d[31:],
    "at the start": lambda d: b"\xba" + d,
    "a replacement character of its own": lambda d: d[:30] + "\ufffd".encode() + d[30:],
    "zero bytes": lambda d: d[:60] + b"\0" + d[60:],
    "mixed line ends": lambda d: d.replace(b"\n", b"\r\n", 1),
    "no line end": lambda d: d.rstrip(b"\n"),
    "form feed": lambda d: d.replace(b"\n", b"\x0c\n", 1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_damaged_bytes_come_back(codec: str, damage: Callable[[bytes], bytes]) -> None:
    data = damage(NOISY.encode(codec))
    assert again(data) == data


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255), st.booleans()), max_size=4))
@settings(derandomize=True, deadline=None, database=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_random_damage_comes_back(hits: list[tuple[int, int, bool]]) -> None:
    data = bytearray((NOISY + TEXT).encode())
    for at, value, instead in hits:
        if instead:
            data[at % len(data)] = value
        else:
            data.insert(at % len(data), value)
    assert again(bytes(data), input="text", encoding="utf-8") == bytes(data)


def test_text_that_came_as_text() -> None:
    assert again(NOISY) == NOISY.encode()
    assert again("\ufeff" + TEXT) == ("\ufeff" + TEXT).encode()


def test_mojibake_is_undone_and_comes_back() -> None:
    data = (TEXT * 3).encode().decode("cp1252", "replace").replace("\ufffd", "").encode()
    assert again(data) == data


def test_a_page_gives_its_text() -> None:
    article = forumclean.clean(HTML)
    text = rebuild(article.to_ledger().splitlines()).decode()
    assert text == article.passage.origin
    assert "".join(text.split()) == "题发表于2024-4-809:12凌晨的站台上。车来了，&人走了。"


# ── several documents, and ledgers that are none ────────────────────────────────────────────────


def ledger(text: str, name: str) -> list[str]:
    return forumclean.clean(text, name=name).to_ledger().splitlines()


def test_one_of_several_is_picked_by_name() -> None:
    rows = [*ledger(TEXT, "a.txt"), "", *ledger(NOISY, "b.txt")]
    assert rebuild(rows, "b.txt") == NOISY.encode()
    assert rebuild(rows, "a.txt") == TEXT.encode()
    with pytest.raises(UsageError, match=r"--name: a\.txt, b\.txt"):
        rebuild(rows)
    with pytest.raises(UsageError, match=r"no document 'c\.txt'"):
        rebuild(rows, "c.txt")


def test_rows_in_any_order_below_their_header() -> None:
    rows = ledger(NOISY, "a.txt")
    below = rows[1:]
    random.Random(3).shuffle(below)
    assert rebuild([rows[0], *below]) == NOISY.encode()


HEADER = forumclean.clean(TEXT, name="a.txt").to_ledger().splitlines()[0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "empty"),
        (["", " "], "empty"),
        (["no json"], "line 1"),
        (["[1, 2]"], "line 1"),
        (['{"start": 0, "end": 1, "kept": "a"}'], "header"),
        (['{"document": "forumclean.ledger/9"}'], "another version"),
        (['{"document": "forumclean.ledger/1"}'], "line 1"),
        (["[" * 100_000], "line 1"),
        ([HEADER, '{"start": Infinity, "end": 1, "kept": "a"}'], "line 2"),
        ([HEADER, '{"start": 0, "end": -1e999, "raw": "00"}'], "line 2"),
    ],
)
def test_what_is_no_ledger_is_refused(lines: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        rebuild(lines)
    assert caught.value.reason == "ledger"


@pytest.mark.parametrize(
    "wrong",
    [
        {"encoding": "utf-9"},
        {"encoding": "hex"},
        {"encoding": "utf-8\0"},
        {"encoding": None},
        {"bom": "zz"},
        {"bom": 3},
        {"mojibake": [["utf-8", "gb18030"]]},
        {"mojibake": ["utf-8"]},
        {"mojibake": ["gb18030", "utf-9"]},
        {"mojibake": ["gb18030", "utf-8"] * 50_000},
        {"mojibake": None},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
def test_a_header_that_cannot_be_is_refused_with_its_line(wrong: dict[str, object]) -> None:
    rows = ledger(TEXT, "a.txt")
    with pytest.raises(InputError, match="line 1 is no row of a ledger"):
        rebuild([json.dumps(json.loads(rows[0]) | wrong), *rows[1:]])


def test_a_row_that_is_not_as_long_as_it_says() -> None:
    rows = ledger(TEXT, "a.txt")
    with pytest.raises(InputError, match="line 3"):
        rebuild([rows[0], rows[1], json.dumps({"start": 0, "end": 5, "kept": "短"})])


def test_a_missing_row_is_named() -> None:
    rows = ledger(NOISY, "a.txt")
    with pytest.raises(InputError, match=r"characters 0 to \d+ of a\.txt are missing"):
        rebuild([rows[0], *rows[2:]])


def test_a_changed_row_is_a_broken_promise() -> None:
    rows = ledger(TEXT, "a.txt")
    changed = [row.replace(json.dumps("豆浆")[1:-1], json.dumps("豆腐")[1:-1]) for row in rows]
    assert changed != rows
    with pytest.raises(BrokenPromiseError, match=r"a\.txt does not give the input back"):
        rebuild(changed)
    with pytest.raises(BrokenPromiseError):
        rebuild(rows[:-1])
