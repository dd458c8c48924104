"""Corpora to begin with: the fixtures, as they are and in parts; made when they are needed, kept nowhere else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from choices import SIZE
from mutating import composed

from forumclean import ForumcleanError
from forumclean.decode import decode
from forumclean.model import Source
from forumclean.options import Options
from forumclean.page import read

FIXTURES = Path(__file__).parents[2] / "fixtures"
READABLE = frozenset({".html", ".txt", ".xml", ".json", ".mht"})
PLAIN = bytes(SIZE)
PART = 1500
"""Characters of a text that make one seed."""
COMPOSED = 24
RAW = frozenset({"decode", "page", "pipeline"})
"""Targets that take input as it comes; the others take text."""


@cache
def inputs() -> tuple[bytes, ...]:
    """All inputs among the fixtures."""
    return tuple(p.read_bytes() for p in sorted(FIXTURES.rglob("*")) if p.suffix in READABLE and p.stat().st_size)


@cache
def texts() -> tuple[str, ...]:
    """The page texts of the fixtures in parts of some paragraphs."""
    return tuple(part for data in inputs() for part in _parts(_text(data)))


def _text(data: bytes) -> str:
    try:
        return read(decode(Source(None, data), Options())).passage.origin
    except ForumcleanError:
        return ""


def _parts(text: str) -> Iterator[str]:
    lines = re.findall(r"[^\n]*\n?", text)
    part = ""
    for line in lines:
        part += line
        if len(part) > PART:
            yield part
            part = ""
    if part.strip():
        yield part


def seeds(target: str) -> list[bytes]:
    """The inputs that a target begins with."""
    made = [composed(number) for number in range(COMPOSED)]
    whole = inputs() if target in RAW else tuple(text.encode("utf-8", "surrogatepass") for text in texts())
    return [PLAIN + data for data in (*whole, *made)]


def write(target: str, folder: Path) -> None:
    """Put the seeds of a target into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        path = folder / hashlib.sha256(seed).hexdigest()[:16]
        if not path.exists():
            path.write_bytes(seed)
