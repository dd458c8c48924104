"""The built-in ranker of masked words: a model of the language, a lexicon, and the page as a witness.

Whatever is imported of it, numpy is loaded here first, with one thread for its products of matrices: these are small, and
threads that wait for each other on a busy machine take five times as long.
"""

from __future__ import annotations

import os
import sys

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What numpy's libraries look at, once, when they are loaded."""


def _load_numpy() -> None:
    """Load numpy with one thread, unless it is loaded or the user has said how many; the environment stays as it was."""
    if "numpy" in sys.modules or any(name in os.environ for name in THREADS):
        return
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        import numpy as np  # noqa: F401, PLC0415 - for what its loading does
    finally:
        for name in THREADS:
            os.environ.pop(name, None)


_load_numpy()
