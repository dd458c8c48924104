"""Prints how well masks are found, on a folder of labelled documents (never shipped): ``python -m benchmarks.masks FOLDER [-v]``."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.labels import WORD, corrected
from forumclean.masks import find_masks

STAR = "*"
PARTS = ("tune", "held")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted, by half and name; examples are printed when ``show``."""

    show: bool
    hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    totals: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, part: str, name: str, hits: int, total: int) -> None:
        """Count ``hits`` of ``total`` more."""
        self.hits[part, name] += hits
        self.totals[part, name] += total

    def example(self, what: str, part: str, text: str, found: Range) -> None:
        """Print a run in its context."""
        if self.show:
            start, end = found
            print(what, part, repr(f"{text[max(0, start - 25) : start]}【{text[start:end]}】{text[end : end + 25]}"))


def half(key: str) -> str:
    """Tell which half a source belongs to: rules are tuned on ``tune`` only, figures are read on both."""
    return PARTS[0] if hashlib.sha256(key.encode()).digest()[0] % 2 else PARTS[1]


def runs(text: str) -> int:
    """Count the runs of asterisks."""
    return sum(1 for i, char in enumerate(text) if char == STAR and text[i - 1 : i] != STAR)


def within(inner: Range, outer: Sequence[Range]) -> bool:
    """Tell whether one of the outer ranges holds the inner one."""
    return any(start <= inner[0] and inner[1] <= end for start, end in outer)


def documents(path: Path, tally: Tally) -> None:
    """Count the masks found and the other runs taken in whole articles."""
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        text, part, bare = row["text"], half(row["source"]), row["list"] == "none"
        found = find_masks(text)
        wanted = [(m["start"], m["start"] + len(m["mask"])) for m in row.get("masks", ())]
        missed = [each for each in wanted if not within(each, found)]
        wrong = [each for each in found if not any(within(mask, [each]) for mask in wanted)]
        if bare:
            tally.add(part, "other runs taken (articles)", len(wrong), runs(text))
        else:
            tally.add(part, "masks found", len(wanted) - len(missed), len(wanted))
            tally.add(part, "not masks", len(wrong), len(found))
        for what, ranges in (("WRONG", wrong), ("MISSED", missed)):
            for each in ranges:
                tally.example(f"{what} {row['list']} {row['id'][:6]}", part, text, each)


def rows(path: Path) -> Iterator[list[str]]:
    """Yield the cells of each line below the first."""
    for line in path.read_text("utf-8").split("\n")[1:-1]:
        yield line.split("\t")


def windows(path: Path, tally: Tally) -> None:
    """Count the masks found among single paragraphs (``word left right source doc``)."""
    for _, left, right, source, _ in rows(path):
        text, wanted = left + STAR + right, (len(left), len(left) + 1)
        hit = within(wanted, find_masks(text))
        tally.add(half(source), "windows found", int(hit), 1)
        if not hit:
            tally.example("MISSED window", half(source), text, wanted)


def negatives(path: Path, tally: Tally) -> None:
    """Count the runs taken among lines whose run is no mask (``kind left stars right source doc``)."""
    for row in rows(path):
        kind, left, stars, right, source, _ = row
        text, run = left + stars + right, (len(left), len(left) + len(stars))
        hit = any(start < run[1] and run[0] < end for start, end in find_masks(text))
        tally.add(half(source), f"negative {kind}", int(hit), 1)
        tally.add(half(source), f"corrected {corrected(row)}", int(hit), 1)
        if hit:
            tally.example(f"TAKEN {kind}", half(source), text, run)


def main() -> None:
    """Print the table: by half, then both together."""
    folder, tally = Path(sys.argv[1]), Tally(show="-v" in sys.argv)
    documents(folder / "docs_dev.jsonl", tally)
    negatives(folder / "negatives_dev.tsv", tally)
    windows(folder / "dev.tsv", tally)
    names = sorted({name for _, name in tally.totals})
    for name in names:
        cells = [(tally.hits[part, name], tally.totals[part, name]) for part in PARTS]
        cells.append((sum(hits for hits, _ in cells), sum(total for _, total in cells)))
        print(f"{name:36}", *(f"{hits:5} / {n:5} {hits / max(n, 1):7.2%}" for hits, n in cells), sep="   ")
    total(tally, "raw labels", [name for name in names if name.startswith(("negative", "other"))])
    right = [name for name in names if name.startswith(("corrected", "other")) and name != f"corrected {WORD}"]
    total(tally, "corrected labels", right)


def total(tally: Tally, title: str, names: Sequence[str]) -> None:
    """Print how many runs that are no masks were taken, in all."""
    for part in PARTS:
        hits, n = sum(tally.hits[part, name] for name in names), sum(tally.totals[part, name] for name in names)
        print(f"all runs that are no masks, {title}, {part}: {hits} / {n} taken = {hits / max(n, 1):.2%}")


if __name__ == "__main__":
    main()
