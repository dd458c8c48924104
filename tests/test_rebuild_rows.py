"""The rows of a ledger read again: what gives the input back, and what is said of a ledger that cannot."""

from __future__ import annotations

import hashlib
import json
import tracemalloc

import pytest

from forumclean.errors import BrokenPromiseError, InputError, UsageError
from forumclean.rebuilding import rebuild


def ledger(data: bytes = "甲乙丙".encode(), *rows: object, **header: object) -> list[str]:
    """The rows of a small ledger, its header changed; without rows, the text is kept as a whole."""
    text = data.decode()
    head = {
        "document": "forumclean.ledger/1",
        "name": "a.txt",
        "kind": "text",
        "encoding": "utf-8",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bom": "",
        "mojibake": [],
        **header,
    }
    return [json.dumps(row) for row in (head, *(rows or ({"start": 0, "end": len(text), "kept": text},)))]


def test_kept_and_changed_rows_give_the_text() -> None:
    edit = {"start": 0, "end": 2, "old": "甲乙", "new": "x", "rule": "noise/x", "stage": "strip"}
    assert rebuild(ledger("甲乙丙".encode(), edit, {"start": 2, "end": 3, "kept": "丙"})) == "甲乙丙".encode()


def test_bytes_that_were_no_text_are_put_back() -> None:
    data = b"\xff\xfe" + "甲".encode("utf-16-le") + b"\x00\xd8"
    rows = [{"start": 1, "end": 2, "raw": "00d8"}, {"start": 0, "end": 2, "kept": "甲\ufffd"}]
    head = {"encoding": "utf-16-le", "bom": "fffe", "sha256": hashlib.sha256(data).hexdigest()}
    assert rebuild(ledger("甲\ufffd".encode(), *rows, **head)) == data


@pytest.mark.parametrize("kind", ["html", "json", "xml"])
def test_of_a_page_the_text_is_given_and_not_compared(kind: str) -> None:
    assert rebuild(ledger("甲\n乙".encode(), kind=kind, encoding="gbk", sha256="0")) == "甲\n乙".encode()
    rows = [{"start": 0, "end": 2, "kept": "甲\ud83d"}]
    assert rebuild(ledger(b"", *rows, kind=kind)) == "甲\ud83d".encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"start": 0, "end": 2, "kept": "甲"}], r"line 2 is no row of a ledger \(ValueError: its text is not as long"),
        ([{"start": 0, "end": 1, "kept": 1}], "line 2 .*not as long"),
        ([{"start": 0, "end": 1, "kept": ["甲"]}], "line 2 .*not as long"),
        ([{"start": 0, "end": 1}], r"line 2 .*KeyError: 'old'"),
        ([{"end": 1, "kept": "甲"}], "line 2 .*start"),
        ([{"start": 0, "end": 1, "raw": "xx"}], "line 2 .*ValueError"),
        ([{"start": 0, "end": 1, "kept": "甲"}, "甲"], "line 3 "),
        ([{"start": 1, "end": 2, "kept": "乙"}], r"line 1 .*characters 0 to 1 of a\.txt are missing"),
        ([{"start": 0, "end": 1, "kept": "甲"}] * 2, r"line 1 .*characters 1 to 0 of a\.txt are missing"),
    ],
)
def test_a_damaged_row_is_named_with_its_line(rows: list[object], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        rebuild(ledger("甲".encode(), *rows))
    assert caught.value.reason == "ledger"
    assert "give the file that --ledger wrote" in str(caught.value)


@pytest.mark.parametrize("key", ["name", "kind", "encoding", "sha256", "bom", "mojibake"])
def test_a_header_without_one_of_its_keys_is_damaged(key: str) -> None:
    rows = ledger()
    header = json.loads(rows[0])
    del header[key]
    with pytest.raises(InputError, match=f"line 1 .*KeyError: '{key}'"):
        rebuild([json.dumps(header), *rows[1:]])


def test_blank_lines_count_and_say_nothing() -> None:
    rows = ledger()
    assert rebuild(["", rows[0], " ", rows[1]]) == "甲乙丙".encode()
    with pytest.raises(InputError, match="line 4 "):
        rebuild(["", rows[0], " ", "["])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "^the ledger is empty; give the file that --ledger wrote$"),
        (['{"start": 0, "end": 1, "kept": "a"}'], "line 1 .*ValueError: the first row must be a header"),
        (['{"document": "forumclean.ledger/9"}'], "ValueError: made by another version: forumclean.ledger/9"),
    ],
)
def test_what_is_no_ledger_is_said_in_words(lines: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        rebuild(lines)
    assert caught.value.reason == "ledger"


def test_a_document_is_chosen_by_its_name() -> None:
    rows = [*ledger(b"a"), *ledger(b"b", name="b.txt"), *ledger(b"c", name=None)]
    assert rebuild(rows, "b.txt") == b"b"
    with pytest.raises(
        UsageError, match=r"^the ledger holds several documents; choose one with --name: a\.txt, b\.txt, None$"
    ):
        rebuild(rows)
    with pytest.raises(
        UsageError, match=r"^the ledger holds no document 'd'; it holds a\.txt, b\.txt, None$"
    ) as caught:
        rebuild(rows, "d")
    assert caught.value.reason == "usage"
    with pytest.raises(UsageError) as caught:
        rebuild([*ledger(b"a"), *ledger(b"b")], "a.txt")
    assert caught.value.reason == "usage"


def test_a_result_that_is_not_the_input_is_a_broken_promise() -> None:
    with pytest.raises(
        BrokenPromiseError, match=r"^the ledger of a\.txt does not give the input back; .* report it$"
    ) as caught:
        rebuild(ledger(sha256="0" * 64))
    assert caught.value.reason == "ledger"


def test_a_ledger_larger_than_memory_is_read_row_by_row() -> None:
    rows = (row for i in range(2_000) for row in ledger(b"abcd" * 25_000, name=f"{i}.txt"))
    tracemalloc.start()
    try:
        with pytest.raises(UsageError, match=r"it holds 0\.txt, 1\.txt, .*, 19\.txt and 1980 more$"):
            rebuild(rows, "a.txt")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_of_documents_with_one_name_the_number_picks_one() -> None:
    rows = [
        row for word in ("甲", "乙", "丙") for row in ledger(word.encode(), name="b.txt" if word == "乙" else "a.txt")
    ]
    assert [rebuild(rows, "a.txt", number).decode() for number in (1, 2)] == ["甲", "丙"]
    assert rebuild(rows, None, 2).decode() == "乙"
    with pytest.raises(UsageError, match="give a --number from 1 to 2"):
        rebuild(rows, "a.txt", 3)
