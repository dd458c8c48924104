"""A tiny model with random weights: every part of the real one, small enough to be checked by hand."""

from __future__ import annotations

import numpy as np

from forumclean.masks.rank import bag
from forumclean.masks.rank.weights import Weights, unpacked

STATE, WIDTH, NGRAM, GAP, CHAR = 8, 8, 4, 2, 6
CHARS = "他是全班高的人这家店面最好一第城里，。"
WORDS = ("最好", "最高", "第一", "唯一", "面", "好吃", "桌子", "人")
LISTED = 4


def table(make: np.random.Generator, name: str, *shape: int, half: bool = False) -> dict[str, np.ndarray]:
    """Random codes and scales of one table; half-bytes hold two numbers each."""
    scale = make.uniform(0.002, 0.01, shape[0]).astype(np.float32)
    if half:
        nibbles = make.integers(1, 16, (shape[0], shape[1] // 2, 2)).astype(np.uint8)
        return {name: (nibbles[..., 0] << 4) | nibbles[..., 1], f"{name}.scale": scale * 16}
    return {name: make.integers(-127, 128, shape).astype(np.int8), f"{name}.scale": scale}


def arrays(seed: int = 0) -> dict[str, np.ndarray]:
    """The arrays of a model as they stand in its file."""
    make = np.random.default_rng(seed)
    out = table(make, "net.char.weight", len(CHARS) + 4, CHAR)
    for name, rows, width in (("bigram", 64, NGRAM), ("trigram", 64, NGRAM), ("gap", 64, GAP)):
        out |= table(make, f"net.{name}", rows, width, half=True)
    for side in ("left", "right"):
        for layer, size in enumerate((CHAR + 2 * NGRAM, STATE)):
            out |= table(make, f"net.{side}.weight_ih_l{layer}", 4 * STATE, size)
            out |= table(make, f"net.{side}.weight_hh_l{layer}", 4 * STATE, STATE)
            out[f"net.{side}.bias_ih_l{layer}"] = make.normal(size=4 * STATE).astype(np.float32)
    out |= table(make, "net.begin.weight", WIDTH, 2 * STATE + 8 * GAP)
    out["net.begin.bias"] = make.normal(size=WIDTH).astype(np.float32)
    for layer in range(2):
        fusion = f"net.fusions.{layer}"
        for name, shape in {
            "q": (WIDTH, WIDTH),
            "left": (2 * WIDTH, STATE),
            "right": (2 * WIDTH, STATE),
            "out": (WIDTH, WIDTH),
            "feed.up": (4 * WIDTH, WIDTH),
            "feed.down": (WIDTH, 4 * WIDTH),
        }.items():
            out |= table(make, f"{fusion}.{name}.weight", *shape)
        for norm in ("norm", "feed.norm"):
            out |= normal(make, f"{fusion}.{norm}")
    out |= normal(make, "net.norm") | table(make, "net.word.weight", len(WORDS), WIDTH)
    out["net.word.bias"] = make.normal(size=len(WORDS)).astype(np.float32)
    for edge in ("left.state", "left.cell", "right.state", "right.cell"):
        out[f"edge.{edge}"] = make.uniform(-0.5, 0.5, (2, STATE)).astype(np.float32)
    out |= table(make, "bag.ngram", 64, 4, half=True) | table(make, "bag.word", LISTED, 4)
    out["bag.bias"] = make.normal(size=LISTED).astype(np.float32)
    out["ngrams"] = ngrams()
    out["chars"] = np.array([ord(char) for char in CHARS], np.int32)
    out["words"] = np.frombuffer("\n".join(WORDS).encode(), np.uint8)
    return out


def ngrams() -> np.ndarray:
    """Every other n-gram around a place among the characters that the model knows, as many as its bag has rows for."""
    numbers = np.arange(4, 4 + len(CHARS))[None]
    around = bag.features(numbers[:, 9::-1].repeat(2, 1)[:, : bag.REACH], numbers[:, 10:].repeat(2, 1)[:, : bag.REACH])
    return np.unique(around)[::2][:63].astype(np.uint32)


def normal(make: np.random.Generator, name: str) -> dict[str, np.ndarray]:
    """Scale and shift of a normed layer."""
    return {
        f"{name}.weight": make.uniform(0.5, 1.5, WIDTH).astype(np.float32),
        f"{name}.bias": make.normal(size=WIDTH).astype(np.float32),
    }


def weights(seed: int = 0) -> Weights:
    """The model itself."""
    return unpacked(arrays(seed))
