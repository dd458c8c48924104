"""Measures whether time grows with the input and no faster."""

from __future__ import annotations

import gc
import time


def grows(call, small, large, floor=0.02) -> bool:
    """True where the large input costs less than six times the small one; what takes no time is no measure."""

    def seconds(given) -> float:
        started = time.process_time()
        call(given)
        return time.process_time() - started

    gc.collect()
    gc.freeze()  # what other tests left behind is not to be walked at each collection
    seconds(small)
    # A busy machine may spoil a measure, but makes no quadratic call pass: that costs sixteen times as much.
    return any(seconds(large) < 6 * max(min(seconds(small) for _ in range(3)), floor) for _ in range(4))
