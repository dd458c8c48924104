"""Runs one target under atheris: ``python harness.py TARGET [libFuzzer's arguments]``, or with files to run them again."""

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
    name, *rest = arguments
    with atheris.instrument_imports(include=["forumclean"]):
        check = import_module(f"targets.{name}").check
    from mutating import mutated  # noqa: PLC0415 - the path is set above

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
