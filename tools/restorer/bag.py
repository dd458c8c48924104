"""Trains the bag of n-grams: ``bag.py WORK``. It remembers what stands next to which listed word, and nothing else.

Beside the network, which generalises, it adds the collocations that were seen. A linear model (Joulin et al., Bag of
Tricks, 2017) over n-grams that know their place near the gap. Only those that tell most of the word have a row, each
its own: in a hashed table of the same size the rare ones, which are the most, spoil the rows of the telling ones.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import torch
from lists import lexicon
from net import PAD, mix
from torch import Tensor
from torch.nn import functional

SEED = 11
SPACE, SIZE = 1 << 26, 32
"""Numbers that an n-gram can have; width of a row."""
ROWS, LEAST = 260_000, 4
"""N-grams that have a row; how often one must have been seen."""
PRIOR, SPARED = 4.0, 0.5
"""Gaps' worth of the words' own shares that are added to what was counted; what is taken off each count for chance."""
REACH = 16
"""Characters on each side."""
EPOCHS, BATCH = 2, 1024
"""More epochs learn the texts by heart: after four the held documents were 0.6 nats worse."""
RATE, WORD_RATE = 0.08, 5e-3
CAP = 4000
"""Gaps in the prose taken for each word; for those of the windows ten times as many."""
DROP = 0.4
"""Share of the n-grams left out at each step, so that no single one is leant on."""
CROSSES = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 2), (2, 3))
RUNS = ((1, 8, 0), (2, 5, 10), (3, 3, 20), (4, 1, 30))
"""(length, places, salt) of the n-grams that know their place."""
FREE = 14
"""Pairs of characters on each side that do not."""


def features(left: Tensor, right: Tensor) -> Tensor:
    """Numbers of the n-grams (gap, feature); ``left`` and ``right`` are (gap, REACH), the nearest first."""
    out: list[Tensor] = []
    for salt, near in ((100, left), (150, right)):
        for length, places, shift in RUNS:
            out += [mix([near[:, p + k] for k in range(length)], salt + shift + p, SPACE) for p in range(places)]
        out += [mix([near[:, p], near[:, p + 1]], salt + 40, SPACE) for p in range(FREE)]
    for salt, (back, ahead) in enumerate(CROSSES, 200):
        out.append(mix([left[:, k] for k in range(back)] + [right[:, k] for k in range(ahead)], salt, SPACE))
    for place in range(2, 6):
        out.append(mix([left[:, 0], right[:, place - 1]], 220 + place, SPACE))
        out.append(mix([left[:, place - 1], right[:, 0]], 230 + place, SPACE))
    return torch.stack(out, 1)


def examples(work: Path, listed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Sides (gap, REACH) and words of the gaps of listed words: all windows, and those of the prose up to a cap."""
    rng = np.random.default_rng(SEED)
    sides: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for name in ("windows.npz", "prose.npz"):
        with np.load(work / name) as arrays:
            chars, gaps = np.pad(arrays["chars"], REACH), arrays["gaps"]
        gaps = gaps[gaps[:, 2] < listed]
        if name == "prose.npz":
            gaps = gaps[rng.permutation(len(gaps))]
            order = np.argsort(gaps[:, 2], kind="stable")
            place = np.arange(len(gaps)) - np.searchsorted(gaps[order, 2], gaps[order, 2])
            often = np.bincount(sides[0][2], minlength=listed) > 0
            gaps = gaps[order[place < np.where(often, 10 * CAP, CAP)[gaps[order, 2]]]]
        reach = np.arange(REACH)
        sides.append((chars[gaps[:, :1] + REACH - 1 - reach], chars[gaps[:, 1:2] + REACH + reach], gaps[:, 2]))
    left, right, words = (np.concatenate(part) for part in zip(*sides, strict=True))
    for side in (left, right):
        ended = np.maximum.accumulate(side == PAD, axis=1)
        side[ended] = PAD
    return tuple(torch.from_numpy(part.astype(np.int32)) for part in (left, right, words))  # type: ignore[return-value]


