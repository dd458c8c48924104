"""Trains the bag of n-grams: ``bag.py WORK``. It remembers what stands next to which listed word, and nothing else.

Beside the network, which generalises, it adds the collocations that were seen. A linear model (Joulin et al., Bag of
Tricks, 2017) over hashed n-grams that know their place near the gap.
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
ROWS, SIZE = 1 << 18, 32
REACH = 16
"""Characters on each side."""
EPOCHS, BATCH = 2, 1024
"""More epochs learn the texts by heart: after four the held documents were 0.6 nats worse."""
RATE = 0.08
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
    """Rows of the table (gap, feature); ``left`` and ``right`` are (gap, REACH), the nearest first."""
    out: list[Tensor] = []
    for salt, near in ((100, left), (150, right)):
        for length, places, shift in RUNS:
            out += [mix([near[:, p + k] for k in range(length)], salt + shift + p, ROWS) for p in range(places)]
        out += [mix([near[:, p], near[:, p + 1]], salt + 40, ROWS) for p in range(FREE)]
    for salt, (back, ahead) in enumerate(CROSSES, 200):
        out.append(mix([left[:, k] for k in range(back)] + [right[:, k] for k in range(ahead)], salt, ROWS))
    for place in range(2, 6):
        out.append(mix([left[:, 0], right[:, place - 1]], 220 + place, ROWS))
        out.append(mix([left[:, place - 1], right[:, 0]], 230 + place, ROWS))
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


def main() -> None:
    """Train, and write ``bag.pt``."""
    work = Path(sys.argv[1])
    torch.manual_seed(SEED)
    listed = len(lexicon())
    left, right, words = examples(work, listed)
    table, seen = torch.randn(ROWS, SIZE) * 0.05, torch.full((ROWS,), 1e-8)
    out = torch.nn.Linear(SIZE, listed)
    optimizer = torch.optim.AdamW(out.parameters(), lr=5e-3)
    steps = EPOCHS * (len(words) // BATCH)
    print(f"{len(words)} gaps, {steps} steps", flush=True)
    began, total = time.monotonic(), 0.0
    order = torch.empty(0, dtype=torch.long)
    for step in range(steps):
        if step % (len(words) // BATCH) == 0:
            order = torch.randperm(len(words))
        at = order[(step * BATCH) % (len(words) - BATCH) :][:BATCH]
        rows = features(left[at].long(), right[at].long())
        read = table[rows].requires_grad_()
        kept = (torch.rand(*rows.shape, 1) > DROP) / (1 - DROP)
        loss = functional.cross_entropy(out((read * kept).sum(1)), words[at].long())
        optimizer.zero_grad()
        loss.backward()
        rate = 1 - step / steps
        optimizer.param_groups[0]["lr"] = 5e-3 * rate
        optimizer.step()
        grad, which = read.grad.flatten(0, 1), rows.flatten()
        seen.index_add_(0, which, grad.square().mean(-1))
        table.index_add_(0, which, grad * (-RATE * rate / seen[which].sqrt())[:, None])
        total += loss.item()
        if (step + 1) % 200 == 0:
            print(f"{step + 1} {total / 200:.3f} {(time.monotonic() - began) / (step + 1):.3f} s a step", flush=True)
            total = 0.0
    state = {"table": table, "word": out.weight.detach(), "bias": out.bias.detach()}
    torch.save(state, work / "bag.pt")


if __name__ == "__main__":
    main()
