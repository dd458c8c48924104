"""Prints how well masked words are restored: ``evaluate.py FOLDER``.

FOLDER holds ``dev.tsv`` (word, left, right, source, doc), ``lexicon.tsv`` (its words) and ``docs_dev.jsonl`` (whole
articles masked under one list each). Nothing is fitted here; the list of an article is not told.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from forumclean.masks.rank import bag, network
from forumclean.masks.rank.builtin import Builtin, builtin
from forumclean.masks.rank.knowledge import Knowledge
from forumclean.masks.rank.scores import combined
from forumclean.masks.rank.weighing import weighing
from forumclean.masks.rank.window import windows
from forumclean.masks.types import Candidates

BINS = 10
THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
WRONG = 3
"""A wrong word weighs so many right ones."""


@dataclass(slots=True)
class Tally:
    """What was said of each mask, and what was there."""

    first: list[bool] = field(default_factory=list)
    three: list[bool] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)

    def add(self, said: Candidates, word: str) -> None:
        """Note one mask."""
        self.first.append(bool(said) and said[0][0] == word)
        self.three.append(word in [each for each, _ in said[:3]])
        self.sure.append(said[0][1] if said else 0.0)

    def line(self) -> str:
        """First choice right, among the first three, calibration error, masks."""
        return (
            f"{np.mean(self.first):.3f} / {np.mean(self.three):.3f}   ECE {self.error():.3f}   {len(self.first)} masks"
        )

    def error(self) -> float:
        """The calibration error in bins of equal width."""
        sure, first = np.array(self.sure), np.array(self.first)
        which = np.minimum((sure * BINS).astype(int), BINS - 1)
        return float(sum(abs(sure[which == b].sum() - first[which == b].sum()) for b in range(BINS)) / len(sure))

    def curve(self) -> Iterable[str]:
        """Put in, right, and right less three times wrong, at each threshold."""
        sure, first = np.array(self.sure), np.array(self.first)
        for threshold in THRESHOLDS:
            put = sure >= threshold
            right = first[put].sum()
            worth = (right - WRONG * (put.sum() - right)) / len(sure)
            yield f"{threshold:.2f}: put in {put.mean():.3f}, right {right / max(put.sum(), 1):.3f}, worth {worth:+.3f}"


def articles(path: Path, ranker: Builtin) -> None:
    """Print the figures of whole articles, by kind of list."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    took = masks = 0.0
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if row["list"] == "none":
            continue
        ranges = [(m["start"], m["start"] + len(m["mask"])) for m in row["masks"]]
        began = time.process_time()
        said = ranker.rank(row["text"], ranges)
        took += time.process_time() - began
        masks += len(ranges)
        for candidates, mask in zip(said, row["masks"], strict=True):
            for name in ("all", row["list"][:2]):
                tallies[name].add(candidates, mask["word"])
    for name, tally in sorted(tallies.items()):
        print(f"articles {name:4} {tally.line()}")
    print(*tallies["all"].curve(), sep="\n")
    print(f"{masks / took:.0f} masks a second")


def single(folder: Path, ranker: Builtin) -> None:
    """Print the figures of single windows, the words of the lexicon the only ones."""
    rows = [line.split("\t") for line in (folder / "dev.tsv").read_text("utf-8").split("\n")[1:-1]]
    lexicon = [line.split("\t") for line in (folder / "lexicon.tsv").read_text("utf-8").splitlines()[1:]]
    words = [row[0] for row in lexicon]
    group = {row[0]: row[1] for row in lexicon}
    columns = np.array([ranker.weights.words.index(word) for word in words])
    sides = [
        windows(left + "*" + right, [(len(left), len(left) + 1)], ranker.weights.numbers) for _, left, right, *_ in rows
    ]
    left, right = (np.concatenate(part) for part in zip(*sides, strict=True))
    net, near = (
        network.log_probabilities(ranker.weights, left, right),
        bag.log_probabilities(ranker.weights, left, right),
    )
    for name, share in (("network", 0.0), ("bag", 1.0), ("both", weighing().bag)):
        scores = combined(net, near, share)[:, columns]
        tallies = tallied(
            words, network.log_softmax(scores * np.float32(weighing().power)), [row[0] for row in rows], group
        )
        print(f"windows, {name:8} {tallies['all'].line()}")
    for name, tally in sorted(tallies.items()):
        print(f"  {name:16} {tally.line()}")


def tallied(words: Sequence[str], scores: np.ndarray, truth: Sequence[str], group: dict[str, str]) -> dict[str, Tally]:
    """What the scores say, by group of the word that was there."""
    out: defaultdict[str, Tally] = defaultdict(Tally)
    for row, word in zip(scores, truth, strict=True):
        best = np.argsort(-row)[:3]
        for name in ("all", group[word]):
            out[name].add(tuple((words[i], float(np.exp(row[i]))) for i in best), word)
    return dict(out)


def main() -> None:
    """Print all figures."""
    folder, ranker = Path(sys.argv[1]), builtin(Knowledge(), None)
    single(folder, ranker)
    articles(folder / "docs_dev.jsonl", ranker)


if __name__ == "__main__":
    main()