def numbered(left: Tensor, right: Tensor) -> np.ndarray:
    """Numbers of the n-grams of all gaps."""
    parts = [features(left[i : i + 8192].long(), right[i : i + 8192].long()) for i in range(0, len(left), 8192)]
    return np.concatenate([part.numpy().astype(np.int32) for part in parts])


def telling(ngrams: np.ndarray, words: np.ndarray, listed: int) -> np.ndarray:
    """The n-grams that have a row, ascending: those that tell most of the word, by information and by how often."""
    often = np.zeros(SPACE, np.int32)
    for column in ngrams.T:
        often += np.bincount(column, minlength=SPACE).astype(np.int32)
    pairs = [column[often[column] >= LEAST] * np.int64(listed) + words[often[column] >= LEAST] for column in ngrams.T]
    pair, count = np.unique(np.concatenate(pairs), return_counts=True)
    which, place = np.unique(pair // listed, return_inverse=True)
    prior = np.bincount(words, minlength=listed) / len(words)
    base = prior[pair % listed]
    share = (np.maximum(count - SPARED, 0) + PRIOR * base) / (often[which][place] + PRIOR)
    told = np.bincount(place, count * np.log(share / base))
    return np.sort(which[np.argsort(-told, kind="stable")[:ROWS]])


def learnt(rows: Tensor, words: Tensor, sizes: tuple[int, int]) -> dict[str, Tensor]:
    """The table, a vector for each word and the biases; ``rows`` is (gap, n-gram), ``sizes`` rows of the table and words."""
    table, seen = torch.randn(sizes[0], SIZE) * 0.05, torch.full((sizes[0],), 1e-8)
    table[0] = 0  # what has no row says nothing
    out = torch.nn.Linear(SIZE, sizes[1])
    optimizer = torch.optim.AdamW(out.parameters(), lr=WORD_RATE)
    steps = EPOCHS * (len(words) // BATCH)
    began, total = time.monotonic(), 0.0
    order = torch.empty(0, dtype=torch.long)
    for step in range(steps):
        if step % (len(words) // BATCH) == 0:
            order = torch.randperm(len(words))
        at = order[(step * BATCH) % (len(words) - BATCH) :][:BATCH]
        which = rows[at].long()
        read = table[which].requires_grad_()
        kept = (torch.rand(*which.shape, 1) > DROP) / (1 - DROP)
        loss = functional.cross_entropy(out((read * kept).sum(1)), words[at].long())
        optimizer.zero_grad()
        loss.backward()
        rate = 1 - step / steps
        optimizer.param_groups[0]["lr"] = WORD_RATE * rate
        optimizer.step()
        grad, which = read.grad.flatten(0, 1), which.flatten()
        seen.index_add_(0, which, grad.square().mean(-1))
        table.index_add_(0, which, grad * (-RATE * rate / seen[which].sqrt())[:, None])
        table[0] = 0
        total += loss.item()
        if (step + 1) % 200 == 0:
            seconds = (time.monotonic() - began) / (step + 1)
            print(f"{step + 1} of {steps} {total / 200:.3f} {seconds:.3f} s a step", flush=True)
            total = 0.0
    return {"table": table, "word": out.weight.detach(), "bias": out.bias.detach()}


def main() -> None:
    """Train, and write ``bag.pt``."""
    work = Path(sys.argv[1])
    torch.manual_seed(SEED)
    listed = len(lexicon())
    left, right, words = examples(work, listed)
    ngrams = numbered(left, right)
    keys = telling(ngrams, words.numpy(), listed)
    print(f"{len(words)} gaps, {len(keys)} n-grams", flush=True)
    row_of = np.zeros(SPACE, np.int32)
    row_of[keys] = np.arange(1, len(keys) + 1)
    state = learnt(torch.from_numpy(row_of[ngrams]), words, (len(keys) + 1, listed))
    torch.save(state | {"keys": torch.from_numpy(keys)}, work / "bag.pt")


if __name__ == "__main__":
    main()
