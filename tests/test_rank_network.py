"""The network in numpy against the same sums written out one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny

from forumclean.errors import BrokenPromiseError
from forumclean.masks.rank import bag, network, weights
from forumclean.masks.rank.network import GAP_NGRAMS, HEADS, log_probabilities
from forumclean.masks.rank.weights import Weights
from forumclean.masks.rank.window import LINE, PAD, mix, windows

TEXT = "这家店面全城*的，他是第一*人。\n他高*"
MASKS = [(6, 7), (13, 14), (19, 20)]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(model: Weights, side: str, layer: int, inputs: list[np.ndarray]) -> list[np.ndarray]:
    into, own = (model.tables[f"net.{side}.weight_{n}_l{layer}"].whole() for n in ("ih", "hh"))
    bias = model.vectors[f"net.{side}.bias_ih_l{layer}"]
    state, cell = (model.vectors[f"edge.{side}.{name}"][layer] for name in ("state", "cell"))
    out = []
    for x in inputs:
        i, f, g, o = np.split(into @ x + own @ state + bias, 4)
        cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
        state = sigmoid(o) * np.tanh(cell)
        out.append(state)
    return out


def row(model: Weights, name: str, chars: list[int], salt: int):
    table = model.tables[name]
    return table.rows(mix([np.array([c]) for c in chars], salt, len(table.codes)))[0]


def states(model: Weights, side: str, chars: list[int]) -> list[np.ndarray]:
    """The states over ``chars`` in the order of reading, which is backwards on the right, from a text's edge on."""
    vectors = []
    before = LINE if side == "left" else PAD
    for t, char in enumerate(chars):
        one, two = (chars[t - by] if t >= by else before for by in (1, 2))
        pair, triple = ([one, char], [two, one, char])
        if side == "right":
            pair, triple = pair[::-1], triple[::-1]
        parts = [model.tables["net.char.weight"].rows(np.array([char]))[0]]
        parts += [row(model, "net.bigram", pair, 1), row(model, "net.trigram", triple, 2)]
        vectors.append(np.concatenate(parts))
    return lstm(model, side, 1, lstm(model, side, 0, vectors))


def norm(model: Weights, name: str, x: np.ndarray):
    x = (x - x.mean()) / np.sqrt(x.var() + 1e-5)
    return x * model.vectors[f"net.{name}.weight"] + model.vectors[f"net.{name}.bias"]


def linear(model: Weights, name: str, x: np.ndarray):
    return model.tables[f"net.{name}.weight"].whole() @ x + model.vectors.get(f"net.{name}.bias", 0)


def fused(model: Weights, name: str, query: np.ndarray, sides: dict[str, list[np.ndarray]]):
    q = linear(model, f"{name}.q", norm(model, f"{name}.norm", query))
    pairs = [linear(model, f"{name}.{side}", state) for side, each in sides.items() for state in each]
    size = tiny.WIDTH // HEADS
    seen = []
    for head in range(HEADS):
        part = slice(head * size, (head + 1) * size)
        keys = np.array([pair[: tiny.WIDTH][part] for pair in pairs])
        values = np.array([pair[tiny.WIDTH :][part] for pair in pairs])
        share = np.exp(keys @ q[part] / size**0.5)
        seen.append(share / share.sum() @ values)
    query = query + linear(model, f"{name}.out", np.concatenate(seen))
    up = np.maximum(linear(model, f"{name}.feed.up", norm(model, f"{name}.feed.norm", query)), 0)
    return query + linear(model, f"{name}.feed.down", up**2)


def written_out(model: Weights, left: list[int], right: list[int]):
    """The answer for one gap, ``left`` and ``right`` without padding."""
    sides = {"left": states(model, "left", left), "right": states(model, "right", right[::-1])}
    near_left = [*left[::-1], 0, 0, 0]
    near_right = [*right, 0, 0, 0]
    grams = [
        row(model, "net.gap", near_left[:back][::-1] + near_right[:ahead], salt)
        for salt, (back, ahead) in enumerate(GAP_NGRAMS, 11)
    ]
    query = linear(model, "begin", np.concatenate([sides["left"][-1], sides["right"][-1], *grams]))
    for layer in range(2):
        query = fused(model, f"fusions.{layer}", query, sides)
    logits = linear(model, "word", norm(model, "norm", query))
    return logits - np.log(np.exp(logits).sum())


