"""Writes trained weights as the small integers that ship: ``export.py NET.pt BAG.pt MODEL.npz``."""

from __future__ import annotations

import sys

import numpy as np
import torch
from torch import Tensor

HALF = {"net.bigram", "net.trigram", "net.gap", "bag.ngram"}
"""Hashed tables: they are large and hold averages, four bits are enough."""
NET = {
    "net.char": "char.weight",
    "net.bigram": "bigram.weight",
    "net.trigram": "trigram.weight",
    "net.gap": "gap.weight",
    "net.left.ih": "left.weight_ih_l0",
    "net.left.hh": "left.weight_hh_l0",
    "net.right.ih": "right.weight_ih_l0",
    "net.right.hh": "right.weight_hh_l0",
    "net.hidden": "hidden.weight",
    "net.query": "query.weight",
    "net.word": "word.weight",
}
BIASES = {
    "net.left.ih.bias": "left.bias_ih_l0",
    "net.left.hh.bias": "left.bias_hh_l0",
    "net.right.ih.bias": "right.bias_ih_l0",
    "net.right.hh.bias": "right.bias_hh_l0",
    "net.hidden.bias": "hidden.bias",
    "net.query.bias": "query.bias",
    "net.word.bias": "word.bias",
}
BAG_SCALE = 0.3
"""What the summed rows are multiplied by in training."""


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


def main() -> None:
    """Write the archive."""
    net, bag = torch.load(sys.argv[1], map_location="cpu")["net"], torch.load(sys.argv[2], map_location="cpu")
    arrays: dict[str, np.ndarray] = {}
    for name, key in NET.items():
        arrays |= packed(name, net[key])
    for name, key in BIASES.items():
        arrays[name] = net[key].detach().float().numpy()
    arrays |= packed("bag.ngram", bag["emb"] * BAG_SCALE)
    arrays |= packed("bag.word", bag["w"])
    arrays["bag.word.bias"] = bag["b"].detach().float().numpy()
    np.savez(sys.argv[3], **arrays)


if __name__ == "__main__":
    main()
