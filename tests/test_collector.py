"""The collector is held back while a dump is read, and runs again afterwards whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

import forumclean
from forumclean import RefusedError
from forumclean.collector import held_back
from forumclean.model import Document, Page
from forumclean.page import read


@pytest.fixture(autouse=True)
def _running() -> Iterator[None]:
    gc.enable()
    yield
    gc.unfreeze()
    gc.enable()


def test_held_back_inside_and_running_again_behind() -> None:
    with held_back():
        assert not gc.isenabled()
        with held_back():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_lets_it_on() -> None:
    with pytest.raises(RefusedError), held_back():
        raise RefusedError("抱歉", reason="message")
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    with held_back():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_the_last_of_two_threads_lets_it_on() -> None:
    entered, left = Barrier(2), Barrier(2)
    seen: list[bool] = []

    def other() -> None:
        with held_back():
            entered.wait(10)
            left.wait(10)
            seen.append(gc.isenabled())

    thread = Thread(target=other)
    with held_back():
        thread.start()
        entered.wait(10)
    seen.append(gc.isenabled())
    left.wait(10)
    thread.join(10)
    assert seen == [False, False]
    assert gc.isenabled()


def test_what_was_frozen_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with held_back():
        pass
    assert gc.get_freeze_count() == frozen > 0


def test_a_dump_is_read_without_it_and_a_page_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def watched(document: Document) -> Page:
        seen.append(gc.isenabled())
        return read(document)

    monkeypatch.setattr("forumclean.pipeline.read", watched)
    forumclean.clean("凌晨四点半，菜市场的灯亮了。\n他把两板豆腐抬上案子。")
    assert gc.isenabled()
    forumclean.clean(
        "<html><body><p>凌晨四点半，菜市场的灯亮了。</p><p>Discuz! 发表于 2020-1-1 10:00</p></body></html>"
    )
    assert seen == [False, True]
