"""Scores of words that the user gives: from their pieces, each by itself, however many there are."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import tiny
from growing import grows

from forumclean import InputError, Options
from forumclean.masks.rank import THREADS, network, scores
from forumclean.masks.rank.network import log_probabilities
from forumclean.masks.rank.scores import SPELLED, combined, given_scores
from forumclean.masks.rank.window import MASK, PAD, windows
from forumclean.ranking import ranker_of

TEXT = "这家店面全城*的，他是第一*人。"
MODEL = tiny.weights()
LEFT, RIGHT = windows(TEXT, [(6, 7), (13, 14)], MODEL.numbers)


def test_a_word_is_spelled_piece_by_piece():
    index = {word: i for i, word in enumerate(MODEL.words)}
    one, other = index["好吃"], index["面"]
    hidden = np.concatenate([np.full((2, 1), MASK), RIGHT[:, :-1]], 1)
    said = np.array([[MODEL.numbers["好"], 3]] * 2)  # 吃 is a character that the model does not know
    longer = np.concatenate([LEFT, said], 1)[:, 2:]
    wanted = log_probabilities(MODEL, LEFT, hidden)[:, one] + log_probabilities(MODEL, longer, RIGHT)[:, other]
    nowhere = np.full((1, LEFT.shape[1]), PAD)
    left, right = np.concatenate([LEFT, nowhere]), np.concatenate([RIGHT, nowhere])
    assert scores._spelled(MODEL, left, right, ["好吃面"])[0][:2, 0] == pytest.approx(wanted, abs=1e-4)


def test_a_score_does_not_depend_on_other_words():
    words = ["好吃面", "面好吃", "人好吃", "桌子面", "面人", "最好人", "唯一人", "第一面"]
    assert len(words) <= SPELLED
    together = given_scores(MODEL, LEFT, RIGHT, words)
    for i, word in enumerate(words):
        assert given_scores(MODEL, LEFT, RIGHT, [word])[:, 0] == pytest.approx(together[:, i], abs=1e-4)


def test_the_likeliest_of_many_words_keep_their_scores():
    words = [f"{a}{b}" for a in tiny.WORDS for b in tiny.WORDS if a + b not in tiny.WORDS]
    together = given_scores(MODEL, LEFT, RIGHT, words)
    for row in range(2):
        best = int(np.argmax(together[row]))
        assert given_scores(MODEL, LEFT, RIGHT, [words[best]])[row, 0] == pytest.approx(together[row, best], abs=1e-4)


def test_many_and_long_words_are_bounded():
    words = [f"面{chr(0x5000 + i)}{chr(0x6000 + i)}" for i in range(2000)] + ["面" * 20_000]
    began = time.process_time()
    assert np.isfinite(given_scores(MODEL, LEFT, RIGHT, words[:-1])).all()
    assert len(scores._pieces(words[-1], {"面面": 0}, 2)) == 10_000
    assert time.process_time() - began < 5


def repeated(gaps: int) -> tuple[np.ndarray, np.ndarray]:
    """The windows of so many gaps, all different."""
    text = "".join(f"{char}这家店面全城*的，" for char in (tiny.CHARS * gaps)[:gaps])
    return windows(text, [(i, i + 1) for i, char in enumerate(text) if char == "*"], MODEL.numbers)


def asked_of(monkeypatch: pytest.MonkeyPatch, gaps: int, words: list[str]) -> list[int]:
    """How many windows the network is shown, each time it is asked."""
    sizes: list[int] = []

    def counting(weights, left, right):
        sizes.append(len(left))
        return log_probabilities(weights, left, right)

    with monkeypatch.context() as patch:
        patch.setattr(network, "log_probabilities", counting)
        given_scores(MODEL, *repeated(gaps), words)
    return sizes


def test_questions_to_the_network_are_bounded(monkeypatch: pytest.MonkeyPatch):
    words = [f"{a}{b}{c}" for a in tiny.WORDS for b in tiny.WORDS for c in tiny.WORDS]
    long = [f"{word * 30}"[: scores.LONGEST] for word in words]
    for given in (words, long):
        first, *further = asked_of(monkeypatch, 700, given)
        assert first == 701  # each gap and the place that is none
        assert 0 < sum(further) <= scores.QUESTIONS - 700


def test_a_few_gaps_have_all_that_is_asked_for_them(monkeypatch: pytest.MonkeyPatch):
    words = [f"{word}{more}" for word in tiny.WORDS for more in ("面面", "人人")]
    assert asked_of(monkeypatch, 20, words)[1] <= 20 * SPELLED + len(words)
    with_all = given_scores(MODEL, *repeated(20), words)
    monkeypatch.setattr(scores, "QUESTIONS", 10**9)
    assert np.array_equal(given_scores(MODEL, *repeated(20), words), with_all)


def test_what_many_words_share_is_asked_once(monkeypatch: pytest.MonkeyPatch):
    _, shared = asked_of(monkeypatch, 1, [f"面{word}" for word in tiny.WORDS if word != "面"])
    assert shared == 2  # behind 面, at the gap and nowhere


def test_time_grows_with_the_list():
    lists = [[f"面{chr(0x4E00 + i // 300)}{chr(0x5000 + i % 300)}" for i in range(count)] for count in (20_000, 80_000)]
    assert grows(lambda words: given_scores(MODEL, LEFT, RIGHT, words), *lists)


def test_a_line_that_is_no_word_is_named(tmp_path: Path):
    path = tmp_path / "words.txt"
    path.write_text("好面\n# " + "注" * 4000 + "\n" + "水退了三寸。" * 2000 + "\n", "utf-8")
    with pytest.raises(InputError, match=r"words\.txt, line 3: 12000 characters .* one word a line"):
        ranker_of(Options(words=str(path)))
    path.write_text("面" * scores.LONGEST + "\n好面\t" + "注" * 4000 + "\n", "utf-8")
    ranker_of(Options(words=str(path)))


TOLD = """
import os, {first}forumclean.masks.rank.builtin as _
with open("/proc/self/status") as status:
    threads = next(line.split()[1] for line in status if line.startswith("Threads:"))
