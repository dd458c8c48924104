"""Prints how well masks are found, on a folder of labelled documents (never shipped): ``masks.py FOLDER``."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from forumclean.restore import find_masks

STAR = "*"


def half(key: str) -> str:
    """Which half a source belongs to: rules are tuned on ``tune`` only, figures are read on both."""
    return "tune" if hashlib.sha256(key.encode()).digest()[0] % 2 else "held"


def runs(text: str) -> int:
    """How many runs of asterisks there are."""
    return sum(1 for i, char in enumerate(text) if char == STAR and text[i - 1 : i] != STAR)


def documents(path: Path, show: bool) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Masks found and wrong runs in whole articles, as (hit, all) counters by half and kind."""
    hits: Counter[tuple[str, str]] = Counter()
    totals: Counter[tuple[str, str]] = Counter()
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        text, part = row["text"], half(row["source"])
        found = find_masks(text)
        if row["list"] == "none":
            totals[part, "other runs taken (articles)"] += runs(text)
            hits[part, "other runs taken (articles)"] += len(found)
            wrong, missed = found, []
        else:
            wanted = [(m["start"], m["start"] + len(m["mask"])) for m in row["masks"]]
            missed = [w for w in wanted if not any(s <= w[0] and w[1] <= e for s, e in found)]
            wrong = [f for f in found if not any(f[0] <= s and e <= f[1] for s, e in wanted)]
            for key, n, m in (("masks found", len(wanted) - len(missed), len(wanted)), ("not masks", len(wrong), len(found))):
                hits[part, key] += n
                totals[part, key] += m
        if show:
            for kind, ranges in (("WRONG", wrong), ("MISSED", missed)):
                for s, e in ranges:
                    print(kind, row["list"], row["id"][:6], part, repr(text[max(0, s - 25) : s] + "【" + text[s:e] + "】" + text[e : e + 25]))
    return hits, totals


def windows(path: Path, show: bool) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Runs of ``kind left stars right`` rows that were taken for masks (or found, where they are: ``dev.tsv``)."""
    hits: Counter[tuple[str, str]] = Counter()
    totals: Counter[tuple[str, str]] = Counter()
    negative = path.name.startswith("negatives")
    for line in path.read_text("utf-8").split("\n")[1:-1]:
        cells = line.split("\t")
        kind, left, stars, right = (cells[0], *cells[1:4]) if negative else ("window", cells[1], STAR, cells[2])
        name = f"negative {kind}" if negative else "windows found"
        part = half(cells[-2])
        found = find_masks(left + stars + right)
        hit = any(s < len(left) + len(stars) and len(left) < e for s, e in found)
        totals[part, name] += 1
        hits[part, name] += hit
        if show and hit == negative:
            print("TAKEN" if negative else "MISSED", kind, part, repr(left[-40:] + "【" + stars + "】" + right[:40]))
    return hits, totals


def main() -> None:
    """The table: by half, then both together."""
    folder, show = Path(sys.argv[1]), "-v" in sys.argv
    hits: Counter[tuple[str, str]] = Counter()
    totals: Counter[tuple[str, str]] = Counter()
    for measured in (
        documents(folder / "docs_dev.jsonl", show),
        windows(folder / "negatives_dev.tsv", show),
        windows(folder / "dev.tsv", show),
    ):
        hits += measured[0]
        totals += measured[1]
    names = sorted({name for _, name in totals})
    for name in names:
        cells = [(hits[part, name], totals[part, name]) for part in ("tune", "held")]
        cells.append((sum(c[0] for c in cells), sum(c[1] for c in cells)))
        print(f"{name:36}", *(f"{h:5} / {n:5} {h / max(n, 1):7.2%}" for h, n in cells), sep="   ")
    other = [name for name in names if name.startswith(("negative", "other"))]
    for part in ("tune", "held"):
        h, n = sum(hits[part, name] for name in other), sum(totals[part, name] for name in other)
        print(f"all runs that are no masks, {part}: {h} / {n} taken = {h / n:.2%}")


if __name__ == "__main__":
    main()
