"""Mutations that know what a forum's page is made of, beside libFuzzer's own, which know bytes alone."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from choices import SIZE

CODECS = ("gb18030", "big5hkscs", "utf-16-le", "utf-8-sig", "cp1252", "gbk")
TAG_RE = re.compile(r"<[^<>]{0,200}>")
HOLE = "{}"
JAMMED = 15
REPEAT = (2, 3, 10, 60)
TWO_HANZI_RE = re.compile("[一-鿿]{2}")
Change = Callable[[random.Random, str], str]


@cache
def fragments() -> dict[str, list[str]]:
    """Frames, posts, pieces and signs."""
    found: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "fragments.toml").read_text("utf-8"))
    return found


def composed(number: int) -> bytes:
    """A small page or dump made of fragments: the same for the same number."""
    return _composed(random.Random(number), "").encode()


def _composed(rng: random.Random, _text: str) -> str:
    known = fragments()
    pieces = known["pieces"]
    bodies = ("".join(rng.choices(pieces, k=rng.randint(1, 6))) for _ in range(rng.randint(1, 3)))
    posts = "".join(_filled(rng.choice(known["posts"]), body) for body in bodies)
    return _filled(rng.choice(known["frames"]), posts)


def _filled(frame: str, text: str) -> str:
    return frame.replace(HOLE, text, 1)


def mutated(data: bytes, rng: random.Random, limit: int) -> bytes:
    """The input after one to three changes; its choices change now and then."""
    head, body = data[:SIZE].ljust(SIZE, b"\0"), data[SIZE:]
    if rng.random() < 0.25:
        head = rng.choice((bytes(SIZE), rng.randbytes(SIZE), bytes((rng.randrange(256), *head[1:]))))
    text = body.decode("utf-8", "surrogateescape")
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(CHANGES)(rng, text)[:limit]
    body = (
        text.encode("utf-8", "surrogatepass" if rng.random() < 0.02 else "surrogateescape") if _writable(text) else body
    )
    if rng.random() < 0.04:
        body = text.encode(rng.choice(CODECS), "replace")
    return (head + body)[:limit]


def _writable(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


# ── changes ─────────────────────────────────────────────────────────────────────────────────────


def _place(rng: random.Random, text: str) -> int:
    """A place in the text: anywhere, between two lines, or at a tag."""
    at = rng.randint(0, len(text))
    kind = rng.random()
    if kind < 0.3:
        return text.find("\n", at) + 1
    if kind < 0.6:
        match = TAG_RE.search(text, at)
        return rng.choice(match.span()) if match else at
    return at


def _range(rng: random.Random, text: str) -> tuple[int, int]:
    start = _place(rng, text)
    return start, min(len(text), start + rng.choice((1, 2, 8, 40, 200)))


def _insert(rng: random.Random, text: str) -> str:
    known = fragments()
    piece = rng.choice(rng.choice((known["pieces"], known["signs"], known["pieces"], known["posts"])))
    at = _place(rng, text)
    return text[:at] + piece + text[at:]


def _replace(rng: random.Random, text: str) -> str:
    start, end = _range(rng, text)
    return text[:start] + rng.choice(fragments()[rng.choice(("pieces", "signs"))]) + text[end:]


def _delete(rng: random.Random, text: str) -> str:
    start, end = _range(rng, text)
    return text[:start] + text[end:]


def _untag(rng: random.Random, text: str) -> str:
    match = TAG_RE.search(text, rng.randint(0, len(text)))
    return text[: match.start()] + text[match.end() :] if match else text


def _repeat(rng: random.Random, text: str) -> str:
    start, end = _range(rng, text)
    return text[:end] + text[start:end] * rng.choice(REPEAT) + text[end:]


def _move(rng: random.Random, text: str) -> str:
    start, end = _range(rng, text)
    piece, rest = text[start:end], text[:start] + text[end:]
    at = _place(rng, rest)
    return rest[:at] + piece + rest[at:]


def _wrap(rng: random.Random, text: str) -> str:
    start, end = _range(rng, text)
    return text[:start] + _filled(rng.choice(fragments()["posts"]), text[start:end]) + text[end:]


def _jam(rng: random.Random, text: str) -> str:
    """Plant noise by the forum's rule at some ends of lines."""
    lines = text.split("\n")
    for i in range(len(lines)):
        if rng.random() < 0.5:
            groups = (f"{chr(rng.randint(32, 59))} {chr(rng.randint(63, 126))}" for _ in range(rng.randint(3, JAMMED)))
            noise = "".join(groups)
            lines[i] = lines[i] + noise if rng.random() < 0.5 else noise + lines[i]
    return "\n".join(lines)


def _mask(rng: random.Random, text: str) -> str:
    """Hide some words behind asterisks."""
    stars = "*" * rng.randint(1, 3)
    return TWO_HANZI_RE.sub(lambda match: stars if rng.random() < 0.2 else match[0], text)


def _cut(rng: random.Random, text: str) -> str:
    return text[: rng.randint(0, len(text))] if rng.random() < 0.5 else text[rng.randint(0, len(text)) :]


CHANGES: tuple[Change, ...] = (
    *(_insert, _insert, _insert, _replace, _replace, _delete, _delete, _untag),
    *(_repeat, _move, _wrap, _jam, _mask, _cut, _composed),
)
"""The changes, the usual ones several times."""
