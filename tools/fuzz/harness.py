"""Runs one target under atheris: ``python harness.py TARGET SEEDS [libFuzzer's arguments]``.

The seeds are written into the folder SEEDS first; ``-`` writes none (to run single inputs again: ``TARGET - FILE``).
"""

from __future__ import annotations

import random
import sys
import time
from importlib import import_module
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "src"), str(ROOT / "tests")]

HANG = 5.0
"""Seconds of processor time that one input may take, instrumented as it is."""
OWN = 0.35
"""Share of mutations that are left to libFuzzer."""


def run(arguments: list[str]) -> None:
    """Fuzz until libFuzzer ends the process."""
    name, seeds, *rest = arguments
    with atheris.instrument_imports(include=["forumclean"]):
        check = import_module(f"targets.{name}").check
    mutated = import_module("mutating").mutated
    if seeds != "-":
        import_module("seeds").write(name, Path(seeds))

    def once(data: bytes) -> None:
        begun = time.process_time()
        check(data)
        taken = time.process_time() - begun
        assert taken < HANG, f"it took {taken:.1f} s"

    def mutate(data: bytes, limit: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if rng.random() < OWN:
            return bytes(atheris.Mutate(data, limit))
        return mutated(data, rng, limit)

    atheris.Setup([sys.argv[0], *rest], once, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    run(sys.argv[1:])
