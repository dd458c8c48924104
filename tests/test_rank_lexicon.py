"""The lexicon and the kinds of lists: what a list of each kind holds, likelier than not or hardly."""

from __future__ import annotations

import pytest

from forumclean import tables
from forumclean.errors import TableError
from forumclean.masks.rank import lexicon
from forumclean.masks.rank.lexicon import COMMON, FOLDER, OF_THE_USER, lists_for, origins

ROWS = tables.load(FOLDER)
GIVEN = frozenset({"好茶"})


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_samples_are_likelier_on_a_list_of_the_kind_than_the_others(row: tables.Row):
    kind = ROWS.index(row)
    words = (*row.sample, *row.negative)
    odds = lists_for(words, GIVEN).odds[kind]
    assert len(words) == len(odds)
    assert min(odds[: len(row.sample)]) >= 0.0025
    if row.id != "list/own":  # of which nothing is known
        assert min(odds[: len(row.sample)]) > 3 * max(odds[len(row.sample) :])


def test_words_that_sites_were_seen_to_mask_are_in():
    assert {"高级", "独家", "正品", "首发", "永久", "著名", "秒杀", "第一", "最佳", "最"} <= origins().keys()


@pytest.mark.parametrize("stars", [1, 2, 3, 9])
def test_the_number_of_asterisks_tells_the_kind(stars: int):
    share = lists_for(("第一",), stars=stars).share
    assert share.sum() == pytest.approx(1)
    advertising, guarded = share[0], share[3]
    assert (advertising > guarded) == (stars < 3)


def test_the_users_kind_is_weighed_only_where_words_are_given():
    assert len(lists_for(("第一",)).share) == len(ROWS) - 1
    assert len(lists_for(("第一",), GIVEN).share) == len(ROWS)
    assert ROWS[-1].id == OF_THE_USER


@pytest.mark.parametrize("value", ["0", "1.0", "'much'"])
def test_odds_that_are_none_are_named(monkeypatch: pytest.MonkeyPatch, value: str):
    row = "[[row]]\nid='list/x'\nwhy='w'\nsample=['a']\nnot=['b']\n"
    names = (*COMMON, *lexicon.ORIGINS)
    text = row + "\n".join(f"{name} = {value if name == 'core' else 0.5}" for name in names)
    monkeypatch.setattr(tables, "load", lambda *_: tables.parse([("kinds.toml", text)], tables.KEYS[FOLDER]))
    with pytest.raises(TableError, match=r"kinds\.toml row 1 .*list/x.*: core must be"):
        lists_for(("第一",))
