"""The weights of the built-in model: small integers with a scale for each row, widened only where they are read.

The file is an ``npz`` archive without pickles. ``NAME`` holds signed bytes, or two signed half-bytes in a byte
where ``NAME.half`` is there; ``NAME.scale`` holds what a row is multiplied by.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from forumclean.errors import BrokenPromiseError

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
MODEL = "data/restorer/model.npz"
HALF_ZERO = 8
"""Half-bytes are stored 1…15 for -7…7."""


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
    """All tables of a model by name, and its plain vectors."""

    tables: dict[str, Table]
    vectors: dict[str, Floats]


@cache
def weights() -> Weights:
    """The weights that ship with the package, read once."""
    path = files("forumclean").joinpath(MODEL)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError) as error:
        message = f"{path}: the model of masked words cannot be read ({error}); install forumclean again"
        raise BrokenPromiseError(message, reason="model") from error
    return unpacked(arrays)


def unpacked(arrays: dict[str, NDArray[np.generic]]) -> Weights:
    """The weights in the arrays of an archive."""
    tables, vectors = {}, {}
    for name, array in arrays.items():
        if name.endswith(".scale"):
            continue
        scale = arrays.get(f"{name}.scale")
        if scale is None:
            vectors[name] = array.astype(np.float32)
        else:
            tables[name] = Table(array, scale.astype(np.float32), array.dtype == np.uint8)  # type: ignore[arg-type]
    return Weights(tables, vectors)
