"""The weights of the built-in model: small integers with a scale for each row, widened only where they are read.

The file is an ``npz`` archive without pickles. ``NAME`` holds signed bytes, or two signed half-bytes in a byte;
``NAME.scale`` holds what a row is multiplied by. ``chars`` and ``words`` are the vocabulary, ``ngrams`` the numbers, ascending, of
the n-grams that the bag has a row for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from forumclean.errors import BrokenPromiseError

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
MODEL = "data/restorer/model.npz"
HALF_ZERO = 8
"""Half-bytes are stored 1…15 for -7…7."""
PLAIN = frozenset({"chars", "words", "ngrams"})


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix of small integers; rows come out as floats."""

    codes: NDArray[np.int8] | NDArray[np.uint8]
    scale: Floats
    half: bool

    def rows(self, which: Ints) -> Floats:
        """The rows asked for, in one more dimension than ``which``.

        >>> Table(np.array([[2, -4]], np.int8), np.array([0.5], np.float32), False).rows(np.array([0]))
        array([[ 1., -2.]], dtype=float32)
        """
        codes = self.codes[which]
        if self.half:
            pairs = np.stack([codes >> 4, codes & 15], -1).reshape(*codes.shape[:-1], -1)
            wide = pairs.astype(np.float32) - HALF_ZERO
        else:
            wide = codes.astype(np.float32)
        scaled: Floats = wide * self.scale[which][..., None]
        return scaled

    def whole(self) -> Floats:
        """Every row."""
        return self.rows(np.arange(len(self.codes)))


@dataclass(frozen=True, slots=True)
class Weights:
    """All tables of a model by name, its plain vectors, and its vocabulary."""

    tables: dict[str, Table]
    vectors: dict[str, Floats]
    numbers: dict[str, int]
    """The number of each character."""
    words: tuple[str, ...]
    ngrams: NDArray[np.uint32]
    """Numbers of the n-grams of the bag: the first has row 1 of ``bag.ngram``; row 0 is that of all others."""
    _wide: dict[str, Floats] = field(default_factory=dict)

    def linear(self, name: str, values: Floats) -> Floats:
        """The values through a matrix and, where there is one, its bias."""
        out: Floats = values @ self._widened(f"net.{name}.weight")
        bias = self.vectors.get(f"net.{name}.bias")
        return out if bias is None else out + bias

    def gates(self, name: str) -> Floats:
        """A matrix or bias of LSTM gates: what to admit, keep and show, each halved, then what is new."""
        key = f"{name}/gates"
        if key not in self._wide:
            whole = self.tables[name].whole() if name in self.tables else self.vectors[name]
            admit, keep, new, show = np.split(whole, 4)
            half = np.float32(0.5)
            self._wide[key] = np.concatenate([half * admit, half * keep, half * show, new])
        return self._wide[key]

    def heads(self, name: str, heads: int) -> tuple[Floats, Floats]:
        """A matrix of keys over one of values as (head, size, state), and (head, state, size)."""
        key = f"{name}/keys"
        if key not in self._wide:
            keys, values = np.split(self.tables[f"net.{name}.weight"].whole(), 2)
            self._wide[key] = keys.reshape(heads, -1, keys.shape[1])
            values = values.reshape(heads, -1, values.shape[1])
            self._wide[f"{name}/values"] = np.ascontiguousarray(values.transpose(0, 2, 1))
        return self._wide[key], self._wide[f"{name}/values"]

    def _widened(self, name: str) -> Floats:
        if name not in self._wide:
            self._wide[name] = np.ascontiguousarray(self.tables[name].whole().T)
        return self._wide[name]


@cache
def weights() -> Weights:
    """The weights that ship with the package, read once."""
    path = files("forumclean").joinpath(MODEL)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return unpacked({name: archive[name] for name in archive.files})
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        message = f"{path}: the model of masked words cannot be read ({error}); install forumclean again"
        raise BrokenPromiseError(message, reason="model") from error


def unpacked(arrays: dict[str, NDArray[np.generic]]) -> Weights:
    """The weights in the arrays of an archive."""
    tables, vectors = {}, {}
    for name, array in arrays.items():
        if name.endswith(".scale") or name in PLAIN:
            continue
        scale = arrays.get(f"{name}.scale")
        if scale is None:
            vectors[name] = array.astype(np.float32)
        else:
            tables[name] = Table(array, scale.astype(np.float32), array.dtype == np.uint8)  # type: ignore[arg-type]
    numbers = {chr(code): i for i, code in enumerate(arrays["chars"].tolist(), SPECIALS)}
    words = tuple(arrays["words"].tobytes().decode("utf-8").split("\n"))
    return Weights(tables, vectors, numbers, words, arrays["ngrams"].astype(np.uint32))


SPECIALS = 4
"""Numbers below it are no characters: see ``window.py``."""
