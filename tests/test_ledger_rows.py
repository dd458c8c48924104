"""The rows of a ledger, one by one: what layers become when they are one, what a header says, and how rows are read again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from articles import articles_of

from forumclean.decisions import Decision, Decisions
from forumclean.emit.ledger import _rows
from forumclean.errors import BrokenPromiseError
from forumclean.ledger import Passage, checked
from forumclean.model import Document, Edit, Loss, Mark
from forumclean.options import Options

Row = tuple[int, int, str, str]


def layered(text: str, *layers: list[Row]) -> Passage:
    """The passage after layers of edits; the rule tells the layer (and the edit in it)."""
    passage = Passage.of(text)
    for number, layer in enumerate(layers):
        rows = [Edit(*row, f"noise/{number}{'abcdef'[i]}") for i, row in enumerate(layer)]
        passage = passage.apply(rows)
    return passage


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_what_a_json_encoder_writes():
    name = '名"\\\n\x1b\u2028\ud800'
    edits = [
        Edit(1, 2, '"', "\\\x00", name, "strip"),
        Edit(3, 4, "\u2028", "\ud800", "a", "b", (('"词', 0.5), ("字", 1e-07))),
    ]
    passage = Passage.of('甲"乙\u2028丙').apply(edits)
    document = Document("a", None, "text", passage.origin, "utf-8", "", b"", (Loss(0, 1, b"\xff"),), (), 1, "", ())
    rows = [*_rows(document, passage, Options())]
    assert len(rows) == 7
    assert [json.dumps(json.loads(row)) for row in rows] == rows
    assert json.loads(rows[3]) == {"start": 1, "end": 2, "old": '"', "new": "\\\x00", "rule": name, "stage": "strip"}


# ── marks behind edits ──────────────────────────────────────────────────────────────────────────


def moved(text: str, edits: list[Row], start: int, end: int, kind: str = "strong") -> tuple[int, int] | None:
    """Where a mark stands after the edits."""
    after = Passage.of(text, [Mark(start, end, kind)]).apply([Edit(*row, "noise/x") for row in edits])
    return after.marks[0][:2] if after.marks else None


GROWN = [(2, 4, "丙丁", "xyz"), (6, 7, "庚", "")]
TEXT = "甲乙丙丁戊己庚辛壬"


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (0, 2, (0, 2)),  # in front of all edits
        (1, 3, (1, 5)),  # its end in a removed place: where the replacement ends
        (2, 4, (2, 5)),  # what was replaced
        (3, 5, (2, 6)),  # its start in a removed place: where the replacement begins
        (4, 6, (5, 7)),  # between two
        (5, 7, (6, 7)),  # its end removed without replacement
        (6, 8, (7, 8)),
        (7, 9, (7, 9)),  # behind all
        (6, 7, None),  # all of it removed
        (4, 4, (5, 5)),  # an empty one stays
    ],
)
def test_a_mark_stands_with_what_is_left_of_its_text(start: int, end: int, wanted: tuple[int, int] | None) -> None:
    assert moved(TEXT, GROWN, start, end) == wanted


@pytest.mark.parametrize("kind", ["post", "image", "attachment", "media", "rule", "hidden"])
def test_marks_that_mean_something_without_text_stay(kind: str) -> None:
    assert moved(TEXT, GROWN, 6, 7, kind) == (7, 7)
    assert moved(TEXT, [(0, 9, TEXT, "")], 3, 5, kind) == (0, 0)


def test_a_mark_inside_an_insertion_does_not_take_it_in() -> None:
    assert moved("甲乙", [(1, 1, "", "xyz")], 0, 1) == (0, 1)
    assert moved("甲乙", [(1, 1, "", "xyz")], 1, 2) == (4, 5)
    assert moved("甲乙", [(1, 1, "", "xyz")], 1, 1) == (4, 4)


# ── an edit that lies ───────────────────────────────────────────────────────────────────────────


def test_the_rule_and_the_place_of_a_lie_are_named() -> None:
    with pytest.raises(BrokenPromiseError, match=r"^rule noise/lie at character 1 does not match the text") as caught:
        checked("甲乙", [Edit(1, 2, "丙", "", "noise/lie")])
    assert caught.value.reason == "ledger"
    assert str(caught.value).endswith(" another edit; this is a bug in forumclean, please report it with the input")
    with pytest.raises(BrokenPromiseError, match=r"^the ledger does not give the input back; .* report it$") as caught:
        replace(layered("甲乙", [(0, 1, "甲", "")]), origin="丙乙").verify()
    assert caught.value.reason == "ledger"


def test_edits_that_touch_are_apart() -> None:
    edits = [
        Edit(2, 3, "丙", "z", "noise/d"),
        Edit(2, 2, "", "y", "noise/c"),
        Edit(1, 2, "乙", "x", "noise/b"),
        Edit(0, 1, "甲", "", "noise/a"),
    ]
    assert [edit.rule for edit in checked("甲乙丙", edits)] == ["noise/a", "noise/b", "noise/c", "noise/d"]


def test_two_insertions_at_one_place_keep_their_order() -> None:
    passage = layered("甲乙", [(1, 1, "", "b"), (1, 1, "", "a")])
    assert passage.text == "甲ba乙"
    assert passage.undone().text == "甲乙"


def test_what_is_undone_has_neither_marks_nor_the_layer() -> None:
    passage = layered(TEXT, [(0, 1, "甲", "")], [(3, 5, "戊己", "xyz"), (6, 7, "辛", "")])
    back = passage.marked([Mark(0, 1, "strong")]).undone()
    assert (back.text, back.marks, back.origin, back.layers) == (TEXT[1:], (), TEXT, passage.layers[:1])
    assert layered("abcdefghij", THREE).undone().text == "abcdefghij"


# ── several layers as one ───────────────────────────────────────────────────────────────────────


THREE: list[Row] = [(0, 1, "a", "XYZ"), (2, 3, "c", ""), (4, 5, "e", "PQ")]
HEAD = [(0, 1, "a", "XYZ", "0a"), (2, 3, "c", "", "0b")]


@pytest.mark.parametrize(
    ("text", "layers", "wanted"),
    [
        ("甲乙丙丁", [[(1, 2, "乙", "")], [(1, 2, "丙", "x")]], [(1, 2, "乙", "", "0a"), (2, 3, "丙", "x", "1a")]),
        ("甲乙丙丁", [[(1, 2, "乙", "")], [(0, 1, "甲", "x")]], [(0, 1, "甲", "x", "1a"), (1, 2, "乙", "", "0a")]),
        # the second takes in what the first changed
        ("甲乙丙丁", [[(1, 2, "乙", "xy")], [(2, 3, "y", "z")]], [(1, 2, "乙", "xz", "1a")]),
        ("甲乙丙丁", [[(1, 2, "乙", "xy")], [(1, 2, "x", "z")]], [(1, 2, "乙", "zy", "1a")]),
        ("甲乙丙丁", [[(1, 2, "乙", "xy")], [(0, 2, "甲x", "")]], [(0, 2, "甲乙", "y", "1a")]),
        ("甲乙丙丁", [[(1, 2, "乙", "xy")], [(2, 4, "y丙", "")]], [(1, 3, "乙丙", "x", "1a")]),
        # touching, and apart
        ("甲乙丙丁", [[(1, 2, "乙", "xy")], [(3, 4, "丙", "")]], [(1, 2, "乙", "xy", "0a"), (2, 3, "丙", "", "1a")]),
        ("甲乙丙丁", [[(1, 2, "乙", "xy")], [(0, 1, "甲", "")]], [(0, 1, "甲", "", "1a"), (1, 2, "乙", "xy", "0a")]),
        (
            "甲乙丙丁",
            [[(2, 3, "丙", "xyz")], [(0, 1, "甲", "q")]],
            [(0, 1, "甲", "q", "1a"), (2, 3, "丙", "xyz", "0a")],
        ),
        (
            "甲乙丙丁",
            [[(0, 1, "甲", "xyz")], [(4, 5, "丙", "q")]],
            [(0, 1, "甲", "xyz", "0a"), (2, 3, "丙", "q", "1a")],
        ),
        # one of the second over two of the first, two of the second into one of the first
        ("甲乙丙丁", [[(0, 1, "甲", "x"), (2, 3, "丙", "")], [(0, 3, "x乙丁", "q")]], [(0, 4, "甲乙丙丁", "q", "1a")]),
        ("甲乙丙丁", [[(1, 3, "乙丙", "xyz")], [(1, 2, "x", ""), (3, 4, "z", "w")]], [(1, 3, "乙丙", "yw", "1a")]),
        # a chain: the first edit of the second ends in an edit of the first, in which the next begins
        (
            "甲乙丙丁戊",
            [[(1, 2, "乙", "xy"), (3, 4, "丁", "")], [(0, 2, "甲x", "p"), (2, 4, "y丙", "q")]],
            [(0, 3, "甲乙丙", "pq", "1a"), (3, 4, "丁", "", "0b")],
        ),
        # several of the first that grow and shrink, in front of, inside and behind those of the second
        (
            "abcdefghij",
            [THREE, [(3, 4, "b", "B"), (6, 8, "Qf", "q"), (9, 10, "h", "")]],
            [
                (0, 1, "a", "XYZ", "0a"),
                (1, 2, "b", "B", "1a"),
                (2, 3, "c", "", "0b"),
                (4, 6, "ef", "Pq", "1b"),
                (7, 8, "h", "", "1c"),
            ],
        ),
        (
            "abcdefghij",
            [THREE, [(1, 6, "YZbdP", "!"), (8, 9, "g", "G")]],
            [(0, 5, "abcde", "X!Q", "1a"), (6, 7, "g", "G", "1b")],
        ),
        (
            "abcdefghij",
            [THREE, [(4, 6, "dP", "!"), (11, 12, "j", "")]],
            [*HEAD, (3, 5, "de", "!Q", "1a"), (9, 10, "j", "", "1b")],
        ),
        # three layers
        (
            "甲乙丙丁戊",
            [[(0, 1, "甲", "")], [(3, 4, "戊", "")], [(0, 1, "乙", "x"), (2, 3, "丁", "y")]],
            [(0, 1, "甲", "", "0a"), (1, 2, "乙", "x", "2a"), (3, 4, "丁", "y", "2b"), (4, 5, "戊", "", "1a")],
        ),
        # at the very end
        ("甲乙", [[(2, 2, "", "x")], [(3, 3, "", "y")]], [(2, 2, "", "x", "0a"), (2, 2, "", "y", "1a")]),
        ("甲乙", [[(1, 2, "乙", "")], [(1, 1, "", "y")]], [(1, 2, "乙", "", "0a"), (2, 2, "", "y", "1a")]),
    ],
)
def test_one_ledger_of_several_layers(text: str, layers: list[list[Row]], wanted: list[tuple[object, ...]]) -> None:
    passage = layered(text, *layers)
    assert [(*edit[:4], edit.rule.removeprefix("noise/")) for edit in passage.ledger()] == wanted


def test_stage_and_candidates_go_with_an_edit() -> None:
    candidates = (("最好", 0.9), ("最早", 0.1))
    passage = layered("甲no*乙", [(1, 3, "no", "")]).apply(
        [Edit(1, 2, "*", "最好", "restore/word", "restore", candidates)]
    )
    assert passage.ledger()[1] == Edit(3, 4, "*", "最好", "restore/word", "restore", candidates)


# ── as JSON Lines ───────────────────────────────────────────────────────────────────────────────


def rows_of(passage: Passage, **changes: object) -> list[dict[str, object]]:
    article = replace(articles_of([]), passage=passage, **changes)  # type: ignore[arg-type]
    text = article.to_ledger()
    assert text.endswith("}\n")
    return [json.loads(row) for row in text.splitlines()]


def test_the_header_says_what_is_needed_to_get_the_bytes_back() -> None:
    losses = (Loss(1, 2, b"\xff\xfe"),)
    document = Document("a.txt", None, "text", "甲\ufffd", "gb18030", "test", b"\xef\xbb", losses, ("cp1252",), 7, "5a")
    options = Options(posts="2-5", masks="mark", width="full", decisions=Decisions((Decision("甲", "*", "乙", "丙"),)))
    rows = rows_of(Passage.of("甲\ufffd"), document=document, options=options)
    told = rows[0].pop("options")
    assert rows == [
        {
            "document": "forumclean.ledger/1",
            "name": "a.txt",
            "encoding": "gb18030",
            "kind": "text",
            "sha256": "5a",
            "bytes": 7,
            "bom": "efbb",
            "mojibake": ["cp1252"],
        },
        {"start": 1, "end": 2, "raw": "fffe"},
        {"start": 0, "end": 2, "kept": "甲\ufffd"},
    ]
    assert isinstance(told, dict)
    assert told["decisions"] == 1
    assert (told["posts"], told["masks"], told["width"], told["min_probability"]) == ("2-5", "mark", "full", 0.6)
    assert "floors" not in told


def test_without_decisions_none_are_counted() -> None:
    (header,) = rows_of(Passage.of(""))
    assert isinstance(header["options"], dict)
    assert header["options"]["decisions"] == 0


def test_what_stayed_and_what_changed_in_order() -> None:
    assert rows_of(layered("甲乙丙", [(0, 1, "甲", "x"), (1, 2, "乙", "")]))[1:] == [
        {"start": 0, "end": 1, "old": "甲", "new": "x", "rule": "noise/0a", "stage": "strip"},
        {"start": 1, "end": 2, "old": "乙", "new": "", "rule": "noise/0b", "stage": "strip"},
        {"start": 2, "end": 3, "kept": "丙"},
    ]


def masked(passage: Passage, *ranges: tuple[int, int], **data: object) -> list[tuple[object, object, object]]:
    """The rows of masks that stay: start, end, what stood there."""
    listed = passage.marked([Mark(s, e, "mask", {"restored": False, **data}) for s, e in ranges])
    rows = [row for row in rows_of(listed)[1:] if row.get("rule") == "restore/mask"]
    assert all(row["old"] == row["new"] and row["stage"] == "restore" for row in rows)
    return [(row["start"], row["end"], row["old"]) for row in rows]


@pytest.mark.parametrize(
    ("passage", "ranges", "wanted"),
    [
        (layered("甲*乙**丙"), [(1, 2), (3, 5)], [(1, 2, "*"), (3, 5, "**")]),
        (layered("甲*乙**丙"), [(3, 5), (1, 2)], [(1, 2, "*"), (3, 5, "**")]),
        # edits in front of it, touching it on either side, behind it
        (layered("no甲*", [(0, 2, "no", "")]), [(1, 2)], [(3, 4, "*")]),
        (layered("甲no*", [(1, 3, "no", "")]), [(1, 2)], [(3, 4, "*")]),
        (layered("甲*no乙", [(2, 4, "no", "")]), [(1, 2)], [(1, 2, "*")]),
        (layered("甲no*", [(1, 3, "no", "也许")]), [(3, 4)], [(3, 4, "*")]),
        (layered("no甲*乙no*丙", [(0, 2, "no", "x"), (5, 7, "no", "")]), [(2, 3), (4, 5)], [(3, 4, "*"), (7, 8, "*")]),
        # an edit made the asterisks, or reaches into them: there is no such text in the input
        (layered("甲x乙", [(1, 2, "x", "*")]), [(1, 2)], []),
        (layered("甲**乙", [(1, 2, "*", "*")]), [(1, 3)], []),
        (layered("甲**乙", [(2, 3, "*", "*")]), [(1, 3)], []),
        (layered("甲*no*乙", [(2, 4, "no", "")]), [(1, 3)], []),
        (layered("甲x乙", [(1, 2, "x", "**")]), [(2, 3)], []),
        # one place is told once; a mask of no length is none
        (layered("甲**乙"), [(1, 3), (2, 3)], [(1, 3, "**")]),
        (layered("甲**乙"), [(1, 2), (2, 3)], [(1, 2, "*"), (2, 3, "*")]),
        (layered("甲*乙"), [(1, 1)], []),
    ],
)
def test_masks_that_stay_have_rows_of_their_own(
    passage: Passage, ranges: list[tuple[int, int]], wanted: list[tuple[int, int, str]]
) -> None:
    assert masked(passage, *ranges) == wanted


def test_a_restored_mask_and_other_marks_have_none() -> None:
    passage = layered("甲*乙")
    assert masked(passage, (1, 2), restored=True) == []
    assert len(rows_of(passage.marked([Mark(1, 2, "strong")]))) == 2


def test_a_mask_without_candidates_tells_none() -> None:
    for data in ({}, {"candidates": ()}, {"candidates": "最好"}):
        rows = rows_of(Passage.of("甲*", [Mark(1, 2, "mask", data)]))
        assert rows[2] == {"start": 1, "end": 2, "old": "*", "new": "*", "rule": "restore/mask", "stage": "restore"}


def test_masks_stand_among_the_edits_in_order() -> None:
    passage = layered("*甲no*", [(2, 4, "no", "")]).marked([Mark(0, 1, "mask"), Mark(2, 3, "mask")])
    assert [(row["start"], row["end"]) for row in rows_of(passage)[1:]] == [(0, 1), (1, 2), (2, 4), (4, 5)]


def test_insertions_keep_their_order_among_masks() -> None:
    passage = layered("甲*乙", [(0, 0, "", "b"), (0, 0, "", "a"), (2, 2, "", "x")]).marked([Mark(3, 4, "mask")])
    rows = [(row["start"], row["end"], row.get("new")) for row in rows_of(passage)[1:]]
    assert rows == [(0, 0, "b"), (0, 0, "a"), (0, 1, None), (1, 2, "*"), (2, 2, "x"), (2, 3, None)]


def test_joined_pages_stand_one_after_the_other() -> None:
    pages = [replace(articles_of([]), passage=layered(text)) for text in ("甲的面。", "乙。")]
    assert replace(pages[0], joined=tuple(pages)).to_ledger() == pages[0].to_ledger() + pages[1].to_ledger()