print(threads, *sorted(name for name in os.environ if name.endswith("_NUM_THREADS")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="threads are counted where Linux tells them")
@pytest.mark.parametrize(
    ("given", "first", "alone"), [({}, "", True), ({THREADS[0]: "2"}, "", False), ({}, "numpy, ", False)]
)
def test_numpy_is_loaded_with_one_thread_where_that_is_ours_to_say(given: dict[str, str], first: str, *, alone: bool):
    env = {name: value for name, value in os.environ.items() if name not in THREADS} | given
    command = [sys.executable, "-c", TOLD.format(first=first)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split()
    assert told[1:] == list(given)
    assert (told[0] == "1") == (alone or os.cpu_count() == 1)


def test_bag_and_network_keep_the_share_of_the_listed_words():
    net = np.log(np.array([[0.2, 0.2, 0.6]], np.float32))
    bag = np.log(np.array([[0.9, 0.1]], np.float32))
    both = np.exp(combined(net, bag, 0.5))[0]
    assert both[:2].sum() == pytest.approx(0.4, abs=1e-5)
    assert both == pytest.approx([0.3, 0.1, 0.6], abs=1e-5)


def test_hundreds_of_words_of_which_nothing_is_known_weigh_no_more_than_a_few():
    few, many = (given_scores(MODEL, LEFT, RIGHT, [f"面{chr(0x5000 + i)}" for i in range(n)]) for n in (5, 300))
    assert few == pytest.approx(scores.ANYWHERE)
    assert np.exp(many).sum(axis=1) == pytest.approx(np.exp(few).sum(axis=1), rel=1e-3)
