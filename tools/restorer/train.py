"""Trains the network: ``train.py WORK [--steps N] [--near N] [--all N] [--last N]``; run again, it goes on.

First mostly prose, every known word a gap; then, while the rate falls, half prose and half windows around listed
words; then, at a rate that falls once more, mostly articles written in Chinese, masked under lists drawn anew; then a
long round over everything, and a shorter one at a rate raised once more. Each step draws its passages from its own
seed, so that a run that was stopped sees what it would have seen.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from lists import lexicon
from net import PAD, SPECIALS, UNKNOWN, Net, Shape, Tables
from torch import Tensor
from torch.nn import functional

SEED = 7
TIME, GAPS = 192, 20
"""Characters of a passage, and gaps asked for in each."""
RATE, TABLE_RATE = 2e-3, 0.06
WARM, FALL = 200, 0.4
"""Steps of the rise of the rate; share of all steps over which it falls."""
NEAR_RATE, ALL_RATE, LAST_RATE = 0.5, 0.6, 0.2
"""Shares of the full rate that the steps on near texts, those on everything, and the last of these begin with."""
DROP_CHARS = 0.05
"""Share of the characters that are not told: a passage that was seen before is then not quite the same."""
MIXES = {
    "early": {"prose": 0.9, "windows": 0.1},
    "late": {"prose": 0.5, "windows": 0.5},
    "near": {"near-prose": 0.45, "near-windows": 0.2, "windows": 0.35},
    "all": {"prose": 0.35, "windows": 0.25, "near-prose": 0.3, "near-windows": 0.1},
}
"""What passages are drawn from, in the four parts of the training."""
EDGES = {"prose": 0.2, "near-prose": 0.2}
"""Share of the passages that begin or end where an article does, with nothing in memory there.
Not of windows: short and always begun alike, they are learned by heart."""
SAVE_EVERY = 500


@dataclass(frozen=True, slots=True)
class Corpus:
    """Characters, and gaps (start, end, word) in order of their start."""

    chars: np.ndarray
    gaps: np.ndarray
    starts: np.ndarray
    """Of the gaps, in one piece and of the type that is searched with: anything else is copied for each search."""
    edges: np.ndarray
    """Where one text ends and the next begins."""
    edged: float
    """Share of the passages that begin or end there."""

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """The arrays of a file."""
        with np.load(path) as arrays:
            gaps = arrays["gaps"]
            chars = arrays["chars"]
            edged = EDGES.get(path.stem, 0.0)
            return cls(chars, gaps, gaps[:, 0].astype(np.int64), np.flatnonzero(chars == PAD), edged)

    def passage(self, rng: np.random.Generator, listed: int) -> tuple[np.ndarray, np.ndarray]:
        """A random passage and up to ``GAPS`` gaps inside it: those of listed words before others."""
        start = self._start(rng)
        low, high = np.searchsorted(self.starts, [start + 1, start + TIME - 1])
        gaps = self.gaps[low:high]
        gaps = gaps[gaps[:, 1] < start + TIME] - np.array([start, start, 0])
        order = rng.permutation(len(gaps))
        order = order[np.argsort(gaps[order, 2] >= listed, kind="stable")][:GAPS]
        chosen = np.full((GAPS, 3), [1, 2, -1])
        chosen[: len(order)] = gaps[order]
        return self.chars[start : start + TIME].astype(np.int64), chosen

    def _start(self, rng: np.random.Generator) -> int:
        if rng.random() >= self.edged:
            return int(rng.integers(0, len(self.chars) - TIME))
        edge = int(rng.choice(self.edges))
        return min(max(0, edge if rng.random() < 0.5 else edge + 1 - TIME), len(self.chars) - TIME - 1)


class Run:
    """The state of a training run."""

    def __init__(self, work: Path, args: argparse.Namespace) -> None:
        self.args, self.path = args, work / "train.pt"
        self.corpora = {name: Corpus.load(work / f"{name}.npz") for mix in MIXES.values() for name in mix}
        words = (work / "words.txt").read_text("utf-8").split("\n")
        self.listed = len(lexicon())
        shape = Shape(chars=len((work / "chars.txt").read_text("utf-8")) + 4, words=len(words))
        torch.manual_seed(SEED)
        self.net, self.tables = Net(shape).to(args.device), Tables(shape, SEED, args.device)
        self.optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.step = 0
        if self.path.exists():
            self._resume()

    def _resume(self) -> None:
        state = torch.load(self.path, map_location=self.args.device)
        self.net.load_state_dict(state["net"])
        self.tables.weight, self.tables.seen = state["tables"], state["seen"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]

    def save(self) -> None:
        """Write all that is needed to go on; the file is whole or the old one."""
        state = {
            "shape": asdict(self.net.shape),
            "net": self.net.state_dict(),
            "tables": self.tables.weight,
            "seen": self.tables.seen,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        torch.save(state, self.path.with_suffix(".new"))
        self.path.with_suffix(".new").replace(self.path)

    def part(self) -> str:
        """Which part of the training this step is in."""
        if self.step >= self.args.steps + self.args.near:
            return "all"
        if self.step >= self.args.steps:
            return "near"
        return "early" if self.step <= (1 - FALL) * self.args.steps else "late"

    def rate(self) -> float:
        """The share of the full rate at this step."""
        done = self.step - self.args.steps
        if done >= self.args.near:
            done -= self.args.near
            if done >= self.args.all:
                done -= self.args.all
                return LAST_RATE * min((done + 1) / WARM, 1 - done / self.args.last)
            return ALL_RATE * min((done + 1) / WARM, 1 - done / self.args.all)
        if done >= 0:
            return NEAR_RATE * min((done + 1) / WARM, 1 - done / self.args.near)
        fall = FALL * self.args.steps
        return min(1.0, (self.step + 1) / WARM, (self.args.steps - self.step) / fall)

    def batch(self) -> tuple[Tensor, Tensor]:
        """Passages (batch, time) and their gaps (batch, gap, 3) of this step."""
        rng = np.random.default_rng([SEED, self.step])
        mix = MIXES[self.part()]
        names = rng.choice(list(mix), self.args.batch, p=list(mix.values()))
        drawn = [self.corpora[name].passage(rng, self.listed) for name in names]
        chars, gaps = (torch.from_numpy(np.stack(part)).to(self.args.device) for part in zip(*drawn, strict=True))
        hidden = (torch.rand(chars.shape, device=chars.device) < DROP_CHARS) & (chars >= SPECIALS)
        return chars.masked_fill(hidden, UNKNOWN), gaps

    def loss(self) -> tuple[Tensor, Tensor]:
        """The loss over all words, and over the listed words where one is hidden."""
        chars, gaps = self.batch()
        with torch.autocast(self.args.device, torch.bfloat16):
            query = self.net(chars, self.tables.grams(chars, gaps, learn=True), gaps[..., :2])
            wanted = gaps[..., 2].flatten()
            valid = wanted >= 0
            logits = self.net.word(query.flatten(0, 1)[valid])
            wanted = wanted[valid]
            listed = wanted < self.listed
            every = functional.cross_entropy(logits.float(), wanted)
            few = functional.cross_entropy(logits[listed, : self.listed].float(), wanted[listed])
        return every, few

    def learn(self) -> None:
        """Go on to the last step."""
        began, told = time.monotonic(), self.step
        sums = np.zeros(2)
        last = self.args.steps + self.args.near + self.args.all + self.args.last
        while self.step < last:
            torch.manual_seed(SEED + self.step)
            rate = self.rate()
            for group in self.optimizer.param_groups:
                group["lr"] = RATE * rate
            every, few = self.loss()
            (every + few).backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad()
            self.tables.step(TABLE_RATE * rate)
            self.step += 1
            sums += [every.item(), few.item()]
            if self.step % 50 == 0:
                n = self.step - told
                print(f"{self.step} {sums / n} {(time.monotonic() - began) / n:.2f} s a step", flush=True)
                began, told, sums = time.monotonic(), self.step, np.zeros(2)
            if self.step % SAVE_EVERY == 0 or self.step == last:
                self.save()


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--steps", type=int, default=4400)
    parser.add_argument("--near", type=int, default=2300)
    parser.add_argument("--all", type=int, default=15_300)
    parser.add_argument("--last", type=int, default=3_000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    Run(args.work, args).learn()


if __name__ == "__main__":
    main()
