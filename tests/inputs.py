"""Where test inputs are: the project's fixtures, and the captures beside a checkout where there are any."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"
READABLE = {".html", ".txt", ".xml", ".json", ".mht"}
ABSENT = "the captures beside the checkout are not here"


def fixtures() -> list[Path]:
    """All inputs among the fixtures (gold and tables of cases are none)."""
    found = (p for p in sorted(FIXTURES.rglob("*")) if p.suffix in READABLE and p.with_suffix(".json") != p)
    return [p for p in found if "pages" in p.parts or p.parent == FIXTURES or "dumps" in p.parts]


def captures() -> list[Path]:
    """All captures beside the checkout; none where they are absent."""
    if not SHARED.is_dir():
        return []
    manifest = SHARED / "pages" / "MANIFEST.json"
    names = [entry["file"] for entry in json.loads(manifest.read_bytes())["files"]]
    pages = [SHARED / "pages" / name for name in names]
    wild = [p for p in sorted((SHARED / "wild").rglob("*")) if p.suffix in READABLE and p.name != "MANIFEST.json"]
    return [*pages, *wild, SHARED / "seed" / "thread.txt"]