def test_equals_the_sums_written_out():
    model = tiny.weights()
    left, right = windows(TEXT, MASKS, model.numbers)
    said = log_probabilities(model, left, right)
    for i in range(len(MASKS)):
        real_left = np.trim_zeros(left[i], "f").tolist()
        real_right = np.trim_zeros(right[i], "b").tolist()
        assert said[i] == pytest.approx(written_out(model, [0, *real_left], [*real_right, 0]), abs=1e-4)
    assert np.exp(said).sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_a_gap_is_answered_alike_alone_and_among_others():
    model = tiny.weights()
    left, right = windows(TEXT, MASKS, model.numbers)
    together = log_probabilities(model, left, right)
    for i in range(len(MASKS)):
        assert log_probabilities(model, left[i : i + 1], right[i : i + 1])[0] == pytest.approx(together[i], abs=1e-5)


def test_more_gaps_than_one_batch(monkeypatch: pytest.MonkeyPatch):
    model = tiny.weights()
    left, right = windows(TEXT, MASKS, model.numbers)
    together = log_probabilities(model, left, right)
    monkeypatch.setattr(network, "BATCH", 2)
    assert log_probabilities(model, left, right) == pytest.approx(together, abs=1e-5)


def test_every_weight_counts():
    model = tiny.arrays()
    left, right = windows(TEXT, MASKS, tiny.weights().numbers)
    before = log_probabilities(weights.unpacked(model), left, right)
    for name in [n for n in model if n.startswith(("net.", "edge.")) and not n.endswith((".scale", "word.bias"))]:
        changed = dict(model)
        if f"{name}.scale" in model:
            changed[f"{name}.scale"] = model[f"{name}.scale"] * 1.5
        else:
            changed[name] = model[name] + np.linspace(0, 1, model[name].shape[-1], dtype=np.float32)
        after = log_probabilities(weights.unpacked(changed), left, right)
        assert np.abs(after - before).max() > 1e-6, name


def test_the_bag_adds_what_was_seen_beside_the_gap():
    model = tiny.weights()
    left, right = windows(TEXT, MASKS, model.numbers)
    said = bag.log_probabilities(model, left, right)
    row_of = {ngram: row for row, ngram in enumerate(model.ngrams.tolist(), 1)}
    assert said.shape == (3, tiny.LISTED)
    for i in range(3):
        ngrams = bag.features(left[i : i + 1, ::-1][:, : bag.REACH], right[i : i + 1, : bag.REACH])[0]
        rows = np.array([row_of.get(ngram, 0) for ngram in ngrams.tolist()])
        logits = model.tables["bag.ngram"].rows(rows).sum(0) @ model.tables["bag.word"].whole().T
        logits = logits + model.vectors["bag.bias"]
        assert said[i] == pytest.approx(logits - np.log(np.exp(logits).sum()), abs=1e-4)


def test_an_ngram_has_the_row_of_its_number_or_the_first():
    known = np.array([3, 8, 20], np.uint32)
    model = replace(tiny.weights(), ngrams=known)
    assert bag.rows(model, np.array([[2, 3, 8], [19, 20, bag.SPACE - 1]])).tolist() == [[0, 1, 2], [0, 3, 0]]


def test_the_bag_does_not_look_beyond_the_end_of_the_text():
    near = np.zeros((1, bag.REACH), np.int64)
    near[0, 0] = 5
    beyond = near.copy()
    beyond[0, 4] = 9
    assert (bag.features(near, near) == bag.features(beyond, beyond)).all()


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weights, "MODEL", "data/restorer/none.npz")
    with pytest.raises(BrokenPromiseError, match=r"none\.npz.*install forumclean again"):
        weights.weights.__wrapped__()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no archive"])
def test_a_damaged_model_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes):
    (tmp_path / "model.npz").write_bytes(content)
    monkeypatch.setattr(weights, "MODEL", str(tmp_path / "model.npz"))
    with pytest.raises(BrokenPromiseError, match="install forumclean again"):
        weights.weights.__wrapped__()
