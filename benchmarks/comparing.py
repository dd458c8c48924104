"""forumclean beside its peers: every page scored, some of them timed against an lxml parse of the same text in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import document_fromstring

from benchmarks.golds import Page, unmasked
from benchmarks.peers import PEERS, Extract, Peer
from benchmarks.scoring import Score, score

TIMED = 16
"""So many pages of a set are timed, spread evenly over it."""
RUNS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a peer on a set of pages."""

    peer: Peer
    score: Score
    ratio: float
    """The median over the timed pages of its time to that of an lxml parse."""
    reason: str = ""
    """Why there are no figures; empty where there are."""


def compare(pages: Sequence[Page], peers: Sequence[Peer] = PEERS) -> list[Row]:
    """A row for each peer, in order; one that cannot be had, or fails on every page, is a row with the reason."""
    return [_row(peer, pages) for peer in peers]


def _row(peer: Peer, pages: Sequence[Page]) -> Row:
    try:
        extract = peer.make()
    except ImportError:
        return Row(peer, Score(), 0.0, peer.missing)
    except Exception as error:  # noqa: BLE001 - whatever a tool raises while it loads, the other rows are wanted
        return Row(peer, Score(), 0.0, _told(error))
    pages = [unmasked(page) for page in pages] if peer.unmasked else pages
    whole, faults = Score(), list[str]()
    for page in pages:
        text, fault = _extracted(extract, page.text)
        faults += [fault] if fault else []
        whole += score(text, page.gold, page.noise) + Score(failed=bool(fault))
    if whole.failed == whole.pages:
        return Row(peer, whole, 0.0, next(iter(faults), "no pages"))
    return Row(peer, whole, ratio(extract, pages[:: max(1, len(pages) // TIMED)]))


def _extracted(extract: Extract, text: str) -> tuple[str, str]:
    """(text, fault): a page that makes a tool fail counts as nothing found."""
    try:
        return extract(text), ""
    except Exception as error:  # noqa: BLE001 - the tools raise what they like
        return "", _told(error)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120]


def ratio(extract: Extract, pages: Sequence[Page]) -> float:
    """The median of time over the time of an lxml parse, of the pages that the tool can read; both the best of some runs."""
    ratios = [
        _seconds(lambda text=page.text: extract(text)) / _seconds(lambda text=page.text: document_fromstring(text))  # type: ignore[misc]
        for page in pages
        if not _extracted(extract, page.text)[1]
    ]
    return statistics.median(ratios) if ratios else 0.0


def _seconds(call: Callable[[], object]) -> float:
    """Processor time: a busy machine spoils it little."""
    taken: list[float] = []
    for _ in range(RUNS):
        begun = time.process_time()
        call()
        taken.append(time.process_time() - begun)
    return max(min(taken), 1e-9)
