"""Fits how the evidence is weighed: ``calibrate.py WORK WEIGHING.json``.

The documents that ``prepare.py`` held out are masked under lists of many kinds, and the weights of ``masks/rank/page.py``
chosen under which the words that were there are likeliest. Neither the network nor the bag has seen these documents.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from evaluate import Tally
from lists import Listed, WordList, lexicon, masked, random_list

from forumclean.masks.rank import bag, network
from forumclean.masks.rank.lexicon import lists_for
from forumclean.masks.rank.page import Lists, Weighing, assign, narrowed
from forumclean.masks.rank.scores import combined
from forumclean.masks.rank.weights import Weights, weights
from forumclean.masks.rank.window import windows

SEED = 5
MASKS = (2, 60)
"""Masks of a document that is used."""
LEAST = 1e-4
"""Probability that a word which was not looked at is counted with."""
START = Weighing(bag=0.4, power=1.0, clear=0.05, clear_most=2, final=1.0)
GRID: dict[str, tuple[float, ...]] = {
    "power": (0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2),
    "final": (0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2),
    "bag": (0.0, 0.15, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6),
}
"""What is tried for each weight. ``clear`` is not fitted: lists made up here never leak, those of real sites do."""


@dataclass(frozen=True, slots=True)
class Case:
    """A masked document: what network and bag say of its gaps, the words in clear, the words that were there."""

    net: np.ndarray
    bag: np.ndarray
    clear: np.ndarray
    """How often each word of the vocabulary stands in clear."""
    stars: int
    """Asterisks of a mask."""
    truth: np.ndarray
    """Numbers of the words that were there; -1 for one that the vocabulary does not have."""


def case(weights: Weights, index: dict[str, int], text: str, masks: list[tuple[int, str, str]]) -> Case:
    """What is known of a masked document."""
    ranges = [(start, start + len(mask)) for start, mask, _ in masks]
    left, right = windows(text, ranges, weights.numbers)
    return Case(
        network.log_probabilities(weights, left, right),
        bag.log_probabilities(weights, left, right),
        np.array([text.count(word) for word in weights.words]),
        len(masks[0][1]),
        np.array([index.get(word, -1) for _, _, word in masks]),
    )


def answer(case: Case, kinds: dict[int, Lists], weighing: Weighing) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the words looked at, and their probabilities (gap, word)."""
    lists = kinds[case.stars]
    scores = combined(case.net, case.bag, weighing.bag)
    near = narrowed(scores, lists, weighing)
    hidden = np.zeros(len(near), np.float32)
    return near, assign(scores[:, near], lists.of(near), case.clear[near], hidden, weighing)


def site_list(rng: random.Random, listed: list[Listed], common: list[str]) -> WordList:
    """A list as sites have it: mostly of the advertising law, in part or whole."""
    by = {origin: [each.word for each in listed if each.origin == origin] for origin in ("core", "law", "wide")}
    kind = rng.random()
    if kind < 0.15:
        words = by["core"]
    elif kind < 0.3:
        words = by["core"] + by["law"]
    elif kind < 0.5:
        words = [w for w in by["core"] + by["law"] if rng.random() < 0.6]
    elif kind < 0.65:
        words = rng.sample(by["core"] + by["law"], 40)
    elif kind < 0.8:
        words = [w for w in by["core"] + by["law"] if rng.random() < 0.5] + rng.sample(by["wide"], 25)
    else:
        return random_list(rng, listed, common)
    return WordList(tuple(w for w in words if w != "最" or rng.random() < 0.3), "**" if rng.random() < 0.3 else "*")


def pages(work: Path) -> Iterator[tuple[str, list[tuple[int, str, str]]]]:
    """Each held document, masked under a list of its own."""
    listed = lexicon()
    common = [w for w in (work / "words.txt").read_text("utf-8").split("\n")[len(listed) + 200 :] if len(w) > 1]
    for line in (work / "held.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        rng = random.Random(f"{SEED} {document['doc']}")
        text, masks = masked(document["text"].replace("*", ""), site_list(rng, listed, common))
        if MASKS[0] <= len(masks) <= MASKS[1]:
            yield text, masks


def log_loss(cases: list[Case], lists: dict[int, Lists], weighing: Weighing) -> float:
    """The mean negative logarithm of the probability given to the word that was there."""
    losses: list[float] = []
    for each in cases:
        near, shares = answer(each, lists, weighing)
        place = np.searchsorted(near, np.maximum(each.truth, 0)).clip(max=len(near) - 1)
        given = np.where(near[place] == each.truth, shares[np.arange(len(place)), place], 0)
        losses += (-np.log(given + LEAST)).tolist()
    return float(np.mean(losses))


def tallied(cases: list[Case], lists: dict[int, Lists], weighing: Weighing) -> Tally:
    """What is said of each mask, and whether it is right."""
    tally = Tally()
    for each in cases:
        near, shares = answer(each, lists, weighing)
        best = np.argsort(-shares, axis=1)[:, :3]
        for truth, row, order in zip(each.truth, shares, best, strict=True):
            tally.add(tuple((str(near[i]), float(row[i])) for i in order), str(truth))
    return tally


def improved(cases: list[Case], lists: dict[int, Lists], weighing: Weighing) -> Weighing:
    """The best weighing on the grid, one weight at a time, twice over."""
    for _ in range(2):
        for name, values in GRID.items():
            losses = {value: log_loss(cases, lists, replace(weighing, **{name: value})) for value in values}
            weighing = replace(weighing, **{name: min(losses, key=losses.__getitem__)})
            print(f"{name}: " + ", ".join(f"{value} {loss:.4f}" for value, loss in losses.items()), flush=True)
    return weighing


def main() -> None:
    """Fit, and write the file."""
    work, target = Path(sys.argv[1]), Path(sys.argv[2])
    model = weights()
    index = {word: i for i, word in enumerate(model.words)}
    cases = [case(model, index, text, masks) for text, masks in pages(work)]
    print(f"{len(cases)} documents, {sum(len(each.truth) for each in cases)} masks", flush=True)
    lists = {stars: lists_for(model.words, stars=stars) for stars in (1, 2)}
    fitted = improved(cases, lists, START)
    tally = tallied(cases, lists, fitted)
    print(tally.line(), *tally.curve(), sep="\n")
    target.write_text(json.dumps(asdict(fitted)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
