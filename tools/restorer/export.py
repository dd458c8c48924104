"""Writes trained weights as the small integers that ship: ``export.py WORK MODEL.npz``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from net import PAD, Net, Shape, Tables
from torch import Tensor

HALF = {"net.bigram", "net.trigram", "net.gap", "bag.ngram"}
"""Hashed tables: they are large and hold averages, four bits are enough."""
EDGES, BESIDE, SEED = 400, 60, 3
"""Edges between two texts that are looked at, and characters read up to each."""


def packed(name: str, weight: Tensor) -> dict[str, np.ndarray]:
    """The arrays of one table: codes and scales."""
    values = weight.detach().float().numpy()
    half = name in HALF
    top = np.abs(values).max(axis=1)
    if half:
        top = best_top(values, top)
    scale = np.maximum(top, 1e-8) / (7 if half else 127)
    codes = np.rint(values / scale[:, None])
    if half:
        nibbles = (np.clip(codes, -7, 7) + 8).astype(np.uint8)
        return {name: (nibbles[:, 0::2] << 4) | nibbles[:, 1::2], f"{name}.scale": scale.astype(np.float16)}
    return {name: codes.astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def best_top(values: np.ndarray, top: np.ndarray) -> np.ndarray:
    """The clipping point of each row that loses least."""
    best, error = top, np.full(len(top), np.inf)
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        scale = np.maximum(top * share, 1e-8)[:, None] / 7
        loss = ((np.clip(np.rint(values / scale), -7, 7) * scale - values) ** 2).sum(axis=1)
        best, error = np.where(loss < error, top * share, best), np.minimum(loss, error)
    return best


def dense(state: dict[str, Tensor]) -> dict[str, np.ndarray]:
    """The arrays of the network proper: matrices as integers, vectors as they are; both biases of a layer as one."""
    arrays: dict[str, np.ndarray] = {}
    for key, value in state.items():
        if "bias_hh" in key:
            continue
        if "bias_ih" in key:
            both = value + state[key.replace("bias_ih", "bias_hh")]
            arrays[f"net.{key}"] = both.float().numpy()
        elif value.ndim == 1:
            arrays[f"net.{key}"] = value.float().numpy()
        else:
            arrays |= packed(f"net.{key}", value)
    return arrays


def edges(work: Path, state: dict[str, Any]) -> dict[str, np.ndarray]:
    """What the two stacks remember in the mean where one text ends and another begins: they read a text as if behind others.

    In training nearly every text stands between others; with nothing in memory the words at its edges were told far worse.
    """
    net = Net(Shape(**state["shape"])).eval()
    net.load_state_dict(state["net"])
    tables = Tables(net.shape, 0, "cpu")
    tables.weight = state["tables"]
    with np.load(work / "windows.npz") as arrays:
        chars = arrays["chars"].astype(np.int64)
    inner = np.flatnonzero(chars == PAD)
    inner = inner[(inner > BESIDE) & (inner < len(chars) - BESIDE)]
    at = np.random.default_rng(SEED).choice(inner, EDGES)[:, None]
    found: dict[str, np.ndarray] = {}
    for side, places in (("left", at - BESIDE + np.arange(BESIDE)), ("right", at + 1 + np.arange(BESIDE))):
        text, nowhere = torch.from_numpy(chars[places]), torch.tensor([[[1, 2]]]).expand(EDGES, 1, 2)
        with torch.no_grad():
            left, right = net.read(text, tables.grams(text, nowhere, learn=False))
        _, states = left if side == "left" else right
        for name, part in zip(("state", "cell"), states, strict=True):
            found[f"edge.{side}.{name}"] = part.mean(dim=1).numpy()
    return found


def main() -> None:
    """Write the archive."""
    work, target = Path(sys.argv[1]), sys.argv[2]
    state = torch.load(work / "train.pt", map_location="cpu")
    arrays = dense(state["net"]) | edges(work, state)
    for name, table in state["tables"].items():
        arrays |= packed(f"net.{name}", table)
    bag = torch.load(work / "bag.pt", map_location="cpu")
    arrays |= packed("bag.ngram", bag["table"]) | packed("bag.word", bag["word"])
    arrays["bag.bias"] = bag["bias"].numpy()
    arrays["ngrams"] = bag["keys"].numpy().astype(np.uint32)
    chars, words = ((work / name).read_text("utf-8") for name in ("chars.txt", "words.txt"))
    arrays["chars"] = np.array([ord(char) for char in chars], np.int32)
    arrays["words"] = np.frombuffer(words.encode(), np.uint8)
    np.savez(target, **arrays)


if __name__ == "__main__":
    main()
